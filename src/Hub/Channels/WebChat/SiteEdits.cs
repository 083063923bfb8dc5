using System.Text.Json;
using Dapper;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>Makes, changes and removes sites, and changes their keys.</summary>
public sealed class SiteEdits(NpgsqlDataSource database, Sites sites, TimeProvider time)
{
    /// <summary>More would be somebody's script gone wild.</summary>
    public const int MostSites = 200;

    private const int MostFormerKeys = 10;

    /// <summary>Makes a site with a key of its own.</summary>
    /// <param name="input">Not refused by <see cref="SiteInput.Refuse"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Outcome<SiteInfo>> MakeAsync(SiteInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var now = time.GetUtcNow();
        var wanted = input.Apply(new SiteInfo(), now);
        if (wanted.Refusal is { } refusal) return refusal;
        long? id;
        await using (var connection = await database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            id = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                """
                with c as (insert into channels (kind, name, created_at) select 'chat', @Name, @now where (select count(*) from sites where removed_at is null) < @MostSites returning id)
                insert into sites (channel, key) select id, @key from c returning channel
                """, new { wanted.Value.Name, now, MostSites, key = Sites.NewKey() }, transaction, cancellationToken: ct));
            if (id is null) return Refusal.Conflict("sites_too_many", $"There may be {MostSites} sites at most.");
            if (!await WriteAsync(connection, transaction, wanted.Value with { Channel = id.Value }, ct)) return SiteInput.UnknownTeam;
            await transaction.CommitAsync(ct);
        }
        return await ReadAsync(id.Value, ct);
    }

    /// <param name="id">The site.</param>
    /// <param name="input">Not refused by <see cref="SiteInput.Refuse"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Outcome<SiteInfo>> ChangeAsync(long id, SiteInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        await using (var connection = await database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            // Two changes at once are one after the other, each on what the other left.
            if (!await LockAsync(connection, transaction, id, ct) || await Sites.ReadAsync(connection, id, ct) is not { } site) return Unknown(id);
            var wanted = input.Apply(site, time.GetUtcNow());
            if (wanted.Refusal is { } refusal) return refusal;
            if (!await WriteAsync(connection, transaction, wanted.Value, ct)) return SiteInput.UnknownTeam;
            await transaction.CommitAsync(ct);
        }
        return await ReadAsync(id, ct);
    }

    /// <summary>Takes a site away. Its tickets and what visitors wrote stay; its keys open nothing any more.</summary>
    /// <returns>A refusal where there is no such site.</returns>
    public async Task<Refusal?> RemoveAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var removed = await connection.ExecuteAsync(new CommandDefinition(
            "update sites set removed_at = @now where channel = @id and removed_at is null", new { id, now = time.GetUtcNow() }, cancellationToken: ct));
        sites.Forget();
        return removed == 0 ? Unknown(id) : null;
    }

    /// <summary>Gives a site another key. The one it had opens the chat until it is revoked.</summary>
    public async Task<Outcome<SiteInfo>> RotateAsync(long id, CancellationToken ct)
    {
        await using (var connection = await database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            if (!await LockAsync(connection, transaction, id, ct)) return Unknown(id);
            var former = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                "select count(*)::int from site_keys where site = @id and revoked_at is null", new { id }, transaction, cancellationToken: ct));
            if (former >= MostFormerKeys) return Refusal.Conflict("keys_too_many", $"This site has {MostFormerKeys} former keys already. Revoke those that no page uses any more.");
            // Browsers find their conversation under the first key for ever.
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into site_keys (key, site, replaced_at) select key, channel, @now from sites where channel = @id;
                update sites set memory = coalesce(memory, key), key = @key where channel = @id;
                """, new { id, now = time.GetUtcNow(), key = Sites.NewKey() }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
        }
        return await ReadAsync(id, ct);
    }

    /// <summary>From now on a former key opens nothing.</summary>
    public async Task<Outcome<SiteInfo>> RevokeAsync(long id, string key, CancellationToken ct)
    {
        if (!Texts.IsStorable(key)) return Refusal.NotFound("key_unknown", "This site has no such former key.");
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            var revoked = await connection.ExecuteAsync(new CommandDefinition(
                "update site_keys set revoked_at = coalesce(revoked_at, @now) where site = @id and key = @key", new { id, key, now = time.GetUtcNow() }, cancellationToken: ct));
            if (revoked == 0) return Refusal.NotFound("key_unknown", "This site has no such former key.");
        }
        return await ReadAsync(id, ct);
    }

    private async Task<Outcome<SiteInfo>> ReadAsync(long id, CancellationToken ct)
    {
        sites.Forget();
        await using var connection = await database.OpenConnectionAsync(ct);
        return await Sites.ReadAsync(connection, id, ct) is { } site ? site : Unknown(id);
    }

    private static async Task<bool> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long id, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select channel from sites where channel = @id and removed_at is null for update", new { id }, transaction, cancellationToken: ct)) is not null;

    /// <returns>False where there is no such team.</returns>
    private static async Task<bool> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, SiteInfo site, CancellationToken ct)
    {
        // Held until the commit, so that nobody removes it meanwhile.
        if (site.Team is { } team && await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select id from teams where id = @team for key share", new { team }, transaction, cancellationToken: ct)) is null) return false;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update channels set name = @Name where id = @Channel;
            -- The greeting on its own is what processes of the version before read.
            update sites set allowed_origins = @AllowedOrigins, locale = @Locale, languages = @Languages, texts = @texts::jsonb, greeting = @greeting, accent = @Accent, side = @Side, offset_x = @OffsetX,
                offset_y = @OffsetY, launcher = @Launcher, sound = @Sound, remember = @Remember, privacy_url = @PrivacyUrl, continue_after = @ContinueAfter, team = @Team, off_at = @OffAt
            where channel = @Channel;
            """,
            new
            {
                site.Channel,
                site.Name,
                site.AllowedOrigins,
                site.Locale,
                site.Languages,
                texts = JsonSerializer.Serialize(site.Texts, Json.Options),
                greeting = site.Texts.GetValueOrDefault(site.Locale)?.Greeting,
                site.Accent,
                site.Side,
                site.OffsetX,
                site.OffsetY,
                site.Launcher,
                site.Sound,
                site.Remember,
                site.PrivacyUrl,
                site.ContinueAfter,
                site.Team,
                site.OffAt,
            }, transaction, cancellationToken: ct));
        return true;
    }

    private static Refusal Unknown(long id) => Refusal.NotFound("site_unknown", $"There is no site {id}.");
}
