using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hub.Tests.Support;

/// <summary>A SignalR connection spoken by hand: JSON hub protocol, version 1, over a WebSocket without negotiation.</summary>
/// <remarks>Handshake and frames are JSON texts that end with 0x1E; types: 1 invocation, 3 completion, 6 ping, 7 close.</remarks>
public sealed class HubSocket : IAsyncDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> calls = new();
    private readonly SemaphoreSlim writing = new(1);
    private Task reading = Task.CompletedTask;
    private volatile bool ended;
    private int lastCall;
    private bool disposed;

    /// <summary>What the server called on us, oldest first.</summary>
    public ConcurrentQueue<(string Method, JsonElement Arguments)> Heard { get; } = new();

    /// <summary>Called for each event as it comes.</summary>
    public Action<string, JsonElement>? OnEvent { get; set; }

    /// <summary>The server it goes to.</summary>
    public Uri Address { get; private init; } = null!;

    public bool IsOpen => socket.State == WebSocketState.Open && !reading.IsCompleted;

    /// <summary>Ends with the connection, whoever ended it.</summary>
    public Task Closed => reading;

    /// <param name="address">Where the server listens.</param>
    /// <param name="path"><c>/hubs/visitor</c> or <c>/hubs/desk</c>.</param>
    /// <param name="headers">Cookie and Origin, for the desk.</param>
    public static Task<HubSocket> OpenAsync(Uri address, string path, params (string Name, string Value)[] headers) => OpenAsync(address, path, new SocketsHttpHandler(), headers);

    /// <inheritdoc cref="OpenAsync(Uri, string, ValueTuple{string, string}[])"/>
    /// <param name="handler">How to connect; it goes with the line.</param>
    public static async Task<HubSocket> OpenAsync(Uri address, string path, SocketsHttpHandler handler, (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(headers);
        var hub = new HubSocket { Address = address };
        try
        {
            foreach (var (name, value) in headers) hub.socket.Options.SetRequestHeader(name, value);
            using var guard = new CancellationTokenSource(Wait.Guard);
            var secure = address.Scheme == Uri.UriSchemeHttps;
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => Browser.IsOfTests(certificate);
            using var http = new HttpMessageInvoker(handler);
            await hub.socket.ConnectAsync(new UriBuilder(new Uri(address, path)) { Scheme = secure ? "wss" : "ws" }.Uri, http, guard.Token);
            await hub.SendRawAsync("{\"protocol\":\"json\",\"version\":1}" + End);
            var shaken = new TaskCompletionSource();
            hub.reading = hub.ReadAsync(shaken);
            await shaken.Task.WaitAsync(Wait.Guard);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>A desk's connection with the cookies of a signed-in browser.</summary>
    public static Task<HubSocket> OpenDeskAsync(HubApp hub, Browser browser)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(browser);
        return OpenAsync(hub.Address, "/hubs/desk", ("Cookie", browser.CookieHeader), ("Origin", hub.Address.GetLeftPart(UriPartial.Authority)));
    }

    /// <summary>Calls a method and waits for its answer.</summary>
    /// <exception cref="HubRefusal">The server refused.</exception>
    /// <exception cref="IOException">The connection ended before the answer.</exception>
    public Task<JsonElement> CallAsync(string method, params object?[] arguments) => CallJsonAsync(method, JsonSerializer.Serialize(arguments));

    /// <summary>Calls a method with arguments as they are, well-formed or not.</summary>
    /// <inheritdoc cref="CallAsync" path="/exception"/>
    public async Task<JsonElement> CallJsonAsync(string method, string arguments)
    {
        var id = Interlocked.Increment(ref lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Looked at after the call is in the list: whoever ends the connection has either seen the call or is seen here.
        if (ended) throw new IOException("The connection is closed.");
        await SendRawAsync($"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":{JsonSerializer.Serialize(method)},\"arguments\":{arguments}}}{End}");
        return await answer.Task.WaitAsync(Wait.Guard);
    }

    /// <summary>Sends a text as it is, well-formed or not.</summary>
    public async Task SendRawAsync(string frame) => await SendRawAsync(Encoding.UTF8.GetBytes(frame));

    public async Task SendRawAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        await writing.WaitAsync(Wait.Guard);
        try
        {
            using var guard = new CancellationTokenSource(Wait.Guard);
            await socket.SendAsync(bytes, type, true, guard.Token);
        }
        catch (WebSocketException lost)
        {
            throw new IOException("The connection was lost.", lost);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The arguments of the first event that fits, heard already or still to come.</summary>
    public async Task<JsonElement> ExpectAsync(string method, Func<JsonElement, bool>? fits = null)
    {
        JsonElement found = default;
        await Wait.UntilAsync($"event {method}; heard: {string.Join(", ", Heard.Select(h => h.Method + h.Arguments))}", () =>
        {
            foreach (var (name, arguments) in Heard)
                if (name == method && (fits is null || fits(arguments)))
                {
                    found = arguments;
                    return Task.FromResult(true);
                }
            return Task.FromResult(false);
        });
        return found;
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public async Task ExpectClosedAsync() => await reading.WaitAsync(Wait.Guard);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true)) return;
        await closing.CancelAsync();
        socket.Abort();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        socket.Dispose();
        closing.Dispose();
        writing.Dispose();
    }

    private async Task ReadAsync(TaskCompletionSource shaken)
    {
        var buffer = new byte[16 * 1024];
        var text = new MemoryStream();
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer, closing.Token);
                if (got.MessageType == WebSocketMessageType.Close) break;
                text.Write(buffer, 0, got.Count);
                if (!got.EndOfMessage) continue;
                foreach (var frame in Encoding.UTF8.GetString(text.ToArray()).Split(End, StringSplitOptions.RemoveEmptyEntries)) Take(JsonSerializer.Deserialize<JsonElement>(frame), shaken);
                text.SetLength(0);
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            // The end of a connection is what callers and tests see below.
        }
        finally
        {
            ended = true;
            shaken.TrySetException(new IOException("The connection ended in the handshake."));
            foreach (var call in calls.Values) call.TrySetException(new IOException("The connection ended before the answer."));
        }
    }

    private void Take(JsonElement frame, TaskCompletionSource shaken)
    {
        switch (frame.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 0:
                shaken.TrySetResult();
                break;
            case 1:
                var (method, arguments) = (frame.GetProperty("target").GetString()!, frame.GetProperty("arguments"));
                Heard.Enqueue((method, arguments));
                OnEvent?.Invoke(method, arguments);
                break;
            case 3 when calls.TryRemove(frame.GetProperty("invocationId").GetString()!, out var call):
                if (frame.TryGetProperty("error", out var error)) call.TrySetException(new HubRefusal(error.GetString()!));
                else call.TrySetResult(frame.TryGetProperty("result", out var result) ? result : default);
                break;
        }
    }
}

/// <summary>The server refused a call; <see cref="Code"/> is the contract's.</summary>
public sealed class HubRefusal(string message) : Exception(message)
{
    public string Code { get; } = message[(message.LastIndexOf("HubException: ", StringComparison.Ordinal) is >= 0 and var at ? at + 14 : 0)..].Split(':')[0];
}
