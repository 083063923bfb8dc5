using System.Globalization;

namespace Hub.Mail.Mime;

/// <summary>Date fields: RFC 5322 sections 3.3 and 4.3, asctime, ISO 8601, and near misses.</summary>
internal static class MailDates
{
    private const int Longest = 200;
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>A date and time with its zone; none when it cannot be one. The weekday is not believed.
    /// A zone missing or unknown is UTC, as RFC 5322 section 4.3 says.</summary>
    public static DateTimeOffset? Read(string? field)
    {
        if (field is null) return null;
        var text = WithoutComments(field.Length > Longest ? field[..Longest] : field).Trim();
        if (text.Length > 10 && char.IsAsciiDigit(text[0]) && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso)) return iso.Year is < 2 or > 9998 ? null : iso;
        int? day = null, month = null, year = null;
        TimeSpan? time = null, zone = null;
        var afternoon = false;
        var morning = false;
        foreach (var token in Tokens(text))
        {
            if (token.Contains(':', StringComparison.Ordinal) && time is null) time = Time(token);
            else if (token[0] is '+' or '-' && (time is not null || token.Length == 5)) zone ??= Offset(token);
            else if (char.IsAsciiDigit(token[0]) && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (day is null && token.Length <= 2) day = number;
                else year ??= Year(number, token.Length);
            }
            else if (char.IsAsciiLetter(token[0]))
            {
                if (month is null && Month(token) is { } named) month = named;
                else if (time is not null && token.Equals("PM", StringComparison.OrdinalIgnoreCase)) afternoon = true;
                else if (time is not null && token.Equals("AM", StringComparison.OrdinalIgnoreCase)) morning = true;
                else if (time is not null) zone ??= Named(token);
            }
        }
        if (day is null || month is null || year is null) return null;
        if (afternoon && time is { Hours: < 12 }) time += TimeSpan.FromHours(12);
        if (morning && time is { Hours: 12 }) time -= TimeSpan.FromHours(12);
        return Make(year.Value, month.Value, day.Value, time ?? TimeSpan.Zero, zone ?? TimeSpan.Zero);
    }

    internal static DateTimeOffset? Make(int year, int month, int day, TimeSpan time, TimeSpan zone)
    {
        // The first and last year would leave the calendar in some zone.
        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        return new DateTimeOffset(new DateTime(year, month, day) + time, zone);
    }

    internal static string WithoutComments(string text)
    {
        var plain = new char[text.Length];
        int length = 0, depth = 0;
        foreach (var c in text)
        {
            if (c == '(') depth++;
            if (depth == 0) plain[length++] = c;
            if (c == ')' && depth > 0) depth--;
        }
        // Blanks may stand on both sides of a time's colons (section 4.3).
        return string.Join(':', new string(plain, 0, length).Split(':', StringSplitOptions.TrimEntries));
    }

    /// <summary>Words at blanks and commas; a hyphen parts them too, except before an offset.</summary>
    private static List<string> Tokens(string text)
    {
        List<string> tokens = [];
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var ends = i == text.Length || text[i] is ' ' or '\t' or ',' or '\r' or '\n' or '"';
            var sign = !ends && i > start && text[i] is '+' or '-';
            if (!ends && !sign) continue;
            if (i > start) tokens.Add(text[start..i]);
            // "11-Feb-1998" has a hyphen between; "11:51+0100" and "GMT-5" begin an offset with it.
            start = sign && (tokens[^1].Contains(':', StringComparison.Ordinal) || tokens[^1] is "GMT" or "UTC") ? i : i + 1;
        }
        return tokens;
    }

    private static TimeSpan? Time(string token)
    {
        var parts = token.TrimEnd('Z', 'z').Split(':', '.');
        if (parts.Length < 2 || !Number(parts[0], out var hour) || !Number(parts[1], out var minute)) return null;
        var second = 0;
        if (parts.Length > 2 && !Number(parts[2], out second)) return null;
        return hour > 23 || minute > 59 || second > 60 ? null : new TimeSpan(hour, minute, Math.Min(second, 59));
    }

    private static bool Number(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && digits.Length <= 2;

    /// <summary>RFC 5322 section 4.3: two digits below 50 are this century's, other short ones are added to 1900.</summary>
    internal static int Year(int number, int digits) => digits switch
    {
        <= 2 => number < 50 ? 2000 + number : 1900 + number,
        3 => 1900 + number,
        _ => number,
    };

    private static int? Month(string token)
    {
        var at = token.Length < 3 ? -1 : Array.IndexOf(Months, token[..3].ToLowerInvariant());
        return at < 0 ? null : at + 1;
    }

    internal static TimeSpan Offset(string token)
    {
        var digits = token[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is < 1 or > 4 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return TimeSpan.Zero;
        if (digits.Length <= 2) number *= 100;
        var offset = new TimeSpan(number / 100, number % 100, 0);
        if (offset > TimeSpan.FromHours(14)) return TimeSpan.Zero;
        return token[0] == '-' ? -offset : offset;
    }

    internal static TimeSpan Named(string token) => TimeSpan.FromHours(token.ToUpperInvariant() switch
    {
        "EDT" => -4,
        "EST" or "CDT" => -5,
        "CST" or "MDT" => -6,
        "MST" or "PDT" => -7,
        "PST" or "AKDT" => -8,
        "AKST" => -9,
        "HST" => -10,
        "CET" or "MET" or "MEZ" or "WEST" or "BST" => 1,
        "CEST" or "MEST" or "MESZ" or "EET" => 2,
        "EEST" or "MSK" => 3,
        "JST" or "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        _ => 0,
    });
}
