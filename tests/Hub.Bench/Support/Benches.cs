namespace Hub.Bench.Support;

/// <summary>One command.</summary>
/// <param name="Summary">What it measures.</param>
/// <param name="Options">Names of its options, without those that all have.</param>
/// <param name="RunAsync">Measures.</param>
internal sealed record Bench(string Summary, IReadOnlyList<string> Options, Func<Arguments, Report, CancellationToken, Task> RunAsync);

/// <summary>Runs the command that was named, prints its table, and writes its result as JSON.</summary>
internal static class Benches
{
    private static readonly string[] always = ["json", "folder", "statements"];

    /// <param name="args">The command line.</param>
    /// <param name="benches">By their command.</param>
    /// <param name="helpers">Processes that the benches start.</param>
    /// <returns>The exit code: 0, 1 where it could not be measured, 2 where the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyDictionary<string, Bench> benches, IReadOnlyDictionary<string, Func<Arguments, CancellationToken, Task>> helpers)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        try
        {
            if (args is [{ } helper, ..] && helpers.TryGetValue(helper, out var help))
            {
                await help(Arguments.Parse(args[1..]), stop.Token);
                return 0;
            }
            if (args is not [{ } name, ..] || !benches.TryGetValue(name, out var bench)) throw new UsageException(Usage(benches));
            var arguments = Arguments.Parse(args[1..], [.. bench.Options, .. always]);
            var report = new Report(name, arguments);
            await bench.RunAsync(arguments, report, stop.Token);
            await report.FinishAsync(arguments.Text("json"));
            return 0;
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; nothing was measured.");
            return 1;
        }
    }

    private static string Usage(IReadOnlyDictionary<string, Bench> benches) =>
        "dotnet run -c Release --project tests/Hub.Bench -- <command> [options]\n"
        + string.Concat(benches.Select(b => $"  {b.Key,-9} {b.Value.Summary}\n"))
        + "All take --json FILE (one line of JSON) --folder FOLDER (where the database lies)\n"
        + "and --statements (says where PostgreSQL's time goes; costs a little itself).";
}
