using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.WebChat.Reception;

/// <summary>How a site receives its visitors.</summary>
/// <param name="Form">Asked before the chat; none: nothing.</param>
/// <param name="Consent">Agreed to before the chat; none: nothing.</param>
/// <param name="Hours">When somebody answers at once; none: whenever somebody is there.</param>
/// <param name="Rates">A chat that is over may be rated.</param>
public sealed record SiteReception(ChatForm? Form, ChatConsent? Consent, OpeningHours? Hours, bool Rates)
{
    /// <summary>Whether somebody could answer now.</summary>
    public bool IsOpen(bool staffed, DateTimeOffset now) => staffed && Hours?.IsOpen(now) != false;

    /// <summary>When the next hours begin.</summary>
    /// <returns>None within the hours, and where there are none.</returns>
    public DateTimeOffset? OpensAt(DateTimeOffset now) => Hours?.NextOpening(now) is { } at && at > now ? at : null;
}

/// <summary>Reads and writes how sites receive their visitors; remembers it for a few seconds.</summary>
public sealed class Receptions(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private static readonly SiteReception None = new(null, null, null, true);
    private readonly ConcurrentDictionary<long, (DateTimeOffset At, SiteReception Reception)> known = new();

    public async ValueTask<SiteReception> OfAsync(long site, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (known.TryGetValue(site, out var kept) && (now - kept.At).Duration() < Kept) return kept.Reception;
        var found = await FindAsync(site, ct) ?? None;
        known[site] = (now, found);
        return found;
    }

    /// <returns>None where there is no such site.</returns>
    public async Task<SiteReception?> FindAsync(long site, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<(string? Form, string? Consent, string? Hours, bool Rates)?>(new CommandDefinition(
            "select form::text, consent::text, hours::text, rates from sites where channel = @site", new { site }, cancellationToken: ct));
        return row is not { } r ? null : new(Read<ChatForm>(r.Form), Read<ChatConsent>(r.Consent), Read<HoursView>(r.Hours)?.Parse().Value, r.Rates);
    }

    /// <summary>Sets all of it; a consent in other words than before is a new version.</summary>
    /// <returns>False where there is no such site.</returns>
    public async Task<bool> SaveAsync(long site, ChatForm? form, IReadOnlyDictionary<string, string>? consent, HoursView? hours, bool rates, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // No number is given twice: a page that shows the words of one must not agree to those of another.
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            """
            with known as (
                select channel, greatest(consent_version, (consent ->> 'version')::int, (select max(c.version) from consents c join visitor_sessions v on v.id = c.session where v.site = @site)) as version
                from sites where channel = @site for update)
            update sites s set form = @form::jsonb, hours = @hours::jsonb, rates = @rates,
                consent = case when @texts is null then null when s.consent -> 'texts' = @texts::jsonb then s.consent
                    else jsonb_build_object('texts', @texts::jsonb, 'version', k.version + 1) end,
                consent_version = case when @texts is null or s.consent -> 'texts' = @texts::jsonb then k.version else k.version + 1 end
            from known k where s.channel = k.channel
            """, new { site, form = Write(form), texts = Write(consent), hours = Write(hours), rates }, cancellationToken: ct));
        known.TryRemove(site, out _);
        return changed > 0;
    }

    private static T? Read<T>(string? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Json.Options);

    private static string? Write<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, Json.Options);
}
