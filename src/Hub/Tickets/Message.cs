using System.Globalization;

namespace Hub.Tickets;

/// <summary>What a message is.</summary>
public enum MessageKind : short
{
    /// <summary>Said by the customer.</summary>
    Inbound = 1,

    /// <summary>A public answer.</summary>
    Reply = 2,

    /// <summary>Said among ourselves; no customer ever sees it.</summary>
    Note = 3,

    /// <summary>A change of the ticket, as a line in its timeline.</summary>
    Event = 4,
}

/// <summary>Whose words; the system's where a rule or a machine acted.</summary>
public enum AuthorKind : short { Customer = 1, Agent = 2, System = 3 }

/// <summary>Who may read a message. Visitor code reads only the view <c>customer_messages</c>.</summary>
public static class Audiences
{
    public const string Customer = "customer";
    public const string Internal = "internal";

    /// <summary>The people of a side conversation, and we.</summary>
    public static string Side(long id) => string.Create(CultureInfo.InvariantCulture, $"side:{id}");
}

/// <summary>Whose words: the kind, and the id in the number space of sources (visitor session, agent).</summary>
public readonly record struct Author(AuthorKind Kind, long? Id)
{
    public static readonly Author System = new(AuthorKind.System, null);

    public static Author Agent(long id) => new(AuthorKind.Agent, id);

    /// <summary>A customer, known by what their words came from: a visitor session, or a channel.</summary>
    public static Author From(long source) => new(AuthorKind.Customer, source);
}

/// <summary>What is to be appended, before it has a place.</summary>
public sealed record NewMessage
{
    /// <summary>From <c>message_ids</c>; 0 where the writer has yet to draw it.</summary>
    public long Id { get; init; }
    public required Author Author { get; init; }
    public required long? Channel { get; init; }
    public required string? Text { get; init; }
    public string? ClientId { get; init; }

    /// <summary>When the sender claims to have written it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>What stood below the person's own words: earlier mails.</summary>
    public string? Quoted { get; init; }

    /// <summary>How it looked, cleaned by <see cref="Mail.Text.Safe.SafeHtml"/>; none: it is shown as text.</summary>
    public string? Html { get; init; }

    /// <summary>See <see cref="MessageMarks"/>; none: nothing remarkable.</summary>
    public string[]? Marks { get; init; }

    /// <summary>Said by mail by, or to, somebody who may not be the person of this ticket's chat session: the chat never shows it.</summary>
    public bool Apart { get; init; }

    /// <summary>An answer that may still be taken back: internal until it leaves.</summary>
    public bool Held { get; init; }
}

/// <summary>What is remarkable about a message.</summary>
public static class MessageMarks
{
    /// <summary>Sent by a machine (RFC 3834): out of office, a notification.</summary>
    public const string Auto = "auto";

    /// <summary>SPF, DKIM or DMARC failed: the sender may be forged.</summary>
    public const string Unverified = "unverified";

    /// <summary>An earlier mail with other content has the same Message-ID.</summary>
    public const string SameMessageId = "sameMessageId";

    /// <summary>One of very many mails on this ticket within an hour.</summary>
    public const string Flood = "flood";

    /// <summary>Longer than what is kept as text; the raw mail has it all.</summary>
    public const string Cut = "cut";

    /// <summary>Came through a form: the person is whom its Reply-To names, which anybody can type.</summary>
    public const string Form = "form";

    /// <summary>An agent wrote it in their own mail program, proved by token and DMARC.</summary>
    public const string OwnProgram = "ownProgram";

    /// <summary>Of an agent's mail that became a note: it answers no notification.</summary>
    public const string NoToken = "noToken";

    /// <summary>Of an agent's mail that became a note: no mail server of ours vouches for its sender.</summary>
    public const string NoPass = "noPass";

    /// <summary>Became a note: it answers an agent's notification, but comes from somebody else's address.</summary>
    public const string OtherAddress = "otherAddress";

    /// <summary>Of an agent's mail that became a note: proved, but it could not be sent (closed, empty, too long, no way to the customer).</summary>
    public const string NotSent = "notSent";
}

/// <summary>Something said or done in a ticket, at its place <see cref="Seq"/>; <see cref="Id"/> is for ever.</summary>
public sealed class Message
{
    public long Ticket { get; init; }
    public int Seq { get; init; }
    public long Id { get; set; }

    /// <summary>The ticket's version when this message was last changed.</summary>
    public long Version { get; init; }
    public required string Audience { get; init; }
    public MessageKind Kind { get; init; }
    public long? Channel { get; init; }
    public AuthorKind AuthorKind { get; init; }
    public long? Author { get; init; }
    public string? Text { get; init; }
    public string? Quoted { get; init; }
    public string? Html { get; init; }

    /// <summary>Which version of the cleaning made it.</summary>
    public short? HtmlVersion { get; init; }
    public string? ClientId { get; init; }
    public string[]? Marks { get; init; }
    public bool Apart { get; init; }
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When Hub accepted it; never before the message before it.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A person, or a team, by name.</summary>
/// <param name="Id">For ever.</param>
/// <param name="Name">As it was when it was written down.</param>
public sealed record Person(long Id, string Name);

/// <summary>What an event changed: words for states, a <see cref="Person"/> for an assignee, a list for tags.</summary>
public sealed record TicketEvent(string Type, object? Before, object? After);
