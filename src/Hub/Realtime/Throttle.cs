namespace Hub.Realtime;

/// <summary>Lets what is said of a ticket pass at most once in a pause, and each version once; the last change always passes in the end.</summary>
internal sealed class Throttle(TimeSpan pause, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private readonly Dictionary<long, (long At, long Version)> passed = [];
    private readonly Dictionary<long, long> held = [];

    /// <summary>In how long something held back may pass; none where nothing is held.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            if (held.Count == 0) return null;
            var due = held.Keys.Min(Wait);
            return due > TimeSpan.Zero ? due : TimeSpan.Zero;
        }
    }

    /// <summary>Tickets changed to these versions; those that passed already are not held again.</summary>
    public void Add(IEnumerable<(long Ticket, long Version)> changed)
    {
        foreach (var (number, version) in changed)
            if (!passed.TryGetValue(number, out var last) || last.Version < version)
                held[number] = Math.Max(version, held.GetValueOrDefault(number));
    }

    /// <summary>What may pass now, at its newest version. It stays held until <see cref="Passed"/> says that it did.</summary>
    public (long Ticket, long Version)[] Due() => [.. held.Where(h => Wait(h.Key) <= TimeSpan.Zero).Select(h => (h.Key, h.Value))];

    public void Passed(IEnumerable<(long Ticket, long Version)> told)
    {
        var now = time.GetTimestamp();
        foreach (var (number, version) in told)
        {
            held.Remove(number);
            passed[number] = (now, version);
        }
        if (passed.Count <= MostRemembered) return;
        foreach (var old in passed.Where(p => time.GetElapsedTime(p.Value.At) >= pause && !held.ContainsKey(p.Key)).Select(p => p.Key).ToList())
            passed.Remove(old);
    }

    private TimeSpan Wait(long number) => passed.TryGetValue(number, out var last) ? pause - time.GetElapsedTime(last.At) : TimeSpan.Zero;
}
