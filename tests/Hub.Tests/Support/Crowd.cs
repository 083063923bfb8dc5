namespace Hub.Tests.Support;

/// <summary>Many visitors who write at the same time.</summary>
public sealed class Crowd : IAsyncDisposable
{
    private readonly CancellationTokenSource enough = new();
    private readonly Task talking;

    private Crowd(IReadOnlyList<ChattyVisitor> visitors, TimeSpan pause)
    {
        Visitors = visitors;
        talking = Task.WhenAll(visitors.Select(v => v.TalkAsync(pause, enough.Token)));
    }

    public IReadOnlyList<ChattyVisitor> Visitors { get; }

    /// <summary>How many messages were acknowledged so far.</summary>
    public int Acknowledged => Visitors.Sum(v => v.Acknowledged.Count);

    /// <summary>Opens the chat for so many, spread over the servers, and lets them write.</summary>
    /// <param name="siteKey">Key of the site.</param>
    /// <param name="addresses">Servers, tried in turn.</param>
    /// <param name="count">How many visitors.</param>
    /// <param name="pause">About how long each rests after an acknowledgement.</param>
    public static Crowd Gather(string siteKey, IReadOnlyList<Uri> addresses, int count, TimeSpan pause) =>
        new([.. Enumerable.Range(0, count).Select(i => ChattyVisitor.Open(siteKey, addresses, i))], pause);

    /// <summary>Waits until so many more messages are acknowledged.</summary>
    public async Task WriteAsync(int more)
    {
        var goal = Acknowledged + more;
        using var patience = new CancellationTokenSource(ReturningClient.Patience);
        while (Acknowledged < goal)
        {
            // A visitor who gave up says why.
            if (talking.IsFaulted) await talking;
            if (patience.IsCancellationRequested) throw new TimeoutException($"{Acknowledged} messages of {goal} were acknowledged in {ReturningClient.Patience.TotalSeconds} s.");
            await Task.Delay(20);
        }
    }

    /// <summary>Lets everybody finish the sentence.</summary>
    public async Task FallSilentAsync()
    {
        await enough.CancelAsync();
        await talking.WaitAsync(ReturningClient.Patience * 2);
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(Visitors.Select(v => v.DisposeAsync().AsTask()));
        // After a failure some were cut off in the middle of a word.
        await talking.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(ReturningClient.Patience * 2);
        enough.Dispose();
    }
}
