using Hub.Tickets;

namespace Hub.Demo;

/// <summary>What is done in a story, and how it ends.</summary>
internal sealed partial class Performance
{
    private bool Do(Act act)
    {
        switch (act.Word)
        {
            case "wait":
                pause = Span(act.Value!);
                return true;
            case "mail":
                byMail = true;
                // What was said last goes by mail, for the visitor has left.
                return Settle(gone: true);
            case "chat":
                byMail = false;
                return true;
            case "file":
                thread.Lines.LastOrDefault(l => l.Letter is { Inbound: true })?.Letter!.Files.Add(Photo.Of(act.Value, dice));
                return true;
            case "tag":
                tags.Add(act.Value!);
                return Agent is null || By(Agent, TimeSpan.FromMinutes(6), who => thread.Do(t => t.Tag([.. t.Tags.Union([act.Value!])], Author.Agent(who.Id), at), who));
            case "high" or "urgent":
                urgency = act.Word is "high" ? Priority.High : Priority.Urgent;
                if (Agent is { } marking) Mark(marking, at.AddSeconds(4));
                return true;
            case "assign":
                return HandToBoss();
            case "hold":
                return By(Agent, TimeSpan.FromMinutes(4), who => thread.Do(t => t.Set(TicketStatus.OnHold, Author.Agent(who.Id), at), who));
            case "resolve":
                return Resolve();
            case "spam" or "trash":
                return By(null, dice.Between(TimeSpan.FromMinutes(3), TimeSpan.FromHours(9)), who => thread.Do(t => t.MoveTo(act.Word is "spam" ? Folder.Spam : Folder.Trash, Author.Agent(who.Id), at), who));
            default:
                throw new FormatException($"{Story.Name}: nobody can {act.Word}.");
        }
    }

    private bool By(Colleague? agent, TimeSpan after, Action<Colleague> act)
    {
        var (who, when) = agent is null ? stage.Free("fr", at + after) : (agent, stage.Free(agent, at + after));
        if (when > Late) return false;
        at = when;
        act(who);
        return true;
    }

    private bool HandToBoss()
    {
        var boss = stage.Boss;
        if (thread.WaitsFor is { } wanted && answers >= wanted && !thread.Claimed) return false;
        if (Agent is null && TakeUp(at + TimeSpan.FromMinutes(10)) is null) return false;
        if (Agent == boss) return true;
        var from = Agent!;
        return By(from, dice.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15)), who =>
        {
            thread.Do(t => t.Assign(boss.Person, from.Person, Author.Agent(who.Id), at), who);
            (blanks.Other, Agent) = (from, boss);
        });
    }

    private bool Resolve()
    {
        if (Ticket.Status is TicketStatus.Resolved || Agent is null) return true;
        var after = lastSaid?.Message.Kind is MessageKind.Inbound ? dice.Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(4)) : dice.Between(TimeSpan.FromHours(3), TimeSpan.FromDays(4));
        return By(Agent, after, who =>
        {
            if (dice.Chance(0.06) && Notes() is { } note) Jot(who, note, at);
            thread.Do(t => t.Set(TicketStatus.Resolved, Author.Agent(who.Id), at), who);
        });
    }

    /// <summary>The customer does not come back: after some days we close the matter, now and then with a word.</summary>
    private void Forget()
    {
        if (Agent is null || Ticket.Status is TicketStatus.Resolved) return;
        var farewell = dice.Chance(byMail ? 0.3 : 0.12) && stage.Extras.TryGetValue($"left {Story.Language}", out var texts) ? new Speech(Speaker.Agent, texts) : null;
        By(Agent, TimeSpan.FromDays(2) + dice.Between(TimeSpan.Zero, TimeSpan.FromDays(3)), who =>
        {
            if (farewell is not null) Speak(who, farewell, TicketStatus.Resolved, at);
            else thread.Do(t => t.Set(TicketStatus.Resolved, Author.Agent(who.Id), at), who);
        });
    }

    private string? Notes()
    {
        blanks.Ours = true;
        var note = stage.Extras.TryGetValue(Story.Language is "fr" ? "notes fr" : "notes en", out var notes) ? Say(dice.Pick(notes)) : null;
        // Nobody writes a note to herself.
        return note?.Contains($"@{Agent!.First}", StringComparison.Ordinal) is true ? null : note;
    }

    /// <summary>Answers in the chat that nobody has seen yet: seen when the visitor goes on, else they go by mail.</summary>
    private bool Settle(DateTimeOffset? until = null, bool gone = false)
    {
        var unseen = new List<Line>();
        foreach (var line in thread.Lines.Where(l => l.Delivery is { Purpose: "continuation", State: "scheduled" }).ToList())
        {
            var said = line.Message.At;
            var seen = said.AddSeconds(2 + dice.Next(25));
            if (!gone && (until is not null || dice.Chance(0.8) || said.AddMinutes(2) > Now))
            {
                line.Delivery!.Seen(seen < Now ? seen : Now);
                (thread.SeenSeq, thread.SeenAt) = (Math.Max(thread.SeenSeq, line.Message.Seq), seen < Now ? seen : Now);
                continue;
            }
            unseen.Add(line);
        }
        if (unseen.Count == 0) return true;
        var sent = unseen[^1].Message.At.AddSeconds(62);
        foreach (var line in unseen)
        {
            line.Delivery!.Sent(sent);
            line.Letter = Outgoing(line.Message.Text!, sent.AddSeconds(-1), "continuation");
            line.Letter.Shared = line != unseen[^1];
            thread.Touch(line);
        }
        lastLetter = unseen[^1];
        return true;
    }
}
