using System.Text;

namespace Hub.Mail.Mime;

/// <summary>A file in uuencoded text (POSIX <c>uuencode</c>): where its first and the line behind its last one begin.</summary>
internal sealed record UuBlock(long Start, long End, string Name, MailSource Lines)
{
    /// <summary>The file as a part of its own.</summary>
    /// <param name="container">The text that it was found in.</param>
    public MimePart ToPart(MimePart container) => new(container, MediaTypes.OfName(Name), Name, Lines, isUuencoded: true);
}

/// <summary>Finds files in text, and gives the text without them.</summary>
internal static class Uuencode
{
    private const int MostBlocks = 100;

    /// <summary>Lines that begin like a file and are looked at.</summary>
    private const int MostBegins = 1_000;
    private const int LongestLine = 128;

    /// <summary>Lines that prove a file whose last line is missing.</summary>
    private const int Convincing = 3;

    /// <summary>The files of a text, in order.</summary>
    public static List<UuBlock> Find(MimePart part)
    {
        List<UuBlock> found = [];
        if (part.Decoded() is not { } source) return found;
        using var window = new Window(source);
        long at = 0;
        LineReader? lines = null;
        for (var i = 0; i < MostBegins && found.Count < MostBlocks && NextBegin(window, at) is { } begin; i++)
        {
            lines ??= new(window, LineReader.EndOf(source));
            at = Block(source, lines, begin) is { } block ? Take(found, block) : begin + 1;
        }
        return found;
    }

    /// <summary>Opens the text between the files.</summary>
    public static Func<Stream> Outside(MimePart part, List<UuBlock> blocks)
    {
        List<MailSource> rest = [];
        var source = part.Decoded()!;
        long at = 0;
        foreach (var block in blocks)
        {
            rest.Add(source.Slice(at, block.Start));
            at = block.End;
        }
        rest.Add(source.Slice(at, source.Length));
        return () => new JoinedStream(rest);
    }

    private static long Take(List<UuBlock> found, UuBlock block)
    {
        found.Add(block);
        return block.End;
    }

    /// <summary>A line that begins so.</summary>
    private static long? NextBegin(Window window, long at)
    {
        var word = "begin "u8;
        while (true)
        {
            var piece = window.Peek(at, word.Length);
            if (piece.Length < word.Length) return null;
            var found = piece.IndexOf(word);
            if (found < 0) at += piece.Length - word.Length + 1;
            else if (at + found is var start && (start == 0 || window.At(start - 1) is (byte)'\n' or (byte)'\r')) return start;
            else at += found + 1;
        }
    }

    /// <summary><c>begin 644 name</c>, lines of data, <c>end</c>.</summary>
    private static UuBlock? Block(MailSource source, LineReader lines, long begin)
    {
        var first = lines.Read(begin);
        var head = Encoding.UTF8.GetString(lines.Head(first, 400)).Split(' ', 3);
        if (head.Length < 3 || head[1].Length is < 3 or > 4 || head[1].Any(c => c is < '0' or > '7') || string.IsNullOrWhiteSpace(head[2])) return null;
        var count = 0;
        var line = first;
        while (line.Next < source.Length)
        {
            var next = lines.Read(line.Next);
            var text = lines.Head(next, LongestLine + 1);
            if (text.TrimEnd(" \t"u8).SequenceEqual("end"u8) && count > 0) return new(begin, next.Next, head[2].Trim(), source.Slice(first.Next, next.Start));
            if (!IsData(text) && !(text.IsEmpty && count > 0)) break;
            count++;
            line = next;
        }
        return count >= Convincing ? new(begin, line.Next, head[2].Trim(), source.Slice(first.Next, line.Next)) : null;
    }

    /// <summary>As long as its first character says; blanks at its end may have been lost on the way, a checksum may have been added.</summary>
    private static bool IsData(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line.Length > LongestLine || line.ContainsAnyExceptInRange((byte)' ', (byte)'`')) return false;
        var expected = (((line[0] - ' ') & 63) + 2) / 3 * 4;
        return line.Length - 1 <= expected + 1;
    }
}

/// <summary>Lines of uuencoded data being decoded.</summary>
internal sealed class UuStream(MailSource encoded) : ContentStream(encoded)
{
    private const int LongestLine = 128;

    private readonly byte[] octets = new byte[64];
    private readonly byte end = LineReader.EndOf(encoded);
    private LineReader? lines;
    private ReadOnlyMemory<byte> ready;
    private long at;

    public override int Read(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            if (ready.IsEmpty && !Decode()) break;
            var count = Math.Min(buffer.Length - filled, ready.Length);
            ready.Span[..count].CopyTo(buffer[filled..]);
            ready = ready[count..];
            filled += count;
        }
        return filled;
    }

    /// <returns>False at the end.</returns>
    private bool Decode()
    {
        if (at >= Encoded.Length) return false;
        lines ??= new(Encoded, end);
        var read = lines.Read(at);
        var line = lines.Head(read, LongestLine);
        at = read.Next;
        var count = line.IsEmpty ? 0 : (line[0] - ' ') & 63;
        for (int i = 0, from = 1; i < count; i += 3, from += 4)
        {
            var bits = Digit(line, from) << 18 | Digit(line, from + 1) << 12 | Digit(line, from + 2) << 6 | Digit(line, from + 3);
            octets[i] = (byte)(bits >> 16);
            if (i + 1 < octets.Length) octets[i + 1] = (byte)(bits >> 8);
            if (i + 2 < octets.Length) octets[i + 2] = (byte)bits;
        }
        ready = octets.AsMemory(0, count);
        return true;
    }

    private static int Digit(ReadOnlySpan<byte> line, int at) => at < line.Length ? (line[at] - ' ') & 63 : 0;
}
