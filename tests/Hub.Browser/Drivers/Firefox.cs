using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Hub.Browser.Drivers;

/// <summary>Firefox without a window, over WebDriver BiDi, which it speaks without another program. Source: https://w3c.github.io/webdriver-bidi/</summary>
public sealed class Firefox : OtherBrowser
{
    private const string Announced = "WebDriver BiDi listening on ";

    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> calls = new();
    private readonly ConcurrentQueue<string> trouble = new();
    private Task reading = Task.CompletedTask;
    private string tab = "";
    private int last;

    private Firefox()
    {
    }

    public override IReadOnlyCollection<string> Trouble => trouble;

    public static async Task<Firefox> OpenAsync()
    {
        var firefox = new Firefox();
        try
        {
            await firefox.StartAsync();
            return firefox;
        }
        catch
        {
            await firefox.DisposeAsync();
            throw;
        }
    }

    public override Task GoToAsync(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return CallAsync("browsingContext.navigate", new { context = tab, url = address.AbsoluteUri, wait = "complete" });
    }

    public override Task ReloadAsync() => CallAsync("browsingContext.reload", new { context = tab, wait = "complete" });

    public override async Task<string> AskAsync(Where where, string expression) =>
        (await EvaluateAsync(await ContextAsync(where), $"String({expression})")).GetProperty("value").GetString()!;

    public override async Task ClickAsync(Where where, string element)
    {
        var context = await ContextAsync(where);
        var origin = new { type = "element", element = new { sharedId = await NodeAsync(context, element) } };
        object[] steps = [new { type = "pointerMove", x = 0, y = 0, origin }, new { type = "pointerDown", button = 0 }, new { type = "pointerUp", button = 0 }];
        await CallAsync("input.performActions", new { context, actions = new object[] { new { type = "pointer", id = "mouse", actions = steps } } });
    }

    public override async Task TypeAsync(Where where, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var context = await ContextAsync(where);
        var steps = text.Replace('\n', '\uE007').SelectMany(key => new object[] { new { type = "keyDown", value = $"{key}" }, new { type = "keyUp", value = $"{key}" } }).ToArray();
        await CallAsync("input.performActions", new { context, actions = new object[] { new { type = "key", id = "keyboard", actions = steps } } });
    }

    public override async ValueTask DisposeAsync()
    {
        socket.Abort();
        await reading.WaitAsync(Wait.Guard);
        socket.Dispose();
        await base.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var address = await StartAsync("firefox-esr", ["--headless", "--no-remote", "--profile", Home, "--remote-debugging-port", "0"], [("MOZ_CRASHREPORTER_DISABLE", "1")],
            line => line.StartsWith(Announced, StringComparison.Ordinal) ? line[Announced.Length..] : null);
        using var guard = new CancellationTokenSource(Wait.Guard);
        await socket.ConnectAsync(new Uri(address + "/session"), guard.Token);
        reading = ReadAsync();
        await CallAsync("session.new", new { capabilities = new { } });
        await CallAsync("session.subscribe", new { events = new[] { "log.entryAdded" } });
        tab = (await CallAsync("browsingContext.getTree", new { maxDepth = 0 })).GetProperty("contexts")[0].GetProperty("context").GetString()!;
    }

    private async Task<string> ContextAsync(Where where)
    {
        if (where == Where.Page) return tab;
        var tree = await CallAsync("browsingContext.getTree", new { root = tab });
        return tree.GetProperty("contexts")[0].GetProperty("children")[0].GetProperty("context").GetString()!;
    }

    private async Task<string> NodeAsync(string context, string element) => (await EvaluateAsync(context, element)).GetProperty("sharedId").GetString()!;

    private async Task<JsonElement> EvaluateAsync(string context, string expression)
    {
        var answer = await CallAsync("script.evaluate", new { expression, target = new { context }, awaitPromise = true });
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{expression}: {answer}");
    }

    private async Task<JsonElement> CallAsync(string method, object @params)
    {
        var id = Interlocked.Increment(ref last);
        var answer = calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var guard = new CancellationTokenSource(Wait.Guard);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params }), WebSocketMessageType.Text, true, guard.Token);
        return await answer.Task.WaitAsync(Wait.Guard);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var text = new MemoryStream();
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close) throw new IOException("Firefox closed the connection.");
                text.Write(buffer, 0, got.Count);
                if (!got.EndOfMessage) continue;
                Take(JsonSerializer.Deserialize<JsonElement>(text.ToArray()));
                text.SetLength(0);
            }
        }
        catch (Exception end) when (end is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            foreach (var call in calls.Values) call.TrySetException(new IOException("The connection to Firefox ended.", end));
        }
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "success" when calls.TryRemove(message.GetProperty("id").GetInt32(), out var call):
                call.TrySetResult(message.GetProperty("result"));
                break;
            case "error" when calls.TryRemove(message.GetProperty("id").GetInt32(), out var call):
                call.TrySetException(new InvalidOperationException($"Firefox: {message}"));
                break;
            case "event" when message.GetProperty("params") is var entry && entry.TryGetProperty("level", out var level) && level.GetString() == "error":
                trouble.Enqueue(entry.GetProperty("text").GetString() ?? "");
                break;
        }
    }
}
