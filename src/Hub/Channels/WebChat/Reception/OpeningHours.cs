using System.Globalization;

namespace Hub.Channels.WebChat.Reception;

/// <summary>When somebody answers at once: weekly spans in a time zone, and days on which nobody does.</summary>
/// <param name="Zone">IANA name, such as <c>Europe/Paris</c>.</param>
/// <param name="Week">By ISO 8601 weekday, Monday first: seven lists of spans.</param>
/// <param name="Closed">Dates without any hours.</param>
public sealed record OpeningHours(string Zone, IReadOnlyList<IReadOnlyList<OpeningSpan>> Week, IReadOnlyList<DateOnly> Closed)
{
    /// <summary>So far ahead the next opening is looked for, in days: a summer's closing is longer than a week.</summary>
    private const int DaysAhead = 60;

    /// <summary>Whether an instant lies within the hours.</summary>
    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Place);
        return SpansOf(DateOnly.FromDateTime(local.DateTime)).Any(s => s.Holds(local.TimeOfDay));
    }

    /// <summary>The first instant from <paramref name="at"/> on that lies within the hours.</summary>
    /// <returns>None within the next 60 days.</returns>
    public DateTimeOffset? NextOpening(DateTimeOffset at)
    {
        if (IsOpen(at)) return at;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Place).DateTime);
        for (var day = today; day <= today.AddDays(DaysAhead); day = day.AddDays(1))
            foreach (var span in SpansOf(day).OrderBy(s => s.From))
                if (InstantOf(day, span.From) is var opening && opening > at && IsOpen(opening))
                    return opening;
        return null;
    }

    private TimeZoneInfo Place => TimeZoneInfo.FindSystemTimeZoneById(Zone);

    private IReadOnlyList<OpeningSpan> SpansOf(DateOnly day) => Closed.Contains(day) ? [] : Week[((int)day.DayOfWeek + 6) % 7];

    /// <summary>An hour that the clocks leave out in spring begins when they have been put forward; one that comes twice in autumn, the first time.</summary>
    private DateTimeOffset InstantOf(DateOnly day, TimeSpan time)
    {
        var local = day.ToDateTime(TimeOnly.MinValue) + time;
        while (Place.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = Place.IsAmbiguousTime(local) ? Place.GetAmbiguousTimeOffsets(local).Max() : Place.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

/// <summary>From one time of a day to another, the end not included; a day ends at 24:00.</summary>
public sealed record OpeningSpan(TimeSpan From, TimeSpan To)
{
    public bool Holds(TimeSpan time) => time >= From && time < To;

    /// <summary><c>09:00-12:30</c>.</summary>
    public static OpeningSpan? Parse(string? text)
    {
        if (text is not { Length: 11 } || text[5] != '-' || Time(text[..5]) is not { } from || Time(text[6..]) is not { } to || to <= from) return null;
        return new(from, to);
    }

    public override string ToString() => $"{Text(From)}-{Text(To)}";

    private static TimeSpan? Time(string text) =>
        text == "24:00" ? TimeSpan.FromDays(1)
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;

    private static string Text(TimeSpan time) => time == TimeSpan.FromDays(1) ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
