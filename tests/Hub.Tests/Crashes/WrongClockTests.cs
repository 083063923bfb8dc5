using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class WrongClockTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_server_whose_clock_is_ahead_keeps_the_order_of_messages_and_of_their_times()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        await using var ahead = await hub.StartAheadAsync(Ahead);
        using var agent = await hub.SignInAsync();
        // Signed in by one, known to the other: the cookie comes from the future, too.
        var (_, email) = await hub.AddAgentAsync();
        using var future = ahead.OpenBrowser();
        (await future.SignInAsync(email, HubApp.Password)).Dispose();
        using var here = new Browser(hub.Address);
        foreach (var cookie in future.Cookies.GetAllCookies().Cast<Cookie>()) here.Cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        await here.GetAsync("/api/v1/tickets").ExpectAsync(HttpStatusCode.OK);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            await using var first = await Visitor.OpenAsync(i % 2 == 0 ? hub : ahead);
            var ticket = (await first.SendAsync("0")).GetProperty("ticket").GetInt64();
            await using var second = await Visitor.OpenAsync(i % 2 == 0 ? ahead : hub, first.Token);
            for (var n = 1; n < 12; n += 2)
            {
                Assert.Equal(ticket, (await second.SendAsync($"{n}")).GetProperty("ticket").GetInt64());
                Assert.Equal(ticket, (await first.SendAsync($"{n + 1}")).GetProperty("ticket").GetInt64());
            }
            await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "13", clientId = $"r{ticket}" }).ExpectAsync(HttpStatusCode.Created);
            await agent.PatchAsync($"/api/v1/tickets/{ticket}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
            // Reopened by the one, answered by the other.
            Assert.Equal(ticket, (await second.SendAsync("14")).GetProperty("ticket").GetInt64());
            Assert.Equal(Enumerable.Range(0, 15).Select(n => $"{n}"), await first.TextsAsync());
        }));
        await Ledger.AssertSoundAsync(hub.Database);
        Assert.Equal(10, await hub.ScalarAsync<long>("select count(*) from customers"));
    }

    [Fact]
    public async Task A_server_whose_clock_is_ahead_says_so_and_does_not_bury_the_agents_of_the_others()
    {
        await using var hub = await HubApp.StartAsync();
        await using var ahead = await hub.StartAheadAsync(Ahead);
        using var healthy = hub.OpenBrowser();
        using var skewed = ahead.OpenBrowser();
        await healthy.GetAsync("/health/ready").ExpectAsync(HttpStatusCode.OK);
        var unready = await skewed.GetAsync("/health/ready").ExpectAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("Unhealthy", unready.GetProperty("checks").GetProperty("clock").GetProperty("state").GetString());

        using var one = await hub.SignInAsync(Role.Agent, "Ada Here");
        var (_, email) = await hub.AddAgentAsync(Role.Agent, "Bea Ahead");
        using var other = ahead.OpenBrowser();
        (await other.SignInAsync(email, HubApp.Password)).Dispose();
        await using var desk = await HubSocket.OpenDeskAsync(hub, one);
        await using var deskAhead = await HubSocket.OpenDeskAsync(ahead, other);
        foreach (var line in new[] { desk, deskAhead }) await line.ExpectAsync("Presence", p => Names(p[0]).SequenceEqual(["Ada Here", "Bea Ahead"]));

        // Each server beats every 5 s and reads the other's rows as often: both see a whole beat of the other.
        for (var look = 0; look < 14; look++)
        {
            foreach (var browser in new[] { one, other }) Assert.Equal(2, await OnlineAsync(browser));
            await Task.Delay(500);
        }
        foreach (var line in new[] { desk, deskAhead })
            Assert.Equal(["Ada Here", "Bea Ahead"], Names(line.Heard.Last(h => h.Method == "Presence").Arguments[0]));
    }

    private static IEnumerable<string> Names(JsonElement presence) =>
        presence.TryGetProperty("agents", out var agents) ? agents.EnumerateArray().Select(a => a.GetProperty("name").GetString()!).Order() : [];

    private static async Task<int> OnlineAsync(Browser browser) =>
        (await browser.GetAsync("/api/v1/agents").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Count(a => a.GetProperty("presence").GetString() == "online");
}
