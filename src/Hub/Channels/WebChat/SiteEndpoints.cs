using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>A site as its administrator sees it.</summary>
/// <param name="Id">Of its channel.</param>
/// <param name="Key">Stands in the line on the page; public, so it proves nothing.</param>
/// <param name="Name">Shown above the chat.</param>
/// <param name="AllowedOrigins">Whose pages may show the chat, besides Hub's own.</param>
/// <param name="Locale">Language where the visitor's is not ours.</param>
/// <param name="Greeting">Said before the first message.</param>
/// <param name="Accent">Colour of the chat, <c>#rrggbb</c>; none: Hub's.</param>
/// <param name="PrivacyUrl">The company's privacy notice.</param>
/// <param name="ContinueAfter">Seconds before an answer that was not seen goes by mail; none: the hub's own setting.</param>
public sealed record SiteView(
    long Id, string Key, string Name, string[] AllowedOrigins, [property: Words("en", "fr")] string Locale, string? Greeting, string? Accent, string? PrivacyUrl, int? ContinueAfter);

/// <summary>What to change of a site; what is absent stays, an empty text takes away.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="AllowedOrigins">All of them from now on, 50 at most: scheme, host and perhaps a port.</param>
/// <param name="Locale">Language where the visitor's is not ours.</param>
/// <param name="Greeting">300 characters at most.</param>
/// <param name="Accent">A colour such as <c>#0b6073</c>.</param>
/// <param name="PrivacyUrl">Begins with <c>https://</c>.</param>
/// <param name="ContinueAfter">Seconds, or null for the hub's own setting.</param>
public sealed record SitePatch(
    string? Name, string[]? AllowedOrigins, [property: Words("en", "fr")] string? Locale, string? Greeting, string? Accent, string? PrivacyUrl,
    [property: ReadsAs(typeof(int), OrNull = true), Range(1, 86_400)] JsonElement ContinueAfter);

internal static partial class SiteEndpoints
{
    private const int MostOrigins = 50;

    public static void Map(IEndpointRouteBuilder app)
    {
        var sites = app.MapGroup("/api/v1/sites").RequireAuthorization(Policies.Administrator).WithTags("Sites");
        sites.MapGet("/", async (Sites all, CancellationToken ct) => TypedResults.Ok(new Page<SiteView>([.. (await all.AllAsync(ct)).Select(ToView)], null)))
            .WithName("listSites").WithSummary("All sites");
        sites.MapPatch("/{id:long}", Edit)
            .Refuses(400, "name_empty", "name_invalid", "name_too_long", "greeting_empty", "greeting_invalid", "greeting_too_long", "locale_invalid", "accent_invalid", "privacy_url_invalid",
                "continue_after_invalid", "origins_too_many", "origin_invalid")
            .Refuses(404, "site_unknown").WithName("changeSite").WithSummary("Change a site");
    }

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> Edit([Description("The site.")] long id, SitePatch patch, Sites sites, NpgsqlDataSource database, CancellationToken ct)
    {
        if (Refuse(patch) is { } refusal) return refusal.ToProblem();
        var origins = patch.AllowedOrigins?.Select(o => Normal(o)!).Distinct().ToArray();
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                with named as (update channels set name = coalesce(@Name, name) where id = @id and exists (select from sites where channel = @id))
                update sites set allowed_origins = coalesce(@origins, allowed_origins), locale = coalesce(@Locale, locale),
                    greeting = case when @Greeting is null then greeting else nullif(@Greeting, '') end,
                    accent = case when @accent is null then accent else nullif(@accent, '') end,
                    continue_after = case when @continueGiven then @continueAfter else continue_after end,
                    privacy_url = case when @PrivacyUrl is null then privacy_url else nullif(@PrivacyUrl, '') end
                where channel = @id
                """,
                new { id, Name = patch.Name?.Trim(), origins, patch.Locale, Greeting = patch.Greeting?.Trim(), accent = patch.Accent?.ToLowerInvariant(), PrivacyUrl = patch.PrivacyUrl?.Trim(), continueGiven = patch.ContinueAfter.ValueKind is not JsonValueKind.Undefined, continueAfter = Seconds(patch) },
                cancellationToken: ct));
        }
        sites.Forget();
        return (await sites.AllAsync(ct)).FirstOrDefault(s => s.Channel == id) is { } site
            ? TypedResults.Ok(ToView(site))
            : Refusal.NotFound("site_unknown", $"There is no site {id}.").ToProblem();
    }

    private static Refusal? Refuse(SitePatch patch)
    {
        if (patch.Name is not null && Texts.RefuseLine("name", patch.Name, 100) is { } name) return name;
        if (patch.Greeting is { Length: > 0 } && Texts.RefuseLine("greeting", patch.Greeting, 300) is { } greeting) return greeting;
        if (patch.Locale is not (null or "en" or "fr")) return Refusal.Invalid("locale", "locale_invalid", "locale must be en or fr.");
        if (patch.Accent is { Length: > 0 } && !Colour().IsMatch(patch.Accent)) return Refusal.Invalid("accent", "accent_invalid", "accent must be a colour such as #0b6073.");
        if (patch.PrivacyUrl is { Length: > 0 } privacy && !(Uri.TryCreate(privacy.Trim(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && privacy.Length <= 500 && Texts.IsStorable(privacy) && !privacy.Any(char.IsControl)))
            return Refusal.Invalid("privacyUrl", "privacy_url_invalid", "privacyUrl must be an address that begins with https://.");
        if (patch.ContinueAfter.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && Seconds(patch) is not (>= 1 and <= 86_400))
            return Refusal.Invalid("continueAfter", "continue_after_invalid", "continueAfter must be 1 to 86400 seconds, or null for the hub's own setting.");
        if (patch.AllowedOrigins is { Length: > MostOrigins }) return Refusal.Invalid("allowedOrigins", "origins_too_many", $"A site may have {MostOrigins} origins at most.");
        return patch.AllowedOrigins?.Any(o => Normal(o) is null) == true
            ? Refusal.Invalid("allowedOrigins", "origin_invalid", "An origin is a scheme, a host and perhaps a port, such as https://shop.example.")
            : null;
    }

    /// <summary>The origin as browsers write it (RFC 6454); none where it is none. It goes into a header, so nothing else may pass.</summary>
    private static string? Normal(string? origin) =>
        origin is { Length: <= 200 } && Uri.TryCreate(origin.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && uri.IdnHost.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']')
            ? $"{uri.Scheme}://{(uri.HostNameType is UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost)}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}"
            : null;

    private static int? Seconds(SitePatch patch) => patch.ContinueAfter.ValueKind is JsonValueKind.Number && patch.ContinueAfter.TryGetInt32(out var seconds) ? seconds : null;

    private static SiteView ToView(SiteInfo s) => new(s.Channel, s.Key, s.Name, s.AllowedOrigins, s.Locale, s.Greeting, s.Accent, s.PrivacyUrl, s.ContinueAfter);

    // Not $, which lets a line end pass behind it.
    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z")]
    private static partial Regex Colour();
}
