using Hub.Bench.Support;

namespace Hub.Bench.Reads;

internal static class OpenBench
{
    public static Task RunAsync(Arguments arguments, Report report, CancellationToken ct) => Task.CompletedTask;
}
