namespace Hub.Mail.Mime;

/// <summary>Writes base64 of RFC 2045 section 6.8.</summary>
internal static class Base64
{
    /// <summary>Lines of 76 characters, each ended by CRLF.</summary>
    public static void Encode(ReadOnlySpan<byte> content, Stream target)
    {
        const int Line = 57;
        Span<byte> line = stackalloc byte[78];
        for (var i = 0; i < content.Length; i += Line)
        {
            System.Buffers.Text.Base64.EncodeToUtf8(content.Slice(i, Math.Min(Line, content.Length - i)), line, out _, out var written);
            "\r\n"u8.CopyTo(line[written..]);
            target.Write(line[..(written + 2)]);
        }
    }
}
