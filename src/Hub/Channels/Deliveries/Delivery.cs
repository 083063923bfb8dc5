namespace Hub.Channels.Deliveries;

/// <summary>A message on its way to one address, leased by this process.</summary>
public sealed record Delivery
{
    public long Id { get; init; }
    /// <summary>0 where it is about several.</summary>
    public long Message { get; init; }

    /// <summary>0 where it is about none.</summary>
    public long Ticket { get; init; }
    public long Channel { get; init; }

    /// <summary>Kind of the channel.</summary>
    public string Kind { get; init; } = "";
    public string Address { get; init; } = "";

    /// <summary><c>reply</c>, <c>continuation</c> or <c>acknowledgement</c>; of a mailing <c>side</c>, <c>notification</c>, <c>code</c> or <c>transcript</c>.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Counts this one.</summary>
    public int Attempts { get; init; }
    public DateTime FirstAt { get; init; }

    /// <summary>When this attempt was due.</summary>
    public DateTime NotBefore { get; init; }

    /// <summary>An earlier attempt may have been taken: its lease ran out, or the line broke after the last byte.</summary>
    public bool Doubtful { get; init; }
}

/// <summary>How an attempt ended.</summary>
/// <param name="State">The state it leaves: <c>sent</c>, <c>failed</c>, <c>queued</c> (to be tried again) or <c>cancelled</c>.</param>
/// <param name="Reason">The other side's words, or ours; none where all went well.</param>
/// <param name="ExternalId">What the other side calls it.</param>
/// <param name="Doubtful">It may have arrived although we do not know.</param>
public sealed record Attempt(string State, string? Reason = null, string? ExternalId = null, bool Doubtful = false)
{
    public static Attempt Sent(string? externalId) => new("sent", ExternalId: externalId);

    /// <summary>Refused for good.</summary>
    public static Attempt Failed(string reason) => new("failed", reason);

    /// <summary>To be tried again after a while.</summary>
    public static Attempt Later(string reason, bool doubtful = false) => new("queued", reason, Doubtful: doubtful);

    /// <summary>Not to be sent (any more).</summary>
    public static Attempt Cancelled(string reason) => new("cancelled", reason);
}

/// <summary>One server, and all that goes through it: what it holds up holds up nobody else.</summary>
/// <param name="Server">Which; the same text each time.</param>
/// <param name="Channels">The channels that use it.</param>
public sealed record Lane(string Server, IReadOnlyCollection<long> Channels);

/// <summary>A channel's way out. It makes one attempt and says how it ended; the dispatcher does the rest.</summary>
public interface IOutlet
{
    /// <summary>Where what it sends waits.</summary>
    IDeliveryQueue Queue { get; }

    /// <summary>The ways that can be tried just now. Missing are channels without a server, and those whose server was away a moment ago.</summary>
    ValueTask<IReadOnlyList<Lane>> LanesAsync(CancellationToken ct);

    /// <summary>Sends several deliveries of one ticket and address, oldest first; where it can, as one.</summary>
    /// <returns>One attempt for each.</returns>
    Task<IReadOnlyList<Attempt>> SendAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct);
}

/// <summary>What waits to go out: leased for a while, never locked while the other side thinks.</summary>
public interface IDeliveryQueue
{
    /// <summary>Leases what is due, grouped by ticket and address.</summary>
    /// <param name="channels">Of which channels.</param>
    /// <param name="limit">How many conversations.</param>
    /// <param name="ct">Stops before the commit.</param>
    Task<IReadOnlyList<IReadOnlyList<Delivery>>> LeaseAsync(IReadOnlyCollection<long> channels, int limit, CancellationToken ct);

    /// <summary>Keeps leases alive while the other side thinks.</summary>
    /// <returns>False where one was lost: another process may have taken over.</returns>
    Task<bool> RenewAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct);

    /// <summary>What could still be taken back leaves now.</summary>
    /// <returns>False where the lease was lost or it was taken back.</returns>
    Task<bool> ReleaseAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct);

    /// <summary>Writes how an attempt ended.</summary>
    Task FinishAsync(Delivery delivery, Attempt attempt, CancellationToken ct);

    /// <summary>Gives back what this process leased and surely did not send.</summary>
    Task GiveBackAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct);
}

/// <summary>Whether a chat answer that is not seen goes on by another channel.</summary>
public interface IContinuation
{
    /// <summary>True where there is a way to send it.</summary>
    ValueTask<bool> IsOnAsync(CancellationToken ct);
}
