using System.Globalization;
using System.Security.Cryptography;

namespace Hub.Mail.Mime;

/// <summary>Pictures that stand in the HTML itself, as <c>data:</c> addresses (RFC 2397): files of the mail, as if they had come beside it.</summary>
/// <param name="context">Of the mail.</param>
/// <param name="files">Where they are added.</param>
internal sealed class EmbeddedPictures(MailContext context, List<MimePart> files)
{
    private readonly Dictionary<string, string> known = [];
    private int met;

    /// <summary>Keeps a picture; the same one twice is one file.</summary>
    /// <param name="within">The HTML.</param>
    /// <param name="base64">The picture, as it stands there.</param>
    /// <param name="type">What it is said to be, such as <c>png</c>.</param>
    /// <returns>Its Content-ID; none where there is no room for it.</returns>
    public string? Keep(MimePart within, Stream base64, string type)
    {
        if (++met > MimeLimits.EmbeddedPictures)
        {
            context.Defects.Add(Defects.TextCut);
            return null;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var hashed = new Hashed(base64, hash);
        if (context.Scratch.Keep(hashed) is not { } kept)
        {
            context.Defects.Add(Defects.TextCut);
            return null;
        }
        var name = type + Convert.ToHexString(hash.GetHashAndReset());
        if (known.TryGetValue(name, out var id)) return id;
        id = known[name] = string.Create(CultureInfo.InvariantCulture, $"embedded-{known.Count + 1}@mail.invalid");
        files.Add(new(within, new("image", type == "jpg" ? "jpeg" : type, ContentType.Octets.Parameters), null, kept, id) { IsRelated = true, TransferEncoding = "base64" });
        return id;
    }

    private sealed class Hashed(Stream inner, IncrementalHash hash) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            hash.AppendData(buffer[..count]);
            return count;
        }
    }
}
