using System.Diagnostics;
using System.Globalization;
using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Data;

/// <summary>Fills a database as a company would in two years; `inbox` and `open` read it.</summary>
internal static class DataBench
{
    private const int Usual = 1_000_000;
    private const int Agents = 40;

    public static async Task RunAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(report);
        await using var postgres = await StartAsync(arguments, ct);
        if (await TicketsAsync(postgres, ct) is > 0 and var there) throw new UsageException($"The database in {Folder(arguments)} holds {there} tickets already. Delete the folder, or name another: --folder FOLDER");
        await FillAsync(postgres, arguments.Number("tickets", Usual), report, ct);
    }

    /// <summary>The filled database; filled now, with <c>--tickets</c>, where it is empty.</summary>
    public static async Task<Postgres> OpenAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        var postgres = await StartAsync(arguments, ct);
        try
        {
            if (await TicketsAsync(postgres, ct) == 0)
            {
                if (!arguments.Has("tickets")) throw new UsageException($"The database in {Folder(arguments)} is empty. Fill it first (`data --tickets N`), or give --tickets N here.");
                await FillAsync(postgres, arguments.Number("tickets", Usual), report, ct);
            }
            var (tickets, messages) = await SizeAsync(postgres, ct);
            report.Add("data", new { tickets, messages }, "data", string.Create(CultureInfo.InvariantCulture, $"{tickets} tickets, {messages} messages"));
            report.Add("postgres", await postgres.VersionAsync(ct), "PostgreSQL", await postgres.VersionAsync(ct));
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    private static async Task<Postgres> StartAsync(Arguments arguments, CancellationToken ct) => await Postgres.StartAsync(arguments, Folder(arguments), ct);

    private static string Folder(Arguments arguments) => arguments.Text("folder") ?? Path.Combine(Path.GetTempPath(), "hub-bench-data");

    private static async Task FillAsync(Postgres postgres, int tickets, Report report, CancellationToken ct)
    {
        var connectionString = postgres.ConnectionString("hub");
        // Hub makes the schema and the first channels.
        await using (await ServerProcess.StartHubAsync(connectionString, ct)) await Desk.AddAgentsAsync(connectionString, Agents, ct);

        var began = Stopwatch.GetTimestamp();
        var indexes = await Indexes.DropAsync(connectionString, Company.Tables, ct);
        Report.Say($"{tickets} tickets …");
        var rows = await Company.WriteAsync(connectionString, tickets, ct);
        var loaded = Stopwatch.GetElapsedTime(began);
        Report.Say($"{rows} rows in {loaded.TotalSeconds:0} s; {indexes.Count} indexes …");
        await Indexes.MakeAsync(connectionString, indexes, ct);
        var indexed = Stopwatch.GetElapsedTime(began) - loaded;
        await Indexes.SettleAsync(connectionString, Company.Tables, ct);
        var (_, messages) = await SizeAsync(postgres, ct);
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var size = new NpgsqlCommand("select pg_database_size(current_database())", connection);
        var bytes = (long)(await size.ExecuteScalarAsync(ct))!;
        report.Add("filled", new { tickets, messages, rows, loadSeconds = Math.Round(loaded.TotalSeconds, 1), indexSeconds = Math.Round(indexed.TotalSeconds, 1), bytes },
            "filled", string.Create(CultureInfo.InvariantCulture, $"{tickets} tickets, {messages} messages, {rows} rows in {loaded.TotalSeconds:0} s ({rows / loaded.TotalSeconds:0} rows/s), indexes in {indexed.TotalSeconds:0} s; {bytes >> 20} MB"));
    }

    private static async Task<long> TicketsAsync(Postgres postgres, CancellationToken ct)
    {
        try
        {
            return (await SizeAsync(postgres, ct)).Tickets;
        }
        catch (PostgresException absent) when (absent.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }

    private static async Task<(long Tickets, long Messages)> SizeAsync(Postgres postgres, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(postgres.ConnectionString("hub"), ct);
        await using var command = new NpgsqlCommand("select (select count(*) from tickets), (select count(*) from messages)", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
