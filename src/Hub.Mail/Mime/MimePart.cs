namespace Hub.Mail.Mime;

/// <summary>A part of a mail, RFC 2046: a leaf with content, or a multipart with children.</summary>
public sealed class MimePart
{
    private readonly List<MimePart> children = [];
    private readonly int depth;

    internal MimePart(IReadOnlyList<MailHeader> headers, ContentType otherwise, int depth)
    {
        (Headers, this.depth) = (headers, depth);
        ContentType = ContentType.Read(Header("Content-Type"), otherwise);
        Disposition = ContentDisposition.Read(Header("Content-Disposition"));
        TransferEncoding = TransferEncodings.Read(Header("Content-Transfer-Encoding"));
        ContentId = MessageIds.ReadOne(Header("Content-ID"));
        FileName = FileNames.Clean(Disposition?.Parameters.GetValueOrDefault("filename") ?? ContentType.Parameter("name") ?? ContentType.Parameter("filename"));
    }

    public IReadOnlyList<MailHeader> Headers { get; }

    /// <summary>Its type; <c>text/plain</c> where none readable was given, and where a multipart turned out to have no parts.</summary>
    public ContentType ContentType { get; private set; }

    public ContentDisposition? Disposition { get; }

    /// <summary>The name of the attached file, without path and control characters.</summary>
    public string? FileName { get; }

    /// <summary>Content-ID without brackets, as <c>cid:</c> addresses name it (RFC 2392).</summary>
    public string? ContentId { get; }

    /// <summary>Content-Transfer-Encoding in lower case, <c>7bit</c> where none was given.</summary>
    public string TransferEncoding { get; }

    /// <summary>Parts of a multipart, in order.</summary>
    public IReadOnlyList<MimePart> Children => children;

    /// <summary>Meant to be shown within the text, not beside it: an inline picture.</summary>
    public bool Inline => Disposition is { } d ? d.IsInline : IsRelated && ContentId is not null;

    /// <summary>The content as it was transferred, still encoded; of a multipart, nothing.</summary>
    internal ReadOnlyMemory<byte> Encoded { get; set; }

    /// <summary>Stands in a multipart/related (RFC 2387).</summary>
    internal bool IsRelated { get; init; }

    internal bool IsText => ContentType.Type == "text";

    /// <summary>The mail that this part is, where it is one (<c>message/rfc822</c>), read anew each time;
    /// none in other parts and below the depth that is read.</summary>
    public ReceivedMail? ReadMessage() => ContentType.MediaType is "message/rfc822" or "message/global" && depth < MimeLimits.Depth
        ? MailReader.Read(TransferEncoding is "base64" or "quoted-printable" ? Decode() : Encoded, depth + 1) : null;

    /// <summary>The decoded value of the first field of a name.</summary>
    public string? HeaderValue(string name) => Headers.FirstOrDefault(h => h.Is(name))?.Value;

    /// <summary>Writes the content, decoded.</summary>
    public void WriteContentTo(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        TransferEncodings.Decode(TransferEncoding, Encoded.Span, target);
    }

    /// <summary>The content, decoded.</summary>
    public byte[] Decode()
    {
        using var content = new MemoryStream(Encoded.Length);
        WriteContentTo(content);
        return content.ToArray();
    }

    /// <summary>The content as text in its declared character set, or in the likeliest one. A NUL is U+FFFD: databases take none.</summary>
    public string Text() => Charsets.Decode(Decode(), ContentType.Charset).Replace('\0', '\uFFFD');

    internal void Add(MimePart child) => children.Add(child);

    internal void BecomeText() => ContentType = ContentType.Plain with { Parameters = ContentType.Parameters };

    private string? Header(string name) => Headers.FirstOrDefault(h => h.Is(name))?.Raw;
}
