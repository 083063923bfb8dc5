using System.Globalization;

namespace Hub.Bench.Support;

/// <summary>A command line: <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string?> given = [];

    private Arguments() { }

    /// <exception cref="UsageException">It cannot be read, or names what is not known.</exception>
    public static Arguments Parse(IReadOnlyList<string> words, IReadOnlyCollection<string>? known = null)
    {
        var arguments = new Arguments();
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"\"{words[i]}\" is not understood; options begin with --");
            var name = words[i][2..];
            if (known?.Contains(name) == false) throw new UsageException($"There is no option --{name} here; there are: {string.Join(", ", known.Select(k => "--" + k))}");
            arguments.given[name] = i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal) ? words[++i] : null;
        }
        return arguments;
    }

    public bool Has(string name) => given.ContainsKey(name);

    public string? Text(string name) => given.GetValueOrDefault(name);

    /// <exception cref="UsageException">It is no positive number.</exception>
    public int Number(string name, int otherwise)
    {
        if (!given.TryGetValue(name, out var text)) return otherwise;
        return int.TryParse(text?.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new UsageException($"--{name} takes a number.");
    }

    public TimeSpan Seconds(string name, int otherwise) => TimeSpan.FromSeconds(Number(name, otherwise));

    public IReadOnlyDictionary<string, string?> All => given;
}

#pragma warning disable CA1032, CA1064 // Only the command line makes and catches it.
internal sealed class UsageException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
