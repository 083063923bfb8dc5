using System.ComponentModel;
using System.Net;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.WebChat;

internal static class SiteEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var sites = app.MapGroup("/api/v1/sites").RequireAuthorization(Policies.Administrator).WithTags("Sites");
        sites.MapGet("/", List).WithName("listSites").WithSummary("All sites");
        sites.MapPost("/", Make).Refuses(400, SiteInput.Codes).Refuses(409, "sites_too_many")
            .WithName("makeSite").WithSummary("Make a site").WithDescription("Needs a name.");
        sites.MapPatch("/{id:long}", Change).Refuses(400, SiteInput.Codes).Refuses(404, "site_unknown").WithName("changeSite").WithSummary("Change a site");
        sites.MapDelete("/{id:long}", Remove).Refuses(404, "site_unknown")
            .WithName("removeSite").WithSummary("Remove a site").WithDescription("Its tickets stay. Its keys open nothing any more.");
        sites.MapPost("/{id:long}/keys", Rotate).Refuses(404, "site_unknown").Refuses(409, "keys_too_many")
            .WithName("rotateSiteKey").WithSummary("Give a site another key").WithDescription("The one it had opens the chat until it is revoked.");
        sites.MapDelete("/{id:long}/keys/{key}", Revoke).Refuses(404, "site_unknown", "key_unknown")
            .WithName("revokeSiteKey").WithSummary("Revoke a former key of a site").WithDescription("From then on it opens nothing.");
    }

    private static async Task<Ok<Page<SiteView>>> List(HttpContext http, Sites sites, Installing installing, CancellationToken ct)
    {
        var install = await installing.ForAsync(http.Request, ct);
        return TypedResults.Ok(new Page<SiteView>([.. (await sites.AllAsync(ct)).Select(s => ToView(s, install))], null));
    }

    private static async Task<Results<Created<SiteView>, ProblemHttpResult>> Make(SiteInput input, HttpContext http, SiteEdits edits, Installing installing, CancellationToken ct)
    {
        if (input.Refuse(isNew: true) is { } invalid) return invalid.ToProblem();
        var made = await edits.MakeAsync(input, ct);
        return made.Refusal is { } refusal ? refusal.ToProblem()
            : TypedResults.Created($"/api/v1/sites/{made.Value.Channel}", ToView(made.Value, await installing.ForAsync(http.Request, ct)));
    }

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> Change(
        [Description("The site.")] long id, SiteInput input, HttpContext http, SiteEdits edits, Installing installing, CancellationToken ct) =>
        input.Refuse(isNew: false) is { } invalid ? invalid.ToProblem() : await AnswerAsync(await edits.ChangeAsync(id, input, ct), http, installing, ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove([Description("The site.")] long id, SiteEdits edits, CancellationToken ct) =>
        await edits.RemoveAsync(id, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> Rotate([Description("The site.")] long id, HttpContext http, SiteEdits edits, Installing installing, CancellationToken ct) =>
        await AnswerAsync(await edits.RotateAsync(id, ct), http, installing, ct);

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> Revoke(
        [Description("The site.")] long id, [Description("A former key.")] string key, HttpContext http, SiteEdits edits, Installing installing, CancellationToken ct) =>
        await AnswerAsync(await edits.RevokeAsync(id, key, ct), http, installing, ct);

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> AnswerAsync(Outcome<SiteInfo> site, HttpContext http, Installing installing, CancellationToken ct) =>
        site.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(ToView(site.Value, await installing.ForAsync(http.Request, ct)));

    private static SiteView ToView(SiteInfo s, Install install) => new(
        s.Channel, s.Key, s.FormerKeys, s.OffAt is null, s.Name, s.AllowedOrigins, s.Languages, s.Locale, s.Texts, s.Texts.GetValueOrDefault(s.Locale)?.Greeting, s.Accent, SiteContrast.Of(s.Accent),
        new(s.Side, s.OffsetX, s.OffsetY), s.Launcher, s.Sound, s.Remember, s.PrivacyUrl, s.ContinueAfter, s.Team, install.SnippetOf(s), install.Root + "/chat/preview", s.Seen);
}

/// <summary>What administrators paste into their pages.</summary>
internal sealed class Installing(PublicAddress address, DeskAddress desk, IOptions<HubOptions> options, NpgsqlDataSource database)
{
    public async Task<Install> ForAsync(HttpRequest request, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var mail = await connection.ExecuteScalarAsync<string?>(new CommandDefinition("select address from mailboxes order by channel limit 1", cancellationToken: ct));
        // Where nothing is configured, the address by which one reached the desk leads to the chat too.
        return new Install(options.Value is { PublicUrl: null, DeskUrl: null } ? desk.OriginFor(request) : address.Root, mail);
    }
}

/// <param name="Root">Where visitors reach Hub, without a slash at its end.</param>
/// <param name="Mail">The first mailbox; none: there is none.</param>
internal sealed record Install(string Root, string? Mail)
{
    /// <summary>The lines for a page. The key is in the address as well, so that the launcher comes in the site's colours, in one request.</summary>
    public string SnippetOf(SiteInfo site)
    {
        var script = $"""<script src="{WebUtility.HtmlEncode(Root)}/widget.js?site={site.Key}" data-site="{site.Key}" async></script>""";
        return Mail is null ? script
            : $"""{script}{'\n'}<noscript><a href="mailto:{WebUtility.HtmlEncode(Uri.EscapeDataString(Mail).Replace("%40", "@", StringComparison.Ordinal))}">{WebUtility.HtmlEncode(SiteLanguages.WordsOf(site.Locale).Mail)}</a></noscript>""";
    }
}
