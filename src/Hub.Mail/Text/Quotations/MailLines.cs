using System.Text;

namespace Hub.Mail.Text.Quotations;

/// <summary>What the structure of an HTML mail says about a line of its text.</summary>
internal enum LineHint
{
    None = 0,

    /// <summary>Inside an element that holds a quotation or its attribution.</summary>
    Quoted,

    /// <summary>From here to the end everything is quotation.</summary>
    QuotedFromHere,

    /// <summary>From here to the end stands a mail that is sent on.</summary>
    SentOnFromHere,

    /// <summary>Inside an element that a mail program marks as signature.</summary>
    Signature,
}

/// <summary>A text by its lines (ended by LF, CRLF or CR), each with what the rules ask of it.</summary>
internal sealed class MailLines
{
    private readonly List<int> starts = [];
    private readonly List<int> ends = [];
    private readonly IReadOnlyList<LineHint> hints;
    private readonly string?[] folded;
    private readonly int[] nextWritten;

    public MailLines(string text, IReadOnlyList<LineHint>? hints = null)
    {
        Text = text;
        this.hints = hints ?? [];
        for (var start = 0; start <= text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            var end = length < 0 ? text.Length : start + length;
            starts.Add(start);
            ends.Add(end);
            start = end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? end + 2 : end + 1;
        }
        folded = new string?[Count];
        nextWritten = new int[Count + 1];
        nextWritten[Count] = Count;
        for (var i = Count - 1; i >= 0; i--) nextWritten[i] = First(i) is null ? nextWritten[i + 1] : i;
    }

    public string Text { get; }

    public int Count => starts.Count;

    public int Start(int line) => starts[line];

    public int End(int line) => ends[line];

    public LineHint Hint(int line) => line < hints.Count ? hints[line] : LineHint.None;

    public bool IsBlank(int line) => nextWritten[line] != line;

    /// <summary>The first line from this one on that is not blank; <see cref="Count"/> when there is none.</summary>
    public int NextWritten(int line) => nextWritten[Math.Min(line, Count)];

    /// <summary>Whether the line begins with the quotation mark of RFC 3676 section 4.5.</summary>
    public bool IsMarked(int line) => First(line) == '>';

    /// <summary>Whether the line is the separator of RFC 3676 section 4.3 with its space, which nobody writes by hand.</summary>
    public bool IsSignatureSeparator(int line) => Text.AsSpan(starts[line], ends[line] - starts[line]) is "-- ";

    /// <summary>The lines from one to another without their marks and the blanks behind these.</summary>
    public MailLines WithoutMarks(int first, int last)
    {
        var text = new StringBuilder();
        for (var i = first; i <= last; i++) text.Append(Text.AsSpan(starts[i], ends[i] - starts[i]).TrimStart(" \t\u00A0>")).Append('\n');
        return new MailLines(text.ToString());
    }

    /// <summary>Whether the line is longer than what <see cref="Folded"/> shows of it.</summary>
    public bool IsLong(int line) => ends[line] - starts[line] > Folding.MaxLength;

    /// <summary>The beginning of the line in the form in which phrases are compared.</summary>
    public string Folded(int line)
    {
        Looks++;
        return folded[line] ??= Folding.Fold(Text.AsSpan(starts[line], ends[line] - starts[line]));
    }

    /// <summary>How often the rules looked at a line so far: what a mail costs, whatever the machine.</summary>
    public int Looks { get; private set; }

    private char? First(int line)
    {
        foreach (var c in Text.AsSpan(starts[line], ends[line] - starts[line]))
        {
            if (!char.IsWhiteSpace(c) && !Folding.IsInvisible(c)) return c;
        }
        return null;
    }
}
