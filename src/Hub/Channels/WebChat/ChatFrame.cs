using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Hub.Platform;
using Microsoft.Extensions.FileProviders;

namespace Hub.Channels.WebChat;

/// <summary>The page in the chat's frame, which names the texts of the visitor's language so that they are fetched beside the script, not after it.</summary>
internal sealed class ChatFrame(IFileProvider files)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Built, string Page)> known = new();

    /// <param name="locale">The visitor's.</param>
    /// <param name="site">Whose chat.</param>
    /// <param name="byMail">Mail can follow.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>None where the widget is not built.</returns>
    public async ValueTask<string?> PageAsync(string? locale, SiteInfo site, bool byMail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (await PageAsync(SiteLanguages.Choose(locale, site.Languages) ?? site.Locale, ct) is not { } page) return null;
        var settings = JsonSerializer.Serialize(SiteSettings.Of(site, byMail), Json.Options);
        // Before anything has been asked of the server: the site's colours, words and languages, and where the browser keeps the conversation.
        return page.Replace("</head>", $"""<meta name="hub" content="{WebUtility.HtmlEncode(settings)}" data-memory="{WebUtility.HtmlEncode(site.Memory ?? site.Key)}"></head>""", StringComparison.Ordinal);
    }

    private async ValueTask<string?> PageAsync(string locale, CancellationToken ct)
    {
        var file = files.GetFileInfo("widget/chat.html");
        if (!file.Exists) return null;
        // Only what names one of our files is kept; anything else a visitor asks for is nobody's language.
        var texts = TextsOf(locale);
        var name = texts ?? "";
        if (known.TryGetValue(name, out var kept) && kept.Built == file.LastModified) return kept.Page;
        using var reader = new StreamReader(file.CreateReadStream());
        var page = await reader.ReadToEndAsync(ct);
        if (texts is not null) page = page.Replace("</head>", $"""<link rel="modulepreload" crossorigin href="/widget/assets/{texts}"></head>""", StringComparison.Ordinal);
        known[name] = (file.LastModified, page);
        return page;
    }

    private string? TextsOf(string locale)
    {
        if (locale.Length < 2 || !char.IsAsciiLetter(locale[0]) || !char.IsAsciiLetter(locale[1]) || (locale.Length > 2 && locale[2] is not ('-' or '_'))) return null;
        var prefix = locale[..2].ToLowerInvariant() + "-";
        return files.GetDirectoryContents("widget/assets").Select(f => f.Name)
            .FirstOrDefault(n => n.StartsWith(prefix, StringComparison.Ordinal) && n.EndsWith(".js", StringComparison.Ordinal));
    }
}
