namespace Hub.Channels.WebChat;

/// <summary>Lets so many visitors begin at a time as the database serves well; the others wait in line.</summary>
/// <remarks>After a restart everybody comes back at once. Let in together, a thousand share thirty connections round by round: all are served last, and most are refused before that.</remarks>
public sealed class Turnstile : IDisposable
{
    private const int AtOnce = 16;
    private readonly SemaphoreSlim places = new(AtOnce);

    /// <summary>Waits for a place, which the result gives back when it is disposed of.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        await places.WaitAsync(ct);
        return new Place(places);
    }

    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
