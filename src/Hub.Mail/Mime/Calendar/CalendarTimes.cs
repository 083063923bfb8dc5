using System.Globalization;

namespace Hub.Mail.Mime;

/// <summary>Times, durations and rules as a calendar writes them.</summary>
internal static class CalendarTimes
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(366);
    private static readonly string[] Forms = ["yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmm", "yyyyMMdd"];
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>A date and time, or a date.</summary>
    public static bool TryParse(string value, out DateTime time, out bool isDate)
    {
        var text = value.Trim().TrimEnd('Z', 'z');
        // The second that is now and then inserted (section 3.3.12).
        if (text.Length == 15 && text.EndsWith("60", StringComparison.Ordinal)) text = text[..13] + "59";
        isDate = text.Length == 8;
        return DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time.Year is > 1 and < 9998;
    }

    /// <summary>The time of a line; none where there is none to read.</summary>
    public static CalendarTime? Read(CalendarLine? line, CalendarZones zones)
    {
        if (line is null || !TryParse(line.Value, out var time, out var isDate)) return null;
        if (isDate) return new(time, null, IsDate: true);
        if (line.Value.Trim() is [.., 'Z' or 'z']) return new(time, TimeSpan.Zero, IsDate: false);
        return line.Parameters.GetValueOrDefault("TZID") is { } zone ? new(time, zones.OffsetOf(zone, time), IsDate: false, CalendarZones.NameOf(zone)) : new(time, null, IsDate: false);
    }

    /// <summary>When something ends that begins then.</summary>
    /// <param name="start">When it begins.</param>
    /// <param name="duration">DURATION; none: the whole day, or no time at all (section 3.6.1).</param>
    /// <param name="zones">Those of the calendar.</param>
    /// <param name="line">The line of the beginning.</param>
    public static CalendarTime? After(CalendarTime start, string? duration, CalendarZones zones, CalendarLine? line)
    {
        var length = duration is null ? start.IsDate ? TimeSpan.FromDays(1) : TimeSpan.Zero : Duration(duration);
        if (length is not { } span) return null;
        var end = start.Local + span;
        return start with
        {
            Local = end,
            Offset = start.Offset is null || line?.Parameters.GetValueOrDefault("TZID") is not { } zone ? start.Offset : zones.OffsetOf(zone, end),
        };
    }

    /// <summary>The gist of RRULE (section 3.3.10).</summary>
    public static MailRecurrence Rule(string rule)
    {
        var parts = rule.Split(';', 20).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).DistinctBy(p => p[0].Trim().ToUpperInvariant())
            .ToDictionary(p => p[0].Trim().ToUpperInvariant(), p => p[1].Trim());
        var frequency = parts.GetValueOrDefault("FREQ")?.ToLowerInvariant();
        return new(
            frequency is "secondly" or "minutely" or "hourly" or "daily" or "weekly" or "monthly" or "yearly" ? frequency : null,
            Number("INTERVAL") ?? 1, Number("COUNT"),
            parts.GetValueOrDefault("UNTIL") is { } until && TryParse(until, out var time, out var isDate)
                ? new(time, !isDate && until is [.., 'Z' or 'z'] ? TimeSpan.Zero : null, isDate) : null,
            [.. (parts.GetValueOrDefault("BYDAY")?.ToUpperInvariant().Split(',', 20) ?? []).Where(Weekdays.Contains).Distinct()]);

        int? Number(string name) => int.TryParse(parts.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000 ? number : null;
    }

    /// <summary>Section 3.3.6: <c>PT1H30M</c>, <c>P1D</c>, <c>P2W</c>; up to a year.</summary>
    private static TimeSpan? Duration(string value)
    {
        var span = TimeSpan.Zero;
        var number = 0;
        var isTime = false;
        foreach (var c in value.Trim().TrimStart('+'))
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
                if (number > 1_000_000) return null;
                continue;
            }
            switch (c)
            {
                case 'P': continue;
                case 'T': isTime = true; continue;
                case 'W': span += TimeSpan.FromDays(7 * number); break;
                case 'D': span += TimeSpan.FromDays(number); break;
                case 'H': span += TimeSpan.FromHours(number); break;
                case 'M' when isTime: span += TimeSpan.FromMinutes(number); break;
                case 'S': span += TimeSpan.FromSeconds(number); break;
                default: return null;
            }
            if (span > LongestDuration) return null;
            number = 0;
        }
        return span;
    }
}
