namespace Hub.Tests.Support;

/// <summary>The server's clock in tests. It runs; <see cref="Advance"/> makes it jump.</summary>
/// <remarks>Timers keep real time: a jump moves what is compared with a date (expiry, lockout, sweeps), not what is being waited for.</remarks>
public sealed class FakeTime : TimeProvider
{
    private long ahead;

    /// <summary>Cut to microseconds, which is what PostgreSQL keeps, so that what is written compares equal with what is read.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
