using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using Hub.Bench.Support;

namespace Hub.Bench.Chat;

/// <summary>A visitor, and the agent who has the visitor's ticket on the screen.</summary>
/// <remarks>Each message carries the moment at which it was sent, so whoever sees it knows how long it took.</remarks>
internal sealed class Pair : IAsyncDisposable
{
    private const string Words = "Bonjour, my parcel was to arrive on Tuesday and the tracking page still says: in preparation.";

    private readonly Line visitor;
    private readonly Line agent;
    private readonly Desk desk;
    private readonly Tally tally;
    private long ticket;
    private long lastAtAgent;
    private long lastAtVisitor;
    private (long Stamp, TaskCompletionSource Seen) atAgent;
    private (long Stamp, TaskCompletionSource Seen) atVisitor;

    private Pair(Line visitor, Line agent, Desk desk, Tally tally) => (this.visitor, this.agent, this.desk, this.tally) = (visitor, agent, desk, tally);

    public IEnumerable<Line> Lines => [visitor, agent];

    /// <summary>Opens the chat and the ticket; the first message is said, which makes the ticket.</summary>
    /// <param name="target">The server.</param>
    /// <param name="desk">The agent's browser.</param>
    /// <param name="tally">Where what happens is counted.</param>
    /// <param name="lists">The agent has a list open beside the ticket.</param>
    /// <param name="ct">Stops opening.</param>
    public static async Task<Pair> OpenAsync(Target target, Desk desk, Tally tally, bool lists, CancellationToken ct)
    {
        var visitor = await Line.OpenAsync(target.Address, "/hubs/visitor", [], ct);
        var agent = await Line.OpenAsync(target.Address, "/hubs/desk", [.. desk.Headers.Where(h => h.Value.Length > 0)], ct);
        var pair = new Pair(visitor, agent, desk, tally);
        await visitor.CallAsync("Start", new { siteKey = target.SiteKey, locale = "en", page = "https://shop.test/lamp" }).WaitAsync(Line.Guard, ct);
        var first = await visitor.CallAsync("Send", new { clientId = Guid.CreateVersion7().ToString(), text = Words }).WaitAsync(Line.Guard, ct);
        pair.ticket = first.GetProperty("ticket").GetInt64();
        if (lists) await agent.CallAsync("List", "open").WaitAsync(Line.Guard, ct);
        await agent.CallAsync("Watch", pair.ticket).WaitAsync(Line.Guard, ct);
        agent.Heard = frame => pair.See(frame, "\"text\":\"#"u8, ref pair.lastAtAgent, tally.ToAgent, ref pair.atAgent);
        visitor.Heard = frame => pair.See(frame, "\"text\":\"@"u8, ref pair.lastAtVisitor, tally.ToVisitor, ref pair.atVisitor);
        return pair;
    }

    /// <summary>The visitor writes when the message before was answered and seen; with a dialogue, the agent answers every second one.</summary>
    public async Task TalkAsync(bool dialogue, CancellationToken until)
    {
        for (var n = 1; !until.IsCancellationRequested; n++)
        {
            var now = Stopwatch.GetTimestamp();
            atAgent = (now, new(TaskCreationOptions.RunContinuationsAsynchronously));
            await SayAsync(now);
            await atAgent.Seen.Task;
            if (!dialogue || n % 2 != 0) continue;
            now = Stopwatch.GetTimestamp();
            atVisitor = (now, new(TaskCreationOptions.RunContinuationsAsynchronously));
            await AnswerAsync(now);
            await atVisitor.Seen.Task;
        }
    }

    /// <summary>The visitor writes now; the message bears the moment at which it was due.</summary>
    public async Task SayAsync(long due)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"[{{\"clientId\":\"{Guid.CreateVersion7()}\",\"text\":\"#{due} {Words}\"}}]");
        await visitor.CallAsync("Send", text);
        tally.Acknowledged.Add(due);
    }

    /// <summary>The agent answers, as the desk does.</summary>
    public async Task AnswerAsync(long due)
    {
        using var answer = await desk.PostAsync($"/api/v1/tickets/{ticket}/messages",
            new { kind = "reply", clientId = Guid.CreateVersion7().ToString(), text = string.Create(CultureInfo.InvariantCulture, $"@{due} {Words}") }, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
        tally.Answered.Add(due);
    }

    public async ValueTask DisposeAsync()
    {
        await visitor.DisposeAsync();
        await agent.DisposeAsync();
    }

    private void See(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> mark, ref long last, Latencies latencies, ref (long Stamp, TaskCompletionSource Seen) awaited)
    {
        var at = frame.IndexOf(mark);
        if (at < 0 || !Utf8Parser.TryParse(frame[(at + mark.Length)..], out long stamp, out _) || stamp <= last) return;
        // A push may be repeated: what is on the screen is not new.
        last = stamp;
        latencies.Add(stamp);
        tally.Count();
        if (awaited.Stamp == stamp) awaited.Seen.TrySetResult();
    }
}

/// <summary>A server that speaks as Hub does.</summary>
/// <param name="Address">Where.</param>
/// <param name="SiteKey">Of its web chat.</param>
/// <param name="Desks">Browsers of its agents; pairs share them.</param>
/// <param name="Process">Its process.</param>
internal sealed record Target(Uri Address, string SiteKey, IReadOnlyList<Desk> Desks, ServerProcess Process) : IDisposable
{
    public void Dispose()
    {
        foreach (var desk in Desks) desk.Dispose();
    }
}

/// <summary>What all pairs of a run count together.</summary>
internal sealed class Tally
{
    private long seen;

    /// <summary>From the visitor's sending until it is on the agent's screen.</summary>
    public Latencies ToAgent { get; } = new();

    /// <summary>From the agent's sending until it is on the visitor's screen.</summary>
    public Latencies ToVisitor { get; } = new();

    /// <summary>From the visitor's sending until it is known to be durable.</summary>
    public Latencies Acknowledged { get; } = new();

    /// <summary>From the agent's sending until it is known to be durable.</summary>
    public Latencies Answered { get; } = new();

    /// <summary>Messages that came to a screen.</summary>
    public long Seen => Interlocked.Read(ref seen);

    public void Count() => Interlocked.Increment(ref seen);

    public void Each(Action<Latencies> what)
    {
        foreach (var latencies in new[] { ToAgent, ToVisitor, Acknowledged, Answered }) what(latencies);
    }
}
