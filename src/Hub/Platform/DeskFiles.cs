using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Hub.Platform;

/// <summary>Serves the built browser programs: assets as files, and the desk's page for every address that is nobody else's.</summary>
public static class DeskFiles
{
    // The desk loads nothing from elsewhere and is shown in nobody's frame. Of the visitors' address, where that is another, it shows the preview of the chat.
    private static string DeskPolicy(HttpContext http) =>
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: blob:; "
        + "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + $"frame-src 'self' {PreviewOrigin(http)}".TrimEnd();

    private static string? PreviewOrigin(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<HubOptions>>().Value is { PublicUrl: null, DeskUrl: null } ? null : http.RequestServices.GetRequiredService<PublicAddress>().Root;

    private static readonly string[] notTheDesk = ["/api", "/hubs", "/hooks", "/widget", "/desk/assets", "/health", "/openapi", "/docs"];

    public static void UseAssets(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                var path = file.Context.Request.Path.Value ?? "";
                file.Context.Response.Headers.XContentTypeOptions = "nosniff";
                // The name of an asset holds the hash of its content.
                file.Context.Response.Headers.CacheControl = path.Contains("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
                if (path.EndsWith(".html", StringComparison.Ordinal)) file.Context.Response.Headers.ContentSecurityPolicy = DeskPolicy(file.Context);
            },
        });
    }

    public static void MapDesk(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var files = app.Environment.WebRootFileProvider;
        // Reading only: another method on a known address must be told so, and not end here.
        app.MapFallback(http => ShowAsync(http, files)).WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).RequireAuthorization(Policies.Public);
    }

    private static async Task ShowAsync(HttpContext http, IFileProvider files)
    {
        var path = http.Request.Path;
        var page = files.GetFileInfo("desk/index.html");
        if (notTheDesk.Any(p => path.StartsWithSegments(p)) || Path.HasExtension(path.Value))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (!page.Exists)
        {
            await Refusal.NotFound("not_built", "The desk is not built. Start Hub with ./ops/run.").ToProblem().ExecuteAsync(http);
            return;
        }
        http.Response.Headers.ContentSecurityPolicy = DeskPolicy(http);
        // Looking up the hosts of links before anybody follows them would tell their owners that a mail is read.
        http.Response.Headers["X-DNS-Prefetch-Control"] = "off";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.SendFileAsync(page, http.RequestAborted);
    }
}
