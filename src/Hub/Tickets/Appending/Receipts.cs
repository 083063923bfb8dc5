using Npgsql;

namespace Hub.Tickets.Appending;

/// <summary>Proof that a message was taken: claimed before it gets its number, so that numbers have no gaps.</summary>
public static class Receipts
{
    /// <summary>The source of keys that are unique in the whole hub: mail.</summary>
    public const long WholeHub = 0;

    /// <summary>What the first sending of this key was answered.</summary>
    /// <returns>None where nothing was ever taken under this key.</returns>
    public static async Task<Placed?> FirstAnswerAsync(NpgsqlConnection connection, long source, string key, CancellationToken ct = default)
    {
        await using var command = new NpgsqlCommand(
            "select m.ticket, m.seq, m.id, m.at from receipts r join messages m on m.id = r.message where r.source = $1 and r.key = $2", connection);
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = key });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new Placed(reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), Repeated: true)
            : null;
    }
}
