namespace Hub.Realtime;

/// <summary>Lets a ticket's row pass at most once in a pause, and each version once; the last change always passes in the end.</summary>
internal sealed class RowThrottle(TimeSpan pause, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private readonly Dictionary<long, (long At, long Version)> passed = [];
    private readonly HashSet<long> held = [];

    /// <summary>In how long something held back may pass; none where nothing is held.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            if (held.Count == 0) return null;
            var due = held.Min(Wait);
            return due > TimeSpan.Zero ? due : TimeSpan.Zero;
        }
    }

    /// <summary>Tickets changed to these versions; those that passed already are not held again.</summary>
    public void Add(IReadOnlyDictionary<long, long> changed)
    {
        foreach (var (number, version) in changed)
            if (!passed.TryGetValue(number, out var last) || last.Version < version)
                held.Add(number);
    }

    /// <summary>What may pass now. It stays held until <see cref="Passed"/> says that it did.</summary>
    public long[] Due() => [.. held.Where(n => Wait(n) <= TimeSpan.Zero)];

    public void Passed(long[] numbers, IReadOnlyDictionary<long, long> versions)
    {
        var now = time.GetTimestamp();
        foreach (var number in numbers)
        {
            held.Remove(number);
            passed[number] = (now, versions.GetValueOrDefault(number));
        }
        if (passed.Count <= MostRemembered) return;
        foreach (var old in passed.Where(p => time.GetElapsedTime(p.Value.At) >= pause && !held.Contains(p.Key)).Select(p => p.Key).ToList())
            passed.Remove(old);
    }

    private TimeSpan Wait(long number) => passed.TryGetValue(number, out var last) ? pause - time.GetElapsedTime(last.At) : TimeSpan.Zero;
}
