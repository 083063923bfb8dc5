using Hub.Bench.Support;

namespace Hub.Bench.Data;

internal static class DataBench
{
    public static Task RunAsync(Arguments arguments, Report report, CancellationToken ct) => Task.CompletedTask;
}
