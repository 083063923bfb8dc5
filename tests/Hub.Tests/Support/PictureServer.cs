using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>A web server on this machine that answers whatever a test says, byte for byte, and keeps what it was asked.</summary>
public sealed class PictureServer : IAsyncDisposable
{
    /// <summary>One point, the smallest picture that there is.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private readonly Func<string, (string Head, byte[] Body)?> answer;

    private PictureServer(Func<string, (string Head, byte[] Body)?> answer)
    {
        this.answer = answer;
        listener.Start();
        running = RunAsync();
    }

    /// <param name="answer">By path: status line and headers, and the body; none: it never answers.</param>
    public static PictureServer Start(Func<string, (string Head, byte[] Body)?> answer) => new(answer);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Requests as they came, with their headers.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>A whole answer with a body.</summary>
    public static (string Head, byte[] Body) Ok(byte[] body, string type = "image/png") => ($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n", body);

    public static (string Head, byte[] Body) To(string location) => ($"HTTP/1.1 302 Found\r\nLocation: {location}\r\n", []);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await running.WaitAsync(Wait.Guard);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient peer)
    {
        using var _ = peer;
        try
        {
            await using var stream = peer.GetStream();
            var request = new StringBuilder();
            var buffer = new byte[4_096];
            while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer, stop.Token);
                if (count == 0) return;
                request.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
            Requests.Enqueue(request.ToString());
            if (answer(request.ToString().Split(' ')[1]) is not var (head, body)) await Task.Delay(Timeout.Infinite, stop.Token);
            else
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}Connection: close\r\n\r\n"), stop.Token);
                await stream.WriteAsync(body, stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
        }
    }
}
