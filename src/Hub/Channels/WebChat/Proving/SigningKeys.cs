using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Hub.Channels.WebChat.Proving;

/// <summary>A key by which a site's own server vouches for its visitors, without its secret.</summary>
/// <param name="Kid">Names the key in an assertion.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it; none where that person is gone.</param>
/// <param name="ExpiresAt">From then on it vouches for nobody; none: until it is revoked.</param>
/// <param name="RevokedAt">Since when it does not count; none: it counts.</param>
/// <param name="UsedAt">When it vouched for somebody last, give or take an hour.</param>
public sealed record SigningKeyView(string Kid, DateTimeOffset CreatedAt, string? CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt);

/// <summary>A key that counts just now.</summary>
/// <param name="Kid">Names it.</param>
/// <param name="Secret">The bytes to sign with: those of the secret's text.</param>
public sealed record UsableKey(string Kid, byte[] Secret);

/// <summary>The keys of sites. Several count at once, so that one can be replaced while the other still signs.</summary>
public sealed class SigningKeys
{
    /// <summary>Keys of one site that are not revoked: enough for every server of a company, few enough to be kept in mind.</summary>
    public const int MostKeys = 10;

    private readonly NpgsqlDataSource database;
    private readonly IDataProtector protector;
    private readonly TimeProvider time;

    public SigningKeys(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(protection);
        (this.database, this.time) = (database, time);
        protector = protection.CreateProtector("hub.site-key");
    }

    /// <returns>None where there is no such site.</returns>
    public async Task<IReadOnlyList<SigningKeyView>?> ListAsync(long site, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select k.kid, k.created_at, a.name as created_by, k.expires_at, k.revoked_at, k.used_at
            from sites s left join signing_keys k on k.site = s.channel left join agents a on a.id = k.created_by where s.channel = @site order by k.id
            """, new { site }, cancellationToken: ct))).AsList();
        return rows.Count == 0 ? null : [.. rows.Where(r => r.Kid is not null).Select(r => r.ToView())];
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The key and its secret, which cannot be read again; none where the site has too many, or is none.</returns>
    public async Task<(SigningKeyView Key, string Secret)?> CreateAsync(long site, long agent, DateTimeOffset? expiresAt, CancellationToken ct)
    {
        var kid = $"k{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select from sites where channel = @site for update", new { site }, transaction, cancellationToken: ct));
        var made = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into signing_keys (site, kid, secret, created_by, created_at, expires_at)
            select channel, @kid, @secret, @agent, @now, @expiresAt from sites where channel = @site and (select count(*) from signing_keys where site = @site and revoked_at is null) < @MostKeys
            """, new { site, kid, secret = protector.Protect(secret), agent, now = time.GetUtcNow(), expiresAt, MostKeys }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return made == 0 ? null : ((await ListAsync(site, ct))!.Single(k => k.Kid == kid), secret);
    }

    /// <summary>From now on the key counts for nothing, in every process.</summary>
    /// <returns>False where the site has no such key.</returns>
    public async Task<bool> RevokeAsync(long site, string kid, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update signing_keys set revoked_at = coalesce(revoked_at, @now) where site = @site and kid = @kid", new { site, kid, now = time.GetUtcNow() }, cancellationToken: ct)) > 0;
    }

    /// <summary>The site's keys that count just now. Read anew each time: a revoked key must not count a second longer.</summary>
    public async Task<IReadOnlyList<UsableKey>> UsableAsync(long site, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var keys = await connection.QueryAsync<(string Kid, string Secret)>(new CommandDefinition(
            "select kid, secret from signing_keys where site = @site and revoked_at is null and (expires_at is null or expires_at > @now) order by id desc",
            new { site, now = time.GetUtcNow() }, cancellationToken: ct));
        var usable = new List<UsableKey>();
        foreach (var (kid, secret) in keys)
        {
            try
            {
                usable.Add(new(kid, Encoding.ASCII.GetBytes(protector.Unprotect(secret))));
            }
            catch (CryptographicException)
            {
                // Protected with keys that are gone: it vouches for nobody, as if it were revoked.
            }
        }
        return usable;
    }

    /// <summary>Notes that a key is in use, so that an administrator sees which one may go.</summary>
    public async Task NoteUseAsync(string kid, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update signing_keys set used_at = @now where kid = @kid and (used_at is null or used_at < @before)", new { kid, now, before = now.AddHours(-1) }, cancellationToken: ct));
    }

    private sealed record Row
    {
        public string? Kid { get; init; }
        public DateTime? CreatedAt { get; init; }
        public string? CreatedBy { get; init; }
        public DateTime? ExpiresAt { get; init; }
        public DateTime? RevokedAt { get; init; }
        public DateTime? UsedAt { get; init; }

        public SigningKeyView ToView() => new(Kid!, CreatedAt!.Value, CreatedBy, ExpiresAt, RevokedAt, UsedAt);
    }
}
