using Hub.Tickets.Appending;
using Npgsql;

namespace Hub.Intake;

/// <summary>What a customer said, as every channel hands it in: plain, verified and validated by its adapter.</summary>
public sealed record InboundMessage
{
    /// <summary>The channel it came by.</summary>
    public required long Channel { get; init; }

    /// <summary>Kind and address of the sender's identity.</summary>
    public required (string Kind, string Address) Identity { get; init; }

    /// <summary>What the sender calls themselves; used for a customer who is new.</summary>
    public string? Name { get; init; }
    public string? Locale { get; init; }

    /// <summary>The sender's own id of the message: a repetition gets the first answer. Unique for the session, or, without one, in the whole hub.</summary>
    public required string Key { get; init; }
    public required string Text { get; init; }

    /// <summary>Uploads of the session that go with it.</summary>
    public IReadOnlyList<long> Files { get; init; } = [];

    /// <summary>The browser session it came from: it joins the session's newest ticket. None: what it names decides.</summary>
    public long? Session { get; init; }

    /// <summary>The ticket where it is believed to belong, so that it may take the hot path.</summary>
    public long? Ticket { get; init; }

    /// <summary>What only letters have; none for a chat.</summary>
    public Letter? Letter { get; init; }
}

/// <summary>What a mail brings besides its words.</summary>
public sealed record Letter
{
    /// <summary>Empty where it had none.</summary>
    public required string Subject { get; init; }

    /// <summary>What stood below the sender's own words.</summary>
    public string? Quoted { get; init; }

    /// <summary>How it looked, cleaned by <see cref="Mail.Text.Safe.SafeHtml"/>.</summary>
    public string? Html { get; init; }

    /// <summary>When the sender claims to have written it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>See <see cref="Tickets.MessageMarks"/>.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>More of them where it becomes a note, because an agent wrote it: why it is not an answer.</summary>
    public IReadOnlyList<string> NoteMarks { get; init; } = [];

    /// <summary>Tickets it names, the most convincing first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Side conversations that it names.</summary>
    public IReadOnlyList<long> Sides { get; init; } = [];

    /// <summary>It answers the notification of this agent about this ticket, by its token. That proves nothing of its sender.</summary>
    public (long Ticket, long Agent)? TokenOf { get; init; }

    /// <summary>Whom a form names as the person, where a machine sent it: typed, so it joins nothing and brings nobody in.</summary>
    public (string Address, string? Name)? Person { get; init; }

    /// <summary>A machine wrote it (RFC 3834): it reopens nothing and nobody waits for an answer.</summary>
    public bool Automatic { get; init; }

    /// <summary>The sender's proof failed (SPF, DKIM, DMARC): it changes no identity.</summary>
    public bool Forged { get; init; }

    /// <summary>What to say at once where it opens a ticket; none: nothing.</summary>
    public string? Acknowledgement { get; init; }

    /// <summary>What else to write in the same transaction, once the message has its place.</summary>
    public required Func<NpgsqlConnection, Kept, CancellationToken, Task> AlongsideAsync { get; init; }
}

/// <summary>A ticket that a mail names.</summary>
/// <param name="Ticket">Its number.</param>
/// <param name="ByUs">Named by something only we can make: a reply token or a Message-ID of ours.</param>
public readonly record struct Evidence(long Ticket, bool ByUs);

/// <summary>A letter that has its place.</summary>
/// <param name="Placed">Where.</param>
/// <param name="Opened">It opened its ticket.</param>
/// <param name="Acknowledgement">The message that says we have it, where one was written.</param>
/// <param name="IsNote">An agent wrote it, or somebody in an agent's name: it brings nobody else in.</param>
public sealed record Kept(Placed Placed, bool Opened, long? Acknowledgement, bool IsNote)
{
    /// <summary>The side conversation that it joined.</summary>
    public long? Side { get; init; }

    /// <summary>It opened a ticket of the person whom a form names.</summary>
    public bool ByForm { get; init; }

    /// <summary>It names a ticket whose conversation its sender is no part of.</summary>
    public bool Suspected { get; init; }

    /// <summary>It continues a closed ticket.</summary>
    public bool Follows { get; init; }
}
