namespace Hub.Mail.Text.Quotations;

/// <summary>What stands above a quotation.</summary>
internal enum Opening
{
    /// <summary>The sentence of a reply, or nothing.</summary>
    None,

    /// <summary>A header block or a separator, as above replies and, in some programs, above mails that are sent on.</summary>
    Header,

    /// <summary>The words of a program that a mail is sent on.</summary>
    Forward,
}

/// <summary>
/// Which lines of a mail are quoted. Lines marked with <c>&gt;</c>, their attributions and what HTML marks as quotation
/// end somewhere, and a person may write below; a header block, a separator or an attribution without marked lines
/// opens a quotation that goes on to the end. Marked lines above which no program says whose they are may be a list.
/// </summary>
internal sealed class QuotationMap
{
    private const int MaxBlank = 3;

    private readonly MailLines lines;
    private readonly Attributions attributions;
    private readonly HeaderBlocks headers;
    private readonly bool[] quoted;
    private int firstOwn;
    private bool isAttributed;

    public QuotationMap(MailLines lines)
    {
        this.lines = lines;
        (attributions, headers) = (new Attributions(lines), new HeaderBlocks(lines));
        quoted = new bool[lines.Count];
        (firstOwn, End) = (lines.Count, lines.Count);
        for (var i = 0; i < End;) i = Read(i);
        // The rule above a header block belongs to it.
        for (var above = End - 1; End < lines.Count && above >= 0; above--)
        {
            if (lines.IsBlank(above)) continue;
            if (quoted[above] || !FixedLines.IsRule(lines.Folded(above))) break;
            End = above;
        }
    }

    /// <summary>The line from which on all is quotation; the number of lines where there is no such line.</summary>
    public int End { get; private set; }

    /// <summary>What stands above the first quotation.</summary>
    public Opening Opening { get; private set; }

    /// <summary>Whether the line is quoted, or stands behind <see cref="End"/>.</summary>
    public bool IsQuoted(int line) => line >= End || quoted[line];

    /// <summary>Whether the person wrote the line.</summary>
    public bool IsOwn(int line) => !IsQuoted(line) && !lines.IsBlank(line);

    // Reads what begins at the line and returns the line behind it.
    private int Read(int line)
    {
        if (lines.IsBlank(line)) return line + 1;
        if (lines.IsMarked(line)) return ReadMarked(line);
        if (lines.Hint(line) is LineHint.QuotedFromHere or LineHint.SentOnFromHere) return Forward(line, lines.Hint(line) is LineHint.SentOnFromHere);
        if (lines.Hint(line) is LineHint.Quoted)
        {
            if (FixedLines.IsForward(lines.Folded(line)) && Follows(line)) return Forward(line, sentOn: true);
            if (!isAttributed && headers.TryBegin(line, out _)) Opens(Opening.Header);
            // The rule of Zimbra, above what tells a reply from a forward.
            var wasAttributed = isAttributed;
            Quote(line, line);
            if (FixedLines.IsRule(lines.Folded(line))) isAttributed = wasAttributed;
            return line + 1;
        }
        if (attributions.TryBegin(line, out var last)) return MarkedFollows(last) ? Quote(line, last) : ToEnd(line);
        if (FixedLines.IsSeparator(lines.Folded(line)) || FixedLines.IsForward(lines.Folded(line)))
        {
            var below = lines.NextWritten(line + 1);
            if (below == lines.Count) return Own(line);
            Opens(FixedLines.IsForward(lines.Folded(line)) ? Opening.Forward : Opening.Header);
            return headers.TryBegin(below, out last) ? Header(line, last) : Header(line, line);
        }
        if (headers.TryBegin(line, out last) && Follows(last)) return Header(line, last);
        return Own(line);
    }

    private int ReadMarked(int line)
    {
        if (attributions.TryEndAbove(line, out var first))
        {
            Quote(first, line);
            if (firstOwn >= first) firstOwn = lines.Count;
        }
        if (!isAttributed && BeginsForward(line)) Opens(Opening.Forward);
        if (isAttributed || lines.Hint(line) is not LineHint.None) return Quote(line, line);
        var last = line;
        for (var next = line; next < lines.Count && lines.IsMarked(next); next = lines.NextWritten(next + 1)) last = next;
        if (IsQuotation(line, last)) return Quote(line, last);
        firstOwn = Math.Min(firstOwn, line);
        return last + 1;
    }

    // Apple Mail puts "Begin forwarded message:" among the marked lines.
    private bool BeginsForward(int line)
    {
        for (var i = line; i < Math.Min(lines.Count, line + MaxBlank) && lines.IsMarked(i); i++)
        {
            var inside = lines.WithoutMarks(i, i);
            if (!inside.IsBlank(0)) return FixedLines.IsForward(inside.Folded(0));
        }
        return false;
    }

    // Telephones and Orange put the attribution or header block among the marked lines; nobody nests a list by two marks.
    private bool IsQuotation(int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (lines.Folded(i) is ['>', '>', ..] or ['>', ' ', '>', ..]) return true;
        }
        var inside = lines.WithoutMarks(first, last);
        var (sentences, blocks) = (new Attributions(inside, marked: true), new HeaderBlocks(inside, marked: true));
        for (var i = 0; i < inside.Count; i++)
        {
            if (inside.IsBlank(i)) continue;
            if (sentences.TryBegin(i, out _)) return true;
            if (!blocks.TryBegin(i, out _) && !FixedLines.IsSeparator(inside.Folded(i))) continue;
            Opens(Opening.Header);
            return true;
        }
        return Opening is Opening.Forward;
    }

    // Outlook quotes to the end; but where nothing stands above and marked lines follow, the answer is below them.
    private int Header(int line, int last) => firstOwn == lines.Count && MarkedFollows(last) ? Quote(line, last) : Forward(line, sentOn: false);

    private int Own(int line)
    {
        firstOwn = Math.Min(firstOwn, line);
        return line + 1;
    }

    private int Quote(int first, int last)
    {
        isAttributed = true;
        Array.Fill(quoted, true, first, last - first + 1);
        return last + 1;
    }

    private int ToEnd(int line)
    {
        End = line;
        return lines.Count;
    }

    private int Forward(int line, bool sentOn)
    {
        Opens(sentOn ? Opening.Forward : Opening.Header);
        return ToEnd(line);
    }

    // What is quoted within a quotation was sent on by somebody else.
    private void Opens(Opening opening)
    {
        if (Opening is Opening.None && !isAttributed) Opening = opening;
    }

    private bool Follows(int line) => lines.NextWritten(line + 1) < lines.Count;

    private bool MarkedFollows(int line) => Follows(line) && lines.IsMarked(lines.NextWritten(line + 1));
}
