namespace Hub.Tickets;

/// <summary>Where committed changes are told inside this process. Whoever wants to know subscribes; tickets know nobody.</summary>
public sealed class TicketChanges
{
    /// <summary>Ticket and version, after the commit. Handlers only enqueue.</summary>
    public event Action<long, long>? Committed;

    public void Publish(long ticket, long version) => Committed?.Invoke(ticket, version);
}
