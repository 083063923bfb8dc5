using System.Buffers;
using System.Text;
using Hub.Mail.Text.Quotations;

namespace Hub.Mail.Text.Html;

/// <summary>
/// Puts words on lines. Space and line breaks are only remembered until a word follows, so none stand at an end and
/// never more than one blank line between two paragraphs.
/// </summary>
internal sealed class LineWriter
{
    /// <summary>Characters a mail's text may have.</summary>
    public const int MaxLength = 1_000_000;

    // A mail answered more often than that is not read by its count of marks.
    private const int MaxMarks = 10;

    private const int MaxBlankLines = 50;

    private const string CutOff = "[…]";

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\f\u0085\u2028\u2029");

    private readonly StringBuilder text = new();
    private readonly List<LineHint> hints = [];
    private readonly List<Origin> origins = [];
    private int breaks;
    private bool space;
    private bool cell;
    private bool blankSeen;
    private LineHint fromHere;
    private int depthWritten;
    private int cellLine;
    private Row row = new();
    private string? bullet;

    /// <summary>A row of a table: on which line its first word stands, once there is one.</summary>
    public sealed class Row
    {
        public int? Line { get; set; }
    }

    /// <summary>Where the first word of a line stands in the tree; of a blank line, nowhere.</summary>
    public readonly record struct Origin(HtmlNode? Node, int Offset);

    /// <summary>Where each line begins.</summary>
    public IReadOnlyList<Origin> Origins => origins;

    /// <summary>What is said about the lines written from now on.</summary>
    public LineHint Hint { get; set; }

    /// <summary>How many block quotations are open.</summary>
    public int QuoteDepth { get; set; }

    /// <summary>What is said about the line of the next word, and all below it.</summary>
    public void FromHere(LineHint hint) => fromHere = hint;

    /// <summary>A place in the text, to ask later what was written since.</summary>
    public int Mark()
    {
        blankSeen = false;
        return text.Length;
    }

    /// <summary>Whether since the mark a no-break space came, and no word.</summary>
    public bool OnlySpaceSince(int mark) => blankSeen && text.Length == mark;

    /// <summary>What follows begins a line, with one blank line above when <paramref name="count"/> is 2.</summary>
    public void Break(int count)
    {
        if (!cell) breaks = Math.Max(breaks, count);
        space = false;
    }

    /// <summary>Ends the line; on an empty line, leaves a blank one.</summary>
    public void Line()
    {
        if (cell) return;
        breaks = Math.Min(breaks + 1, 2);
        space = false;
    }

    /// <summary>What to write before the next word, on its line.</summary>
    public void Bullet(string sign) => bullet = sign;

    /// <summary>An item without words has no bullet.</summary>
    public void DropBullet() => bullet = null;

    /// <summary>A row of a table begins; returns the one around it.</summary>
    public Row BeginRow()
    {
        var outer = row;
        row = new Row();
        return outer;
    }

    /// <summary>The next words are a cell: on the line of those before it, if the row has only one line so far.</summary>
    public void Cell()
    {
        if (row.Line is not { } line) return;
        (cell, cellLine, space) = (true, line, false);
    }

    public void EndRow(Row outer)
    {
        outer.Line ??= row.Line;
        row = outer;
        cell = false;
    }

    /// <summary>Writes words of a node, each run of white space as one space.</summary>
    public void Words(string data, HtmlNode node)
    {
        for (var i = 0; i < data.Length;)
        {
            if (IsGap(data[i]) || Folding.IsInvisible(data[i]))
            {
                blankSeen |= data[i] == '\u00A0';
                space |= char.IsWhiteSpace(data[i++]);
                continue;
            }
            var start = i;
            // Joiners hold together emoji and letters of some scripts: inside a word they stay.
            while (i < data.Length && !IsGap(data[i])) i++;
            var end = i;
            while (Folding.IsInvisible(data[end - 1])) end--;
            Word(data.AsSpan(start, end - start), new Origin(node, start));
        }
    }

    /// <summary>Writes behind the last word, whatever follows it.</summary>
    public void Append(string suffix)
    {
        if (text.Length < MaxLength) text.Append(suffix);
    }

    /// <summary>Writes the text of a node as it stands, line by line.</summary>
    public void Preserved(HtmlNode node)
    {
        for (var start = 0; start <= node.Data.Length;)
        {
            var length = node.Data.AsSpan(start).IndexOfAny(LineEnds);
            var line = length < 0 ? node.Data[start..] : node.Data.Substring(start, length);
            if (start > 0 && !cell) breaks = Math.Min(breaks + 1, MaxBlankLines);
            if (line.Any(c => !char.IsWhiteSpace(c) && !Folding.IsInvisible(c)))
            {
                Word(line.Replace('\u00A0', ' ').Replace("\0", "", StringComparison.Ordinal).TrimEnd(), new Origin(node, start));
            }
            if (line.EndsWith(' ')) space = true;
            start += line.Length + 1;
            if (start < node.Data.Length && node.Data[start - 1] == '\r' && node.Data[start] == '\n') start++;
        }
    }

    public MailLines ToLines(bool isCut)
    {
        if (isCut || text.Length >= MaxLength) text.Append('\n').Append(CutOff);
        return new MailLines(text.ToString(), hints);
    }

    private void Word(ReadOnlySpan<char> word, Origin origin)
    {
        if (text.Length >= MaxLength) return;
        Separate(origin);
        if (fromHere is not LineHint.None) hints[^1] = fromHere;
        fromHere = LineHint.None;
        row.Line ??= hints.Count;
        if (bullet is not null) text.Append(bullet);
        bullet = null;
        var room = Math.Max(0, MaxLength - text.Length);
        // Not between the two halves of a character.
        if (room > 0 && room < word.Length && char.IsHighSurrogate(word[room - 1])) room--;
        text.Append(room < word.Length ? word[..room] : word);
    }

    // Writes what was remembered: a break, the gap between two cells, or a space.
    private void Separate(Origin origin)
    {
        if (text.Length == 0 && hints.Count == 0) NewLine(0, origin);
        else if (cell && hints.Count == cellLine) text.Append('\t');
        else if (cell) NewLine(1, origin);
        else if (breaks > 0) NewLine(breaks, origin);
        else if (space) text.Append(' ');
        (breaks, space, cell) = (0, false, false);
    }

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || char.IsControl(c);

    private void NewLine(int count, Origin origin)
    {
        var depth = Math.Min(QuoteDepth, MaxMarks);
        for (var i = 1; i <= count; i++)
        {
            text.Append('\n');
            if (i == count) break;
            hints.Add(Hint);
            origins.Add(default);
            // The blank line between a quotation and what follows belongs to neither.
            text.Append('>', Math.Min(depth, depthWritten));
        }
        hints.Add(Hint);
        origins.Add(origin);
        text.Append('>', depth);
        if (depth > 0) text.Append(' ');
        depthWritten = depth;
    }
}
