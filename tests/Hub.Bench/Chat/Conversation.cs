using System.Diagnostics;
using Hub.Bench.Support;

namespace Hub.Bench.Chat;

/// <summary>How a run of pairs is driven.</summary>
/// <param name="Pairs">How many.</param>
/// <param name="Dialogue">The agent answers every second message.</param>
/// <param name="Paced">Visitors' messages a second; 0: as fast as the loop turns.</param>
/// <param name="Lists">How many agents have a list open as well.</param>
/// <param name="WarmUp">Not counted.</param>
/// <param name="Counted">How long is counted.</param>
internal sealed record Pace(int Pairs, bool Dialogue, int Paced, int Lists, TimeSpan WarmUp, TimeSpan Counted);

/// <summary>What a run found out.</summary>
/// <param name="PerSecond">Messages that came to a screen.</param>
/// <param name="Tally">How long they took.</param>
/// <param name="ServerCpu">Processor seconds of the server, for each second.</param>
/// <param name="PostgresCpu">The same of PostgreSQL.</param>
/// <param name="OwnCpu">The same of this process, which plays all visitors and agents.</param>
/// <param name="Hot">Share of messages that took the hot path; none where the server does not say.</param>
/// <param name="Resident">Bytes of the server's memory at the end.</param>
internal sealed record Outcome(double PerSecond, Tally Tally, double ServerCpu, double PostgresCpu, double OwnCpu, double? Hot, long Resident);

/// <summary>Many pairs who talk at the same time.</summary>
internal static class Conversation
{
    private const int AtOnce = 20;

    /// <exception cref="TimeoutException">A message did not come to a screen in thirty seconds.</exception>
    public static async Task<Outcome> RunAsync(Target target, Postgres postgres, Pace pace, CancellationToken ct)
    {
        var tally = new Tally();
        var pairs = new Pair[pace.Pairs];
        try
        {
            await Parallel.ForAsync(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                async (i, stop) => pairs[i] = await Pair.OpenAsync(target, target.Desks[i % target.Desks.Count], tally, i < pace.Lists, stop));
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var pinging = PingAsync(pairs, enough.Token);
            var talking = pace.Paced > 0 ? PaceAsync(pairs, pace, enough.Token) : Task.WhenAll(pairs.Select(p => p.TalkAsync(pace.Dialogue, enough.Token)));
            await PassAsync(talking, pace.WarmUp, ct);

            if (postgres.Counts) await Statements.BeginAsync(postgres.ConnectionString("postgres"), ct);
            tally.Each(l => l.Begin());
            var before = await MeasureAsync(target, postgres, tally, ct);
            await PassAsync(talking, pace.Counted, ct);
            tally.Each(l => l.End());
            var after = await MeasureAsync(target, postgres, tally, ct);
            if (postgres.Counts) await Statements.SayAsync(postgres.ConnectionString("postgres"), ct);

            await enough.CancelAsync();
            await talking.WaitAsync(Line.Guard, ct);
            await pinging;
            var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
            var (hot, full) = (after.Gauge.Hot - before.Gauge.Hot, after.Gauge.Full - before.Gauge.Full);
            return new((after.Seen - before.Seen) / seconds, tally, (after.Server - before.Server) / seconds, (after.Postgres - before.Postgres) / seconds,
                (after.Own - before.Own) / seconds, hot + full > 0 ? (double)hot / (hot + full) : null, Meters.Resident(target.Process.Id));
        }
        finally
        {
            foreach (var pair in pairs)
                if (pair is not null) await pair.DisposeAsync();
        }
    }

    /// <summary>Sends each message when it is due, whether or not those before it have arrived: a slow server does not slow its visitors.</summary>
    private static async Task PaceAsync(Pair[] pairs, Pace pace, CancellationToken until)
    {
        var started = Stopwatch.GetTimestamp();
        var interval = Stopwatch.Frequency / (double)pace.Paced;
        var underway = new List<Task>();
        for (long n = 0; !until.IsCancellationRequested;)
        {
            for (long due; (due = started + (long)(n * interval)) <= Stopwatch.GetTimestamp(); n++)
            {
                var pair = pairs[n % pairs.Length];
                underway.Add(pair.SayAsync(due));
                if (pace.Dialogue && n / pairs.Length % 2 == 1) underway.Add(pair.AnswerAsync(due));
            }
            if (underway.Count > 10_000)
            {
                foreach (var failed in underway.Where(t => t.IsFaulted)) await failed;
                underway.RemoveAll(t => t.IsCompleted);
            }
            await Task.Delay(1, CancellationToken.None);
        }
        await Task.WhenAll(underway);
    }

    private static async Task PingAsync(Pair[] pairs, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var line in pairs.SelectMany(p => p.Lines)) await line.PingAsync();
        }
    }

    private static async Task PassAsync(Task talking, TimeSpan time, CancellationToken ct)
    {
        // Nobody falls silent before time, unless something went wrong.
        if (await Task.WhenAny(talking, Task.Delay(time, ct)) == talking) await talking;
        ct.ThrowIfCancellationRequested();
    }

    private static async Task<(long At, long Seen, double Server, double Postgres, double Own, Gauge Gauge)> MeasureAsync(Target target, Postgres postgres, Tally tally, CancellationToken ct) =>
        (Stopwatch.GetTimestamp(), tally.Seen, Meters.Cpu(target.Process.Id), Meters.CpuOfFamily(postgres.Process), Meters.Cpu(Environment.ProcessId), await target.Process.Probe.ReadAsync(false, ct));
}
