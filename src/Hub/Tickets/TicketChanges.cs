using Hub.Tickets.Appending;

namespace Hub.Tickets;

/// <summary>A ticket is at a version.</summary>
/// <param name="Ticket">Its number.</param>
/// <param name="Version">At least this one; 0: look whatever you know of it.</param>
/// <param name="Appended">What made this version, where that is known to this process.</param>
public readonly record struct TicketChange(long Ticket, long Version, Appended? Appended = null);

/// <summary>Where committed changes are told inside this process. Whoever wants to know subscribes; tickets know nobody.</summary>
public sealed class TicketChanges
{
    /// <summary>After the commit. Handlers only enqueue.</summary>
    public event Action<TicketChange>? Committed;

    public void Publish(long ticket, long version) => Publish(new(ticket, version));

    public void Publish(TicketChange change) => Committed?.Invoke(change);
}
