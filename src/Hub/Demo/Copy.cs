using Npgsql;
using NpgsqlTypes;

namespace Hub.Demo;

/// <summary>Rows for one table, sent by COPY.</summary>
internal sealed class Copy(string table, params (string Name, NpgsqlDbType Type)[] columns)
{
    private readonly List<object?[]> rows = [];

    public int Count => rows.Count;

    public void Add(params object?[] values)
    {
        if (values.Length != columns.Length) throw new ArgumentException($"{table} has {columns.Length} columns, not {values.Length}.", nameof(values));
        rows.Add(values);
    }

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        await using var writer = await connection.BeginBinaryImportAsync($"copy {table} ({string.Join(", ", columns.Select(c => c.Name))}) from stdin (format binary)", ct);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            for (var i = 0; i < row.Length; i++)
                if (row[i] is { } value) await writer.WriteAsync(value, columns[i].Type, ct);
                else await writer.WriteNullAsync(ct);
        }
        await writer.CompleteAsync(ct);
    }
}
