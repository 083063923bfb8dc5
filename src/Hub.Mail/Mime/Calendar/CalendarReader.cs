namespace Hub.Mail.Mime;

/// <summary>Reads of a calendar what it invites to. Only what is shown: a library that expands recurrences would do work at
/// the sender's wish.</summary>
internal static class CalendarReader
{
    private const int Deepest = 10;
    private const int MostEvents = 200;

    /// <summary>Whether a part is a calendar.</summary>
    public static bool IsCalendar(MimePart part) => part.ContentType.MediaType is "text/calendar" or "application/ics" or "text/x-vcalendar"
        || (part.FileName?.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) == true && part.ContentType.Type is "application" or "text");

    /// <summary>What a calendar invites to.</summary>
    /// <param name="part">A calendar.</param>
    /// <returns>None where there is no event.</returns>
    public static MailInvitation? Read(MimePart part)
    {
        using var content = part.OpenContent();
        return Read(Charsets.DecodeText(CalendarLine.Unfold(MimePart.ReadText(content, MimeLimits.Text, out _)).Span, part), part.ContentType.Parameter("method"));
    }

    /// <summary>The first event of a calendar, or the one that others of its kind are exceptions to.</summary>
    /// <param name="calendar">Its text.</param>
    /// <param name="declared">The method that its Content-Type names, which RFC 6047 section 2.4 asks to be the same.</param>
    /// <returns>None where there is no event.</returns>
    public static MailInvitation? Read(string calendar, string? declared)
    {
        var zones = new CalendarZones();
        var open = new Stack<string>();
        List<CalendarEvent> events = [];
        CalendarEvent? current = null;
        string? method = null;
        foreach (var line in CalendarLine.Read(calendar))
        {
            if (line.Name == "BEGIN")
            {
                if (open.Count >= Deepest) break;
                open.Push(line.Value.Trim().ToUpperInvariant());
                if (open.Peek() == "VEVENT")
                {
                    current = events.Count < MostEvents ? new() : null;
                    if (current is not null) events.Add(current);
                }
            }
            var component = open.Count > 0 ? open.Peek() : "";
            if (component == "VEVENT") current?.Take(line);
            else if (component == "VCALENDAR" && line.Name == "METHOD") method ??= line.Value;
            else zones.Take(component, line);
            if (line.Name == "END" && open.Count > 0) open.Pop();
        }
        if (events.Count == 0) return null;
        // A series may come behind its exceptions.
        var uid = events[0].Uid;
        var main = events.Find(e => !e.IsOccurrence && e.Uid == uid) ?? events[0];
        return main.Read(zones, Method(method) ?? Method(declared) ?? "PUBLISH") with { Others = events.Count(e => e != main && (uid is null || e.Uid != uid)) };
    }

    private static string? Method(string? said) => said?.Trim() is { Length: > 0 and < 30 } word && word.All(char.IsAsciiLetter) ? word.ToUpperInvariant() : null;
}
