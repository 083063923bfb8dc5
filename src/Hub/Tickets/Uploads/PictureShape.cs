using System.Buffers.Binary;

namespace Hub.Tickets.Uploads;

/// <summary>Whether a picture is one from its first byte to its last, and how large it is.</summary>
internal static class PictureShape
{
    /// <summary>False where something else hides in it: behind its end, or in a length that reads as the beginning of a script's comment.</summary>
    public static bool IsWhole(string type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long length) => type switch
    {
        "image/png" => EndsAsPng(tail),
        // The trailer; a width of 0x2a2f is "/*", which makes a script of "GIF89a".
        "image/gif" => tail[^1] == 0x3B && !head[6..].StartsWith("/*"u8) && !head[6..].StartsWith("="u8),
        // The length of the first segment, in the same way. Cameras put more behind the end, so that proves nothing.
        "image/jpeg" => !head[4..].StartsWith("/*"u8) && head[3] is 0xDB or 0xE0 or 0xE1 or 0xE2 or 0xEE or 0xED or 0xFE or 0xC0 or 0xC2 or 0xC4,
        // The length of all, odd sizes padded.
        "image/webp" => BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L is var said && (said == length || said + 1 == length) && !head[4..].StartsWith("/*"u8),
        _ => true,
    };

    /// <returns>None where it is not said in the first block.</returns>
    public static (int Width, int Height)? SizeOf(string type, ReadOnlySpan<byte> head) => type switch
    {
        "image/png" => Size(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..])),
        "image/gif" => Size(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..])),
        "image/jpeg" => OfJpeg(head),
        "image/webp" => OfWebP(head),
        _ => null,
    };

    /// <summary>The last chunk, with its checksum; nothing behind it.</summary>
    private static bool EndsAsPng(ReadOnlySpan<byte> tail) => tail.EndsWith((ReadOnlySpan<byte>)[0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]);

    /// <summary>The first frame header (ITU-T T.81 B.2.2); lying pictures of phones say in Exif that they are turned.</summary>
    private static (int, int)? OfJpeg(ReadOnlySpan<byte> head)
    {
        var turned = false;
        for (var at = 2; at + 9 < head.Length && head[at] == 0xFF;)
        {
            var (marker, length) = (head[at + 1], BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]));
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]));
                return turned ? Size(height, width) : Size(width, height);
            }
            if (marker == 0xE1 && at + 2 + length <= head.Length) turned |= IsTurned(head.Slice(at + 4, Math.Max(0, length - 2)));
            at += 2 + Math.Max((int)length, 2);
        }
        return null;
    }

    /// <summary>Exif's orientation 5 to 8 (CIPA DC-008 4.6.4): the sides are exchanged.</summary>
    private static bool IsTurned(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif.StartsWith("Exif\0\0"u8)) return false;
        var tiff = exif[6..];
        var little = tiff[0] == 'I';
        var at = (long)(little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]));
        if (at + 2 > tiff.Length) return false;
        var count = Short(tiff, (int)at, little);
        for (var i = 0; i < count && at + 2 + (i + 1) * 12 <= tiff.Length; i++)
            if (Short(tiff, (int)at + 2 + i * 12, little) == 0x0112) return Short(tiff, (int)at + 2 + i * 12 + 8, little) is >= 5 and <= 8;
        return false;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    /// <summary>Three kinds (RFC 9649 section 2): lossy, lossless, extended.</summary>
    private static (int, int)? OfWebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30) return null;
        if (head[12..].StartsWith("VP8 "u8)) return Size(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFFu);
        if (head[12..].StartsWith("VP8L"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[21..]) is var bits) return Size((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        return head[12..].StartsWith("VP8X"u8) ? Size((BinaryPrimitives.ReadUInt32LittleEndian(head[24..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(head[26..]) >> 8) + 1) : null;
    }

    private static (int, int)? Size(uint width, uint height) => width is > 0 and <= 65_535 && height is > 0 and <= 65_535 ? ((int)width, (int)height) : null;
}
