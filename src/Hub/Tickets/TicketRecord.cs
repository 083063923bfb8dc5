namespace Hub.Tickets;

/// <summary>A ticket as one statement reads it, flat, before it becomes a row or an opened ticket.</summary>
internal sealed record TicketRecord
{
    public long Number { get; init; }
    public string Subject { get; init; } = "";
    public short Status { get; init; }
    public short Folder { get; init; }
    public short Priority { get; init; }
    public long Customer { get; init; }
    public string CustomerName { get; init; } = "";
    public string? CustomerAddress { get; init; }
    public long? Assignee { get; init; }
    public string? AssigneeName { get; init; }
    public long? Team { get; init; }
    public string? TeamName { get; init; }
    public string ChannelKind { get; init; } = "";
    public bool HasMail { get; init; }
    public bool HasChat { get; init; }
    public bool DeliveryFailed { get; init; }
    public string[] Tags { get; init; } = [];
    public int? SaidSeq { get; init; }
    public short? SaidKind { get; init; }
    public string? SaidText { get; init; }
    public DateTime? SaidAt { get; init; }
    public DateTime LastAt { get; init; }
    public DateTime? WaitingSince { get; init; }
    public long Version { get; init; }
    public DateTime CreatedAt { get; init; }
    public int LastSeq { get; init; }
    public DateTime? FirstResponseAt { get; init; }
    public DateTime? ResolvedAt { get; init; }
    public long? Follows { get; init; }

    public string ETag => TicketWords.ETag((TicketStatus)Status, (Folder)Folder, Assignee, Team, (Priority)Priority, Subject, Tags);

    public TicketRow ToRow() => new(
        Number, Subject, TicketWords.Of((TicketStatus)Status), TicketWords.Of((Folder)Folder), TicketWords.Of((Priority)Priority),
        new CustomerBrief(Customer, CustomerName, CustomerAddress),
        Assignee is { } agent ? new Person(agent, AssigneeName ?? "") : null,
        Team is { } team ? new Person(team, TeamName ?? "") : null,
        Channels, Tags,
        SaidSeq is { } seq ? new LastMessage(seq, TicketWords.Of((MessageKind)SaidKind!), SaidText, SaidAt!.Value) : null,
        LastAt, WaitingSince, null, Version, DeliveryFailed);

    /// <summary>The kind it began with, then those that joined.</summary>
    private string[] Channels => [.. new[] { ChannelKind, HasChat ? "chat" : null, HasMail ? "email" : null }.OfType<string>().Distinct()];
}
