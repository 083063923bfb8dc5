using System.Net;
using System.Net.Sockets;

namespace Hub.Browser.Support;

/// <summary>Listens where hostile mails want to reach, and counts who comes: a browser's own tools do not see every connection that it makes.</summary>
public sealed class Trap : IAsyncDisposable
{
    private readonly TcpListener[] listeners = [.. Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> heard = new();
    private int connections;

    public Trap()
    {
        foreach (var listener in listeners) listener.Start();
        running = Task.WhenAll(listeners.Select(CountAsync));
    }

    /// <summary>Connections so far, of whatever kind.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>What each of them said first.</summary>
    public IReadOnlyCollection<string> Heard => heard;

    /// <summary>Host and port of one of its doors.</summary>
    public string Door(int n)
    {
        var port = ((IPEndPoint)listeners[n % listeners.Length].LocalEndpoint).Port;
        return n % 2 == 0 ? $"127.0.0.1:{port}" : $"localhost:{port}";
    }

    /// <summary>Shows that it would have noticed: a connection of the test itself is counted.</summary>
    public async Task ExpectToWorkAsync()
    {
        for (var n = 0; n < listeners.Length; n++)
        {
            var before = Connections;
            using var peer = new TcpClient();
            await peer.ConnectAsync((IPEndPoint)listeners[n].LocalEndpoint);
            await Wait.UntilAsync("the trap notices a connection", () => Task.FromResult(Connections > before));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        foreach (var listener in listeners) listener.Stop();
        await running.WaitAsync(Wait.Guard);
        stop.Dispose();
    }

    // Whoever only gets ready says nothing.
    private static async Task<string> SaidAsync(NetworkStream stream)
    {
        var buffer = new byte[500];
        try
        {
            return System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromMilliseconds(300))).Split('\n')[0].Trim();
        }
        catch (Exception end) when (end is TimeoutException or IOException)
        {
            return "(nothing)";
        }
    }

    private async Task CountAsync(TcpListener listener)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var peer = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                heard.Enqueue(await SaidAsync(peer.GetStream()));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
