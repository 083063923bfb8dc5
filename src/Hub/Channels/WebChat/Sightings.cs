using System.Collections.Concurrent;
using Dapper;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>Notes on which pages the chat is begun, so that an administrator sees whether it is installed: the page's origin and a time, nothing of the visitor.</summary>
public sealed class Sightings(NpgsqlDataSource database, TimeProvider time)
{
    private const int MostOrigins = 60;

    /// <summary>So seldom is an origin written again; visitors cost no writing.</summary>
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(long Site, string Origin), DateTimeOffset> noted = new();

    /// <param name="site">Whose chat.</param>
    /// <param name="origin">As the page says; anybody may say anything, so little of it is kept.</param>
    /// <param name="ct">Gives up.</param>
    public async Task NoteAsync(SiteInfo site, string? origin, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (Origins.Normal(origin) is not { } known) return;
        var now = time.GetUtcNow();
        var key = (site.Channel, known);
        if (noted.TryGetValue(key, out var at) && (now - at).Duration() < Coarse) return;
        if (noted.Count > 10_000) noted.Clear();
        noted[key] = now;
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            // Of what claims to be elsewhere the latest few are kept: anybody can make such claims, and an allowed page must not be lost among them.
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into site_sightings (site, origin, allowed, at) values (@Channel, @known, @allowed, @now)
                on conflict (site, origin) do update set at = excluded.at, allowed = excluded.allowed;
                delete from site_sightings g where g.site = @Channel and g.origin not in
                    (select origin from site_sightings where site = @Channel order by allowed desc, at desc limit @MostOrigins);
                """, new { site.Channel, known, allowed = site.AllowedOrigins.Contains(known), now, MostOrigins }, cancellationToken: ct));
        }
        catch (Exception failure) when (Problems.IsOutage(failure))
        {
            // The chat matters more than this note.
            noted.TryRemove(key, out _);
        }
    }
}
