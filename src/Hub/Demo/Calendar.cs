namespace Hub.Demo;

/// <summary>The company's clock on the wall, and when its customers write.</summary>
internal sealed class Calendar
{
    /// <summary>How long the history is.</summary>
    public const int Days = 90;

    /// <summary>Monday to Sunday.</summary>
    private static readonly double[] weekdays = [1.35, 1.15, 1.05, 1.0, 0.95, 0.6, 0.45];

    /// <summary>0 to 23 o'clock: mornings, a dip at noon, the afternoon, and the sofa after dinner.</summary>
    private static readonly double[] hours = [0.15, 0.06, 0.03, 0.02, 0.03, 0.1, 0.35, 1.0, 2.0, 3.2, 3.8, 3.5, 1.7, 1.9, 3.1, 3.4, 3.2, 2.8, 2.3, 1.9, 2.4, 2.5, 1.5, 0.6];

    private readonly TimeZoneInfo zone;

    public Calendar(DateTimeOffset now)
    {
        Now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        zone = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var paris) ? paris : TimeZoneInfo.CreateCustomTimeZone("Paris", TimeSpan.FromHours(1), null, null);
        var monday = DateOnly.FromDateTime(Local(Now).DateTime).AddDays(-30);
        while (monday.DayOfWeek is not DayOfWeek.Monday) monday = monday.AddDays(-1);
        Strike = monday;
    }

    /// <summary>The present; nothing happens after it.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The bad Monday after the strike of the carriers.</summary>
    public DateOnly Strike { get; }

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    /// <summary>A time of the wall clock as UTC, which is how times are kept.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        // In spring one hour does not exist: nobody of ours is awake in it.
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>When somebody writes for the first time, by the rhythm of week and day.</summary>
    public DateTimeOffset Arrival(Dice dice)
    {
        var today = DateOnly.FromDateTime(Local(Now).DateTime);
        while (true)
        {
            var day = today.AddDays(-dice.Next(Days));
            if (dice.Next() * weekdays[0] > weekdays[((int)day.DayOfWeek + 6) % 7]) continue;
            var at = ArrivalOn(day, dice);
            if (at <= Now) return at;
        }
    }

    public DateTimeOffset ArrivalOn(DateOnly day, Dice dice)
    {
        var hour = dice.Pick(Enumerable.Range(0, 24).ToArray(), h => hours[h]);
        return At(day, new TimeOnly(hour, dice.Next(60), dice.Next(60), dice.Next(1000)));
    }
}
