namespace Hub.Mail.Mime;

/// <summary>A line of a mail by its places.</summary>
/// <param name="Start">First octet.</param>
/// <param name="End">Behind the last octet, line end excluded.</param>
/// <param name="Next">First octet of the next line.</param>
internal readonly record struct Line(long Start, long End, long Next)
{
    public bool IsEmpty => Start == End;
}

/// <summary>The lines of a mail. They end in CRLF or LF; in CR only where the whole mail has no LF, so that a lone CR
/// never makes a header of a header's text. A line may be longer than what is held of the mail.</summary>
internal sealed class LineReader(Window window, byte end)
{
    /// <summary>Octets of a line that are looked at where only blanks or carriage returns are expected.</summary>
    private const int LongestBlank = 4096;

    /// <summary>What ends a line in front of two dashes.</summary>
    private readonly byte[] dashes = [end, (byte)'-', (byte)'-'];

    /// <summary>What ends the lines of a source.</summary>
    public static byte EndOf(MailSource source) => source.Contains((byte)'\n') ? (byte)'\n' : (byte)'\r';

    /// <summary>The line that begins at a place.</summary>
    public Line Read(long start)
    {
        var at = start;
        while (true)
        {
            var piece = window.Peek(at, 1);
            if (piece.IsEmpty) return new(start, at, at);
            var found = piece.IndexOf(end);
            at += found < 0 ? piece.Length : found;
            if (found >= 0) break;
        }
        return new(start, WithoutReturns(start, at), at + 1);
    }

    /// <summary>The octets of a line, the first so many.</summary>
    public ReadOnlySpan<byte> Head(Line line, int most)
    {
        var length = (int)Math.Min(line.End - line.Start, most);
        return window.Peek(line.Start, length)[..length];
    }

    /// <summary>Only blanks and carriage returns, or nothing.</summary>
    public bool IsBlank(Line line) =>
        line.End - line.Start <= LongestBlank && !Head(line, LongestBlank).ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r');

    /// <summary>Whether the octet at a place begins what folds a field on.</summary>
    public bool IsFold(long at) => at < window.Length && window.At(at) is (byte)' ' or (byte)'\t';

    /// <summary>The first line behind a place that begins with two dashes; none: null.</summary>
    public long? NextDashes(long at)
    {
        while (true)
        {
            var piece = window.Peek(at, dashes.Length);
            if (piece.Length < dashes.Length) return null;
            var found = piece.IndexOf(dashes);
            if (found >= 0) return at + found + 1;
            at += piece.Length - dashes.Length + 1;
        }
    }

    /// <summary>The end of what stands before the line that begins here, without the line end between, which belongs
    /// to a boundary (RFC 2046 section 5.1.1); never before <paramref name="floor"/>.</summary>
    public long Before(long lineStart, long floor)
    {
        var at = lineStart;
        if (at > floor && window.At(at - 1) == end) at--;
        if (end == '\n' && at > floor && at < lineStart && window.At(at - 1) == '\r') at--;
        return at;
    }

    private long WithoutReturns(long start, long last)
    {
        var floor = Math.Max(start, last - LongestBlank);
        while (end == '\n' && last > floor && window.At(last - 1) == '\r') last--;
        return last;
    }
}
