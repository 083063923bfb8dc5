namespace Hub.Tickets;

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

public enum AuthorKind : short { Customer = 1, Agent = 2, System = 3 }

/// <summary>Who may read a message. Visitor code reads only the view <c>customer_messages</c>.</summary>
public static class Audiences
{
    public const string Customer = "customer";
    public const string Internal = "internal";
}

/// <summary>Whose words: the kind, and the id in the number space of sources (visitor session, agent).</summary>
public readonly record struct Author(AuthorKind Kind, long? Id)
{
    public static readonly Author System = new(AuthorKind.System, null);

    public static Author Agent(long id) => new(AuthorKind.Agent, id);

    public static Author Session(long id) => new(AuthorKind.Customer, id);
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
    public string? ClientId { get; init; }
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When Hub accepted it; never before the message before it.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A person as the timeline names them.</summary>
public sealed record Person(long Id, string Name);

/// <summary>What an event changed: words for states, a <see cref="Person"/> for an assignee, a list for tags.</summary>
public sealed record TicketEvent(string Type, object? Before, object? After);
