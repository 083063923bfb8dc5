namespace Hub.Mail.Mime;

/// <summary>Looks for the boundary of a multipart that declares none, or one that never occurs.</summary>
/// <param name="lines">Of the mail.</param>
/// <param name="isDelimiter">Whether a line is a boundary of a multipart around this one.</param>
internal readonly struct BoundarySearch(LineReader lines, Func<Line, bool> isDelimiter)
{
    /// <summary>Octets of a boundary; RFC 2046 section 5.1.1 allows 70.</summary>
    private const int Longest = 200;

    /// <summary>The first line that could be a boundary and has a field of a part after it; where another one is declared, only if it is closed too, or begins another part.</summary>
    public byte[]? Find(long start, long end, byte[]? declared)
    {
        // "boundary=b and more" without quotes may have been meant either way.
        var word = declared is not null && declared.AsSpan().IndexOfAny((byte)' ', (byte)'\t') is > 0 and var blank ? declared[..blank] : null;
        for (var i = start; i < Math.Min(end, start + MimeLimits.BoundarySearch);)
        {
            var line = lines.Read(i);
            if (isDelimiter(line)) return null;
            var text = lines.Head(line, Longest + 1).TrimEnd(" \t"u8);
            if (text.Length is > 2 and < Longest && text.StartsWith("--"u8))
            {
                var boundary = text[2..].ToArray();
                if (word is not null && boundary.AsSpan().SequenceEqual(word)) return boundary;
                if (line.Next < end && IsPart(lines.Read(line.Next))) return declared is null || IsConfirmed(boundary, line.Next, end) ? boundary : null;
            }
            i = line.Next;
        }
        return null;
    }

    private bool IsPart(Line line)
    {
        var text = lines.Head(line, MimeLimits.FieldName);
        return FieldNames.Length(text) > 8 && System.Text.Ascii.EqualsIgnoreCase(text[..8], "Content-"u8);
    }

    /// <summary>Whether a boundary is closed or, in a mail that was cut, there again before a part.</summary>
    private bool IsConfirmed(byte[] boundary, long start, long end)
    {
        for (var next = lines.NextDashes(start); next is { } place && place < end; next = lines.NextDashes(place))
        {
            var line = lines.Read(place);
            var text = lines.Head(line, boundary.Length + 64).TrimEnd(" \t"u8);
            if (text.Length == boundary.Length + 2 && text[2..].SequenceEqual(boundary) && line.Next < end && IsPart(lines.Read(line.Next))) return true;
            if (text.Length == boundary.Length + 4 && text.EndsWith("--"u8) && text[2..].StartsWith(boundary)) return true;
        }
        return false;
    }
}
