using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.Bench.Support;

/// <summary>What a run found out: rows of a table for the reader, and the same as one line of JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, object?> result = [];
    private readonly List<(string What, string Value)> lines = [];

    public Report(string bench, Arguments arguments)
    {
        result["bench"] = bench;
        result["at"] = TimeProvider.System.GetUtcNow();
        result["options"] = arguments.All.Where(o => o.Key is not ("json" or "folder")).ToDictionary(o => o.Key, o => o.Value);
        result["machine"] = Machine.Read();
    }

    /// <summary>Says what goes on, so that nobody waits in the dark.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    /// <summary>Notes a figure under a name of the JSON, and a line for the reader.</summary>
    public void Add(string name, object? value, string what, string text)
    {
        result[name] = value;
        lines.Add((what, text));
    }

    /// <summary>A rate with its latencies.</summary>
    public void Add(string name, string what, double perSecond, Spread spread, string unit)
    {
        ArgumentNullException.ThrowIfNull(spread);
        Add(name, new { perSecond = Math.Round(perSecond, 1), spread.Count, p50 = Math.Round(spread.P50, 2), p95 = Math.Round(spread.P95, 2), p99 = Math.Round(spread.P99, 2), max = Math.Round(spread.Max, 1) },
            what, string.Create(CultureInfo.InvariantCulture, $"{perSecond,9:0} {unit}/s   p50 {spread.P50,7:0.0}   p95 {spread.P95,7:0.0}   p99 {spread.P99,7:0.0} ms   ({spread.Count} counted)"));
    }

    /// <summary>A share, as a percentage.</summary>
    public void AddRatio(string name, string what, double ratio) =>
        Add(name, Math.Round(ratio, 3), what, string.Create(CultureInfo.InvariantCulture, $"{ratio * 100,9:0.0} %"));

    public async Task FinishAsync(string? file)
    {
        result["loadAfter"] = Machine.LoadNow();
        var width = lines.Count == 0 ? 0 : lines.Max(l => l.What.Length);
        Console.WriteLine();
        foreach (var (what, value) in lines) Console.WriteLine($"{what.PadRight(width)}  {value}");
        var json = JsonSerializer.Serialize(result, options);
        if (file is null) Console.WriteLine(json);
        else await File.WriteAllTextAsync(file, json + "\n");
    }
}
