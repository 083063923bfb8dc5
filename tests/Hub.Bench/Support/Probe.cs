using System.Net.Sockets;
using System.Text.Json;

namespace Hub.Bench.Support;

/// <summary>What a server process knows about itself.</summary>
/// <param name="Heap">Bytes on the garbage-collected heap.</param>
/// <param name="Allocated">Bytes allocated since the start.</param>
/// <param name="Collections">Garbage collections of each generation.</param>
/// <param name="Threads">Of the pool.</param>
/// <param name="Hot">Messages that took the hot path.</param>
/// <param name="Full">Messages that took the full path.</param>
internal sealed record Gauge(long Heap, long Allocated, int[] Collections, int Threads, long Hot, long Full);

/// <summary>Asks the probe that <c>DOTNET_STARTUP_HOOKS</c> put into a server: the server itself needs no surface for that.</summary>
internal sealed class Probe(int port) : IDisposable
{
    /// <summary>The environment variable that tells the probe where to listen.</summary>
    public const string Variable = "HUB_BENCH_PROBE";

    private TcpClient? line;
    private StreamReader? reader;
    private StreamWriter? writer;

    /// <param name="collect">After a full garbage collection.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Gauge> ReadAsync(bool collect, CancellationToken ct)
    {
        if (line is null)
        {
            line = new TcpClient();
            await line.ConnectAsync("127.0.0.1", port, ct);
            (reader, writer) = (new StreamReader(line.GetStream()), new StreamWriter(line.GetStream()) { AutoFlush = true });
        }
        await writer!.WriteLineAsync((collect ? "collect" : "read").AsMemory(), ct);
        return JsonSerializer.Deserialize<Gauge>(await reader!.ReadLineAsync(ct) ?? throw new IOException("The server hung up."))!;
    }

    public void Dispose()
    {
        reader?.Dispose();
        writer?.Dispose();
        line?.Dispose();
    }
}
