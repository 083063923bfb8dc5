using System.Net;
using Hub.Mail;
using Hub.Platform;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Hub.Tickets.Uploads;

/// <summary>A file as it came: on the disk, nothing of it believed.</summary>
/// <param name="Name">As its sender calls it.</param>
/// <param name="Content">Its bytes; gone when it is disposed of.</param>
/// <param name="Key">The sender's own id of the upload.</param>
public sealed record Upload(string? Name, Stream Content, string? Key) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>Reads an upload (RFC 7578) to the disk: no transaction is open while a peer sends, and memory holds a block of it.</summary>
public sealed class UploadReader(IOptions<HubOptions> options)
{
    private const int Envelope = 64 * 1024;
    private const int Block = 64 * 1024;

    /// <summary>The field <c>file</c> of a form.</summary>
    public async Task<Outcome<Upload>> ReadAsync(HttpContext http, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(http);
        var request = http.Request;
        var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        if (key is not null && Texts.RefuseKey(key) is not null) return Refusal.Invalid("idempotencyKey", "idempotency_key_invalid", $"Idempotency-Key may have {Texts.LongestKey} characters at most.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return Missing();
        var most = options.Value.Files.MaxSize;
        // Refused before a byte of it is read, where it says how large it is.
        if (request.ContentLength > most + Envelope) return TooLarge(most);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most + Envelope;
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
            for (var parts = 0; parts < 10 && await reader.ReadNextSectionAsync(ct) is { } section; parts++)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) != "file") continue;
                return await SpoolAsync(section.Body, NameOf(disposition), key, most, ct);
            }
            return Missing();
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == (int)HttpStatusCode.RequestEntityTooLarge)
        {
            return TooLarge(most);
        }
        // Cut off within the form, or no form at all.
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException || (broken is IOException && !ct.IsCancellationRequested))
        {
            return Missing();
        }
    }

    private static async Task<Outcome<Upload>> SpoolAsync(Stream body, string? name, string? key, long most, CancellationToken ct)
    {
        var file = TemporaryFile.Create(Path.GetTempPath());
        var kept = false;
        try
        {
            var buffer = new byte[Block];
            for (int count; (count = await body.ReadAsync(buffer, ct)) > 0;)
            {
                if (file.Length + count > most) return TooLarge(most);
                await file.WriteAsync(buffer.AsMemory(0, count), ct);
            }
            if (file.Length == 0) return Refusal.Invalid("file", "file_empty", "The file is empty.");
            kept = true;
            return new Upload(name, file, key);
        }
        finally
        {
            if (!kept) await file.DisposeAsync();
        }
    }

    /// <summary>RFC 7578 section 4.2 forbids <c>filename*</c>; some send it all the same.</summary>
    private static string? NameOf(ContentDispositionHeaderValue disposition) =>
        (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value;

    private static Refusal Missing() => Refusal.Invalid("file", "file_missing", "Send one file in the field file of a form (multipart/form-data).");

    private static Refusal TooLarge(long most) => new("file_too_large", StatusCodes.Status413PayloadTooLarge, $"A file may have {most / 1_000_000.0:0.#} MB at most.")
    {
        Errors = new Dictionary<string, string[]> { ["file"] = ["Too large."] },
    };
}
