using System.Buffers;
using System.Text;

namespace Hub.Tickets.Uploads;

/// <summary>What a file is by its content, whatever its sender says.</summary>
/// <param name="Type">Its media type; <c>application/octet-stream</c> where it is none of those known, or two things at once.</param>
/// <param name="Size">Of a picture that is shown, in points.</param>
public sealed record FileType(string Type, (int Width, int Height)? Size = null)
{
    private const int Block = 64 * 1024;
    private const int Overlap = 16;
    private static readonly FileType unknown = new("application/octet-stream");

    // What makes a page of a file in a reader that guesses. Each is so long that the noise of a picture does not hold it by chance.
    private static readonly SearchValues<string> markup = SearchValues.Create(
        ["<script", "<html", "<!doctype", "<iframe", "<object", "<embed", "<svg ", "<svg>", "<svg\n", "<svg\r", "<svg\t", "<svg/", "<body", "<?php", "<?xml-s", "<foreignobject"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Types that no browser runs, even if it is talked out of <c>attachment</c>.</summary>
    public static bool IsHarmless(string type) =>
        IsPicture(type) || type is "application/pdf" or "text/plain" or "audio/mpeg" or "audio/ogg" or "audio/wav" or "audio/mp4" or "video/mp4" or "video/webm" or "application/zip";

    /// <summary>Types that are shown in place.</summary>
    public static bool IsPicture(string type) => type is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "image/avif";

    /// <summary>Looks at the whole of a file, a block at a time.</summary>
    /// <param name="content">Can be read anew; it is left at its beginning.</param>
    /// <param name="ct">Stops reading.</param>
    public static async Task<FileType> OfAsync(Stream content, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (bytes, letters) = (ArrayPool<byte>.Shared.Rent(Block), ArrayPool<char>.Shared.Rent(Block));
        try
        {
            content.Position = 0;
            var head = new byte[Math.Min(Block, content.Length)];
            await content.ReadExactlyAsync(head, ct);
            var isMarkup = false;
            content.Position = 0;
            for (var kept = 0; !isMarkup;)
            {
                var count = await content.ReadAtLeastAsync(bytes.AsMemory(kept, Block - kept), Block - kept, throwOnEndOfStream: false, ct);
                if (count == 0) break;
                Encoding.Latin1.GetChars(bytes.AsSpan(0, kept + count), letters);
                isMarkup = letters.AsSpan(0, kept + count).ContainsAny(markup);
                var rest = Math.Min(Overlap, kept + count);
                bytes.AsSpan(kept + count - rest, rest).CopyTo(bytes);
                kept = rest;
            }
            content.Position = Math.Max(0, content.Length - 64);
            var tail = new byte[content.Length - content.Position];
            await content.ReadExactlyAsync(tail, ct);
            content.Position = 0;
            return isMarkup ? unknown : Of(head, tail, content.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(letters);
        }
    }

    private static FileType Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, long length)
    {
        if (Picture.TypeOf(head) is { } picture)
            return PictureShape.IsWhole(picture, head, tail, length) ? new FileType(picture, PictureShape.SizeOf(picture, head)) : unknown;
        if (head.StartsWith("%PDF-"u8)) return new("application/pdf");
        if (head.StartsWith("PK\u0003\u0004"u8)) return new("application/zip");
        if (head.StartsWith("OggS"u8)) return new("audio/ogg");
        if (head.StartsWith("ID3"u8) || (head.Length > 2 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2)) return new("audio/mpeg");
        if (head.StartsWith("RIFF"u8) && head.Length > 12 && head[8..].StartsWith("WAVE"u8)) return new("audio/wav");
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])) return new("video/webm");
        if (head.Length > 12 && head[4..].StartsWith("ftypM4A"u8)) return new("audio/mp4");
        if (head.Length > 12 && (head[4..].StartsWith("ftypisom"u8) || head[4..].StartsWith("ftypmp4"u8) || head[4..].StartsWith("ftypavc1"u8) || head[4..].StartsWith("ftypM4V"u8) || head[4..].StartsWith("ftypqt"u8))) return new("video/mp4");
        return IsText(head, length) ? new("text/plain") : unknown;
    }

    private static bool IsText(ReadOnlySpan<byte> head, long length)
    {
        if (head.IsEmpty || head.ContainsAnyInRange((byte)0, (byte)8) || head.ContainsAnyInRange((byte)14, (byte)26)) return false;
        // The block may end within a character.
        for (var cut = 0; cut < 4 && cut < head.Length; cut++)
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut])) return true;
            else if (head.Length == length) return false;
        return false;
    }
}
