using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using System.Text.Json;
using Hub.Bench.Support;

/// <summary>The probe: .NET runs it in the servers that a bench starts, before their own code (docs: "host startup hook").</summary>
#pragma warning disable CA1050, CA1812 // The runtime asks for this very name in no namespace.
internal static class StartupHook
#pragma warning restore CA1050, CA1812
{
    private static long hot;
    private static long full;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Probe.Variable) is not { Length: > 0 } port) return;
        // Whatever the server starts is not to be probed.
        Environment.SetEnvironmentVariable(Probe.Variable, null);
        var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Hub", Name: "hub.messages.in" or "hub.messages.out" }) listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var tag in tags)
                if (tag.Key == "path")
                    _ = tag.Value is "hot" ? Interlocked.Add(ref hot, count) : Interlocked.Add(ref full, count);
        });
        meters.Start();
        new Thread(() => Serve(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture))) { IsBackground = true }.Start();
    }

    private static void Serve(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        while (true)
        {
            using var line = listener.AcceptTcpClient();
            using var reader = new StreamReader(line.GetStream());
            using var writer = new StreamWriter(line.GetStream()) { AutoFlush = true };
            while (reader.ReadLine() is { } word)
            {
                if (word == "collect")
                {
                    GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                }
                writer.WriteLine(JsonSerializer.Serialize(new Gauge(
                    GC.GetTotalMemory(false), GC.GetTotalAllocatedBytes(), [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
                    ThreadPool.ThreadCount, Interlocked.Read(ref hot), Interlocked.Read(ref full))));
            }
        }
    }
}
