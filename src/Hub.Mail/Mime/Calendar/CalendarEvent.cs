using System.Globalization;

namespace Hub.Mail.Mime;

/// <summary>An event of a calendar, line by line (RFC 5545 section 3.6.1).</summary>
internal sealed class CalendarEvent
{
    private const int Longest = 500;

    /// <summary>How many of those invited are named; the others are counted.</summary>
    private const int MostAttendees = 50;

    /// <summary>How many are told apart.</summary>
    private const int MostKnown = 2_000;

    private readonly Dictionary<string, CalendarLine> fields = [];
    private readonly List<MailAttendee> attendees = [];

    /// <summary>Whoever stands there already, by address: some servers repeat the whole list for each answer.</summary>
    private readonly Dictionary<string, int> places = [];
    private int invited;

    public string? Uid => Text("UID");

    public bool IsOccurrence => fields.ContainsKey("RECURRENCE-ID");

    /// <summary>Takes a line; of a field that stands there twice, the first one.</summary>
    public void Take(CalendarLine line)
    {
        if (line.Name != "ATTENDEE")
        {
            fields.TryAdd(line.Name, line);
            return;
        }
        // A room comes with the meeting, and answers nothing.
        if (line.Parameters.GetValueOrDefault("CUTYPE")?.ToUpperInvariant() is "ROOM" or "RESOURCE") return;
        var answer = Answer(line.Parameters.GetValueOrDefault("PARTSTAT"));
        var address = Address(line).ToLowerInvariant();
        if (places.TryGetValue(address, out var place))
        {
            // An answer says more than none; of two, the first stands.
            if (place < attendees.Count && attendees[place].Answer == AttendeeAnswer.NeedsAction) attendees[place] = attendees[place] with { Answer = answer };
            return;
        }
        var person = ++invited <= MostAttendees ? Person(line) : null;
        if (address.Length > 0 && places.Count < MostKnown) places[address] = person is null ? int.MaxValue : attendees.Count;
        if (person is not null) attendees.Add(new(person, answer, IsOptional(line)));
    }

    /// <summary>What it says, together with the zones of its calendar.</summary>
    public MailInvitation Read(CalendarZones zones, string method)
    {
        var (start, end) = Times(zones);
        return new()
        {
            Method = method,
            Uid = Uid,
            Sequence = Number("SEQUENCE") ?? 0,
            Summary = Text("SUMMARY"),
            Location = Text("LOCATION"),
            Start = start,
            End = end,
            Organizer = fields.GetValueOrDefault("ORGANIZER") is { } organizer ? Person(organizer) : null,
            Attendees = attendees,
            Invited = invited,
            Recurrence = fields.GetValueOrDefault("RRULE") is { } rule ? CalendarTimes.Rule(rule.Value) : fields.ContainsKey("RDATE") ? new(null, 1, null, null, []) : null,
            IsOccurrence = IsOccurrence,
            IsCancelled = method == "CANCEL" || Text("STATUS")?.ToUpperInvariant() is "CANCELLED" or "CANCELED",
        };
    }

    /// <summary>Text of one line, as much as is shown.</summary>
    public static string? OneLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (text.Length > Longest) text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim() is { Length: > 0 } line ? line : null;
    }

    private (CalendarTime? Start, CalendarTime? End) Times(CalendarZones zones)
    {
        var line = fields.GetValueOrDefault("DTSTART");
        if (CalendarTimes.Read(line, zones) is not { } start) return (null, null);
        var end = CalendarTimes.Read(fields.GetValueOrDefault("DTEND"), zones) ?? CalendarTimes.After(start, fields.GetValueOrDefault("DURATION")?.Value, zones, line);
        if (end is not null && (end.IsDate != start.IsDate || end.Offset is null != start.Offset is null || (end.Moment is { } last ? last < start.Moment : end.Local < start.Local))) end = null;
        // Outlook writes whole days as times from midnight to midnight, and says so.
        if (!start.IsDate && Text("X-MICROSOFT-CDO-ALLDAYEVENT") is "TRUE" && start.Local.TimeOfDay == TimeSpan.Zero && end is null or { Local.TimeOfDay.Ticks: 0 })
            (start, end) = (new(start.Local, null, IsDate: true), end is null ? null : new(end.Local, null, IsDate: true));
        // Many programs name the last day itself.
        if (start.IsDate && (end is null || end.Local <= start.Local)) end = start with { Local = start.Local.AddDays(1) };
        return (start, end);
    }

    private string? Text(string name) => OneLine(fields.GetValueOrDefault(name)?.Text());

    private int? Number(string name) =>
        int.TryParse(fields.GetValueOrDefault(name)?.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static AttendeeAnswer Answer(string? status) => status?.Trim().ToUpperInvariant() switch
    {
        "ACCEPTED" => AttendeeAnswer.Accepted,
        "DECLINED" => AttendeeAnswer.Declined,
        "TENTATIVE" => AttendeeAnswer.Tentative,
        "DELEGATED" => AttendeeAnswer.Delegated,
        _ => AttendeeAnswer.NeedsAction,
    };

    private static bool IsOptional(CalendarLine line) => line.Parameters.GetValueOrDefault("ROLE")?.ToUpperInvariant() is "OPT-PARTICIPANT" or "NON-PARTICIPANT";

    private static string Address(CalendarLine line)
    {
        var address = line.Value.Trim();
        // Some servers name a person by something of their own, and give the address beside it.
        if (line.Parameters.GetValueOrDefault("EMAIL") is { Length: > 0 } email) address = email;
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) address = address["mailto:".Length..];
        return address.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(address) : address;
    }

    private static MailAddress? Person(CalendarLine line)
    {
        var address = Address(line);
        List<MailAddress> found = [];
        AddressParser.Read(address, found, new());
        var name = OneLine(line.Parameter("CN"));
        return found is [var first, ..] ? first with { Name = name ?? first.Name } : null;
    }
}
