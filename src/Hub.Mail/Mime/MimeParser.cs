using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Takes a mail apart into parts, in one pass over its lines: headers are kept, of bodies only where they lie.
/// Only lines that begin with two dashes are compared with the boundaries that are open, of which there are never
/// more than <see cref="MimeLimits.Depth"/>.</summary>
internal sealed class MimeParser : IDisposable
{
    private readonly MailSource source;
    private readonly Window window;
    private readonly LineReader lines;
    private readonly MailContext context;
    private readonly HeaderBudget budget = new();
    private readonly List<byte[]> boundaries = [];
    private readonly int outerDepth;
    private int longest;
    private long at;

    /// <summary>Octets that were read once more because a boundary was declared wrongly.</summary>
    private long again;
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
    public MimeParser(MailSource source, MailContext context, int outerDepth)
    {
        (this.source, this.context, this.outerDepth) = (source, context, outerDepth);
        window = new(source);
        lines = new(window, LineReader.EndOf(source));
    }

    private Defects Defects => context.Defects;

    private BoundarySearch Search => new(lines, line => Match(line) is not null);

    public MimePart Parse()
    {
        if (window.Peek(0, 3).StartsWith("\uFEFF"u8)) at = 3;
        at = AboveHeader(at);
        // mbox's separator, and the one that a "From " line gets when such a file is mailed on.
        var head = window.Peek(at, 6);
        if ((head.StartsWith("From "u8) || head.StartsWith(">From "u8)) && lines.Read(at).Next is var second
            && second < source.Length && FieldName(lines.Read(second)) > 0) at = second;
        var root = Part(ContentType.Plain, depth: outerDepth, related: false, out var charset);
        if (root.Headers.Count == 0) Defects.Add(Defects.HeadersMissing);
        charset.OfText = Leaves(root).Where(p => p.IsText).Select(p => Charsets.Find(p.ContentType.Charset)).FirstOrDefault(e => e is not null && e != Encoding.UTF8);
        return root;
    }

    public void Dispose() => window.Dispose();

    /// <summary>Some programs leave lines empty above the header; it begins below them where a field that mail has does.</summary>
    private long AboveHeader(long start)
    {
        const int Most = 20;
        var line = lines.Read(start);
        for (var i = 0; i < Most && lines.IsBlank(line) && line.Next < source.Length; i++) line = lines.Read(line.Next);
        if (line.Start == start) return start;
        return FieldNames.IsKnown(Name(line)) || lines.Head(line, 5).StartsWith("From "u8) ? line.Start : start;
    }

    private static IEnumerable<MimePart> Leaves(MimePart part) => part.Children.Count == 0 ? [part] : part.Children.SelectMany(Leaves);

    private MimePart Part(ContentType otherwise, int depth, bool related) => Part(otherwise, depth, related, out _);

    private MimePart Part(ContentType otherwise, int depth, bool related, out HeaderCharset charset)
    {
        parts++;
        var headers = Headers(out charset, out var bodyless);
        var part = new MimePart(headers, otherwise, depth, context) { IsRelated = related };
        if (!TransferEncodings.IsKnown(part.TransferEncoding)) Defects.Add(Defects.EncodingUnknown);
        if (Charsets.IsUnknown(part.ContentType.Charset)) Defects.Add(Defects.CharsetUnknown);
        if (bodyless) return part;
        if (part.ContentType.IsMultipart && depth < MimeLimits.Depth && parts < MimeLimits.Parts) Multipart(part, depth);
        else
        {
            if (part.ContentType.IsMultipart) Defects.Add(depth < MimeLimits.Depth ? Defects.PartsTooMany : Defects.DepthExceeded);
            part.Encoded = Body();
        }
        return part;
    }

    /// <summary>Reads fields up to the empty line. A line that is no field ends the header when no field follows it:
    /// somebody forgot the empty line, and what follows is text.</summary>
    /// <param name="charset">What raw 8-bit octets of the header are read with.</param>
    /// <param name="bodyless">A boundary or the end of the mail stood where the body should begin.</param>
    private IReadOnlyList<MailHeader> Headers(out HeaderCharset charset, out bool bodyless)
    {
        var block = new HeaderBlock(window, budget, context);
        bodyless = !ReadFields(block);
        (var fields, charset) = block.Done();
        return fields;
    }

    /// <returns>False where no body can follow.</returns>
    private bool ReadFields(HeaderBlock block)
    {
        var doubt = new HeaderDoubt();
        while (at < source.Length)
        {
            var line = lines.Read(at);
            if (line.IsEmpty)
            {
                if (Forgotten(block, doubt.Prose)) return true;
                at = line.Next;
                return true;
            }
            if (TryDelimiter(line)) return Forgotten(block, doubt.Prose);
            if (FieldName(line) > 0)
            {
                var name = block.IsFull ? "" : Name(line);
                if (!block.IsFull) doubt.Meet(name, lines.Head(line, MimeLimits.FieldName), at, block.Count);
                Field(block, name, line);
            }
            else if (block.Count > 0 && line.Next < source.Length && lines.Read(line.Next) is var next && Match(next) is null && FieldName(next) > 0)
            {
                Defects.Add(Defects.HeaderMalformed);
                doubt.Meet(at, block.Count);
                at = line.Next;
            }
            else
            {
                if (!lines.IsBlank(line) && Forgotten(block, doubt.Any)) return true;
                if (block.Count > 0 && !lines.IsBlank(line)) Defects.Add(Defects.HeaderMalformed);
                if (block.Count > 0 && lines.IsBlank(line) && !Forgotten(block, doubt.Prose)) at = line.Next;
                return true;
            }
        }
        Forgotten(block, doubt.Prose);
        return true;
    }

