using System.Globalization;
using System.Net;
using Hub.Bench.Chat;
using Hub.Bench.Support;

namespace Hub.Bench.Idle;

/// <summary>What a visitor costs who has the chat open and says nothing.</summary>
internal static class IdleBench
{
    private const int AtOnce = 50;
    private const int FilesOfOurOwn = 500;
    private static readonly TimeSpan settle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(12);

    public static async Task RunAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(report);
        var count = arguments.Number("connections", 5_000);
        if (OpenFiles() is { } files && files < count + FilesOfOurOwn)
            throw new UsageException($"{count} connections need more open files than the {files} this shell allows: ulimit -n {count + FilesOfOurOwn}");

        await using var postgres = await Postgres.StartAsync(arguments, ct);
        var connectionString = await postgres.CreateAsync("hub", ct);
        double hub, floor;
        await using (var server = await ServerProcess.StartHubAsync(connectionString, ct))
            hub = await MeasureAsync(server, await ChatBench.SiteKeyAsync(connectionString, ct), count, report, "hub", "Hub", ct);
        await using (var server = await ServerProcess.StartBareAsync(null, "none", ct))
            floor = await MeasureAsync(server, "bare", count, report, "floor", "empty SignalR server", ct);
        report.AddRatio("toFloor", "Hub's memory to the floor's", hub / floor);
    }

    /// <returns>Bytes of resident memory for each connection.</returns>
    private static async Task<double> MeasureAsync(ServerProcess server, string siteKey, int count, Report report, string name, string what, CancellationToken ct)
    {
        Report.Say($"{what}: {count} connections …");
        // What a server needs once, however many come, is not theirs.
        await using (var first = await OpenAsync(server, siteKey, IPAddress.Loopback, ct)) await Task.Delay(settle, ct);
        await server.Probe.ReadAsync(collect: true, ct);
        var (resident, heap) = (Meters.Resident(server.Id), (await server.Probe.ReadAsync(collect: true, ct)).Heap);
        var atRest = resident;

        var lines = new Line[count];
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pinging = PingAsync(lines, enough.Token);
        try
        {
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                async (i, stop) => lines[i] = await OpenAsync(server, siteKey, new IPAddress([127, 0, 0, (byte)(2 + (i % 8))]), stop));
            await Task.Delay(settle, ct);
            var untouched = Meters.Resident(server.Id) - resident;
            var after = await server.Probe.ReadAsync(collect: true, ct);
            if (lines.Count(l => l.Closed.IsCompleted) is > 0 and var lost) throw new InvalidOperationException($"{lost} connections of {count} were lost.");
            resident = Meters.Resident(server.Id) - resident;
            report.Add(name, new
            {
                atRestMb = Math.Round(atRest / 1048576.0, 1),
                residentPerConnection = resident / count,
                beforeCollection = untouched / count,
                heapPerConnection = (after.Heap - heap) / count,
                peakMb = Math.Round(Meters.PeakResident(server.Id) / 1048576.0, 1),
            }, what, string.Create(CultureInfo.InvariantCulture,
                $"{resident / 1024.0 / count,6:0.0} kB for each (before a collection {untouched / 1024.0 / count:0.0}; heap {(after.Heap - heap) / 1024.0 / count:0.0}); alone {atRest / 1048576.0:0} MB, at most {Meters.PeakResident(server.Id) / 1048576.0:0} MB"));
            return (double)resident / count;
        }
        finally
        {
            await enough.CancelAsync();
            await pinging;
            foreach (var line in lines)
                if (line is not null) await line.DisposeAsync();
        }
    }

    private static async Task<Line> OpenAsync(ServerProcess server, string siteKey, IPAddress from, CancellationToken ct)
    {
        var line = await Line.OpenAsync(server.Address, "/hubs/visitor", [], ct, from, bufferSize: 1024);
        await line.CallAsync("Start", new { siteKey, locale = "en", page = "https://shop.test/lamp" }).WaitAsync(Line.Guard, ct);
        return line;
    }

    private static async Task PingAsync(Line[] lines, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            foreach (var line in lines.Where(l => l is { Closed.IsCompleted: false })) await line.PingAsync();
            await Task.Delay(pause, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static int? OpenFiles() => File.Exists("/proc/self/limits")
        && File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal))[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
        && int.TryParse(soft, CultureInfo.InvariantCulture, out var files) ? files : null;
}
