using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Data;

/// <summary>Indexes are made after the rows: one sort is cheaper than ten million places found. Keys stay, for their rows come in order.</summary>
internal static class Indexes
{
    /// <summary>Takes away all indexes of these tables that no constraint needs.</summary>
    /// <returns>How to make them again.</returns>
    public static async Task<IReadOnlyList<string>> DropAsync(string connectionString, IReadOnlyList<string> tables, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        var indexes = new List<(string Name, string Definition)>();
        await using (var command = new NpgsqlCommand(
            """
            select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
            where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid) order by 1
            """, connection))
        {
            command.Parameters.Add(new() { Value = tables.ToArray() });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) indexes.Add((reader.GetString(0), reader.GetString(1)));
        }
        foreach (var (name, _) in indexes) await ExecuteAsync(connection, $"drop index {name}", ct);
        return [.. indexes.Select(i => i.Definition)];
    }

    public static async Task MakeAsync(string connectionString, IReadOnlyList<string> definitions, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await ExecuteAsync(connection, "set maintenance_work_mem = '512MB'", ct);
        foreach (var definition in definitions) await ExecuteAsync(connection, definition, ct);
    }

    /// <summary>What autovacuum would do in its time: statistics, and pages marked as seen by all.</summary>
    public static async Task SettleAsync(string connectionString, IReadOnlyList<string> tables, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        foreach (var table in tables) await ExecuteAsync(connection, $"vacuum (analyze) {table}", ct);
        await ExecuteAsync(connection, "checkpoint", ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
