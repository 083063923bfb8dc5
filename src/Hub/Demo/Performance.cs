using System.Globalization;
using Hub.Mail.Text;
using Hub.Platform;
using Hub.Tickets;

namespace Hub.Demo;

/// <summary>Plays one story, line by line, until its end or the present, whichever comes first.</summary>
internal sealed partial class Performance
{
    private readonly Stage stage;
    private readonly Thread thread;
    private readonly Dice dice;
    private readonly Blanks blanks;
    private readonly long mailbox;
    private readonly List<string> tags = [];
    private string? subject;
    private bool byMail;
    private bool tagged;
    private DateTimeOffset at;
    private TimeSpan? pause;
    private int answers;
    private Priority? urgency;
    private Line? lastSaid;
    private Line? lastLetter;

    public Performance(Stage stage, Thread thread)
    {
        (this.stage, this.thread, dice) = (stage, thread, stage.Dice);
        blanks = new(dice, stage.Calendar, thread.Patron, thread.Story.Language, thread.Story.Need, stage.Extras, thread.Start) { Boss = stage.Boss };
        mailbox = thread.Story.Orders ? stage.Channels.Orders : stage.Channels.Support;
        byMail = thread.Story.Way is Way.Mail;
        at = thread.Start;
        if (dice.Chance(0.75)) tags.AddRange(thread.Story.Tags);
        if (thread.Story.Urgency is { } u && dice.Chance(u.Probability)) urgency = u.Priority;
    }

    private Patron Patron => thread.Patron;
    private Story Story => thread.Story;
    private Ticket Ticket => thread.Ticket;
    private DateTimeOffset Now => stage.Calendar.Now;

    /// <summary>What would begin after this would reach beyond the present.</summary>
    private DateTimeOffset Late => Now.AddMinutes(-1);
    private Colleague? Agent { get => blanks.Agent; set => blanks.Agent = value; }

    /// <summary>Begins the ticket under its number and plays.</summary>
    public void Play(long number)
    {
        blanks.At = at;
        if (byMail) subject = Say(dice.Pick(Story.Subjects));
        var first = Story.Turns.OfType<Speech>().First();
        var words = Spoken(first);
        var title = byMail ? subject! : Texts.Headline(words, 80);
        var channel = byMail ? mailbox : stage.Channels.ShopOf(Story.Language);
        thread.Ticket = Ticket.Begin(number, Patron.Id, channel, title, Follows(), at);
        Patron.KnownSince ??= at;
        if (!byMail) Patron.Page = Shop.Page(Story.Language, blanks.Product);
        Customer(words);
        var rest = Story.Turns.Skip(Story.Turns.ToList().IndexOf(first) + 1).ToList();
        for (var i = 0; i < rest.Count; i++)
        {
            if (rest[i] is Perhaps p && !dice.Chance(p.Probability))
            {
                Forget();
                break;
            }
            if (!Take(rest[i], rest.Skip(i + 1).FirstOrDefault(t => t is not Act { Word: "tag" }))) break;
        }
        Settle();
        if (Ticket.Status is TicketStatus.Resolved && Ticket.ResolvedAt is { } resolved && resolved.AddDays(14) < Now)
            thread.Do(t => t.Set(TicketStatus.Closed, Author.System, resolved.AddDays(14)));
        if (Ticket.Status is TicketStatus.Closed) Patron.Past.Add(number);
    }

    /// <returns>False where the story stands still at the present.</returns>
    private bool Take(Turn turn, Turn? next) => turn switch
    {
        Speech { By: Speaker.Customer } said => Write(said),
        Speech { By: Speaker.Agent or Speaker.OtherAgent } said => Answer(said, next),
        Speech said => Note(said),
        Act act => Do(act),
        _ => true,
    };

