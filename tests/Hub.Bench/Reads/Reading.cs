using System.Diagnostics;
using System.Globalization;
using Hub.Bench.Chat;
using Hub.Bench.Data;
using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Reads;

/// <summary>Something an agent reads, and the bare statement that finds the same rows.</summary>
/// <param name="Name">In the result.</param>
/// <param name="Paths">Requests in turn; several in one are sent at the same time, as the desk does.</param>
/// <param name="Floor">The statement; it may take <c>$1</c>.</param>
/// <param name="Parameters">For <c>$1</c>, in turn; none: it takes nothing.</param>
internal sealed record Reading(string Name, IReadOnlyList<string[]> Paths, string Floor, IReadOnlyList<long> Parameters);

/// <summary>Reads the same things over and over, through the API and bare.</summary>
internal static class Readings
{
    private const int Agents = 4;

    public static async Task MeasureAsync(ServerProcess hub, string connectionString, IReadOnlyList<Desk> desks, IReadOnlyList<Reading> readings, Arguments arguments, Report report, CancellationToken ct)
    {
        var (warmUp, counted, parallel) = (arguments.Seconds("warmup", 2), arguments.Seconds("seconds", 4), Math.Max(1, arguments.Number("parallel", 1)));
        await using var database = BareServer.Source(connectionString);
        // Everything once, so that the first measured is not the one that pays for compiling.
        foreach (var reading in readings) await RepeatAsync(1, warmUp / readings.Count, i => AskAsync(desks[i % desks.Count], reading.Paths[i % reading.Paths.Count], ct), ct);
        var (worst, worstFloor) = (0.0, 0.0);
        foreach (var reading in readings)
        {
            Report.Say(reading.Name + " …");
            await RepeatAsync(parallel, warmUp / 4, i => AskAsync(desks[i % desks.Count], reading.Paths[i % reading.Paths.Count], ct), ct);
            var floor = await RepeatAsync(parallel, counted / 4, i => FetchAsync(database, reading, i, ct), ct);
            var cpu = (Hub: Meters.Cpu(hub.Id), Began: Stopwatch.GetTimestamp());
            var asked = await RepeatAsync(parallel, counted, i => AskAsync(desks[i % desks.Count], reading.Paths[i % reading.Paths.Count], ct), ct);
            var each = (Meters.Cpu(hub.Id) - cpu.Hub) * 1_000 / Math.Max(1, asked.Count);
            report.Add(reading.Name, new
            {
                asked.Count,
                p50 = Math.Round(asked.P50, 2),
                p95 = Math.Round(asked.P95, 2),
                p99 = Math.Round(asked.P99, 2),
                floorP50 = Math.Round(floor.P50, 2),
                floorP95 = Math.Round(floor.P95, 2),
                serverCpuMs = Math.Round(each, 2),
            }, reading.Name, string.Create(CultureInfo.InvariantCulture, $"p50 {asked.P50,6:0.0}   p95 {asked.P95,6:0.0}   p99 {asked.P99,6:0.0} ms   bare p50 {floor.P50,6:0.00}   p95 {floor.P95,6:0.00} ms   server {each:0.0} ms each   ({asked.Count})"));
            if (asked.P95 > worst) (worst, worstFloor) = (asked.P95, floor.P95);
        }
        report.Add("worst", new { p95 = Math.Round(worst, 2), floorP95 = Math.Round(worstFloor, 2) }, "worst p95", string.Create(CultureInfo.InvariantCulture, $"{worst:0.0} ms (bare {worstFloor:0.00} ms)"));
    }

    public static async Task<IReadOnlyList<long>> NumbersAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var numbers = new List<long>();
        while (await reader.ReadAsync(ct)) numbers.Add(reader.GetInt64(0));
        return numbers.Count > 0 ? numbers : throw new InvalidOperationException($"No rows for a reading: {sql}");
    }

    /// <summary>Starts Hub on the filled database and signs some agents in.</summary>
    public static async Task RunAsync(Arguments arguments, Report report, Func<Desk, string, CancellationToken, Task<IReadOnlyList<Reading>>> plan, CancellationToken ct)
    {
        await using var postgres = await DataBench.OpenAsync(arguments, report, ct);
        var connectionString = postgres.ConnectionString("hub");
        await using var hub = await ServerProcess.StartHubAsync(connectionString, ct);
        var desks = await Desk.HireAsync(hub.Address, connectionString, Agents, ct);
        try
        {
            var readings = await plan(desks[0], connectionString, ct);
            if (postgres.Counts) await Statements.BeginAsync(postgres.ConnectionString("postgres"), ct);
            await MeasureAsync(hub, connectionString, desks, readings, arguments, report, ct);
            if (postgres.Counts) await Statements.SayAsync(postgres.ConnectionString("postgres"), ct);
        }
        finally
        {
            foreach (var desk in desks) desk.Dispose();
        }
        foreach (var complaint in hub.Complaints) Report.Say("Hub said: " + complaint);
    }

    private static Task<int[]> AskAsync(Desk desk, string[] paths, CancellationToken ct) => Task.WhenAll(paths.Select(p => desk.GetAsync("/api/v1" + p, ct)));

    private static async Task FetchAsync(NpgsqlDataSource database, Reading reading, int turn, CancellationToken ct)
    {
        await using var command = database.CreateCommand(reading.Floor);
        if (reading.Parameters.Count > 0) command.Parameters.Add(new() { Value = reading.Parameters[turn % reading.Parameters.Count] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync(ct)) reader.GetValues(values);
    }

    private static async Task<Spread> RepeatAsync(int parallel, TimeSpan time, Func<int, Task> read, CancellationToken ct)
    {
        var latencies = new Latencies();
        latencies.Begin();
        var (began, turn) = (Stopwatch.GetTimestamp(), -1);
        await Task.WhenAll(Enumerable.Range(0, parallel).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                ct.ThrowIfCancellationRequested();
                var now = Stopwatch.GetTimestamp();
                await read(Interlocked.Increment(ref turn));
                latencies.Add(now);
            }
        }));
        return latencies.Read();
    }
}
