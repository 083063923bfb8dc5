using Hub.Channels.Email.Sending;
using Hub.Tickets;

namespace Hub.Demo;

/// <summary>Our side of a story.</summary>
internal sealed partial class Performance
{
    private bool Answer(Speech said, Turn? next)
    {
        if (thread.WaitsFor is { } wanted && answers >= wanted)
        {
            if (thread.Claimed && Agent is null) TakeUp(at + dice.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30)));
            return false;
        }
        var when = Reaction();
        if (pause is { } p) (when, pause) = (stage.Free(Agent ?? stage.Boss, at + p), null);
        if (Agent is null)
        {
            if (TakeUp(when) is not { } taken) return false;
            when = taken;
        }
        else if (when > Late) return false;
        Nag(when);

        var by = said.By is Speaker.OtherAgent ? blanks.Other! : Agent!;
        when = when > at ? when : at.AddSeconds(1);
        Speak(by, said, next is Act { Word: "resolve" } && dice.Chance(0.6) ? TicketStatus.Resolved : null, when);
        if (byMail && dice.Chance(0.03) && stage.Extras.TryGetValue($"office {Story.Language}", out var away)) BeAway(away);
        return true;
    }

    /// <summary>When the next answer comes.</summary>
    private DateTimeOffset Reaction()
    {
        var talking = !byMail && Agent is not null && pause is null;
        var from = at + (talking ? dice.Between(TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(110)) : byMail ? dice.Between(TimeSpan.FromMinutes(9), TimeSpan.FromHours(6)) : dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(9)));
        if (Agent is not { } agent) return from;
        var free = stage.Free(agent, from);
        if (free - from < TimeSpan.FromHours(3) || Story.Set is "long") return free;
        // Their day is over: now and then a colleague goes on.
        var (who, when) = stage.Free(Story.Language, from, not: agent);
        if (when > free.AddHours(-2) || when > Now || !dice.Chance(0.6)) return free;
        thread.Do(t => t.Assign(who.Person, agent.Person, Author.Agent(stage.Boss == agent ? who.Id : dice.Chance(0.5) ? who.Id : agent.Id), when.AddSeconds(-20)), who);
        (blanks.Other, Agent) = (agent, who);
        return when;
    }

    /// <summary>Somebody takes the ticket for the first time: themselves, or the supervisor gives it to them.</summary>
    /// <returns>When they are ready to answer; none: not yet.</returns>
    private DateTimeOffset? TakeUp(DateTimeOffset from)
    {
        var (who, when) = Story.Set is "long" ? (stage.Colleagues.Single(c => c.Manner is Manner.Terse), from) : stage.Free(Story.Language, from);
        when = stage.Free(who, when);
        if (when > Late) return null;
        Agent = who;
        blanks.Other = stage.Another(who, Story.Language);
        var boss = stage.Boss;
        var given = at + (when - at) * (0.3 + 0.5 * dice.Next());
        var isGiven = who != boss && dice.Chance(byMail ? 0.4 : 0.12) && boss.FreeFrom(given, stage.Calendar) == given;
        var taken = isGiven ? given : when.AddSeconds(-4 - dice.Next(60)) is var shortly && shortly > at ? shortly : at.AddSeconds(1);
        thread.Do(t => t.Assign(who.Person, null, Author.Agent(isGiven ? boss.Id : who.Id), taken), isGiven ? boss : who);
        if (when <= taken) when = taken.AddSeconds(3);
        Mark(isGiven ? boss : who, taken.AddSeconds(2));
        return when.AddSeconds(3);
    }

    /// <summary>Priority and tags, by whoever looks at it first.</summary>
    private void Mark(Colleague by, DateTimeOffset when)
    {
        if (urgency is { } wanted)
        {
            thread.Do(t => t.Set(wanted, Author.Agent(by.Id), when), by);
            urgency = null;
        }
        if (tags.Count == 0 || tagged) return;
        thread.Do(t => t.Tag([.. t.Tags.Union(tags)], Author.Agent(by.Id), when), by);
        tagged = true;
    }

    private void Speak(Colleague by, Speech said, TicketStatus? status, DateTimeOffset when)
    {
        (at, blanks.At, blanks.Ours) = (when, when, true);
        var words = Say(dice.Pick(said.Texts), Story.Language is "fr" || by.Manner is Manner.Terse ? by.Manner : Manner.Usual);
        if (byMail) SpeakByMail(by, words, status);
        else SpeakInChat(by, words, status);
        answers++;
    }

    private void SpeakInChat(Colleague by, string words, TicketStatus? status)
    {
        var said = thread.Do(t => t.Answer(new NewMessage { Author = Author.Agent(by.Id), Channel = Patron.Site, Text = words, ClientId = dice.Uuid() }, status, at), by);
        if (thread.GaveAddress is { } given && given < at)
            said.Delivery = new Waybill { Channel = stage.Channels.Support, Address = Patron.Email, Purpose = "continuation", NotBefore = at.AddSeconds(60), At = at };
        lastSaid = said;
    }

    private void SpeakByMail(Colleague by, string words, TicketStatus? status)
    {
        var text = Manners.OfAgent(by, Patron, Story.Language, words, answers == 0);
        var said = thread.Do(t => t.Answer(new NewMessage { Author = Author.Agent(by.Id), Channel = mailbox, Text = text, ClientId = dice.Uuid() }, status, at), by);
        said.Letter = Outgoing(text, said.Message.At, "reply");
        said.Delivery = new Waybill { Channel = mailbox, Address = Patron.Email, Purpose = "reply", NotBefore = at.AddSeconds(10), At = at };
        said.Delivery.Sent(at.AddSeconds(11 + dice.Next(4)));
        if (said.Delivery.At > Now) said.Delivery.At = Now;
        thread.Touch(said);
        lastSaid = lastLetter = said;
    }

    private Letter Outgoing(string body, DateTimeOffset date, string purpose)
    {
        var about = lastLetter?.Letter?.Subject ?? Ticket.Subject;
        if (lastLetter is null && purpose is "continuation") about = Words.ContinuationSubject(Story.Language, Shop.NameOf(Story.Language));
        else if (!about.StartsWith("re:", StringComparison.OrdinalIgnoreCase)) about = $"Re: {about}";
        return new Letter { Inbound = false, Subject = about, Body = body, Date = date, Parent = lastLetter };
    }

    private bool Note(Speech said)
    {
        if (thread.WaitsFor is { } wanted && answers >= wanted && !thread.Claimed) return false;
        if (Agent is null)
        {
            if (TakeUp(at + dice.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(90))) is not { } taken) return false;
            at = taken;
        }
        var by = said.By is Speaker.OtherNote ? blanks.Other! : Agent!;
        // Nobody writes a note to herself.
        if (by == stage.Boss && said.Texts.Any(t => t.Contains("{boss}", StringComparison.Ordinal))) return true;
        var when = stage.Free(by, at + dice.Between(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(12)));
        if (when > Late) return false;
        Jot(by, Say(Line(said, by), by.Manner is Manner.Terse ? Manner.Terse : Manner.Usual), when);
        return true;

        string Line(Speech speech, Colleague who)
        {
            blanks.Ours = true;
            blanks.At = when;
            return dice.Pick(speech.Texts);
        }
    }

    private void Jot(Colleague by, string words, DateTimeOffset when)
    {
        thread.Do(t => t.Note(new NewMessage { Author = Author.Agent(by.Id), Channel = null, Text = words, ClientId = dice.Uuid() }, when), by);
        at = when;
    }

    /// <summary>An automatic answer to ours.</summary>
    private void BeAway(string[] texts)
    {
        var when = at.AddSeconds(14 + dice.Next(30));
        if (when > Late || lastLetter?.Letter is not { } answered) return;
        blanks.Ours = false;
        var words = Say(dice.Pick(texts));
        var parent = lastLetter;
        var line = thread.Do(t => t.Keep(new NewMessage { Author = Author.From(mailbox), Channel = mailbox, Text = words, SentAt = when.AddSeconds(-1), Marks = [MessageMarks.Auto] }, when));
        line.Letter = new Letter { Inbound = true, Automatic = true, Subject = (Story.Language is "fr" ? "Réponse automatique\u00A0: " : Story.Language is "de" ? "Automatische Antwort: " : "Automatic reply: ") + answered.Subject[4..], Body = words, Date = when.AddSeconds(-1), Parent = parent };
        at = when;
    }

    /// <summary>Who has waited long for a letter asks again.</summary>
    private void Nag(DateTimeOffset answered)
    {
        if (!byMail || lastLetter is null || lastSaid?.Message.Kind is not MessageKind.Inbound || answered - at < TimeSpan.FromHours(26) || !dice.Chance(0.4)) return;
        var when = Awake(at.AddHours(20) + dice.Between(TimeSpan.Zero, TimeSpan.FromHours(4)));
        if (when >= answered || !stage.Extras.TryGetValue($"nudge {Story.Language}", out var texts)) return;
        (at, blanks.At, blanks.Ours) = (when, when, false);
        Post(Say(dice.Pick(texts)));
    }
}
