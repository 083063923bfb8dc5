using System.Diagnostics;

namespace Hub.Bench.Support;

/// <summary>How long things took; safe to use from many threads.</summary>
internal sealed class Latencies
{
    private readonly Lock gate = new();
    private readonly List<double> milliseconds = [];
    private bool counting;

    /// <summary>From now on it counts; what was before was warming up.</summary>
    public void Begin()
    {
        lock (gate) counting = true;
    }

    public void End()
    {
        lock (gate) counting = false;
    }

    /// <param name="since">A timestamp of <see cref="Stopwatch"/>.</param>
    public void Add(long since) => Add(Stopwatch.GetElapsedTime(since));

    public void Add(TimeSpan taken)
    {
        lock (gate)
            if (counting)
                milliseconds.Add(taken.TotalMilliseconds);
    }

    public Spread Read()
    {
        lock (gate)
        {
            var sorted = milliseconds.Order().ToArray();
            return sorted.Length == 0 ? new(0, 0, 0, 0, 0) : new(sorted.Length, At(0.5), At(0.95), At(0.99), sorted[^1]);

            double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        }
    }
}

/// <summary>Milliseconds.</summary>
/// <param name="Count">How many were counted.</param>
/// <param name="P50">Half were no slower.</param>
/// <param name="P95">Nineteen of twenty were no slower.</param>
/// <param name="P99">All but one in a hundred were no slower.</param>
/// <param name="Max">The slowest.</param>
internal sealed record Spread(int Count, double P50, double P95, double P99, double Max);
