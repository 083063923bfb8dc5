using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Takes a mail apart into parts, in one pass over its lines. Each line is compared with the boundaries
/// that are open, of which there are never more than <see cref="MimeLimits.Depth"/>.</summary>
internal sealed class MimeParser
{
    private readonly ReadOnlyMemory<byte> raw;
    private readonly LineReader lines;
    private readonly Defects defects;
    private readonly HeaderBudget budget = new();
    private readonly List<byte[]> boundaries = [];
    private readonly int outerDepth;
    private int at;
    private int parts;

    /// <summary>The boundary that ended what was last read.</summary>
    private Delimiter ended = Delimiter.None;

    /// <param name="Level">Which of the open boundaries; -1 for the end of the mail.</param>
    /// <param name="Closing">Whether it ends its multipart.</param>
    private readonly record struct Delimiter(int Level, bool Closing)
    {
        public static readonly Delimiter None = new(-1, true);
    }

    /// <summary>Begins with a mail that itself stands so deep in another one.</summary>
    public MimeParser(ReadOnlyMemory<byte> raw, Defects defects, int outerDepth) =>
        (this.raw, lines, this.defects, this.outerDepth) = (raw, new(raw), defects, outerDepth);

    public MimePart Parse()
    {
        if (raw.Span.StartsWith("\uFEFF"u8)) at = 3;
        // mbox's separator, and the one that a "From " line gets when such a file is mailed on.
        if ((raw.Span[at..].StartsWith("From "u8) || raw.Span[at..].StartsWith(">From "u8)) && lines.Read(at).Next is var second
            && second < raw.Length && FieldName(lines.Read(second)) is not null) at = second;
        var root = Part(ContentType.Plain, depth: outerDepth, related: false);
        if (root.Headers.Count == 0) defects.Add(Defects.HeadersMissing);
        return root;
    }

    private MimePart Part(ContentType otherwise, int depth, bool related)
    {
        parts++;
        var headers = Headers(out var bodyless);
        var part = new MimePart(headers, otherwise, depth) { IsRelated = related };
        if (!TransferEncodings.IsKnown(part.TransferEncoding)) defects.Add(Defects.EncodingUnknown);
        if (Charsets.IsUnknown(part.ContentType.Charset)) defects.Add(Defects.CharsetUnknown);
        if (bodyless) return part;
        if (part.ContentType.IsMultipart && depth < MimeLimits.Depth && parts < MimeLimits.Parts) Multipart(part, depth);
        else
        {
            if (part.ContentType.IsMultipart) defects.Add(depth < MimeLimits.Depth ? Defects.PartsTooMany : Defects.DepthExceeded);
            part.Encoded = Body();
        }
        return part;
    }

    /// <summary>Reads fields up to the empty line. A line that is no field ends the header when no field follows it:
    /// somebody forgot the empty line, and what follows is text.</summary>
    /// <param name="bodyless">A boundary or the end of the mail stood where the body should begin.</param>
    private IReadOnlyList<MailHeader> Headers(out bool bodyless)
    {
        var block = new HeaderBlock(budget, defects);
        bodyless = false;
        while (at < raw.Length)
        {
            var line = lines.Read(at);
            if (line.IsEmpty)
            {
                at = line.Next;
                return block.Done();
            }
            if (TryDelimiter(line))
            {
                bodyless = true;
                return block.Done();
            }
            if (FieldName(line) is { } name) Field(block, name, line);
            else if (block.Count > 0 && line.Next < raw.Length && lines.Read(line.Next) is var next && !IsDelimiter(next) && FieldName(next) is not null)
            {
                defects.Add(Defects.HeaderMalformed);
                at = line.Next;
            }
            else
            {
                if (block.Count > 0 && !IsBlank(line)) defects.Add(Defects.HeaderMalformed);
                if (block.Count > 0 && IsBlank(line)) at = line.Next;
                return block.Done();
            }
        }
        return block.Done();
    }

    private void Field(HeaderBlock block, string name, Line line)
    {
        var start = line.Start + raw.Span[line.Start..line.End].IndexOf((byte)':') + 1;
        var end = line.End;
        at = line.Next;
        while (at < raw.Length && raw.Span[at] is (byte)' ' or (byte)'\t')
        {
            var folded = lines.Read(at);
            // A line of blanks alone is an empty line that some gateway padded, unless the field goes on after it.
            if (IsBlank(folded) && !(folded.Next < raw.Length && raw.Span[folded.Next] is (byte)' ' or (byte)'\t')) break;
            (end, at) = (folded.End, folded.Next);
        }
        block.Add(name, raw[start..end]);
    }

