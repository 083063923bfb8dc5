using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Hub.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace Hub.Tests.Operations;

/// <summary>Two processes behind the real nginx and the real HAProxy, with the samples of ops/proxy.</summary>
public sealed class ProxyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Everybody_goes_on_when_one_of_two_processes_is_killed_and_fallback_lines_stay_with_theirs()
    {
        var connection = await (await TestCluster.Instance).CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        await using var one = await HubProcess.StartAsync(connection, ("Hub__TrustedProxies", "127.0.0.1"));
        await using var two = await HubProcess.StartAsync(connection, ("Hub__TrustedProxies", "127.0.0.1"));
        var siteKey = (string)(await database.CreateCommand("select key from sites").ExecuteScalarAsync())!;
        await using var nginx = await ProxyServer.StartAsync("nginx", ProxyServer.Choose(), one.Address, two.Address, output);
        await using var haproxy = await ProxyServer.StartAsync("haproxy", ProxyServer.Choose(), one.Address, two.Address, output);
        await using var behindNginx = await Behind.GatherAsync(nginx.Address, siteKey);
        await using var behindHaproxy = await Behind.GatherAsync(haproxy.Address, siteKey);
        Behind[] all = [behindNginx, behindHaproxy];
        await Task.WhenAll(all.Select(b => b.Crowd.WriteAsync(25)));
        await Wait.UntilAsync("visitors at both", async () => await Ledger.CountAsync(database, "select count(distinct process) from presence where kind = 2") == 2);

        await one.KillAsync();
        await Task.WhenAll(all.Select(b => b.Crowd.WriteAsync(50)));
        await Task.WhenAll(all.SelectMany(b => b.Lines).Select(l => l.WriteOnAsync()));
        await Task.WhenAll(all.Select(b => b.Crowd.FallSilentAsync()));
        var visitors = all.SelectMany(b => b.Crowd.Visitors).ToList();
        await Ledger.UntilScreensAreEqualAsync(database, visitors, [.. all.Select(b => b.Desk)]);
        Assert.Equal(await Ledger.AssertKeptAsync(database, visitors), all.Sum(b => b.Crowd.Acknowledged + b.Lines.Sum(l => l.Said)));
        await Ledger.AssertSoundAsync(database);
        Assert.Contains(visitors, v => v.Connections > 1);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task Each_clients_own_address_is_seen_and_no_invented_one_and_plain_http_leads_to_https(string kind)
    {
        await using var hub = await HubApp.StartAsync("--Hub:TrustedProxies=127.0.0.1", "--Hub:Limits:Address=1");
        await using var proxy = await ProxyServer.StartAsync(kind, ProxyServer.Choose(), hub.Address, hub.Address, output);
        var siteKey = await hub.SiteKeyAsync();
        Assert.Null(await RefusedAsync(proxy, siteKey, "127.0.0.2", null));
        Assert.Equal("rate_limited", await RefusedAsync(proxy, siteKey, "127.0.0.2", null));
        Assert.Equal("rate_limited", await RefusedAsync(proxy, siteKey, "127.0.0.2", "203.0.113.7"));
        Assert.Null(await RefusedAsync(proxy, siteKey, "127.0.0.3", null));

        using var plain = new Browser(proxy.Plain);
        using var redirect = await plain.GetAsync("/demo");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "https"), (redirect.StatusCode, redirect.Headers.Location?.Scheme));
    }

    /// <summary>Writes one message from this address of the machine.</summary>
    /// <returns>The code of the refusal, if it was refused.</returns>
    private static async Task<string?> RefusedAsync(ProxyServer proxy, string siteKey, string from, string? forwardedFor)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        await using var line = await HubSocket.OpenAsync(proxy.Address, "/hubs/visitor", handler, forwardedFor is null ? [] : [("X-Forwarded-For", forwardedFor)]);
        await line.CallAsync("Start", new { siteKey, locale = "en", page = "https://shop.test/" });
        try
        {
            await line.CallAsync("Send", new { clientId = Guid.CreateVersion7(), text = "Hello" });
            return null;
        }
        catch (HubRefusal refusal)
        {
            return refusal.Code;
        }
    }

    /// <summary>Visitors and a desk behind one of the proxies.</summary>
    private sealed record Behind(WatchingDesk Desk, Crowd Crowd, Fallback[] Lines) : IAsyncDisposable
    {
        public static async Task<Behind> GatherAsync(Uri proxy, string siteKey)
        {
            var browser = new Browser(proxy);
            using (var signedIn = await browser.SignInAsync(HubProcess.Email, HubApp.Password)) Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
            var desk = await WatchingDesk.OpenAsync(browser, [proxy], 20);
            // Were each request sent anywhere, not one line in thirty would come through.
            var lines = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Fallback.OpenAsync(proxy, n % 2 == 0 ? "ServerSentEvents" : "LongPolling", $"{proxy.Port}-{n}", siteKey)));
            return new(desk, Crowd.Gather(siteKey, [proxy], 6, TimeSpan.FromMilliseconds(100)), lines);
        }

        public async ValueTask DisposeAsync()
        {
            await Crowd.DisposeAsync();
            await Desk.DisposeAsync();
            await Task.WhenAll(Lines.Select(l => l.DisposeAsync().AsTask()));
        }
    }

    /// <summary>A visitor for whom WebSockets do not get through.</summary>
    private sealed class Fallback(Uri address, string transport, string word, string siteKey, FallbackLine first, string token) : IAsyncDisposable
    {
        /// <summary>How many messages were acknowledged.</summary>
        public int Said { get; private set; } = 3;

        public static async Task<Fallback> OpenAsync(Uri address, string transport, string word, string siteKey)
        {
            var line = await FallbackLine.OpenAsync(address, transport, word);
            var started = await line.CallAsync("Start", new { siteKey, locale = "en", page = "https://shop.test/" });
            for (var n = 1; n <= 3; n++) await line.CallAsync("Send", new { clientId = $"{word}-{n}", text = "Hello" });
            return new(address, transport, word, siteKey, line, started.GetProperty("token").GetString()!);
        }

        /// <summary>Comes back and says one thing more.</summary>
        public async Task WriteOnAsync()
        {
            await Wait.UntilAsync($"{word} to write on", async () =>
            {
                try
                {
                    await using var line = await FallbackLine.OpenAsync(address, transport, word);
                    await line.CallAsync("Start", new { siteKey, token, locale = "en", page = "https://shop.test/" });
                    return (await line.CallAsync("Send", new { clientId = $"{word}-4", text = "Still here" })).GetProperty("seq").GetInt32() == 4;
                }
                catch (Exception passing) when (passing is HttpRequestException or IOException or HubRefusal { Code: "unavailable" })
                {
                    return false;
                }
            });
            Said++;
        }

        public ValueTask DisposeAsync() => first.DisposeAsync();
    }
}
