using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Hub.Tickets.Uploads;

/// <summary>A file as it is handed out: as bytes to keep or a picture to look at, never as a page.</summary>
public sealed record StoredFile
{
    public long Blob { get; init; }
    public string Name { get; init; } = "";
    public string Type { get; init; } = "";
    public long Size { get; init; }
    public byte[] Sha256 { get; init; } = [];

    /// <summary>We looked at its content; the type of a mail's file is its sender's word.</summary>
    public bool Known { get; init; }

    /// <summary>What <see cref="StoredFile"/> is read from.</summary>
    public const string Columns = "f.blob, f.name, f.type, f.size, b.sha256, f.uploader is not null as known";

    /// <summary>Answers with the file, or with the part of it that was asked for (RFC 9110 section 14).</summary>
    /// <param name="http">Whoever asked.</param>
    /// <param name="blobs">Where it lies.</param>
    /// <param name="inline">A picture is shown in place.</param>
    public FileStreamHttpResult Answer(HttpContext http, Blobs blobs, bool inline)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(blobs);
        var disposition = new ContentDispositionHeaderValue(inline && Known && FileType.IsPicture(Type) ? "inline" : "attachment");
        disposition.SetHttpFileName(Name);
        // Nobody changes a file, so there is nothing to guard against.
        http.Request.Headers.IfMatch = default;
        http.Request.Headers.IfUnmodifiedSince = default;
        var headers = http.Response.Headers;
        headers.ContentDisposition = disposition.ToString();
        // A picture alone in a tab is centred by a style of the browser's own.
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        headers.CacheControl = "private, max-age=3600";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        return TypedResults.Stream(blobs.Open(Blob, Size), FileType.IsHarmless(Type) ? Type : "application/octet-stream", enableRangeProcessing: true,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(Sha256)}\""));
    }
}
