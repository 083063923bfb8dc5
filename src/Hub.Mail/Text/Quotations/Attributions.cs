using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Finds the sentence a mail program puts above a quotation: "On …, … wrote:", on one line or broken over four.</summary>
/// <param name="lines">All lines.</param>
/// <param name="marked">Whether the lines were marked as quoted themselves, so that a date and a name are enough.</param>
internal sealed class Attributions(MailLines lines, bool marked = false)
{
    private const int MaxLines = 4;
    private const int MaxLength = 600;
    private const int ShortLine = 50;

    /// <summary>
    /// Whether an attribution begins at this line. Above lines marked with <c>&gt;</c> a date and a name are enough; without
    /// them it needs a time and an address, as programs write and persons do not.
    /// </summary>
    public bool TryBegin(int line, out int last)
    {
        last = line;
        if (RunsOn(line)) return true;
        var length = 0;
        for (; last < Math.Min(lines.Count, line + MaxLines); last++)
        {
            if (lines.IsBlank(last) || lines.IsMarked(last) || lines.IsLong(last)) return false;
            length += lines.Folded(last).Length;
            if (length > MaxLength) return false;
            if (Sentence(line, last) is not { } sentence)
            {
                if (EndsSentence(lines.Folded(last))) return false;
                continue;
            }
            var next = lines.NextWritten(last + 1);
            var quoted = marked || (next < lines.Count && (lines.IsMarked(next) || lines.Hint(next) is LineHint.Quoted));
            // "On arrival it was broken." right above "On 3 May …" is the person's own line.
            return AttributionMatch.Find(sentence) is { } match && (quoted ? match.IsEnoughAboveMarks : match.IsSure) && !BeginsLater(line, last);
        }
        return false;
    }

    /// <summary>
    /// Whether an attribution in any language ends above marked lines: a sentence with a colon at its end, a date or time and
    /// an address ("26.06.2014, 14:41, Anna &lt;a@example.org&gt;:").
    /// </summary>
    public bool TryEndAbove(int line, out int first)
    {
        first = line - 1;
        while (first >= 0 && first >= line - 3 && lines.IsBlank(first)) first--;
        if (first < 0 || lines.IsBlank(first) || !lines.Folded(first).EndsWith(':')) return false;
        var address = false;
        for (var top = first - MaxLines; first >= 0 && first > top; first--)
        {
            if (lines.IsBlank(first) || lines.IsMarked(first) || lines.IsLong(first)) return false;
            var part = lines.Folded(first);
            address |= part.Contains('@', StringComparison.Ordinal);
            if (Dates.HasTime(part) || Dates.HasYear(part)) return address;
        }
        return false;
    }

    // Yahoo's program for telephones puts the quotation on the line of its attribution.
    private bool RunsOn(int line)
    {
        var text = lines.Folded(line);
        var address = text.IndexOf('>', StringComparison.Ordinal);
        if (address < 0 || text.IndexOf(": ", address, StringComparison.Ordinal) is not (> 0 and var end)) return false;
        return AttributionMatch.Find(text[..end].TrimEnd()) is { IsSure: true, HasOpening: true };
    }

    // "Blue please." right above an attribution; programs break theirs where the line is full, maybe behind an abbreviation.
    private static bool EndsSentence(string line) => line.EndsWith('!') || line.EndsWith('?') || (line.EndsWith('.') && line.Length < ShortLine);

    private bool BeginsLater(int line, int last)
    {
        for (var later = line + 1; later <= last; later++)
        {
            if (Sentence(later, last) is { } sentence && AttributionMatch.Find(sentence) is { IsSure: true }) return true;
        }
        return false;
    }

    // The lines as one sentence without its colon; null where they do not end as an attribution does. Zoho has dashes.
    private string? Sentence(int first, int last)
    {
        var end = lines.Folded(last);
        var colon = end.EndsWith(':');
        if (!colon && !(end.EndsWith("--", StringComparison.Ordinal) && lines.Folded(first).StartsWith("--", StringComparison.Ordinal))) return null;
        var sentence = string.Join(' ', Enumerable.Range(first, last - first + 1).Select(lines.Folded));
        return colon ? sentence[..^1].TrimEnd(' ', '*') : sentence.Trim('-', ' ');
    }
}
