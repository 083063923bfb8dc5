using Hub.Agents;

namespace Hub.Demo;

/// <summary>How somebody writes.</summary>
internal enum Manner { Usual, Long, Terse }

/// <summary>From and until, by the clock on the wall.</summary>
internal readonly record struct Shift(TimeOnly From, TimeOnly Until)
{
    public static Shift Of(string from, string until) => new(TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>Somebody at the desk, with habits.</summary>
internal sealed class Colleague
{
    public required string Name { get; init; }
    public required string[] Languages { get; init; }
    public required Shift[] Weekday { get; init; }
    public Shift[] Saturday { get; init; } = [];
    public Shift[] Friday { get; init; } = [];
    public Manner Manner { get; init; } = Manner.Usual;
    public Role Role { get; init; } = Role.Agent;
    public bool Female { get; init; } = true;

    /// <summary>Days before today on which they began; before it nothing is theirs.</summary>
    public int Since { get; init; } = 400;

    /// <summary>Share of the work, compared with others.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Drawn when the history is written.</summary>
    public long Id { get; set; }

    public string First => Name.Split(' ')[0];
    public string Email => $"{First.ToLowerInvariant()}@{Company.Domain}";
    public Tickets.Person Person => new(Id, Name);

    public bool Speaks(string language) => Languages.Contains(language);

    /// <summary>The first moment from then on at which they are at the desk.</summary>
    public DateTimeOffset FreeFrom(DateTimeOffset at, Calendar calendar)
    {
        var began = calendar.Now.AddDays(-Since);
        if (at < began) at = began;
        for (var day = DateOnly.FromDateTime(calendar.Local(at).DateTime); ; day = day.AddDays(1))
            foreach (var shift in On(day.DayOfWeek))
                if (calendar.At(day, shift.Until) > at)
                    return calendar.At(day, shift.From) is var begin && begin > at ? begin : at;
    }

    private Shift[] On(DayOfWeek day) => day switch
    {
        DayOfWeek.Sunday => [],
        DayOfWeek.Saturday => Saturday,
        DayOfWeek.Friday when Friday.Length > 0 => Friday,
        _ => Weekday,
    };
}
