using System.Collections.Concurrent;
using System.Net.Sockets;
using Hub.Tests.Support;

namespace Hub.Tests.Crashes;

/// <summary>A mail server's queue before a hub: what was not answered with 250 is delivered again, the same bytes, until it is.</summary>
public sealed class MailQueue : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<string> accepted = new();
    private readonly ConcurrentQueue<string> refusals = new();
    private readonly Task[] carriers;
    private int broken;

    private MailQueue(int[] ports, int connections, Func<MailQueue, string> next) => carriers = [.. Enumerable.Range(0, connections).Select(i => Task.Run(() => CarryAsync(ports, i, next)))];

    /// <summary>Delivers without end, over several connections.</summary>
    /// <param name="ports">Where the hubs take mail; each attempt takes the next of them.</param>
    /// <param name="connections">How many mails are on the way at a time.</param>
    /// <param name="next">Makes the next mail; called from several threads.</param>
    public static MailQueue Pour(int[] ports, int connections, Func<MailQueue, string> next) => new(ports, connections, next);

    /// <summary>Mails that got their 250, in that order.</summary>
    public IReadOnlyList<string> Accepted => [.. accepted];

    /// <summary>Replies other than 250, each followed by another attempt.</summary>
    public IReadOnlyCollection<string> Refusals => refusals;

    /// <summary>Attempts that ended without any reply.</summary>
    public int Broken => broken;

    /// <summary>Waits for so many more mails to be accepted.</summary>
    public async Task AcceptedAsync(int more)
    {
        var goal = accepted.Count + more;
        await Wait.UntilAsync($"{more} more mails are accepted; the last refusal: {refusals.LastOrDefault()}", () => Task.FromResult(accepted.Count >= goal || carriers.Any(c => c.IsFaulted)));
        foreach (var carrier in carriers.Where(c => c.IsFaulted)) await carrier;
    }

    /// <summary>Begins no mail any more, and waits for those on the way.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(carriers).WaitAsync(Wait.Guard);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }

    private async Task CarryAsync(int[] ports, int turn, Func<MailQueue, string> next)
    {
        while (!stopping.IsCancellationRequested)
        {
            var mail = next(this);
            for (var started = TimeProvider.System.GetTimestamp(); !await TryAsync(ports[turn++ % ports.Length], mail); await Task.Delay(100))
                if (TimeProvider.System.GetElapsedTime(started) > Wait.Guard) throw new TimeoutException($"A mail was not taken for {Wait.Guard.TotalSeconds} s; the last refusal: {refusals.LastOrDefault()}");
            accepted.Enqueue(mail);
        }
    }

    private async Task<bool> TryAsync(int port, string mail)
    {
        try
        {
            var reply = (await new Postman(port).DeliverAsync(mail))[0];
            if (reply.StartsWith("250", StringComparison.Ordinal)) return true;
            refusals.Enqueue(reply);
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            Interlocked.Increment(ref broken);
        }
        return false;
    }
}
