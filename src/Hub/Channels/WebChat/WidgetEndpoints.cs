using System.Net;
using System.Text.RegularExpressions;
using Hub.Channels.Deliveries;
using Hub.Platform;
using Microsoft.Extensions.FileProviders;

namespace Hub.Channels.WebChat;

/// <summary>What a host page loads: the loader, the chat's frame, and the page that shows both.</summary>
internal static partial class WidgetEndpoints
{
    public static void Map(WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        var frame = new ChatFrame(files);
        var loader = new LoaderScript(files, app.Services.GetRequiredService<Sites>());
        app.MapGet("/widget.js", (HttpContext http, string? site, CancellationToken ct) => loader.AnswerAsync(http, site, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapGet("/chat", (HttpContext http, FrameRequest asked, Sites sites, IContinuation byMail, Sightings seen, DeskAddress desk, CancellationToken ct) =>
            FrameAsync(http, asked, frame, sites, byMail, seen, desk, ct)).RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapGet("/chat/preview", (HttpContext http, DeskAddress desk, CancellationToken ct) => PreviewAsync(http, files, desk, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapGet("/demo", (HttpContext http, string? lang, Sites sites, CancellationToken ct) => DemoAsync(http, lang, sites, files, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
    }

    /// <param name="Site">The key.</param>
    /// <param name="Locale">The visitor's.</param>
    /// <param name="Origin">Of the page around the frame, as it says.</param>
    /// <param name="Preview">Present: the desk shows what the chat looks like; nobody talks.</param>
    private sealed record FrameRequest(string? Site, string? Locale, string? Origin, string? Preview)
    {
        public static ValueTask<FrameRequest> BindAsync(HttpContext http) =>
            ValueTask.FromResult(new FrameRequest(http.Request.Query["site"], http.Request.Query["locale"], http.Request.Query["origin"], http.Request.Query["preview"]));
    }

    /// <summary>The chat, embeddable by the site's own origins only. That limits embedding; it authenticates nobody.</summary>
    private static async Task<IResult> FrameAsync(
        HttpContext http, FrameRequest asked, ChatFrame frame, Sites sites, IContinuation byMail, Sightings seen, DeskAddress desk, CancellationToken ct)
    {
        if (await sites.FindAsync(asked.Site, ct) is not { } site) return Refusal.NotFound("site_unknown", "There is no site with this key.").ToProblem();
        string[] around = asked.Preview is null ? site.AllowedOrigins : [desk.OriginFor(http.Request)];
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            + $"connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors {string.Join(' ', around.Prepend("'self'"))}";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        // Our own demonstration page says nothing about whether the chat is installed.
        if (asked.Preview is null && !site.IsClosed && asked.Origin is { } origin && origin != $"{http.Request.Scheme}://{http.Request.Host.Value}") await seen.NoteAsync(site, origin, ct);
        return await frame.PageAsync(asked.Locale, site, await byMail.IsOnAsync(ct), ct) is { } page ? Results.Content(page, "text/html; charset=utf-8") : NotBuilt;
    }

    /// <summary>A page with the chat on it as the desk describes it, for the desk alone.</summary>
    private static async Task<IResult> PreviewAsync(HttpContext http, IFileProvider files, DeskAddress desk, CancellationToken ct)
    {
        var file = files.GetFileInfo("widget/preview.html");
        if (!file.Exists) return NotBuilt;
        using var reader = new StreamReader(file.CreateReadStream());
        var page = (await reader.ReadToEndAsync(ct)).Replace("{{DESK}}", WebUtility.HtmlEncode(desk.OriginFor(http.Request)), StringComparison.Ordinal);
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' {desk.OriginFor(http.Request)}";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Content(page, "text/html; charset=utf-8");
    }

    /// <summary>An imaginary shop with the chat of the site in its language; by <c>?lang=</c>, else by what the browser asks for.</summary>
    private static async Task<IResult> DemoAsync(HttpContext http, string? lang, Sites sites, IFileProvider files, CancellationToken ct)
    {
        var file = files.GetFileInfo("widget/demo.html");
        IEnumerable<string?> wishes = [lang, .. http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value)];
        var french = wishes.Select(w => w?.Split('-')[0].ToLowerInvariant()).FirstOrDefault(w => w is "fr" or "en") is "fr";
        var all = (await sites.BriefAsync(ct)).Where(s => !s.IsClosed).ToArray();
        if (!file.Exists || (all.FirstOrDefault(s => s.Locale == (french ? "fr" : "en")) ?? all.FirstOrDefault()) is not { } site) return NotBuilt;
        using var reader = new StreamReader(file.CreateReadStream());
        var page = (await reader.ReadToEndAsync(ct)).Replace("{{SITE_KEY}}", WebUtility.HtmlEncode(site.Key), StringComparison.Ordinal);
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = "Accept-Language";
        return Results.Content(InTwoLanguages().Replace(page, french ? "$2" : "$1"), "text/html; charset=utf-8");
    }

    [GeneratedRegex(@"\[\[((?:(?!\]\])[^|])*)\|\|((?:(?!\]\]).)*)\]\]", RegexOptions.CultureInvariant)]
    private static partial Regex InTwoLanguages();

    private static IResult NotBuilt => Refusal.NotFound("not_built", "The widget is not built. Start Hub with ./ops/run.").ToProblem();
}
