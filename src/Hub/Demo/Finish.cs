using Hub.Tickets;

namespace Hub.Demo;

/// <summary>What an inbox has at any moment: mails that came back, an answer for tomorrow, tickets in the administrator's hands.</summary>
internal sealed class Finish(Stage stage, IReadOnlyList<Thread> threads, Person administrator)
{
    private static readonly string[] refusals =
    [
        "550 5.2.1 <{0}>: The mailbox is disabled; ask its owner for another address",
        "552 5.2.2 <{0}>: The mailbox is full, and has been for 12 days; message not accepted",
    ];

    private DateTimeOffset Now => stage.Calendar.Now;

    public void Apply()
    {
        Fail();
        Schedule();
        HandOver();
        Look();
    }

    /// <summary>Two answers of the last days were refused.</summary>
    private void Fail()
    {
        var answered = threads.Where(t => t.Lines[^1] is { Message.Kind: MessageKind.Reply, Delivery: { Purpose: "reply", State: "sent" } } && t.Ticket.Status is TicketStatus.Pending).OrderByDescending(t => t.Ticket.LastAt);
        foreach (var (thread, refusal) in answered.Take(2).Zip(refusals))
        {
            var last = thread.Lines[^1];
            last.Delivery!.Failed(last.Delivery.At, string.Format(System.Globalization.CultureInfo.InvariantCulture, refusal, last.Delivery.Address));
            thread.Touch(last);
        }
    }

    /// <summary>An answer is written and leaves tomorrow morning.</summary>
    private void Schedule()
    {
        var thread = threads.Where(t => t.Ticket is { Status: TicketStatus.Open, Assignee: null, Folder: Folder.Inbox } && t.Story is { Way: Way.Mail, Language: "fr", Name: not "fr-long-mail" } && t.Ticket.WaitingSince < Now.AddHours(-1))
            .OrderByDescending(t => t.Ticket.WaitingSince).FirstOrDefault();
        if (thread is null) return;
        var agent = stage.Colleagues[0];
        var at = Now.AddMinutes(-9);
        var letter = thread.Lines.Last(l => l.Letter is { Inbound: true });
        var morning = DateOnly.FromDateTime(stage.Calendar.Local(Now).DateTime).AddDays(1);
        while (morning.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) morning = morning.AddDays(1);
        var due = stage.Calendar.At(morning, new TimeOnly(8, 30));
        var text = Manners.OfAgent(agent, thread.Patron, "fr", Phrase.WithoutBreaks("J'ai posé la question à l'atelier, qui me répond ce matin : vous aurez de mes nouvelles avant midi. Rien à faire de votre côté d'ici là."), first: true);
        thread.Do(t => t.Assign(agent.Person, null, Author.Agent(agent.Id), at), agent);
        var said = thread.Do(t => t.Answer(new NewMessage { Author = Author.Agent(agent.Id), Channel = letter.Message.Channel, Text = text, ClientId = stage.Dice.Uuid(), Held = true }, null, at.AddMinutes(3)), agent);
        said.Delivery = new Waybill { Channel = letter.Message.Channel!.Value, Address = thread.Patron.Email, Purpose = "reply", NotBefore = due, At = said.Message.At };
    }

    /// <summary>The administrator has some too, mostly what went wrong.</summary>
    private void HandOver()
    {
        var boss = stage.Boss;
        var mine = threads.Where(t => t.Ticket is { Folder: Folder.Inbox, Status: TicketStatus.Open or TicketStatus.Pending or TicketStatus.OnHold } && t.Lines[^1].Delivery?.State is not ("failed" or "scheduled") && t.Ticket.LastAt < Now.AddMinutes(-12))
            .OrderByDescending(t => t.Story.Name.Contains("angry", StringComparison.Ordinal) || t.Story.Name.Contains("refund", StringComparison.Ordinal) || t.Story.Name.Contains("press", StringComparison.Ordinal) || t.Story.Name.Contains("gdpr", StringComparison.Ordinal) || t.Story.Name.Contains("rgpd", StringComparison.Ordinal))
            .ThenByDescending(t => t.Ticket.LastAt).Take(9);
        foreach (var thread in mine.ToList())
        {
            var had = stage.Colleagues.FirstOrDefault(c => c.Id == thread.Ticket.Assignee)?.Person;
            var at = boss.FreeFrom(thread.Ticket.LastAt.AddMinutes(3 + stage.Dice.Next(50)), stage.Calendar);
            if (at > Now.AddMinutes(-2))
            {
                // Nadia is not at the desk: the administrator takes it.
                at = thread.Ticket.LastAt.AddMinutes(4 + stage.Dice.Next(70));
                if (at > Now.AddMinutes(-2)) at = thread.Ticket.LastAt + (Now - thread.Ticket.LastAt) * 0.5;
                thread.Do(t => t.Assign(administrator, had, Author.Agent(administrator.Id), at));
                continue;
            }
            if (stage.Dice.Chance(0.4))
                thread.Do(t => t.Note(new NewMessage { Author = Author.Agent(boss.Id), Channel = null, Text = Phrase.WithoutBreaks(stage.Dice.Pick(["@Administrator tu veux bien trancher ? Je ne veux pas promettre une remise seule.", "@Administrator pour toi, merci.", "@Administrator can you take this one? They asked for you by name."])), ClientId = stage.Dice.Uuid() }, at), boss);
            thread.Do(t => t.Assign(administrator, had, Author.Agent(boss.Id), at), boss);
        }
    }

    /// <summary>Somebody had a look at some that wait, and left a word.</summary>
    private void Look()
    {
        string[] words = ["@{0} tu peux regarder ? Je suis en réunion.", "J'attends le retour de l'atelier avant de répondre.", "@{0} can you take this one over at six?", "Appel sans réponse, je réessaie à 16 h.", "@{0} tu avais gardé notre réponse type ?"];
        var open = threads.Where(t => t.Ticket is { Status: TicketStatus.Open, Folder: Folder.Inbox, Assignee: not null } && t.Ticket.LastAt < Now.AddMinutes(-25)).OrderBy(t => t.Start).Take(40).Where((_, i) => i % 4 == 1).ToList();
        foreach (var (thread, text) in open.Zip(words))
        {
            if (stage.Colleagues.FirstOrDefault(c => c.Id == thread.Ticket.Assignee) is not { } agent) continue;
            var at = agent.FreeFrom(thread.Ticket.LastAt.AddMinutes(6), stage.Calendar);
            if (at > Now.AddMinutes(-2)) continue;
            var other = stage.Another(agent, "fr");
            thread.Do(t => t.Note(new NewMessage { Author = Author.Agent(agent.Id), Channel = null, Text = Phrase.WithoutBreaks(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, other.First)), ClientId = stage.Dice.Uuid() }, at), agent);
        }
    }
}
