using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Mail.Text.Safe;
using Hub.Storage;

namespace Hub.Tickets;

/// <summary>Makes of the HTML that is kept the HTML that agents get: as clean as we know today, its pictures at addresses of ours.</summary>
/// <remarks>The name of a picture that lies elsewhere is signed for the message and its address: nobody can have us fetch what no message holds.</remarks>
internal static partial class ShownHtml
{
    public const string Pictures = "/api/v1/pictures";

    /// <summary>What signs the names of pictures.</summary>
    public static ValueTask<byte[]> KeyAsync(Secrets secrets, CancellationToken ct) => secrets.OfAsync("pictures", ct);

    /// <summary>Cleaned again where another version of the cleaning made it.</summary>
    public static string? Current(string? html, short? version) =>
        html is null || version == SafeHtml.Version ? html : SafeHtml.Again(html) is { Length: > 0 } clean ? clean : null;

    /// <summary>Puts our addresses in place of those of the mail.</summary>
    /// <param name="html">Cleaned.</param>
    /// <param name="message">Its id.</param>
    /// <param name="files">JSON: what came with it, <c>id</c> and <c>contentId</c>.</param>
    /// <param name="key">See <see cref="KeyAsync"/>.</param>
    public static string Addressed(string html, long message, string? files, byte[] key)
    {
        Dictionary<string, long>? byContentId = null;
        return Address().Replace(html, match =>
        {
            var (name, value) = (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value));
            if ("data-" + name != SafeHtml.CidMark) return $" data-{name}=\"{Pictures}/{message}/{Sign(message, value, key)}\"";
            byContentId ??= ContentIds(files);
            return byContentId.TryGetValue(value, out var file) ? $" data-src=\"/api/v1/files/{file}\"" : "";
        });
    }

    /// <summary>The address of a picture of a message.</summary>
    /// <returns>None where the message has no picture of this name.</returns>
    public static string? Find(string html, long message, string signature, byte[] key) =>
        Address().Matches(html).Where(m => "data-" + m.Groups[1].Value != SafeHtml.CidMark).Select(m => WebUtility.HtmlDecode(m.Groups[2].Value)).Distinct()
            .FirstOrDefault(url => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(message, url, key)), Encoding.UTF8.GetBytes(signature)));

    private static string Sign(long message, string url, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{message}:{url}")).AsSpan(0, 16));

    private static Dictionary<string, long> ContentIds(string? files)
    {
        var found = new Dictionary<string, long>();
        foreach (var file in files is null ? [] : JsonSerializer.Deserialize<Named[]>(files, Platform.Json.Options)!)
            if (file.ContentId is { } id) found.TryAdd(id, file.Id);
        return found;
    }

    private sealed record Named(long Id, string? ContentId);

    // Cleaned HTML has a quotation mark in its tags only, so this is never text.
    [GeneratedRegex(" data-(cid|remote|background)=\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
