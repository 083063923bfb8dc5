namespace Hub.Bench.Data;

/// <summary>When customers write: two years up to now, more by day than by night, less on Saturdays and Sundays.</summary>
internal sealed class Calendar
{
    private const int Days = 730;
    private readonly double[] until = new double[Days * 24];
    private readonly DateTime begin;

    public Calendar(DateTime now)
    {
        begin = now.AddDays(-Days);
        double sum = 0;
        for (var hour = 0; hour < until.Length; hour++)
        {
            var at = begin.AddHours(hour);
            var byDay = at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.35 : 1;
            var byHour = at.Hour switch { >= 8 and < 19 => 1, >= 19 and < 23 => 0.5, 7 => 0.4, _ => 0.07 };
            // It is a company that grows.
            until[hour] = sum += byDay * byHour * (0.6 + 0.8 * hour / until.Length);
        }
        for (var hour = 0; hour < until.Length; hour++) until[hour] /= sum;
    }

    /// <param name="share">0 is the first moment, 1 the last.</param>
    public DateTime At(double share)
    {
        var hour = Array.BinarySearch(until, share);
        hour = Math.Min(hour < 0 ? ~hour : hour, until.Length - 1);
        var before = hour == 0 ? 0 : until[hour - 1];
        return begin.AddHours(hour + Math.Clamp((share - before) / (until[hour] - before), 0, 1));
    }
}