    /// <summary>The name of a field that begins in a line: printable ASCII before a colon; RFC 5322 section 4.5 allows blanks between.</summary>
    private string? FieldName(Line line)
    {
        var text = raw.Span[line.Start..line.End];
        var colon = text[..Math.Min(text.Length, 256)].IndexOf((byte)':');
        if (colon <= 0) return null;
        var name = text[..colon].TrimEnd(" \t"u8);
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)33, (byte)126) ? null : Encoding.ASCII.GetString(name);
    }

    private bool IsBlank(Line line) => !raw.Span[line.Start..line.End].ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r');

    private void Multipart(MimePart part, int depth)
    {
        if (part.TransferEncoding is "base64" or "quoted-printable") defects.Add(Defects.EncodingOnMultipart);
        if (Boundary(part.ContentType) is not { } boundary)
        {
            defects.Add(Defects.BoundaryMissing);
            part.Encoded = Body();
            part.BecomeText();
            return;
        }
        var level = boundaries.Count;
        boundaries.Add(boundary);
        var preamble = Body();
        var otherwise = part.ContentType.Subtype == "digest" ? ContentType.Message : ContentType.Plain;
        var related = part.ContentType.Subtype == "related";
        var opened = ended.Level == level;
        while (ended is var d && d.Level == level && !d.Closing)
        {
            if (parts < MimeLimits.Parts) part.Add(Part(otherwise, depth + 1, related));
            else part.Add(Rest(depth + 1));
        }
        boundaries.RemoveAt(level);
        if (!opened || part.Children.Count == 0)
        {
            // Never begun: whatever is there is text to read.
            if (!opened) defects.Add(Defects.BoundaryMissing);
            part.Encoded = preamble;
            part.BecomeText();
        }
        else if (ended.Level < level && parts < MimeLimits.Parts) defects.Add(Defects.BoundaryUnclosed);
        if (ended.Level == level) Body(); // what follows the last boundary is no content
    }

    /// <summary>All that is left of the mail, as one file.</summary>
    private MimePart Rest(int depth)
    {
        defects.Add(Defects.PartsTooMany);
        var part = new MimePart([], ContentType.Octets, depth) { Encoded = raw[at..] };
        (at, ended) = (raw.Length, Delimiter.None);
        return part;
    }

    private byte[]? Boundary(ContentType type)
    {
        if (type.Parameter("boundary")?.TrimEnd() is { Length: > 0 } declared) return Encoding.UTF8.GetBytes(declared);
        // None declared: the first line that could be one and has a field after it.
        var end = Math.Min(raw.Length, at + MimeLimits.BoundarySearch);
        for (var i = at; i < end;)
        {
            var line = lines.Read(i);
            var text = raw.Span[line.Start..line.End].TrimEnd(" \t"u8);
            if (IsDelimiter(line)) return null;
            if (text.Length is > 2 and < 200 && text.StartsWith("--"u8) && line.Next < raw.Length
                && FieldName(lines.Read(line.Next))?.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) == true)
            {
                defects.Add(Defects.BoundaryGuessed);
                return text[2..].ToArray();
            }
            i = line.Next;
        }
        return null;
    }

    /// <summary>What stands before the next boundary that is open, or before the end.</summary>
    private ReadOnlyMemory<byte> Body()
    {
        var start = at;
        while (at < raw.Length)
        {
            var line = lines.Read(at);
            if (TryDelimiter(line)) return raw[start..lines.Before(line.Start, start)];
            at = line.Next;
        }
        ended = Delimiter.None;
        return raw[start..];
    }

    private bool TryDelimiter(Line line)
    {
        if (Match(line) is not { } delimiter) return false;
        (ended, at) = (delimiter, line.Next);
        return true;
    }

    private bool IsDelimiter(Line line) => Match(line) is not null;

    private Delimiter? Match(Line line)
    {
        var text = raw.Span[line.Start..line.End];
        if (boundaries.Count == 0 || !text.StartsWith("--"u8)) return null;
        text = text[2..];
        Delimiter? likely = null;
        for (var level = boundaries.Count - 1; level >= 0; level--)
        {
            if (!text.StartsWith(boundaries[level])) continue;
            var rest = text[boundaries[level].Length..].Trim(" \t\r"u8);
            if (rest.IsEmpty) return new(level, false);
            if (rest.SequenceEqual("--"u8)) return new(level, true);
            // RFC 2046 section 5.1.1 lets other words follow, but another boundary that only begins alike comes first.
            if (text[boundaries[level].Length] is (byte)' ' or (byte)'\t') likely ??= new(level, false);
            else if (rest.StartsWith("-- "u8)) likely ??= new(level, true);
        }
        return likely;
    }
}