    /// <summary>Where the empty line above the text was forgotten, goes back to where that begins.</summary>
    private bool Forgotten(HeaderBlock block, (long At, int Fields)? text)
    {
        if (text is not var (start, fields) || block.IsBase64) return false;
        Defects.Add(Defects.HeaderMalformed);
        block.Cut(fields);
        at = start;
        return true;
    }

    private void Field(HeaderBlock block, string name, Line line)
    {
        var start = line.Start + lines.Head(line, MimeLimits.FieldName).IndexOf((byte)':') + 1;
        var end = line.End;
        at = line.Next;
        while (lines.IsFold(at))
        {
            var folded = lines.Read(at);
            // A line of blanks alone is an empty line that some gateway padded, unless the field goes on after it.
            if (lines.IsBlank(folded) && !lines.IsFold(folded.Next)) break;
            (end, at) = (folded.End, folded.Next);
        }
        block.Add(name, start, end);
    }

    private int FieldName(Line line) => FieldNames.Length(lines.Head(line, MimeLimits.FieldName));

    private string Name(Line line) => Encoding.ASCII.GetString(lines.Head(line, FieldName(line)));

    private void Multipart(MimePart part, int depth)
    {
        if (part.TransferEncoding is "base64" or "quoted-printable") Defects.Add(Defects.EncodingOnMultipart);
        if (Boundary(part.ContentType) is not { } boundary)
        {
            Defects.Add(Defects.BoundaryMissing);
            part.Encoded = Body();
            part.BecomeText();
            return;
        }
        var level = boundaries.Count;
        var (start, before) = (at, boundaries.Count == 0 ? 0 : longest);
        var preamble = Open(boundary);
        if (ended.Level != level && again + (at - start) <= source.Length * 2 && Search.Find(start, start + preamble.Length, boundary) is { } another)
        {
            // The declared one never occurs, and another one plainly does.
            again += at - start;
            boundaries.RemoveAt(level);
            (at, longest) = (start, before);
            Defects.Add(Defects.BoundaryGuessed);
            preamble = Open(another);
        }
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
            if (!opened) Defects.Add(Defects.BoundaryMissing);
            part.Encoded = preamble;
            part.BecomeText();
        }
        else if (ended.Level < level && parts < MimeLimits.Parts) Defects.Add(Defects.BoundaryUnclosed);
        if (ended.Level == level) Body(); // what follows the last boundary is no content
    }

    /// <summary>Opens a multipart, and reads what stands before its first part.</summary>
    private MailSource Open(byte[] boundary)
    {
        boundaries.Add(boundary);
        longest = boundaries.Max(b => b.Length);
        return Body();
    }

    /// <summary>All that is left of the mail, as one file.</summary>
    private MimePart Rest(int depth)
    {
        Defects.Add(Defects.PartsTooMany);
        var part = new MimePart([], ContentType.Octets, depth, context) { Encoded = source.Slice(at, source.Length) };
        (at, ended) = (source.Length, Delimiter.None);
        return part;
    }

    private byte[]? Boundary(ContentType type)
    {
        if (type.Parameter("boundary")?.TrimEnd() is { Length: > 0 } declared) return Encoding.UTF8.GetBytes(declared);
        if (Search.Find(at, source.Length, declared: null) is not { } boundary) return null;
        Defects.Add(Defects.BoundaryGuessed);
        return boundary;
    }

    /// <summary>What stands before the next boundary that is open, or before the end.</summary>
    private MailSource Body()
    {
        var start = at;
        // The place is a line's start; from then on only those that begin with dashes are.
        for (long? next = boundaries.Count == 0 ? null : at; next is { } place; next = lines.NextDashes(place))
            if (window.Peek(place, 2).StartsWith("--"u8) && TryDelimiter(lines.Read(place))) return source.Slice(start, lines.Before(place, start));
        (at, ended) = (source.Length, Delimiter.None);
        return source.Slice(start, source.Length);
    }

    private bool TryDelimiter(Line line)
    {
        if (Match(line) is not { } delimiter) return false;
        (ended, at) = (delimiter, line.Next);
        return true;
    }

    private Delimiter? Match(Line line)
    {
        if (boundaries.Count == 0) return null;
        var text = lines.Head(line, longest + MimeLimits.FieldName);
        if (!text.StartsWith("--"u8)) return null;
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
