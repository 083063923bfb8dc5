namespace Hub.Mail.Mime;

/// <summary>A part of a mail, RFC 2046: a leaf with content, or a multipart with children. It can be read as long as
/// what the mail was read from is open.</summary>
public sealed class MimePart
{
    private readonly List<MimePart> children = [];
    private readonly MailContext context;
    private readonly int depth;
    private readonly bool isUuencoded;
    private MailSource? decoded;

    internal MimePart(IReadOnlyList<MailHeader> headers, ContentType otherwise, int depth, MailContext context)
    {
        (Headers, this.depth, this.context) = (headers, depth, context);
        ContentType = ContentType.Read(Header("Content-Type"), otherwise, context.Guesses);
        Disposition = ContentDisposition.Read(Header("Content-Disposition"), context.Guesses);
        TransferEncoding = TransferEncodings.Read(Header("Content-Transfer-Encoding"));
        ContentId = MessageIds.ReadOne(Header("Content-ID"));
        FileName = FileNames.Clean(Disposition?.Parameters.GetValueOrDefault("filename") ?? ContentType.Parameter("name") ?? ContentType.Parameter("filename"));
    }

    /// <summary>Something found within another part: in uuencoded text, in <c>winmail.dat</c>.</summary>
    internal MimePart(MimePart container, ContentType type, string? fileName, MailSource content, string? contentId = null, bool isUuencoded = false)
    {
        (Headers, depth, context, Encoded, this.isUuencoded) = ([], container.depth, container.context, content, isUuencoded);
        (ContentType, FileName, ContentId, TransferEncoding) = (type, FileNames.Clean(fileName), contentId, "binary");
        Disposition = fileName is null ? null : new(contentId is null ? "attachment" : "inline", new Dictionary<string, string>());
    }

    public IReadOnlyList<MailHeader> Headers { get; }

    /// <summary>Its type; <c>text/plain</c> where none readable was given, and where a multipart turned out to have no parts.</summary>
    public ContentType ContentType { get; private set; }

    public ContentDisposition? Disposition { get; }

    /// <summary>The name of the attached file, without path and control characters.</summary>
    public string? FileName { get; }

    /// <summary>Content-ID without brackets, as <c>cid:</c> addresses name it (RFC 2392).</summary>
    public string? ContentId { get; internal set; }

    /// <summary>Content-Transfer-Encoding in lower case, <c>7bit</c> where none was given.</summary>
    public string TransferEncoding { get; internal init; }

    /// <summary>Parts of a multipart, in order.</summary>
    public IReadOnlyList<MimePart> Children => children;

    /// <summary>Meant to be shown within the text, not beside it: an inline picture.</summary>
    public bool Inline => Disposition is { } d ? d.IsInline : IsRelated && ContentId is not null;

    /// <summary>The content as it was transferred, still encoded; of a multipart, nothing.</summary>
    internal MailSource Encoded { get; set; } = new MemorySource(default);

    /// <summary>Stands in a multipart/related (RFC 2387).</summary>
    internal bool IsRelated { get; init; }

    /// <summary>A picture that stands between texts.</summary>
    internal bool IsShownInText => Disposition is { } d ? d.IsInline : ContentId is not null;

    internal bool IsText => ContentType.Type == "text";

    /// <summary>The mail that this part is, where it is one (<c>message/rfc822</c>, <c>message/global</c>, or the header
    /// of one that a report returns, RFC 6522 section 3), read anew each time; none in other parts and below the depth
    /// that is read. It needs no disposing of its own.</summary>
    public ReceivedMail? ReadMessage() => depth < MimeLimits.Depth && ContentType.MediaType is "message/rfc822" or "message/global"
        or "text/rfc822-headers" or "message/rfc822-headers" or "message/global-headers" && Decoded() is { } raw
        ? MailReader.Read(raw, context.Scratch, depth + 1) : null;

    /// <summary>What was signed, of S/MIME in one piece (RFC 8551 section 3.5.2); none where that cannot be read.</summary>
    internal MimePart? ReadSigned() => depth < MimeLimits.Depth && Protection.SignedContent(this) is { } content ? MailReader.Read(content, context.Scratch, depth + 1).Root : null;

    /// <summary>The decoded value of the first field of a name.</summary>
    public string? HeaderValue(string name) => Headers.FirstOrDefault(h => h.Is(name))?.Value;

    /// <summary>The content, decoded while it is read: a stream from front to back, to be disposed of.</summary>
    public Stream OpenContent() => isUuencoded ? new UuStream(Encoded) : ContentStream.Open(TransferEncoding, Encoded);

    /// <summary>Writes the content, decoded.</summary>
    public void WriteContentTo(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var content = OpenContent();
        content.CopyTo(target, Window.Size);
    }

    /// <summary>The content as text in its declared character set, or in the likeliest one; its first 2 MB. A NUL is U+FFFD: databases take none.</summary>
    public string Text()
    {
        using var content = OpenContent();
        return Charsets.DecodeText(ReadText(content, MimeLimits.Text, out _).Span, this);
    }

    /// <summary>The content, decoded, in memory: for what is known to be small.</summary>
    internal byte[] Decode()
    {
        using var content = new MemoryStream();
        WriteContentTo(content);
        return content.ToArray();
    }

    /// <summary>The content, decoded, to be read from any place; none where there is too much of it.</summary>
    internal MailSource? Decoded()
    {
        if (!isUuencoded && !TransferEncodings.Changes(TransferEncoding)) return Encoded;
        if (decoded is not null) return decoded;
        using var content = OpenContent();
        return decoded = context.Scratch.Keep(content);
    }

    /// <summary>The beginning of a content, and whether there is more.</summary>
    internal static ReadOnlyMemory<byte> ReadText(Stream content, int most, out bool isCut)
    {
        var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        isCut = false;
        while (!isCut && content.Read(buffer) is > 0 and var count)
        {
            isCut = text.Length + count > most;
            text.Write(buffer, 0, (int)Math.Min(count, most - text.Length));
        }
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    internal void Add(MimePart child) => children.Add(child);

    internal void BecomeText() => ContentType = ContentType.Plain with { Parameters = ContentType.Parameters };

    private string? Header(string name) => Headers.FirstOrDefault(h => h.Is(name))?.Raw;
}
