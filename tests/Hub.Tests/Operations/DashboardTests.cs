using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Platform;
using Hub.Tests.Support;

namespace Hub.Tests.Operations;

/// <summary>ops/grafana/hub.json against the instruments of a running hub, by the names that Prometheus gives them.</summary>
public sealed partial class DashboardTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public void Every_series_of_the_dashboard_exists_and_every_measure_of_ours_is_on_it()
    {
        var instruments = Instruments();
        var known = instruments.SelectMany(i => i.Series).ToHashSet();
        var shown = Expressions().SelectMany(e => Series().Matches(e).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.NotEmpty(shown);
        Assert.All(shown, series => Assert.True(known.Contains(series), $"The dashboard shows {series}; there are:\n{string.Join('\n', known.Order())}"));
        foreach (var (name, series) in instruments.Where(i => i.Name.StartsWith("hub.", StringComparison.Ordinal)))
            Assert.True(series.Any(shown.Contains), $"{name} is not on the dashboard.");
    }

    [Fact]
    public void Words_by_which_the_dashboard_selects_are_words_of_the_hub()
    {
        var code = string.Concat(Directory.EnumerateFiles(Path.Combine(Root(), "src/Hub"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var selected = Expressions().Where(e => e.Contains("hub_", StringComparison.Ordinal)).SelectMany(e => Selector().Matches(e)).Select(m => (Tag: m.Groups[1].Value, Word: m.Groups[2].Value)).Distinct().ToList();
        Assert.NotEmpty(selected);
        Assert.All(selected, s => Assert.True(code.Contains($"\"{s.Tag}\"", StringComparison.Ordinal) && code.Contains($"\"{s.Word}\"", StringComparison.Ordinal), $"{s.Tag}=\"{s.Word}\" is in no source."));
    }

    [Fact]
    public void Every_measure_of_ours_is_described()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "ops/telemetry.md"));
        foreach (var (name, _) in Instruments().Where(i => i.Name.StartsWith("hub.", StringComparison.Ordinal)))
            Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal);
        foreach (var described in Described().Matches(page).Select(m => m.Groups[1].Value))
            Assert.Contains(Instruments(), i => i.Name == described);
    }

    private static List<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "ops/grafana/hub.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(p => p.TryGetProperty("targets", out _)).SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!)];
    }

    /// <summary>What is exported, with the names of opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics: unit and <c>_total</c> are appended.</summary>
    private List<(string Name, string[] Series)> Instruments()
    {
        Assert.NotNull(hub.Address);
        var found = new Dictionary<string, string[]>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (!Telemetry.Meters.Contains(instrument.Meter.Name)) return;
                var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
                var name = instrument.Name.Replace('.', '_') + unit;
                var type = instrument.GetType().Name;
                found[instrument.Name] = type.StartsWith("Histogram", StringComparison.Ordinal) ? [name + "_bucket", name + "_count", name + "_sum"]
                    : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? [name + "_total"] : [name];
            },
        };
        listener.Start();
        return [.. found.Select(f => (f.Key, f.Value))];
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    [GeneratedRegex(@"([a-z][a-z0-9_]+)\{")]
    private static partial Regex Series();

    [GeneratedRegex(@"\b(\w+)=""(\w+)""")]
    private static partial Regex Selector();

    [GeneratedRegex(@"^\| `(hub\.[a-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Described();
}
