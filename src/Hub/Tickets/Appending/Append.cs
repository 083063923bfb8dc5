namespace Hub.Tickets.Appending;

/// <summary>A message on its way to the end of an existing ticket.</summary>
/// <param name="Ticket">Where it is believed to belong; the database decides.</param>
/// <param name="Kind">Inbound, reply or note.</param>
/// <param name="Source">Visitor session or agent; with <paramref name="Key"/> unique for ever.</param>
/// <param name="Key">The sender's own id of the message.</param>
/// <param name="Channel">Channel it came by; none for a note, and for an answer, which the hot path sends by the chat if by nothing else.</param>
/// <param name="Text">Validated text.</param>
public sealed record Append(long Ticket, MessageKind Kind, long Source, string Key, long? Channel, string Text)
{
    public AuthorKind AuthorKind => Kind is MessageKind.Inbound ? AuthorKind.Customer : AuthorKind.Agent;
}

/// <summary>Where an accepted message stands.</summary>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Seq">Its place there.</param>
/// <param name="Id">Its permanent id.</param>
/// <param name="At">When Hub accepted it.</param>
/// <param name="Repeated">It had been accepted before: this is the first answer again.</param>
public sealed record Placed(long Ticket, int Seq, long Id, DateTimeOffset At, bool Repeated = false)
{
    /// <summary>The ticket's version with it; 0 where it was not said.</summary>
    public long Version { get; init; }

    /// <summary>As agents see it, where that is known without reading it.</summary>
    public MessageView? Shown { get; init; }

    /// <summary>It was accepted before, and has been erased since: it must not come back.</summary>
    public static Placed Erased(DateTimeOffset now) => new(0, 0, 0, now, Repeated: true);
}
