using Hub.Tickets.Appending;

namespace Hub.Channels.Email.Receiving;

/// <summary>What became of a mail, and why.</summary>
/// <param name="Disposition">A word of the public contract.</param>
/// <param name="Code">Why, one of <see cref="MailCodes"/>.</param>
public sealed record MailFate(string Disposition, string Code)
{
    /// <summary>Where it is now.</summary>
    public long? Ticket { get; init; }
    public int? Seq { get; init; }
    public long? Message { get; init; }

    /// <summary>Details that no code can say: another server's words, an error.</summary>
    public string? Reason { get; init; }

    /// <summary>JSON: the recipients of a report.</summary>
    public string? Bounces { get; init; }

    public static MailFate At(string disposition, string code, Placed placed)
    {
        ArgumentNullException.ThrowIfNull(placed);
        return new(disposition, code) { Ticket = placed.Ticket, Seq = placed.Seq, Message = placed.Id };
    }
}

/// <summary>Why a received mail is where it is. Words of the public contract; the desk has a sentence for each.</summary>
public static class MailCodes
{
    /// <summary>It names no ticket, so it began one.</summary>
    public const string Opened = "opened";

    /// <summary>It belongs to a ticket that it names, and its sender is part of it.</summary>
    public const string Joined = "joined";

    /// <summary>The ticket it belongs to is closed: it began one that follows it.</summary>
    public const string FollowUp = "followUp";

    /// <summary>It names a ticket whose conversation its sender is no part of: it began one that names the suspected one.</summary>
    public const string Stranger = "stranger";

    /// <summary>A form sent it: it began a ticket of the person in Reply-To.</summary>
    public const string Form = "form";

    /// <summary>It answers in a side conversation.</summary>
    public const string Side = "side";

    /// <summary>An agent's answer from their own mail program, sent on to the customer.</summary>
    public const string AgentAnswer = "agentAnswer";

    /// <summary>An agent's mail that became an internal note.</summary>
    public const string AgentNote = "agentNote";

    /// <summary>A machine wrote it: kept, nothing reopened.</summary>
    public const string Automatic = "automatic";

    /// <summary>The same mail again, to the same mailbox.</summary>
    public const string Again = "again";

    /// <summary>The same mail, to another mailbox of ours.</summary>
    public const string OtherMailbox = "otherMailbox";

    /// <summary>Its message was erased and does not come back.</summary>
    public const string Erased = "erased";

    /// <summary>A mail that we sent came round.</summary>
    public const string Ours = "ours";

    /// <summary>A report that a mail of ours did not arrive, for good.</summary>
    public const string Bounced = "bounced";

    /// <summary>A report on a mail of ours that is no failure for good: late, or delivered.</summary>
    public const string Reported = "reported";

    /// <summary>A report on a mail that we do not know.</summary>
    public const string UnknownReport = "unknownReport";

    /// <summary>More mails within an hour than one sender may write.</summary>
    public const string Flood = "flood";

    /// <summary>Every attempt to read it broke off.</summary>
    public const string Broke = "broke";

    /// <summary>It could not be made a message, three times; the error is in the details.</summary>
    public const string Failed = "failed";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Opened, Joined, FollowUp, Stranger, Form, Side, AgentAnswer, AgentNote, Automatic, Again, OtherMailbox, Erased, Ours, Bounced, Reported, UnknownReport, Flood, Broke, Failed,
    ];
}
