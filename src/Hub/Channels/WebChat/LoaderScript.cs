using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Platform;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Hub.Channels.WebChat;

/// <summary>The loader with a site's colours, place and words written into it, so that a page needs one request and never shows another colour first.</summary>
/// <remarks>
/// The line that the desk gives names the key in the address. The line of the public contract does not: there it is the only site,
/// or the one site that allows the page's origin; else the loader begins in Hub's own look, and takes the site's over when the chat opens.
/// </remarks>
internal sealed class LoaderScript(IFileProvider files, Sites sites)
{
    /// <summary>A free name in the built loader (widget/src/loader/look.ts), which is written over.</summary>
    private const string Place = "HUB_LOOK";

    private (DateTimeOffset Built, string Text)? known;

    public async Task<IResult> AnswerAsync(HttpContext http, string? key, CancellationToken ct)
    {
        if (await TextAsync(ct) is not { } text) return Refusal.NotFound("not_built", "The widget is not built. Start Hub with ./ops/run.").ToProblem();
        var site = key is { Length: > 0 } ? await sites.FindAsync(key, ct) ?? new SiteInfo { IsClosed = true } : await GuessAsync(http, ct);
        var script = Encoding.UTF8.GetBytes(text.Replace(Place, LookOf(site), StringComparison.Ordinal));
        // Asked for again after minutes, so that a new colour or a new version is everywhere soon; the assets behind it are immutable.
        http.Response.Headers.CacheControl = "public, max-age=300, stale-while-revalidate=3600";
        if (key is not { Length: > 0 }) http.Response.Headers.Vary = "Referer";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(script, "text/javascript; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(script).AsSpan(0, 8))}\""));
    }

    private async Task<SiteInfo?> GuessAsync(HttpContext http, CancellationToken ct)
    {
        var all = await sites.BriefAsync(ct);
        if (all.Count == 1) return all[0];
        if (!Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var page)) return null;
        var origin = Origins.Normal(page.GetLeftPart(UriPartial.Authority));
        var here = all.Where(s => s.AllowedOrigins.Contains(origin)).Take(2).ToArray();
        return here.Length == 1 ? here[0] : null;
    }

    /// <summary>Only colours, numbers and our own words: nothing that somebody typed gets into the script.</summary>
    private static string LookOf(SiteInfo? site)
    {
        var contrast = SiteContrast.Of(site?.Accent);
        return JsonSerializer.Serialize(new
        {
            off = site?.IsClosed is true ? true : (bool?)null,
            accent = contrast.Shown,
            ink = contrast.Ink,
            side = site?.Side ?? "right",
            x = site?.OffsetX ?? 24,
            y = site?.OffsetY ?? 24,
            bare = site?.Launcher is false ? true : (bool?)null,
            words = (site is null ? SiteLanguages.All : [site.Locale, .. site.Languages.Where(l => l != site.Locale)])
                .ToDictionary(l => l, l => SiteLanguages.WordsOf(l) is var w ? new[] { w.Open, w.Close, w.Unread } : null),
        }, Json.Options);
    }

    private async ValueTask<string?> TextAsync(CancellationToken ct)
    {
        var file = files.GetFileInfo("widget/loader.js");
        if (!file.Exists) return null;
        if (known is { } kept && kept.Built == file.LastModified) return kept.Text;
        using var reader = new StreamReader(file.CreateReadStream());
        var text = await reader.ReadToEndAsync(ct);
        known = (file.LastModified, text);
        return text;
    }
}
