namespace Hub.Mail.Mime;

/// <summary>A line of a mail by its positions.</summary>
/// <param name="Start">First octet.</param>
/// <param name="End">Behind the last octet, line end excluded.</param>
/// <param name="Next">First octet of the next line.</param>
internal readonly record struct Line(int Start, int End, int Next)
{
    public bool IsEmpty => Start == End;
}

/// <summary>The lines of a mail. They end in CRLF or LF; in CR only where the whole mail has no LF, so that a lone CR
/// never makes a header of a header's text.</summary>
internal sealed class LineReader
{
    private readonly ReadOnlyMemory<byte> raw;
    private readonly byte end;

    public LineReader(ReadOnlyMemory<byte> raw)
    {
        this.raw = raw;
        end = raw.Span.Contains((byte)'\n') ? (byte)'\n' : (byte)'\r';
    }

    /// <summary>The line that begins at a position before the end of the mail.</summary>
    public Line Read(int start)
    {
        var span = raw.Span;
        var at = span[start..].IndexOf(end);
        if (at < 0) return new(start, span.Length, span.Length);
        at += start;
        var last = at;
        while (end == '\n' && last > start && span[last - 1] == '\r') last--;
        return new(start, last, at + 1);
    }

    /// <summary>The end of what stands before the line that begins here, without the line end between, which belongs
    /// to a boundary (RFC 2046 section 5.1.1); never before <paramref name="floor"/>.</summary>
    public int Before(int lineStart, int floor)
    {
        var span = raw.Span;
        var at = lineStart;
        if (at > floor && span[at - 1] == end) at--;
        if (end == '\n' && at > floor && at < lineStart && span[at - 1] == '\r') at--;
        return at;
    }
}
