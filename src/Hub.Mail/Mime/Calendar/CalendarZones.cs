using System.Globalization;

namespace Hub.Mail.Mime;

/// <summary>Zones of a calendar: by their names where those are known, else by the rules that the calendar gives.</summary>
internal sealed class CalendarZones
{
    private readonly Dictionary<string, List<Observance>> zones = [];
    private string? zone;
    private Observance? open;

    /// <summary>From when on a zone has an offset (RFC 5545 section 3.6.5).</summary>
    private sealed record Observance
    {
        public TimeSpan? Offset { get; set; }
        public DateTime From { get; set; }
        public int? Month { get; set; }

        /// <summary>Which of its weekdays in the month; negative from its end.</summary>
        public int Week { get; set; }
        public DayOfWeek Day { get; set; }

        /// <summary>When it last began before a time.</summary>
        public DateTime? BeganBefore(DateTime time)
        {
            if (From > time) return null;
            if (Month is not { } month) return From;
            for (var year = time.Year; year >= Math.Max(From.Year, time.Year - 1); year--)
                if (Onset(year, month) is var onset && onset <= time) return onset;
            return From;
        }

        private DateTime Onset(int year, int month)
        {
            var days = DateTime.DaysInMonth(year, month);
            var first = new DateTime(year, month, 1);
            var day = 1 + (((int)Day - (int)first.DayOfWeek + 7) % 7);
            if (Week >= 0) day += 7 * (Math.Clamp(Week, 1, 5) - 1);
            else day += 7 * (((days - day) / 7) + Week + 1);
            return first.AddDays(Math.Clamp(day, 1, days) - 1) + From.TimeOfDay;
        }
    }

    /// <summary>Takes a line of a VTIMEZONE.</summary>
    /// <param name="component">The innermost component that it stands in.</param>
    /// <param name="line">The line.</param>
    public void Take(string component, CalendarLine line)
    {
        if (component == "VTIMEZONE" && line.Name == "TZID") (zone, open) = (line.Value, null);
        if (zone is null || component is not ("STANDARD" or "DAYLIGHT")) return;
        switch (line.Name)
        {
            case "BEGIN":
                open = new();
                if (!zones.TryGetValue(zone, out var observances)) zones[zone] = observances = [];
                if (observances.Count < 100) observances.Add(open);
                break;
            case "TZOFFSETTO" when open is not null:
                open.Offset = Offset(line.Value);
                break;
            case "DTSTART" when open is not null && CalendarTimes.TryParse(line.Value, out var from, out _):
                open.From = from;
                break;
            case "RRULE" when open is not null:
                Rule(open, line.Value);
                break;
        }
    }

    /// <summary>The offset of a zone at a time there; none where nobody knows the zone.</summary>
    public TimeSpan? OffsetOf(string name, DateTime local)
    {
        if (Find(name) is { } known) return WholeMinutes(known.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)));
        if (!zones.TryGetValue(name, out var observances)) return null;
        return observances.Where(o => o.Offset is not null).Select(o => (o.Offset, At: o.BeganBefore(local))).Where(o => o.At is not null).OrderBy(o => o.At).LastOrDefault().Offset
            ?? observances.FirstOrDefault()?.Offset;
    }

    /// <summary>The IANA name of a zone; none where nobody knows it.</summary>
    public static string? NameOf(string name) => Find(name) is not { } zone ? null
        : zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : null;

    /// <summary>Zones of the nineteenth century have seconds, which a moment cannot have.</summary>
    private static TimeSpan WholeMinutes(TimeSpan offset) => TimeSpan.FromMinutes((int)offset.TotalMinutes);

    /// <summary>By its IANA name, perhaps at the end of a path, or by its Windows name.</summary>
    private static TimeZoneInfo? Find(string name)
    {
        if (name.Length > 200 || name.Contains("..", StringComparison.Ordinal) || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+' or ' ' or '.'))) return null;
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var candidate in new[] { string.Join('/', parts.TakeLast(2)), string.Join('/', parts.TakeLast(3)), string.Join('/', parts.TakeLast(1)) })
            if (candidate.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(candidate, out var zone)) return zone;
        return null;
    }

    private static TimeSpan? Offset(string value)
    {
        if (value.Length is not (5 or 7) || value[0] is not ('+' or '-') || !int.TryParse(value.AsSpan(1, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var offset = new TimeSpan(number / 100, number % 100, 0);
        return offset > TimeSpan.FromHours(14) ? null : value[0] == '-' ? -offset : offset;
    }

    /// <summary>Of all rules those that zones have: yearly, on a weekday of a month.</summary>
    private static void Rule(Observance observance, string rule)
    {
        foreach (var part in rule.Split(';'))
        {
            if (part.StartsWith("BYMONTH=", StringComparison.OrdinalIgnoreCase) && int.TryParse(part.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12)
                observance.Month = month;
            if (!part.StartsWith("BYDAY=", StringComparison.OrdinalIgnoreCase) || part.Length < 9) continue;
            var day = Array.IndexOf(["SU", "MO", "TU", "WE", "TH", "FR", "SA"], part[^2..].ToUpperInvariant());
            if (day < 0 || !int.TryParse(part.AsSpan(6, part.Length - 8), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var week)) continue;
            (observance.Day, observance.Week) = ((DayOfWeek)day, Math.Clamp(week, -5, 5));
        }
    }
}
