using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Hub.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace Hub.Tests.Operations;

/// <summary>Two processes behind the real nginx and the real HAProxy, with the samples of ops/proxy.</summary>
public sealed class ProxyTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly (Uri Address, Uri Plain) at = ProxyServer.Choose();
    private string connection = "";
    private NpgsqlDataSource database = null!;
    private HubProcess one = null!;
    private HubProcess two = null!;

    public async Task InitializeAsync()
    {
        connection = await (await TestCluster.Instance).CreateDatabaseAsync();
        database = NpgsqlDataSource.Create(connection);
        (string, string)[] settings = [("Hub__PublicUrl", at.Address.GetLeftPart(UriPartial.Authority)), ("Hub__TrustedProxies", "127.0.0.1")];
        one = await HubProcess.StartAsync(connection, settings);
        two = await HubProcess.StartAsync(connection, settings);
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
        await database.DisposeAsync();
        await (await TestCluster.Instance).DropDatabaseAsync(connection);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task Visitors_and_the_desk_go_on_when_one_of_the_two_processes_is_killed(string kind)
    {
        await using var proxy = await ProxyServer.StartAsync(kind, at, one.Address, two.Address, output);
        using var plain = new Browser(proxy.Plain);
        using (var redirect = await plain.GetAsync("/demo")) Assert.Equal((HttpStatusCode.PermanentRedirect, "https"), (redirect.StatusCode, redirect.Headers.Location?.Scheme));

        using var browser = new Browser(proxy.Address);
        using (var signedIn = await browser.SignInAsync(HubProcess.Email, HubApp.Password)) Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        await using var desk = await WatchingDesk.OpenAsync(browser, [proxy.Address], 20);
        await using var crowd = Crowd.Gather(await SiteKeyAsync(), [proxy.Address], 16, TimeSpan.FromMilliseconds(100));
        await crowd.WriteAsync(100);
        Assert.Equal(2, await ProcessesAsync());

        await one.KillAsync();
        await crowd.WriteAsync(200);
        await crowd.FallSilentAsync();
        await Ledger.UntilScreensAreEqualAsync(database, crowd.Visitors, desk);
        await Ledger.AssertExactlyOnceAsync(database, crowd.Visitors);
        Assert.Contains(crowd.Visitors, v => v.Connections > 1);
    }

    [Theory]
    [InlineData("nginx", "ServerSentEvents")]
    [InlineData("nginx", "LongPolling")]
    [InlineData("haproxy", "ServerSentEvents")]
    [InlineData("haproxy", "LongPolling")]
    public async Task Fallback_lines_stay_with_their_process_and_find_the_other_when_it_is_killed(string kind, string transport)
    {
        await using var proxy = await ProxyServer.StartAsync(kind, at, one.Address, two.Address, output);
        var siteKey = await SiteKeyAsync();
        // Were each request sent anywhere, not one line in a thousand would come through.
        var lines = await Task.WhenAll(Enumerable.Range(0, 12).Select(async n =>
        {
            var line = await FallbackLine.OpenAsync(proxy.Address, transport, $"word{n}");
            var started = await line.CallAsync("Start", new { siteKey, locale = "en", page = "https://shop.test/" });
            for (var i = 0; i < 4; i++) await line.CallAsync("Send", new { clientId = $"{n}-{i}", text = "Hello" });
            return (Line: line, Token: started.GetProperty("token").GetString());
        }));
        Assert.Equal(2, await ProcessesAsync());

        await one.KillAsync();
        await Task.WhenAll(lines.Select(async (opened, n) =>
        {
            await using var old = opened.Line;
            await Wait.UntilAsync($"line {n} to write on", async () =>
            {
                try
                {
                    await using var line = await FallbackLine.OpenAsync(proxy.Address, transport, $"word{n}");
                    await line.CallAsync("Start", new { siteKey, token = opened.Token, locale = "en", page = "https://shop.test/" });
                    return (await line.CallAsync("Send", new { clientId = $"{n}-5", text = "Still here" })).GetProperty("seq").GetInt32() == 5;
                }
                catch (Exception passing) when (passing is HttpRequestException or IOException or HubRefusal { Code: "unavailable" })
                {
                    return false;
                }
            });
        }));
        await Ledger.AssertSoundAsync(database);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task Each_clients_own_address_is_seen_and_no_invented_one(string kind)
    {
        await using var limited = await HubProcess.StartAsync(connection, ("Hub__TrustedProxies", "127.0.0.1"), ("Hub__Limits__Address", "1"));
        await using var proxy = await ProxyServer.StartAsync(kind, at, limited.Address, limited.Address, output);
        Assert.Null(await RefusedAsync(proxy, "127.0.0.2", null));
        Assert.Equal("rate_limited", await RefusedAsync(proxy, "127.0.0.2", null));
        Assert.Equal("rate_limited", await RefusedAsync(proxy, "127.0.0.2", "203.0.113.7"));
        Assert.Null(await RefusedAsync(proxy, "127.0.0.3", null));
    }

    /// <summary>Writes one message from this address of the machine.</summary>
    /// <returns>The code of the refusal, if it was refused.</returns>
    private async Task<string?> RefusedAsync(ProxyServer proxy, string from, string? forwardedFor)
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
        await line.CallAsync("Start", new { siteKey = await SiteKeyAsync(), locale = "en", page = "https://shop.test/" });
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

    private async Task<string> SiteKeyAsync()
    {
        await using var command = database.CreateCommand("select key from sites");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many processes have visitors.</summary>
    private async Task<int> ProcessesAsync()
    {
        var found = 0;
        await Wait.UntilAsync("presence", async () => (found = (int)await Ledger.CountAsync(database, "select count(distinct process) from presence where kind = 2")) == 2);
        return found;
    }
}
