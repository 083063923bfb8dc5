using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace Hub.Tests.Hostile;

/// <summary>How long the bad input is to go on: a few seconds, or <c>HUB_HOSTILE_SECONDS</c>; the classes run beside each other, and the shares of the longest make up the whole.</summary>
/// <remarks><c>HUB_HOSTILE_SEED</c> repeats a run; every failure names the seed of its round.</remarks>
internal sealed class Budget
{
    private const int Usual = 4;
    private const int Size = 20;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TimeSpan all;
    private ulong seed;

    /// <param name="share">Of the whole time.</param>
    public Budget(double share)
    {
        all = TimeSpan.FromSeconds(Number("HUB_HOSTILE_SECONDS", Usual) * share);
        seed = Number("HUB_HOSTILE_SEED", (ulong)RandomNumberGenerator.GetInt32(int.MaxValue));
    }

    /// <summary>Rounds of cases, each with the seed that makes it again; at least one.</summary>
    public IEnumerable<(ulong Seed, T Round)> Rounds<T>(Gen<T> round)
    {
        do yield return (seed, round.Sample(1, new Rnd(seed++), Size).Single());
        while (clock.Elapsed < all);
    }

    private static ulong Number(string name, ulong usual) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;
}

/// <summary>What went wrong, once each, with the input that did it.</summary>
internal sealed class Findings
{
    private const int Most = 20;
    private readonly Dictionary<string, string> found = [];
    private int tried, reached;

    public void Count() => tried++;

    /// <summary>It was taken: it got past everything that refuses.</summary>
    public void Reached() => reached++;

    /// <param name="kind">The same for the same fault.</param>
    /// <param name="how">To do it again.</param>
    public void Add(string kind, string how)
    {
        if (found.Count < Most) found.TryAdd(kind, how);
    }

    /// <summary>What is refused at the door tries little of the house.</summary>
    public void AssertReaching() => Assert.True(reached * 10 > tried, $"Only {reached} of {tried} requests were taken.");

    public void AssertNone()
    {
        Assert.True(tried > 0, "Nothing was tried.");
        Assert.True(found.Count == 0, $"{found.Count} faults in {tried} tries. Again: HUB_HOSTILE_SEED=<seed> ./ops/hostile 0\n\n{string.Join("\n\n", found.Select(f => $"* {f.Key}\n  {f.Value}"))}");
    }
}
