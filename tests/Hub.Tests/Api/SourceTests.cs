using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Hub.Tests.Api;

/// <summary>What the sources can answer is in the committed description: words that no test happens to meet too.</summary>
public sealed partial class SourceTests
{
    // Visitors hear these on their live line, or see them where a page is not built.
    private static readonly string[] notOfTheApi =
        ["address_unproved", "addresses_too_many", "answer_invalid", "answer_missing", "code_wrong", "codes_too_many", "comment_invalid", "consent_changed", "not_built",
            "rating_early", "score_invalid", "transcript_empty", "transcripts_too_many"];

    [Fact]
    public void Every_refusal_in_the_sources_is_described()
    {
        var described = ProblemType().Matches(Description()).Select(m => m.Groups[1].Value).ToHashSet();
        var codes = Sources().SelectMany(text => Code().Matches(text)).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Contains("ticket_unknown", codes);
        Assert.Equal(notOfTheApi, codes.Where(c => !described.Contains(c)).Order());
    }

    [Fact]
    public void Every_change_that_a_ticket_notes_is_described()
    {
        var noted = Sources().Single(text => text.Contains("public sealed class Ticket\n", StringComparison.Ordinal));
        var described = System.Text.Json.JsonDocument.Parse(Description()).RootElement.GetProperty("components").GetProperty("schemas").GetProperty("EventView").GetProperty("properties").GetProperty("type").GetProperty("enum");
        Assert.Equal(Change().Matches(noted).Select(m => m.Groups[1].Value).Distinct().Order(), described.EnumerateArray().Select(w => w.GetString()!).Order());
    }

    private static string Description() => File.ReadAllText(Path.Combine(Root(), "src/Hub.Desk/src/api/openapi.json"));

    private static IReadOnlyList<string> Sources() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root(), "src/Hub"), "*.cs", SearchOption.AllDirectories).Where(f => !Build().IsMatch(f)).Select(f => File.ReadAllText(f).ReplaceLineEndings("\n"))];

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    [GeneratedRegex("urn:hub:problem:([a-z_0-9]+)")]
    private static partial Regex ProblemType();

    [GeneratedRegex("(?:Refusal\\.(?:Invalid\\([^,]+, |NotFound\\(|Conflict\\()|new(?: Refusal)?\\()\"([a-z_]+)\"(?=, (?:\\$?\"|StatusCodes))")]
    private static partial Regex Code();

    [GeneratedRegex("Record\\(\"(\\w+)\"")]
    private static partial Regex Change();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Build();
}
