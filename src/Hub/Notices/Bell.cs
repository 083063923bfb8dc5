namespace Hub.Notices;

/// <summary>Wakes a sleeper early; rung many times, it wakes once.</summary>
/// <remarks>A sleeper whose time is over leaves nothing behind, unlike one that waits on a channel beside a timer.</remarks>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Sleeps until the bell rings, at most so long.</summary>
    public Task SleepAsync(TimeSpan atMost, CancellationToken ct) => rung.WaitAsync(atMost, ct);

    public void Dispose() => rung.Dispose();
}
