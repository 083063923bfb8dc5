using System.Buffers.Binary;

namespace Hub.Tickets;

/// <summary>A picture made of points.</summary>
/// <param name="Type">Its media type, by its content.</param>
/// <param name="Bytes">As they came.</param>
public sealed record Picture(string Type, byte[] Bytes)
{
    // As wide as any camera's; a file of some bytes may say that it is larger than any memory.
    private const uint MostPoints = 16_384;

    /// <summary>The media type of the formats that are shown: PNG, JPEG, GIF, WebP, AVIF. No other is a picture to us, SVG least of all, which is a page.</summary>
    /// <returns>None where it is none of these, or says of itself that it is huge.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 24) return null;
        if (bytes[0] == 0x89 && bytes[1..].StartsWith("PNG\r\n\x1a\n"u8))
            return IsFit(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])) ? "image/png" : null;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return IsFit(BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])) ? "image/gif" : null;
        if (bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) return "image/jpeg";
        if (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return "image/webp";
        return bytes[4..].StartsWith("ftypavif"u8) || bytes[4..].StartsWith("ftypavis"u8) ? "image/avif" : null;
    }

    private static bool IsFit(uint width, uint height) => width is > 0 and <= MostPoints && height is > 0 and <= MostPoints;
}
