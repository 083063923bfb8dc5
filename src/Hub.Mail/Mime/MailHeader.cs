namespace Hub.Mail.Mime;

/// <summary>A header field, RFC 5322 section 2.2.</summary>
public sealed class MailHeader
{
    private readonly HeaderCharset charset;

    internal MailHeader(string name, ReadOnlyMemory<byte> bytes, HeaderCharset charset) => (Name, Bytes, this.charset) = (name, bytes, charset);

    /// <summary>The name as written.</summary>
    public string Name { get; }

    /// <summary>The octets after the colon as they came, folds included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The value unfolded and trimmed, encoded words as they are; octets above 127 are UTF-8 where they can be,
    /// else in the character set of the part's Content-Type, else of the mail's first text, else in the likeliest.</summary>
    public string Raw => field ??= Unfold();

    /// <summary>The value with its encoded words decoded, in one line.</summary>
    public string Value => field ??= EncodedWords.Decode(Raw, charset.Guesses).Trim();

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private string Unfold()
    {
        var text = charset.Decode(Bytes.Span);
        if (text.AsSpan().ContainsAny("\r\n\0"))
            text = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
        return text.Trim();
    }
}
