using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Hub.Tests.Support;

/// <summary>An agent's desk that shows the list of all tickets and watches some of them, and misses nothing when its line comes back.</summary>
public sealed class WatchingDesk : ReturningClient
{
    private readonly Browser browser;
    private readonly int mostWatched;
    private readonly ConcurrentDictionary<long, (long Version, JsonElement Row)> rows = new();
    private readonly ConcurrentDictionary<long, ConcurrentDictionary<long, JsonElement>> watched = new();
    // Up to which version a watched ticket has no hole. A push is ahead of it while what lies between is still being fetched:
    // were it counted, and the line broke just then, the hole would stay.
    private readonly ConcurrentDictionary<long, (HubSocket? Line, long Version)> complete = new();
    private string? position;

    private WatchingDesk(Browser browser, IReadOnlyList<Uri> addresses, int mostWatched) : base(addresses, 0) => (this.browser, this.mostWatched) = (browser, mostWatched);

    /// <summary>The list: each ticket's newest row.</summary>
    public IReadOnlyDictionary<long, (long Version, JsonElement Row)> Rows => rows;

    /// <summary>The open tickets: number → id → newest state of the message.</summary>
    public IReadOnlyDictionary<long, ConcurrentDictionary<long, JsonElement>> Watched => watched;

    /// <summary>The newest word about who is here, by the kind of the event.</summary>
    public ConcurrentDictionary<string, JsonElement> Presence { get; } = new();

    /// <param name="browser">Signed in; the cookie counts on each of the addresses.</param>
    /// <param name="addresses">Servers, tried in turn.</param>
    /// <param name="mostWatched">The first so many tickets are watched; the hub allows 20.</param>
    public static async Task<WatchingDesk> OpenAsync(Browser browser, IReadOnlyList<Uri> addresses, int mostWatched = 10)
    {
        var desk = new WatchingDesk(browser, addresses, mostWatched);
        desk.Live();
        await desk.LineAsync();
        return desk;
    }

    protected override Task<HubSocket> OpenAsync(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return HubSocket.OpenAsync(address, "/hubs/desk", ("Cookie", browser.CookieHeader), ("Origin", address.GetLeftPart(UriPartial.Authority)));
    }

    protected override async Task BeginAsync(HubSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        await socket.CallAsync("List", "all");
        if (position is null) await LoadAsync(socket);
        var answer = await socket.CallAsync("After", position);
        foreach (var row in answer.GetProperty("rows").EnumerateArray()) Take(socket, row);
        position = answer.GetProperty("position").GetString();
        foreach (var number in watched.Keys) await WatchAsync(socket, number);
    }

    protected override void Hear(HubSocket socket, string method, JsonElement arguments)
    {
        switch (method)
        {
            case "Ticket":
                Take(socket, arguments[0]);
                break;
            case "Message":
                var (number, version) = (arguments[0].GetInt64(), arguments[1].GetProperty("version").GetInt64());
                Take(number, arguments[1]);
                if (complete.TryGetValue(number, out var now) && now.Line == socket) complete[number] = (socket, Math.Max(now.Version, version));
                break;
            case "Presence":
                Presence[arguments[0].GetProperty("kind").GetString()!] = arguments[0];
                break;
            case "Resync":
                _ = Task.Run(() => InsistAsync(socket, () => LoadAsync(socket)));
                break;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        browser.Dispose();
    }

    /// <summary>The whole list anew; the position comes first, so that what changes meanwhile comes again.</summary>
    private async Task LoadAsync(HubSocket socket)
    {
        var now = (await socket.CallAsync("After", [null])).GetProperty("position").GetString();
        for (var query = "?limit=100"; query is not null;)
        {
            var page = await GetAsync(socket, "api/v1/tickets" + query);
            foreach (var row in page.GetProperty("items").EnumerateArray()) Take(socket, row);
            query = page.TryGetProperty("next", out var next) && next.GetString() is { } cursor ? $"?limit=100&cursor={Uri.EscapeDataString(cursor)}" : null;
        }
        position = now;
    }

    private async Task WatchAsync(HubSocket socket, long number)
    {
        var known = complete.GetValueOrDefault(number).Version;
        var head = await socket.CallAsync("Watch", number);
        if (head.GetProperty("version").GetInt64() > known)
        {
            var missed = await GetAsync(socket, $"api/v1/tickets/{number}/messages?since={known}");
            foreach (var message in missed.GetProperty("items").EnumerateArray()) Take(number, message);
        }
        complete[number] = (socket, head.GetProperty("version").GetInt64());
    }

    private void Take(HubSocket socket, JsonElement row)
    {
        var number = row.GetProperty("number").GetInt64();
        var news = (row.GetProperty("version").GetInt64(), row);
        rows.AddOrUpdate(number, news, (_, known) => known.Version > news.Item1 ? known : news);
        if (watched.Count < mostWatched && watched.TryAdd(number, new())) _ = Task.Run(() => InsistAsync(socket, () => WatchAsync(socket, number)));
    }

    private void Take(long number, JsonElement message)
    {
        watched.GetOrAdd(number, _ => new()).AddOrUpdate(message.GetProperty("id").GetInt64(), message,
            (_, known) => known.GetProperty("version").GetInt64() > message.GetProperty("version").GetInt64() ? known : message);
    }

    private async Task<JsonElement> GetAsync(HubSocket socket, string path)
    {
        using var answer = await browser.GetAsync(new Uri(socket.Address, path).AbsoluteUri);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) throw new HubRefusal("HubException: unavailable: the list");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
