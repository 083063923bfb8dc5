using System.Globalization;

namespace Hub.Mail.Mime;

/// <summary>Reads of a calendar what it invites to. Only what is shown: a library that expands recurrences would do work at
/// the sender's wish.</summary>
internal static class CalendarReader
{
    private const int Longest = 500;
    private const int Deepest = 10;
    private static readonly string[] Forms = ["yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmm", "yyyyMMdd"];

    /// <summary>Whether a part is a calendar.</summary>
    public static bool IsCalendar(MimePart part) => part.ContentType.MediaType is "text/calendar" or "application/ics" or "text/x-vcalendar"
        || (part.FileName?.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) == true && part.ContentType.Type is "application" or "text");

    /// <summary>The first event of a calendar.</summary>
    /// <param name="calendar">Its text.</param>
    /// <param name="declared">The method that its Content-Type names.</param>
    /// <returns>None where there is no event.</returns>
    public static MailInvitation? Read(string calendar, string? declared)
    {
        var zones = new CalendarZones();
        var open = new Stack<string>();
        Dictionary<string, CalendarLine> fields = [];
        string? method = null;
        var events = 0;
        foreach (var line in CalendarLine.Read(calendar))
        {
            if (line.Name == "BEGIN")
            {
                if (open.Count >= Deepest) break;
                open.Push(line.Value.Trim().ToUpperInvariant());
                if (open.Peek() == "VEVENT") events++;
            }
            var component = open.Count > 0 ? open.Peek() : "";
            if (component == "VEVENT" && events == 1) fields.TryAdd(line.Name, line);
            else if (component == "VCALENDAR" && line.Name == "METHOD") method = line.Value;
            else zones.Take(component, line);
            if (line.Name == "END" && open.Count > 0) open.Pop();
        }
        return events == 0 ? null : Make(fields, zones, method ?? declared);
    }

    /// <summary>A date and time, or a date.</summary>
    public static bool TryParse(string value, out DateTime time, out bool isDate)
    {
        var text = value.Trim().TrimEnd('Z', 'z');
        isDate = text.Length == 8;
        return DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time.Year is > 1 and < 9998;
    }

    private static MailInvitation Make(Dictionary<string, CalendarLine> fields, CalendarZones zones, string? method)
    {
        var start = Time(fields.GetValueOrDefault("DTSTART"), zones);
        return new()
        {
            Method = method?.Trim() is { Length: > 0 and < 30 } said && said.All(char.IsAsciiLetter) ? said.ToUpperInvariant() : "PUBLISH",
            Uid = Text(fields, "UID"),
            Summary = Text(fields, "SUMMARY"),
            Location = Text(fields, "LOCATION"),
            Start = start,
            End = Time(fields.GetValueOrDefault("DTEND"), zones) ?? After(start, fields.GetValueOrDefault("DURATION")?.Value, zones, fields.GetValueOrDefault("DTSTART")),
            Organizer = Organizer(fields.GetValueOrDefault("ORGANIZER")),
            IsRecurring = fields.ContainsKey("RRULE") || fields.ContainsKey("RDATE"),
        };
    }

    private static string? Text(Dictionary<string, CalendarLine> fields, string name)
    {
        if (fields.GetValueOrDefault(name)?.Text() is not { Length: > 0 } text) return null;
        if (text.Length > Longest) text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }

    private static CalendarTime? Time(CalendarLine? line, CalendarZones zones)
    {
        if (line is null || !TryParse(line.Value, out var time, out var isDate)) return null;
        if (isDate) return new(time, null, IsDate: true);
        if (line.Value.Trim().EndsWith('Z')) return new(time, TimeSpan.Zero, IsDate: false);
        return new(time, line.Parameters.GetValueOrDefault("TZID") is { } zone ? zones.OffsetOf(zone, time) : null, IsDate: false);
    }

    private static CalendarTime? After(CalendarTime? start, string? duration, CalendarZones zones, CalendarLine? line)
    {
        if (start is null) return null;
        var length = duration is null ? start.IsDate ? TimeSpan.FromDays(1) : TimeSpan.Zero : Duration(duration);
        if (length is not { } span) return null;
        var end = start.Local + span;
        return start with
        {
            Local = end,
            Offset = start.Offset is null || line?.Parameters.GetValueOrDefault("TZID") is not { } zone ? start.Offset : zones.OffsetOf(zone, end),
        };
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
            number = 0;
        }
        return span > TimeSpan.FromDays(366) ? null : span;
    }

    private static MailAddress? Organizer(CalendarLine? line)
    {
        if (line is null) return null;
        var address = line.Value.Trim();
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) address = address["mailto:".Length..];
        List<MailAddress> found = [];
        AddressParser.Read(address, found, new());
        var name = line.Parameters.GetValueOrDefault("CN") is { } written && !string.IsNullOrWhiteSpace(written) ? string.Concat(written.Take(200).Select(c => char.IsControl(c) ? ' ' : c)).Trim() : null;
        return found is [var first, ..] ? first with { Name = name ?? first.Name } : null;
    }
}
