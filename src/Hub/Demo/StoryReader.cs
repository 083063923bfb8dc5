using System.Globalization;
using Hub.Platform;
using Hub.Tickets;

namespace Hub.Demo;

/// <summary>Reads the stories, which are written like a play.</summary>
/// <remarks>
/// A story begins with <c>=== name</c> and lines <c>key: value</c>. Then: <c>&gt;</c> the customer says, <c>&lt;</c> the agent, <c>&lt;&lt;</c> another one,
/// <c>#</c> a note, <c>##</c> one of another agent, <c>!</c> something is done, <c>%</c> the chance in percent that it goes on.
/// What is said may have several lines; a line <c>|</c> stands between alternatives.
/// </remarks>
internal static class StoryReader
{
    private static readonly string[] files =
    [
        "fr-transport.txt", "fr-after.txt", "fr-shop.txt", "fr-life.txt", "en-transport.txt", "en-after.txt", "en-shop.txt", "en-life.txt", "de.txt", "spam.txt", "long.txt",
    ];

    private static readonly (string Mark, Speaker By)[] marks = [("<<", Speaker.OtherAgent), ("##", Speaker.OtherNote), ("<", Speaker.Agent), ("#", Speaker.Note), (">", Speaker.Customer)];

    public static IReadOnlyList<Story> All() => [.. files.SelectMany(f => Read(Resources.Read(f)))];

    /// <summary>Sentences that stand in many stories, by <c>key language</c>.</summary>
    public static IReadOnlyDictionary<string, string[]> Extras()
    {
        var extras = new Dictionary<string, List<string>>();
        var key = "";
        foreach (var line in Lines(Resources.Read("extras.txt")).Where(l => l.Length > 0))
        {
            if (line[0] == '@') extras[key = line[1..]] = [];
            else extras[key].Add(line);
        }
        return extras.ToDictionary(e => e.Key, e => e.Value.ToArray());
    }

    /// <exception cref="FormatException">A line that belongs to nothing.</exception>
    public static IEnumerable<Story> Read(string text)
    {
        var blocks = text.ReplaceLineEndings("\n").Split("=== ", StringSplitOptions.RemoveEmptyEntries);
        return blocks.Select(block => Story(block.TrimEnd().Split('\n')));
    }

    private static Story Story(string[] lines)
    {
        var header = new Dictionary<string, List<string>>();
        var at = 1;
        for (; at < lines.Length && Marked(lines[at]) is null && lines[at][0] is not ('!' or '%'); at++)
        {
            var colon = lines[at].IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) throw new FormatException($"{lines[0]}: {lines[at]}");
            if (!header.TryGetValue(lines[at][..colon], out var values)) header[lines[at][..colon]] = values = [];
            values.Add(lines[at][(colon + 2)..]);
        }
        string? One(string key) => header.GetValueOrDefault(key)?[0];
        return new Story
        {
            Name = lines[0].Trim(),
            Language = One("lang") ?? throw new FormatException($"{lines[0]} has no language."),
            Way = Enum.Parse<Way>(One("way") ?? "", ignoreCase: true),
            Weight = int.Parse(One("weight") ?? "1", CultureInfo.InvariantCulture),
            Set = One("set"),
            Tags = One("tags")?.Split(' ') ?? [],
            Need = One("need") is { } need ? Enum.Parse<Kind>(need, ignoreCase: true) : null,
            Country = One("place"),
            Person = One("person"),
            Orders = One("box") is "orders",
            Subjects = header.GetValueOrDefault("subject") ?? [],
            Urgency = One("priority")?.Split(' ') is [var word, var percent] ? (TicketWords.ParsePriority(word)!.Value, int.Parse(percent, CultureInfo.InvariantCulture) / 100.0) : null,
            Turns = [.. Turns(lines[0], lines[at..])],
        };
    }

    private static IEnumerable<Turn> Turns(string story, string[] lines)
    {
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i++];
            if (line.StartsWith('!'))
            {
                var parts = line[1..].Trim().Split(':', 2);
                yield return new Act(parts[0], parts.Length > 1 ? parts[1] : null);
            }
            else if (line.StartsWith('%')) yield return new Perhaps(int.Parse(line[1..].Trim(), CultureInfo.InvariantCulture) / 100.0);
            else if (Marked(line) is { } marked)
            {
                List<string> texts = [line[marked.Mark.Length..].Trim()];
                for (; i < lines.Length && Marked(lines[i]) is null && lines[i] is not ['!' or '%', ..]; i++)
                {
                    if (lines[i] is "|") texts.Add("");
                    else texts[^1] = texts[^1].Length == 0 ? lines[i] : $"{texts[^1]}\n{lines[i]}";
                }
                yield return new Speech(marked.By, [.. texts.Select(t => t.Trim())]);
            }
            else throw new FormatException($"{story}: {line}");
        }
    }

    private static (string Mark, Speaker By)? Marked(string line)
    {
        foreach (var mark in marks)
            if (line.StartsWith(mark.Mark, StringComparison.Ordinal))
                return mark;
        return null;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
