using System.Net;
using System.Text.RegularExpressions;
using Hub.Platform;
using Microsoft.Extensions.FileProviders;

namespace Hub.Channels.WebChat;

/// <summary>What a host page loads: the loader, the chat's frame, and the page that shows both.</summary>
internal static partial class WidgetEndpoints
{
    public static void Map(WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.MapGet("/widget.js", (HttpResponse response) =>
        {
            // Revalidated at each load, so that a new version is everywhere within minutes; the assets behind it are immutable.
            response.Headers.CacheControl = "public, max-age=300, stale-while-revalidate=86400";
            response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return File(files, "widget/loader.js", "text/javascript; charset=utf-8");
        }).RequireAuthorization(Policies.Public).ExcludeFromDescription();
        var frame = new ChatFrame(files);
        app.MapGet("/chat", (HttpContext http, string? site, string? locale, Sites sites, CancellationToken ct) => FrameAsync(http, site, locale, sites, frame, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapGet("/demo", (HttpContext http, string? lang, Sites sites, CancellationToken ct) => DemoAsync(http, lang, sites, files, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
    }

    /// <summary>The chat, embeddable by the site's own origins only. That limits embedding; it authenticates nobody.</summary>
    private static async Task<IResult> FrameAsync(HttpContext http, string? key, string? locale, Sites sites, ChatFrame frame, CancellationToken ct)
    {
        if (await sites.FindAsync(key, ct) is not { } site) return Refusal.NotFound("site_unknown", "There is no site with this key.").ToProblem();
        var ancestors = string.Join(' ', site.AllowedOrigins.Prepend("'self'"));
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            + $"connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        return await frame.PageAsync(locale ?? site.Locale, ct) is { } page ? Results.Content(page, "text/html; charset=utf-8") : NotBuilt;
    }

    /// <summary>An imaginary shop with the chat of the site in its language; by <c>?lang=</c>, else by what the browser asks for.</summary>
    private static async Task<IResult> DemoAsync(HttpContext http, string? lang, Sites sites, IFileProvider files, CancellationToken ct)
    {
        var file = files.GetFileInfo("widget/demo.html");
        IEnumerable<string?> wishes = [lang, .. http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value)];
        var french = wishes.Select(w => w?.Split('-')[0].ToLowerInvariant()).FirstOrDefault(w => w is "fr" or "en") is "fr";
        var all = await sites.AllAsync(ct);
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

    private static IResult File(IFileProvider files, string path, string type)
    {
        var file = files.GetFileInfo(path);
        return file.Exists ? Results.File(file.CreateReadStream(), type, lastModified: file.LastModified) : NotBuilt;
    }

    private static IResult NotBuilt => Refusal.NotFound("not_built", "The widget is not built. Start Hub with ./ops/run.").ToProblem();
}
