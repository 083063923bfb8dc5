using Hub.Tickets;

namespace Hub.Notices;

/// <summary>What this process hears: "ticket N is at version V" from itself, from the others and from the poll, and signals.</summary>
/// <remarks>A notice may come twice, late, out of order or never; whoever listens reads the database and compares versions.</remarks>
public sealed class NoticeBus
{
    private readonly NoticeOutbox outbox;

    public NoticeBus(TicketChanges changes, NoticeOutbox outbox)
    {
        ArgumentNullException.ThrowIfNull(changes);
        this.outbox = outbox;
        changes.Committed += change =>
        {
            outbox.Add(change.Ticket, change.Version);
            Ticket?.Invoke(change);
        };
    }

    /// <summary>Handlers only enqueue.</summary>
    public event Action<TicketChange>? Ticket;

    public event Action<Signal>? Signal;

    /// <summary>Tells this process and the others.</summary>
    public void Send(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        outbox.Add(signal);
        Hear(signal);
    }

    public void HearTicket(long ticket, long version) => Ticket?.Invoke(new(ticket, version));

    public void Hear(Signal signal) => Signal?.Invoke(signal);
}
