using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Hub.Browser.Drivers;

/// <summary>WebKitGTK's small browser on a screen that nobody sees, over WebDriver. Source: https://www.w3.org/TR/webdriver2/</summary>
public sealed class WebKit : OtherBrowser
{
    /// <summary>The name by which the protocol refers to an element.</summary>
    private const string Reference = "element-6066-11e4-a52e-4f735466cecf";

    private HttpClient? http;
    private string session = "";

    private WebKit()
    {
    }

    public static async Task<WebKit> OpenAsync()
    {
        var webKit = new WebKit();
        try
        {
            await webKit.StartAsync();
            return webKit;
        }
        catch
        {
            await webKit.DisposeAsync();
            throw;
        }
    }

    public override async Task GoToAsync(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        await EnterAsync(Where.Page);
        await PostAsync("url", new { url = address.AbsoluteUri });
    }

    public override async Task ReloadAsync()
    {
        await EnterAsync(Where.Page);
        await PostAsync("refresh", new { });
    }

    public override async Task<string> AskAsync(Where where, string expression)
    {
        await EnterAsync(where);
        return (await ScriptAsync($"String({expression})")).GetString()!;
    }

    public override async Task ClickAsync(Where where, string element)
    {
        await EnterAsync(where);
        await PostAsync($"element/{await ElementAsync(element)}/click", new { });
    }

    public override async Task TypeAsync(Where where, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        await EnterAsync(where);
        var steps = text.Replace('\n', '\uE007').SelectMany(key => new object[] { new { type = "keyDown", value = $"{key}" }, new { type = "keyUp", value = $"{key}" } }).ToArray();
        await PostAsync("actions", new { actions = new object[] { new { type = "key", id = "keyboard", actions = steps } } });
    }

    public override async ValueTask DisposeAsync()
    {
        if (session.Length > 0) (await http!.DeleteAsync(new Uri(session.TrimEnd('/'), UriKind.Relative))).Dispose();
        http?.Dispose();
        await base.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var screen = await StartAsync("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], [], line => int.TryParse(line, out _) ? line : null);
        var port = FreePort();
        // It says nothing when it listens; with a log it says that much.
        var listening = StartAsync("WebKitWebDriver", [$"--port={port}", "--host=127.0.0.1"], [("DISPLAY", $":{screen}"), ("GDK_BACKEND", "x11"), ("NO_AT_BRIDGE", "1")], _ => null);
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Wait.Guard };
        await Wait.UntilAsync("WebKitWebDriver listens", async () =>
        {
            if (listening.IsFaulted) await listening;
            try
            {
                using var status = await http.GetAsync(new Uri("status", UriKind.Relative));
                return status.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        _ = listening.ContinueWith(task => task.Exception, TaskScheduler.Default);
        var begun = await PostAsync("", new { capabilities = new { alwaysMatch = new { } } });
        session = $"session/{begun.GetProperty("sessionId").GetString()}/";
    }

    /// <summary>Turns to the page, and from there to the frame: a reload has made a new one.</summary>
    private async Task EnterAsync(Where where)
    {
        await PostAsync("frame", new { id = (object?)null });
        if (where == Where.Chat) await PostAsync("frame", new { id = new Dictionary<string, string> { [Reference] = await ElementAsync("document.querySelector('hub-chat').shadowRoot.querySelector('iframe')") } });
    }

    private async Task<string> ElementAsync(string expression) => (await ScriptAsync(expression)).GetProperty(Reference).GetString()!;

    private Task<JsonElement> ScriptAsync(string expression) => PostAsync("execute/sync", new { script = $"return {expression}", args = Array.Empty<object>() });

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var content = JsonContent.Create(body);
        // The driver reads no body that comes in pieces.
        await content.LoadIntoBufferAsync();
        using var answer = await http!.PostAsync(new Uri(session.Length == 0 ? "session" : session + path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text).GetProperty("value") : throw new InvalidOperationException($"WebKit, {path}: {text}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
