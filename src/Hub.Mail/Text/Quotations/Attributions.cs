using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Finds the sentence a mail program puts above a quotation: "On …, … wrote:", on one line or broken over four.</summary>
internal sealed class Attributions(MailLines lines)
{
    private const int MaxLines = 4;
    private const int MaxLength = 600;

    /// <summary>
    /// Whether an attribution begins at this line. Above lines marked with <c>&gt;</c> a date is enough; without them it must
    /// name a time and set the writer off by a comma or an address, as programs do and persons do not.
    /// </summary>
    public bool TryBegin(int line, out int last)
    {
        last = line;
        if (RunsOn(line)) return true;
        if (FindEnd(line, out last) is not { } language || !IsAttribution(line, last, language, sure: false)) return false;
        // "On arrival it was broken." right above "On 3 May …" is the person's own line.
        for (var later = line + 1; later <= last; later++)
        {
            if (Opened(later) is { } other && IsAttribution(later, last, other, sure: true)) return false;
        }
        return true;
    }

    /// <summary>
    /// Whether an attribution in any language ends above marked lines: a sentence with a colon at its end, a date or time and
    /// an address ("26.06.2014, 14:41, Anna &lt;a@example.org&gt;:").
    /// </summary>
    public bool TryEndAbove(int marked, out int first)
    {
        first = marked - 1;
        while (first >= 0 && first >= marked - 3 && lines.IsBlank(first)) first--;
        if (first < 0 || lines.IsBlank(first) || !lines.Folded(first).EndsWith(':')) return false;
        var address = false;
        for (var top = first - MaxLines; first >= 0 && first > top; first--)
        {
            if (lines.IsBlank(first) || lines.IsMarked(first) || lines.IsLong(first)) return false;
            var part = lines.Folded(first);
            address |= part.Contains('@', StringComparison.Ordinal);
            if (Dates.HasTime(part) || Dates.HasYear(part)) return address;
            if (address && Array.Exists(Phrases.Attributions, a => Closes(part, a.Verb))) return true;
        }
        return false;
    }

    private Attribution? Opened(int line) =>
        Array.Find(Phrases.Attributions, a => lines.Folded(line).StartsWith(a.Opening, StringComparison.Ordinal));

    // Yahoo's program for telephones puts the quotation on the line of its attribution.
    private bool RunsOn(int line) =>
        Opened(line) is { Verb: var verb } && lines.Folded(line) is var text && Dates.HasTime(text)
        && (text.Contains($">{verb}: ", StringComparison.Ordinal) || text.Contains($">{verb} : ", StringComparison.Ordinal));

    // The line on which the sentence begun here closes, and its language.
    private Attribution? FindEnd(int line, out int last)
    {
        last = line;
        if (Opened(line) is not { } language) return null;
        var length = 0;
        for (; last < Math.Min(lines.Count, line + MaxLines); last++)
        {
            if (lines.IsBlank(last) || lines.IsMarked(last) || lines.IsLong(last)) return null;
            length += lines.Folded(last).Length;
            if (length > MaxLength) return null;
            // The verb may stand alone on the last line.
            if (Closes(" " + lines.Folded(last), language.Verb) || (last > line && Closes(Join(last - 1, last), language.Verb))) return language;
        }
        return null;
    }

    // Sure is what needs no marked lines below it.
    private bool IsAttribution(int first, int last, Attribution language, bool sure)
    {
        var sentence = Join(first, last);
        if (!Closes(sentence, language.Verb)) return false;
        var address = sentence.Contains('@', StringComparison.Ordinal);
        var words = WithoutColon(sentence)[..^language.Verb.Length].Split(' ');
        // Programs begin with the date, at most a weekday and a month before its first number.
        if (!words.Skip(1).Take(3).Any(w => w.Length > 0 && char.IsAsciiDigit(w[0]))) return false;
        if (language.Narrators.Contains(words[^1])) return false;
        if (!address && words.Skip(1).Any(language.Narrators.Contains)) return false;
        if (Dates.HasTime(sentence) && (address || sentence.Contains(',', StringComparison.Ordinal))) return true;
        var next = lines.NextWritten(last + 1);
        return !sure && next < lines.Count && lines.IsMarked(next);
    }

    private static bool Closes(string sentence, string verb) =>
        sentence.EndsWith(':') && WithoutColon(sentence).EndsWith(verb, StringComparison.Ordinal);

    private static string WithoutColon(string sentence) => sentence[..^1].TrimEnd(' ', '*');

    private string Join(int first, int last) => string.Join(' ', Enumerable.Range(first, last - first + 1).Select(lines.Folded));
}
