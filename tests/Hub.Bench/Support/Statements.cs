using System.Globalization;
using Npgsql;

namespace Hub.Bench.Support;

/// <summary>Where PostgreSQL's time goes, by its own extension pg_stat_statements: to find out what limits, not to measure (it costs a little itself).</summary>
internal static class Statements
{
    private const int Most = 15;

    /// <summary>The extension counts from the next start of the server on.</summary>
    public static Task PrepareAsync(string connectionString, CancellationToken ct) =>
        ExecuteAsync(connectionString, ["alter system set shared_preload_libraries = 'pg_stat_statements'", "alter system set track_io_timing = on"], ct);

    /// <summary>Counts from now on.</summary>
    public static Task BeginAsync(string connectionString, CancellationToken ct) =>
        ExecuteAsync(connectionString, ["create extension if not exists pg_stat_statements", "select pg_stat_statements_reset()"], ct);

    /// <summary>Says which statements took the most.</summary>
    public static async Task SayAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand(
            """
            select calls, total_exec_time + total_plan_time, mean_exec_time, rows, wal_bytes::bigint, left(regexp_replace(query, '\s+', ' ', 'g'), 110)
            from pg_stat_statements order by total_exec_time + total_plan_time desc limit $1
            """, connection);
        command.Parameters.Add(new() { Value = Most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        Report.Say("    calls   total ms   mean ms       rows   WAL kB  statement");
        while (await reader.ReadAsync(ct))
            Report.Say(string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(0),9} {reader.GetDouble(1),10:0} {reader.GetDouble(2),9:0.00} {reader.GetInt64(3),10} {reader.GetInt64(4) / 1024,8}  {reader.GetString(5)}"));
    }

    private static async Task ExecuteAsync(string connectionString, string[] statements, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
