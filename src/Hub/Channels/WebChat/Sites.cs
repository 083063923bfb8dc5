using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>A site as the chat needs it.</summary>
public sealed record SiteInfo
{
    public long Channel { get; init; }
    public string Key { get; init; } = "";
    public string Name { get; init; } = "";
    public string[] AllowedOrigins { get; init; } = [];
    public string Locale { get; init; } = "en";
    public string? Greeting { get; init; }
    public string? Accent { get; init; }
    public string? PrivacyUrl { get; init; }
    public int? ContinueAfter { get; init; }
}

/// <summary>Finds sites by their key; remembers them for a few seconds.</summary>
public sealed class Sites(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, SiteInfo Site)> known = new();

    private const string Select =
        "select s.channel, s.key, c.name, s.allowed_origins, s.locale, s.greeting, s.accent, s.privacy_url, s.continue_after from sites s join channels c on c.id = s.channel";

    /// <summary>Makes the first site, so that a newcomer can chat without any set-up.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource database, TimeProvider time, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(time);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two processes that start together make one site.
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtext('hub.first-site'))", transaction: transaction);
        await connection.ExecuteAsync(
            """
            with c as (insert into channels (kind, name, created_at) select 'chat', 'Web chat', @now where not exists (select from sites) returning id)
            insert into sites (channel, key) select id, @key from c
            """, new { now = time.GetUtcNow(), key = NewKey() }, transaction);
        await transaction.CommitAsync(ct);
    }

    public async ValueTask<SiteInfo?> FindAsync(string? key, CancellationToken ct)
    {
        if (key is not { Length: > 0 and <= 64 } || key.Contains('\0', StringComparison.Ordinal)) return null;
        var now = time.GetUtcNow();
        if (known.TryGetValue(key, out var cached) && (now - cached.At).Duration() < Kept) return cached.Site;
        await using var connection = await database.OpenConnectionAsync(ct);
        var site = await connection.QuerySingleOrDefaultAsync<SiteInfo>(new CommandDefinition($"{Select} where s.key = @key", new { key }, cancellationToken: ct));
        if (site is not null) known[key] = (now, site);
        return site;
    }

    public async Task<IReadOnlyList<SiteInfo>> AllAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<SiteInfo>(new CommandDefinition($"{Select} order by s.channel", cancellationToken: ct))).AsList();
    }

    /// <summary>A changed site is read anew in this process; others learn of it within seconds.</summary>
    public void Forget() => known.Clear();

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
