using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;

namespace Hub.Storage;

/// <summary>Secrets that the hub made for itself, one for each purpose, the same in every process.</summary>
public sealed class Secrets(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<string, byte[]> known = new();

    /// <summary>The 256-bit secret of a purpose; made on first use.</summary>
    public async ValueTask<byte[]> OfAsync(string purpose, CancellationToken ct)
    {
        if (known.TryGetValue(purpose, out var secret)) return secret;
        // The empty update makes a rival's insert visible to us: whoever was first, both read the same value.
        await using var command = database.CreateCommand(
            "insert into secrets (purpose, value) values ($1, $2) on conflict (purpose) do update set purpose = excluded.purpose returning value");
        command.Parameters.Add(new() { Value = purpose });
        command.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(32) });
        secret = (byte[])(await command.ExecuteScalarAsync(ct))!;
        return known.GetOrAdd(purpose, secret);
    }
}
