using System.Text.Json;

namespace Hub.Tests.Support;

/// <summary>A visitor with the chat open.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private Visitor(HubSocket line, JsonElement started) => (Line, Started) = (line, started);

    public HubSocket Line { get; }

    /// <summary>What Start answered.</summary>
    public JsonElement Started { get; private set; }

    public string Token => Started.GetProperty("token").GetString()!;

    /// <summary>Opens the chat of the hub's first site; with a token, as a visitor who comes back.</summary>
    public static Task<Visitor> OpenAsync(HubApp hub, string? token = null) => OpenAsync(hub, token, null);

    /// <summary>The same, with what the page says of who it is.</summary>
    public static async Task<Visitor> OpenAsync(HubApp hub, string? token, object? identity)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        var siteKey = await hub.SiteKeyAsync();
        return new Visitor(line, await line.CallAsync("Start", new { siteKey, token, locale = "en", page = "https://shop.test/lamp", identity }));
    }

    /// <summary>Uploads a file as the chat does.</summary>
    public Task<HttpResponseMessage> UploadAsync(Browser browser, string name, byte[] content, string? key = null) => Uploading.SendAsync(browser, "/api/v1/visitor/files", name, content, key, ("Authorization", $"Bearer {Token}"));

    /// <summary>Says something with files, by their ids.</summary>
    public Task<JsonElement> SendAsync(string text, long[] files, string? clientId = null) =>
        Line.CallAsync("Send", new { clientId = clientId ?? Guid.CreateVersion7().ToString(), text, files });

    /// <summary>Starts anew on the same line.</summary>
    public async Task<JsonElement> StartAsync(HubApp hub, string? token, object? identity = null)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return Started = await Line.CallAsync("Start", new { siteKey = await hub.SiteKeyAsync(), token, locale = "en", identity });
    }

    /// <summary>Why the page's word was not believed; none: it was, or it said none.</summary>
    public string? Problem => Started.TryGetProperty("identityProblem", out var problem) ? problem.GetProperty("code").GetString() : null;

    public Task<JsonElement> SendAsync(string text, string? clientId = null) =>
        Line.CallAsync("Send", new { clientId = clientId ?? Guid.CreateVersion7().ToString(), text });

    public async Task<string[]> TextsAsync() =>
        [.. (await Line.CallAsync("After", 0)).EnumerateArray().Select(m => m.GetProperty("text").GetString()!)];

    public ValueTask DisposeAsync() => Line.DisposeAsync();
}
