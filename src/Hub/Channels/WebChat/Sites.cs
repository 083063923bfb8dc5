using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>Finds sites by their key; remembers them for a few seconds.</summary>
public sealed class Sites(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, SiteInfo Site)> known = new();

    private volatile Tuple<DateTimeOffset, IReadOnlyList<SiteInfo>>? brief;

    private const string Columns =
        """
        s.channel, s.key, c.name, s.allowed_origins, s.locale, s.languages, s.texts::text as texts_json, s.accent, s.side, s.offset_x, s.offset_y, s.launcher, s.sound, s.remember, s.memory,
        s.privacy_url, s.continue_after, s.off_at
        """;

    private const string FormerKeys =
        "coalesce((select json_agg(json_build_object('key', f.key, 'replacedAt', f.replaced_at) order by f.replaced_at desc) from site_keys f where f.site = s.channel and f.revoked_at is null), '[]')::text as keys_json";

    private const string Full =
        $"""
        select {Columns}, s.off_at is not null as is_closed, {FormerKeys},
            coalesce((select json_agg(json_build_object('origin', g.origin, 'allowed', g.allowed, 'at', g.at) order by g.at desc) from site_sightings g where g.site = s.channel), '[]')::text as seen_json
        from sites s join channels c on c.id = s.channel where s.removed_at is null
        """;

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
        var site = await connection.QuerySingleOrDefaultAsync<SiteInfo>(new CommandDefinition(
            $"""
            select {Columns}, s.off_at is not null or s.removed_at is not null or k.revoked_at is not null as is_closed, {FormerKeys}
            from sites s join channels c on c.id = s.channel left join site_keys k on k.key = @key and k.site = s.channel
            where s.channel = coalesce((select channel from sites where key = @key), (select site from site_keys where key = @key))
            """, new { key }, cancellationToken: ct));
        if (site is not null) known[key] = (now, site);
        return site;
    }

    /// <summary>All sites that were not removed, as of some seconds ago, without keys and sightings.</summary>
    public async ValueTask<IReadOnlyList<SiteInfo>> BriefAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (brief is var (at, kept) && (now - at).Duration() < Kept) return kept;
        await using var connection = await database.OpenConnectionAsync(ct);
        var all = (await connection.QueryAsync<SiteInfo>(new CommandDefinition(
            $"select {Columns}, s.off_at is not null as is_closed from sites s join channels c on c.id = s.channel where s.removed_at is null order by s.channel", cancellationToken: ct))).AsList();
        brief = Tuple.Create<DateTimeOffset, IReadOnlyList<SiteInfo>>(now, all);
        return all;
    }

    /// <summary>All sites that were not removed, with their former keys and where they were seen.</summary>
    public async Task<IReadOnlyList<SiteInfo>> AllAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<SiteInfo>(new CommandDefinition($"{Full} order by s.channel", cancellationToken: ct))).AsList();
    }

    /// <summary>One site, as <see cref="AllAsync"/> gives it.</summary>
    /// <returns>None where there is none, or it was removed.</returns>
    internal static async Task<SiteInfo?> ReadAsync(NpgsqlConnection connection, long id, CancellationToken ct) =>
        await connection.QuerySingleOrDefaultAsync<SiteInfo>(new CommandDefinition($"{Full} and s.channel = @id", new { id }, cancellationToken: ct));

    /// <summary>A changed site is read anew in this process; others learn of it within seconds.</summary>
    public void Forget()
    {
        known.Clear();
        brief = null;
    }

    /// <summary>96 random bits.</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
