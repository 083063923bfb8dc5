using System.Net;
using Hub.Platform;
using Microsoft.Extensions.FileProviders;

namespace Hub.Channels.WebChat;

/// <summary>What a host page loads: the loader, the chat's frame, and the page that shows both.</summary>
internal static class WidgetEndpoints
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
        app.MapGet("/chat", (HttpContext http, string? site, Sites sites, CancellationToken ct) => FrameAsync(http, site, sites, files, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapGet("/demo", (HttpContext http, Sites sites, CancellationToken ct) => DemoAsync(http, sites, files, ct))
            .RequireAuthorization(Policies.Public).ExcludeFromDescription();
    }

    /// <summary>The chat, embeddable by the site's own origins only. That limits embedding; it authenticates nobody.</summary>
    private static async Task<IResult> FrameAsync(HttpContext http, string? key, Sites sites, IFileProvider files, CancellationToken ct)
    {
        if (await sites.FindAsync(key, ct) is not { } site) return Refusal.NotFound("site_unknown", "There is no site with this key.").ToProblem();
        var ancestors = string.Join(' ', site.AllowedOrigins.Prepend("'self'"));
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            + $"connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        return File(files, "widget/chat.html", "text/html; charset=utf-8");
    }

    private static async Task<IResult> DemoAsync(HttpContext http, Sites sites, IFileProvider files, CancellationToken ct)
    {
        var file = files.GetFileInfo("widget/demo.html");
        if (!file.Exists || (await sites.AllAsync(ct)).FirstOrDefault() is not { } site) return NotBuilt;
        using var reader = new StreamReader(file.CreateReadStream());
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Content((await reader.ReadToEndAsync(ct)).Replace("{{SITE_KEY}}", WebUtility.HtmlEncode(site.Key), StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    private static IResult File(IFileProvider files, string path, string type)
    {
        var file = files.GetFileInfo(path);
        return file.Exists ? Results.File(file.CreateReadStream(), type, lastModified: file.LastModified) : NotBuilt;
    }

    private static IResult NotBuilt => Refusal.NotFound("not_built", "The widget is not built. Start Hub with ./ops/run.").ToProblem();
}
