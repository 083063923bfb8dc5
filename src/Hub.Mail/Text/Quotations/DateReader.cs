using System.Buffers;
using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>
/// Reads the date at the beginning of a folded text, in any order and language that mail programs write: weekday, day,
/// month and year, time, zone; each at most once, so that a person called Jan or April is no second month.
/// </summary>
internal ref struct DateReader
{
    // More words than any date has.
    private const int MaxWords = 16;

    private static readonly SearchValues<char> OffsetChars = SearchValues.Create("0123456789:");

    /// <summary>Characters that are the date.</summary>
    public int Length { get; private set; }

    public bool HasDay { get; private set; }

    public bool HasMonth { get; private set; }

    public bool HasYear { get; private set; }

    public bool HasTime { get; private set; }

    /// <summary>Whether the time has seconds, which programs write and persons do not.</summary>
    public bool HasSeconds { get; private set; }

    private bool HasWeekday { get; set; }

    /// <summary>A day of a month or week, at least.</summary>
    public readonly bool IsDate => HasDay && (HasMonth || HasWeekday);

    public static DateReader Read(ReadOnlySpan<char> text)
    {
        var reader = new DateReader();
        var at = 0;
        for (var words = 0; words < MaxWords && at < text.Length; words++)
        {
            var length = text[at..].IndexOf(' ');
            var end = length < 0 ? text.Length : at + length;
            if (!reader.Take(text[at..end].Trim("(),;"), out var counts)) break;
            if (counts) reader.Length = end;
            at = end + 1;
        }
        return reader;
    }

    // Counts is what belongs to the date for sure; a "de" or "at" only with a number behind it.
    private bool Take(ReadOnlySpan<char> word, out bool counts)
    {
        counts = true;
        if (word.Length == 0) return true;
        if (char.IsAsciiDigit(word[0])) return Number(word.TrimEnd('.')) || (HasTime && IsZone(word));
        var bare = word.Trim(".").ToString();
        if (!HasMonth && HasDay && Phrases.Months.Contains(bare)) return HasMonth = true;
        if (!HasWeekday && !HasDay && Phrases.Weekdays.Contains(bare)) return HasWeekday = true;
        // English puts the month first.
        if (!HasMonth && Phrases.Months.Contains(bare)) return HasMonth = true;
        if (HasTime && IsZone(word)) return true;
        if (HasYear && bare is "г" or "года" or "r" or "roku") return true;
        counts = false;
        return Phrases.DateWords.Contains(bare) || (word.Length > 1 && word[^1] == '.' && Phrases.DateWords.Contains(word[..^1].ToString()));
    }

    private bool Number(ReadOnlySpan<char> word)
    {
        if (!HasTime && IsTime(word)) return HasTime = true;
        if (!HasDay && IsNumericDate(word)) return HasDay = true;
        var digits = word.Length - word.TrimStart("0123456789").Length;
        if (digits == 4 && word[..2] is "19" or "20") return !HasYear && Ends(word[4..]) && (HasYear = true);
        if (digits > 2 || HasDay || !Ends(word[digits..])) return false;
        return HasDay = true;
    }

    // "6th", "6º", "2025г".
    private static bool Ends(ReadOnlySpan<char> rest) => rest is "" or "." or "st" or "nd" or "rd" or "th" or "er" or "º" or "ª" or "г" or "г." or ":";

    // "9:14", "09:14:32", "9h14", "9:14am"; with dots ("9.14") only behind a date.
    private bool IsTime(ReadOnlySpan<char> word)
    {
        foreach (var half in (ReadOnlySpan<string>)["am", "pm", "uhr", "h"])
        {
            if (word.EndsWith(half, StringComparison.Ordinal)) word = word[..^half.Length];
        }
        Span<Range> parts = stackalloc Range[4];
        var separator = word.IndexOfAny(":h") >= 0 ? ":h" : HasDay && HasMonth ? "." : "";
        if (separator.Length == 0) return false;
        var count = word.SplitAny(parts, separator);
        if (count is < 2 or > 3 || word[parts[0]].Length is < 1 or > 2) return false;
        for (var i = 0; i < count; i++)
        {
            var part = word[parts[i]];
            if (part.Length == 0 || part.ContainsAnyExceptInRange('0', '9') || (i > 0 && part.Length != 2)) return false;
        }
        HasSeconds = count == 3;
        return true;
    }

    // "06/05/2025", "6.5.25", "2025-05-06", "17-feb.-2015", "06/05".
    private bool IsNumericDate(ReadOnlySpan<char> word)
    {
        Span<Range> parts = stackalloc Range[4];
        var count = word.SplitAny(parts, word.Contains('-') ? "-" : "/.");
        if (count is < 2 or > 3) return false;
        var year = false;
        for (var i = 0; i < count; i++)
        {
            var part = word[parts[i]].TrimEnd('.');
            if (Phrases.Months.Contains(part.ToString()) && i == 1) continue;
            if (part.Length is 0 or 3 or > 4 || part.ContainsAnyExceptInRange('0', '9')) return false;
            if (part.Length == 4 && year) return false;
            year |= part.Length == 4 || i == 2;
        }
        (HasMonth, HasYear) = (true, HasYear || year);
        return true;
    }

    // "am", "p. m.", "uhr", "cest", "gmt+2", "+0200", "+03:00".
    private static bool IsZone(ReadOnlySpan<char> word)
    {
        if (word is "am" or "pm" or "a.m." or "p.m." or "a.m" or "p.m" or "a." or "p." or "m." or "a" or "p" or "m" or "uhr" or "h" or "hrs" or "klo" or "utc" or "gmt") return true;
        if (word.StartsWith("gmt", StringComparison.Ordinal) || word.StartsWith("utc", StringComparison.Ordinal)) word = word[3..];
        if (word.Length is >= 2 and <= 6 && word[0] is '+' or '-' or '\u2212') return !word[1..].ContainsAnyExcept(OffsetChars);
        return word is "cet" or "cest" or "mez" or "mesz" or "bst" or "est" or "edt" or "cst" or "cdt" or "mst" or "mdt" or "pst" or "pdt" or "ist" or "msk" or "eet"
            or "eest" or "wet" or "west" or "jst" or "aest" or "aedt" or "brt" or "hec" or "мск";
    }
}
