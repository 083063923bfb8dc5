namespace Hub.Mail.Tests.Lmtp;

/// <summary>A clock that stands until it is moved; its timers fire as it passes them.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock guard = new();
    private readonly List<Alarm> alarms = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (guard) return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        lock (guard) alarms.Add(alarm);
        return alarm;
    }

    public void Advance(TimeSpan by)
    {
        List<Alarm> due;
        lock (guard)
        {
            now += by;
            due = [.. alarms.Where(alarm => alarm.Due <= now)];
            foreach (var alarm in due) alarm.Due = alarm.Period > TimeSpan.Zero ? now + alarm.Period : null;
        }
        foreach (var alarm in due) alarm.Ring();
    }

    /// <summary>Moves on and on until it has happened, 30 real seconds at most: whoever is to be too late may not wait yet.</summary>
    public async Task<T> AdvanceUntilAsync<T>(TimeSpan step, Task<T> happening)
    {
        ArgumentNullException.ThrowIfNull(happening);
        var guarded = happening.WaitAsync(Servers.Programs.Guard);
        while (!guarded.IsCompleted)
        {
            Advance(step);
            await Task.WhenAny(guarded, Task.Delay(10));
        }
        return await guarded;
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.guard)
            {
                Due = dueTime < TimeSpan.Zero ? null : clock.now + dueTime;
                Period = period;
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock.guard) clock.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