    // ── The customer ────────────────────────────────────────────────────────────────────────────────────────────────
    private bool Write(Speech said)
    {
        var later = pause is { } p ? p * (0.8 + 0.4 * dice.Next())
            : byMail ? dice.Between(TimeSpan.FromMinutes(14), TimeSpan.FromHours(27))
            : lastSaid?.Message.Kind is MessageKind.Inbound ? dice.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(40))
            : dice.Between(TimeSpan.FromSeconds(14), TimeSpan.FromMinutes(4));
        pause = null;
        var when = later > TimeSpan.FromMinutes(30) ? Awake(at + later) : at + later;
        if (when > Late) return false;
        at = blanks.At = when;
        Customer(Spoken(said));
        return true;
    }

    private string Spoken(Speech said)
    {
        blanks.Ours = false;
        return Say(dice.Pick(said.Texts));
    }

    private void Customer(string words)
    {
        if (byMail) Post(words);
        else Type(words);
        lastSaid = thread.Lines.Last(l => l.Message.Kind is MessageKind.Inbound);
    }

    private void Type(string words)
    {
        Settle(until: at);
        if (Patron.Session is null) throw new InvalidOperationException($"{Story.Name}: nobody opened the chat.");
        thread.HasChat = true;
        thread.SeenSeq = Math.Max(thread.SeenSeq, Ticket.LastSeq);
        if (Ticket.LastSeq > 0) thread.SeenAt = at;
        Patron.SessionUsed = at;
        thread.Do(t => t.Receive(new NewMessage { Author = Author.From(Patron.Session.Value), Channel = Patron.Site, Text = Manners.Typed(Patron, words), ClientId = dice.Uuid() }, at));
        if (thread.GaveAddress is null && !Patron.Shy) thread.GaveAddress = at.AddSeconds(Story.Way is Way.Both ? 3 + dice.Next(6) : 20 + dice.Next(50));
    }

    /// <summary>A letter of the customer's, parted from what it quotes as the product parts it.</summary>
    private void Post(string words)
    {
        var parent = lastLetter;
        var title = parent is null ? subject! : parent.Letter!.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? parent.Letter.Subject : $"Re: {parent.Letter.Subject}";
        var body = Story.IsJunk ? words : Manners.OfCustomer(Patron, Story.Language, words, Agent);
        if (parent is { Letter.Inbound: false })
            body += Manners.Quote(Patron, Story.Language, parent, stage.Channels.AddressOf(mailbox), parent.Letter.Subject, stage.Calendar.Local(parent.Message.At));
        var (text, quoted) = WrittenText.Split(body);
        var sent = at.AddSeconds(-2 - dice.Next(9)) is var date ? date.AddTicks(-(date.Ticks % TimeSpan.TicksPerSecond)) : at;
        var line = thread.Do(t => t.Receive(new NewMessage { Author = Author.From(mailbox), Channel = mailbox, Text = text, Quoted = quoted, SentAt = sent }, at));
        line.Letter = new Letter
        {
            Inbound = true,
            Subject = title,
            Body = body,
            Date = sent,
            Parent = parent,
            Copy = Patron.Firm is null || Patron.Habit % 3 != 0 ? null : Story.Language switch { "fr" => ("Comptabilité", $"compta@{Patron.Email.Split('@')[1]}"), "de" => ("Buchhaltung", $"buchhaltung@{Patron.Email.Split('@')[1]}"), _ => ("Accounts", $"accounts@{Patron.Email.Split('@')[1]}") },
        };
        lastLetter = line;
        Patron.WroteAt ??= at;
        // Who answers what we sent to this address alone has proved it.
        if (parent is { Letter.Inbound: false }) Patron.ProvedAt ??= at;
    }

    /// <summary>People write letters by day and in the evening.</summary>
    private DateTimeOffset Awake(DateTimeOffset when)
    {
        var local = stage.Calendar.Local(when);
        if (local.Hour is >= 7 and < 23) return when;
        var day = DateOnly.FromDateTime(local.DateTime);
        return stage.Calendar.At(local.Hour < 7 ? day : day.AddDays(1), new TimeOnly(7 + dice.Next(3), dice.Next(60), dice.Next(60)));
    }

    private long? Follows() => byMail || Patron.Past.Count == 0 ? null : Patron.Past[^1];

    private string Say(string text, Manner manner = Manner.Usual) => Phrase.Say(text, dice, blanks.Fill, manner);

    private static TimeSpan Span(string text) => text[^1] switch
    {
        'd' => TimeSpan.FromDays(int.Parse(text[..^1], CultureInfo.InvariantCulture)),
        _ => TimeSpan.FromHours(int.Parse(text[..^1], CultureInfo.InvariantCulture)),
    };
}
