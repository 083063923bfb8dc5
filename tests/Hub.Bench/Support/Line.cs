using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hub.Bench.Support;

/// <summary>A SignalR connection spoken by hand, as cheaply as may be: it shares its processors with the server it measures.</summary>
/// <remarks>JSON hub protocol over a WebSocket: texts that end with 0x1E; types: 1 invocation, 3 completion, 6 ping.</remarks>
internal sealed class Line : IAsyncDisposable
{
    /// <summary>Longer than anything here may take; what takes longer ends the bench.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private const byte End = 0x1e;
    private static readonly byte[] ping = "{\"type\":6}\u001e"u8.ToArray();

    private readonly WebSocket socket;
    private readonly HttpMessageInvoker? invoker;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> calls = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly TaskCompletionSource shaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;
    private byte[] buffer;
    private int filled;
    private int lastCall;

    private Line(WebSocket socket, HttpMessageInvoker? invoker, int bufferSize) => (this.socket, this.invoker, buffer) = (socket, invoker, new byte[bufferSize]);

    /// <summary>An event, as it came: <c>{"type":1,"target":…}</c>. Called by whoever reads; it must be quick.</summary>
    public Action<ReadOnlySpan<byte>>? Heard { get; set; }

    /// <summary>Ends with the connection.</summary>
    public Task Closed => reading;

    /// <param name="address">The server.</param>
    /// <param name="path">Of the hub.</param>
    /// <param name="headers">Cookie and Origin of a desk.</param>
    /// <param name="ct">Stops connecting.</param>
    /// <param name="from">Source address: each has about 28,000 ports of its own.</param>
    /// <param name="bufferSize">First size of the buffer; it grows.</param>
    public static async Task<Line> OpenAsync(Uri address, string path, (string Name, string Value)[] headers, CancellationToken ct, IPAddress? from = null, int bufferSize = 8 * 1024)
    {
        var client = new ClientWebSocket();
        client.Options.KeepAliveInterval = TimeSpan.Zero;
        foreach (var (name, value) in headers) client.Options.SetRequestHeader(name, value);
        HttpMessageInvoker? invoker = from is null ? null : new(new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) =>
            {
                var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                tcp.Bind(new IPEndPoint(from, 0));
                await tcp.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(tcp, ownsSocket: true);
            },
        });
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(ct);
        guard.CancelAfter(Guard);
        var url = new UriBuilder(new Uri(address, path)) { Scheme = "ws" }.Uri;
        if (invoker is null) await client.ConnectAsync(url, guard.Token);
        else await client.ConnectAsync(url, invoker, guard.Token);
        var line = new Line(client, invoker, bufferSize);
        await line.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray());
        line.reading = line.ReadAsync();
        await line.shaken.Task.WaitAsync(Guard, ct);
        return line;
    }

    /// <summary>Calls a method and waits for its answer.</summary>
    public Task<JsonElement> CallAsync(string method, params object?[] arguments) => CallAsync(method, JsonSerializer.Serialize(arguments));

    /// <param name="method">The hub's method.</param>
    /// <param name="arguments">As JSON, an array.</param>
    public async Task<JsonElement> CallAsync(string method, string arguments)
    {
        var id = Interlocked.Increment(ref lastCall);
        var answer = calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":\"{method}\",\"arguments\":{arguments}}}\u001e")));
        return await answer.Task;
    }

    /// <summary>A server ends a connection that is silent for thirty seconds.</summary>
    public Task PingAsync() => SendAsync(ping);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        socket.Abort();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        invoker?.Dispose();
        closing.Dispose();
        writing.Dispose();
    }

    private async Task SendAsync(byte[] frame)
    {
        await writing.WaitAsync();
        try
        {
            await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, closing.Token);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var got = await socket.ReceiveAsync(buffer.AsMemory(filled), closing.Token);
                if (got.MessageType == WebSocketMessageType.Close) throw new IOException("The server closed the connection.");
                filled += got.Count;
                if (got.EndOfMessage) Take();
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            var lost = new IOException("The connection ended.", failure);
            shaken.TrySetException(lost);
            foreach (var call in calls.Values) call.TrySetException(lost);
        }
    }

    private void Take()
    {
        var rest = buffer.AsSpan(0, filled);
        for (int end; (end = rest.IndexOf(End)) >= 0; rest = rest[(end + 1)..])
        {
            var frame = rest[..end];
            if (frame.StartsWith("{\"type\":1,"u8)) Heard?.Invoke(frame);
            else if (frame.StartsWith("{\"type\":3,"u8)) Answer(frame);
            else if (frame.SequenceEqual("{}"u8)) shaken.TrySetResult();
        }
        rest.CopyTo(buffer);
        filled = rest.Length;
    }

    private void Answer(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        var completion = JsonElement.ParseValue(ref reader);
        if (!calls.TryRemove(int.Parse(completion.GetProperty("invocationId").GetString()!, CultureInfo.InvariantCulture), out var call)) return;
        if (completion.TryGetProperty("error", out var error)) call.TrySetException(new InvalidOperationException(error.GetString()));
        else call.TrySetResult(completion.TryGetProperty("result", out var result) ? result : default);
    }
}
