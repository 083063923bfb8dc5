using System.Diagnostics;
using System.Globalization;
using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Chat;

/// <summary>Visitor sends → durable → on the agent's screen.</summary>
internal static class ChatBench
{
    private const int Agents = 20;

    public static async Task RunAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(report);
        var paced = arguments.Number("paced", 0);
        var pace = new Pace(arguments.Number("pairs", paced > 0 ? 500 : 100), arguments.Has("dialogue"), paced, arguments.Number("lists", 0), arguments.Seconds("warmup", 20), arguments.Seconds("seconds", 15));
        var ofFloor = pace with { Lists = 0, WarmUp = pace.WarmUp / 2, Counted = pace.Counted / 2 };

        await using var postgres = await Postgres.StartAsync(arguments, ct);
        report.Add("postgres", await postgres.VersionAsync(ct), "PostgreSQL", await postgres.VersionAsync(ct));
        await FloorInProcessAsync(postgres, report, ofFloor, ct);
        var single = await FloorAsync(postgres, "single", ofFloor, ct);
        Write(report, "single", "bare program, one INSERT each", single, pace);
        // The machine may change its mind between two measurements: the floor is taken before and after.
        var before = await FloorAsync(postgres, "batched", ofFloor, ct);
        Write(report, "batched", "bare program, batched", before, pace);
        var hub = await HubAsync(postgres, pace, ct);
        Write(report, "hub", "Hub", hub, pace);
        var after = await FloorAsync(postgres, "batched", ofFloor, ct);
        Write(report, "batchedAgain", "bare program, batched, again", after, pace);

        var floor = (before.PerSecond + after.PerSecond) / 2;
        report.AddRatio("toBatched", "Hub's rate to the batched floor", hub.PerSecond / floor);
        report.AddRatio("toSingle", "Hub's rate to one INSERT each", hub.PerSecond / single.PerSecond);
        var p99 = (before.Tally.ToAgent.Read().P99 + after.Tally.ToAgent.Read().P99) / 2;
        report.AddRatio("p99ToBatched", "Hub's p99 to the batched floor's", hub.Tally.ToAgent.Read().P99 / p99);
        if (hub.Hot is { } hot) report.AddRatio("hot", "share of the hot path", hot);
    }

    private static async Task<Outcome> HubAsync(Postgres postgres, Pace pace, CancellationToken ct)
    {
        Report.Say("Hub …");
        var connectionString = await postgres.CreateAsync("hub", ct);
        await using var hub = await ServerProcess.StartHubAsync(connectionString, ct);
        using var target = new Target(hub.Address, await SiteKeyAsync(connectionString, ct), await Desk.HireAsync(hub.Address, connectionString, Agents, ct), hub);
        var outcome = await Conversation.RunAsync(target, postgres, pace, ct);
        foreach (var complaint in hub.Complaints) Report.Say("Hub said: " + complaint);
        return outcome;
    }

    private static async Task<Outcome> FloorAsync(Postgres postgres, string writer, Pace pace, CancellationToken ct)
    {
        Report.Say($"bare program, {writer} …");
        var connectionString = await TableAsync(postgres, ct);
        await using var bare = await ServerProcess.StartBareAsync(connectionString, writer, ct);
        using var target = new Target(bare.Address, "bare", [.. Enumerable.Range(0, Agents).Select(_ => Desk.Anonymous(bare.Address))], bare);
        return await Conversation.RunAsync(target, postgres, pace, ct);
    }

    /// <summary>The database alone: as many senders in this process, without any line.</summary>
    private static async Task FloorInProcessAsync(Postgres postgres, Report report, Pace pace, CancellationToken ct)
    {
        foreach (var (name, what) in new[] { ("databaseSingle", "database alone, one INSERT each"), ("databaseBatched", "database alone, batched") })
        {
            Report.Say(what + " …");
            await using var database = BareServer.Source(await TableAsync(postgres, ct));
            await using IBareWriter writer = name == "databaseSingle" ? new SingleWriter(database) : new BatchWriter(database);
            var latencies = new Latencies();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var sending = Task.WhenAll(Enumerable.Range(0, pace.Pairs).Select(i => Task.Run(async () =>
            {
                var text = new string('x', 100);
                while (!enough.IsCancellationRequested)
                {
                    var now = Stopwatch.GetTimestamp();
                    await writer.WriteAsync(i, Guid.CreateVersion7().ToString(), text);
                    latencies.Add(now);
                }
            }, ct)));
            await Task.Delay(pace.WarmUp / 2, ct);
            latencies.Begin();
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(pace.Counted / 2, ct);
            latencies.End();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            await enough.CancelAsync();
            await sending;
            var spread = latencies.Read();
            report.Add(name, what, spread.Count / seconds, spread, "msg");
        }
    }

    private static void Write(Report report, string name, string what, Outcome outcome, Pace pace)
    {
        report.Add(name, what, outcome.PerSecond, outcome.Tally.ToAgent.Read(), "msg");
        if (pace.Dialogue) report.Add(name + "Answers", $"  {what}: answers on the visitor's screen", outcome.Tally.ToVisitor.Read().Count / pace.Counted.TotalSeconds, outcome.Tally.ToVisitor.Read(), "msg");
        // Where others use the machine, this tells more than the rate.
        var each = 1_000_000 / outcome.PerSecond;
        report.Add(name + "Cpu", new { server = Math.Round(outcome.ServerCpu * each), postgres = Math.Round(outcome.PostgresCpu * each), bench = Math.Round(outcome.OwnCpu * each), serverMb = outcome.Resident >> 20 },
            $"  {what}: processor time of a message", string.Create(CultureInfo.InvariantCulture, $"server {outcome.ServerCpu * each:0} µs, PostgreSQL {outcome.PostgresCpu * each:0}, this bench {outcome.OwnCpu * each:0}; server {outcome.Resident >> 20} MB"));
    }

    private static async Task<string> TableAsync(Postgres postgres, CancellationToken ct)
    {
        var connectionString = await postgres.CreateAsync("bare", ct);
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand(BareServer.Table, connection);
        await command.ExecuteNonQueryAsync(ct);
        return connectionString;
    }

    /// <summary>The key of the first web chat.</summary>
    public static async Task<string> SiteKeyAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand("select key from sites order by channel limit 1", connection);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }
}
