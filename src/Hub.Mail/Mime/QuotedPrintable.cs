namespace Hub.Mail.Mime;

/// <summary>Writes quoted-printable of RFC 2045 section 6.7.</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    /// <summary>The value of a hexadecimal digit, of either case; -1 for anything else.</summary>
    internal static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    /// <summary>Encodes text whose lines end in CRLF. What a mail server might touch (a dot or <c>From </c> at a
    /// line's start, blanks at its end) is encoded too.</summary>
    public static void Encode(ReadOnlySpan<byte> text, Stream target)
    {
        Span<byte> escape = stackalloc byte[3];
        escape[0] = (byte)'=';
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                target.Write("\r\n"u8);
                column = 0;
                i++;
                continue;
            }
            var length = IsPlain(text, i, column) ? 1 : 3;
            var last = i + 1 == text.Length || text[i + 1] == '\r';
            if (column + length > (last ? LongestLine : LongestLine - 1))
            {
                target.Write("=\r\n"u8);
                column = 0;
                length = IsPlain(text, i, column) ? 1 : 3;
            }
            if (length == 1) target.WriteByte(octet);
            else
            {
                escape[1] = (byte)"0123456789ABCDEF"[octet >> 4];
                escape[2] = (byte)"0123456789ABCDEF"[octet & 15];
                target.Write(escape);
            }
            column += length;
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> text, int i, int column) => text[i] switch
    {
        (byte)' ' or (byte)'\t' => i + 1 < text.Length && text[i + 1] is not ((byte)'\r' or (byte)'\n'),
        (byte)'=' => false,
        (byte)'.' or (byte)'-' => column > 0,
        (byte)'F' => column > 0 || !text[i..].StartsWith("From "u8),
        var octet => octet is > 32 and < 127,
    };
}
