using System.Buffers;

namespace Hub.Mail.Mime;

/// <summary>Base64 of RFC 2045 section 6.8, as tolerant as that section asks: what is no base64 is passed over,
/// missing padding is no harm, and padding ends the data.</summary>
internal static class Base64
{
    private const int Chunk = 16 * 1024;
    private static readonly sbyte[] Values = Table();

    private static sbyte[] Table()
    {
        var table = new sbyte[256];
        Array.Fill(table, (sbyte)-1);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (var i = 0; i < Alphabet.Length; i++) table[Alphabet[i]] = (sbyte)i;
        return table;
    }

    public static void Decode(ReadOnlySpan<byte> encoded, Stream target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        int bits = 0, count = 0, filled = 0;
        foreach (var octet in encoded)
        {
            // A leading '=' is a stray escape; after data it ends them: what follows is a list's footer, not content.
            if (octet == '=' && count > 1) break;
            var value = Values[octet];
            if (value < 0) continue;
            bits = bits << 6 | (byte)value;
            if (++count < 4) continue;
            buffer[filled++] = (byte)(bits >> 16);
            buffer[filled++] = (byte)(bits >> 8);
            buffer[filled++] = (byte)bits;
            (bits, count) = (0, 0);
            if (filled <= Chunk - 3) continue;
            target.Write(buffer, 0, filled);
            filled = 0;
        }
        if (count > 1) buffer[filled++] = (byte)(bits >> (count == 2 ? 4 : 10));
        if (count > 2) buffer[filled++] = (byte)(bits >> 2);
        target.Write(buffer, 0, filled);
        ArrayPool<byte>.Shared.Return(buffer);
    }

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
