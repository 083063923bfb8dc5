using System.Net;
using System.Text.Json;
using Hub.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class StoppedDatabaseTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_database_that_is_away_for_ten_seconds_gives_clear_errors_and_all_recovers_alone()
    {
        await using var cluster = await TestCluster.StartOwnAsync();
        var connectionString = await cluster.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var hub = await HubProcess.StartAsync(connectionString);
        using var browser = await hub.SignInAsync();
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/desk", ("Cookie", browser.CookieHeader));
        await using var desk = await WatchingDesk.OpenAsync(await hub.SignInAsync(), [hub.Address]);
        await using var command = database.CreateCommand("select key from sites");
        await using var crowd = Crowd.Gather((string)(await command.ExecuteScalarAsync())!, [hub.Address], 20, TimeSpan.FromMilliseconds(100));

        foreach (var mode in new[] { "immediate", "fast" })
        {
            await crowd.WriteAsync(200);
            var refusedBefore = crowd.Visitors.Select(v => v.Refusals.Values.Sum()).ToList();
            await cluster.StopAsync(mode);
            var over = Task.Delay(Outage);
            await ExpectClearErrorsAsync(hub, browser, line);
            await over;
            await cluster.StartAgainAsync();
            Assert.All(crowd.Visitors.Zip(refusedBefore), v => Assert.True(v.First.Refusals.Values.Sum() > v.Second, "A visitor wrote during the outage and heard nothing of it."));
            await crowd.WriteAsync(200);
            await Wait.UntilAsync("the hub is ready again", async () => (await ReadyAsync(hub)).Status == HttpStatusCode.OK);
            await line.CallAsync("After", [null]);
        }
        await crowd.FallSilentAsync();

        var took = await Ledger.UntilScreensAreEqualAsync(database, crowd.Visitors, desk);
        await Ledger.AssertExactlyOnceAsync(database, crowd.Visitors);
        // The visitors' lines held through both outages, and nobody was ever told anything else.
        Assert.Equal(crowd.Visitors.Count, crowd.Visitors.Sum(v => v.Connections));
        Assert.All(crowd.Visitors.SelectMany(v => v.Refusals.Keys), code => Assert.Equal("unavailable", code));
        output.WriteLine($"{crowd.Acknowledged} messages, {crowd.Visitors.Sum(v => v.Refusals.Values.Sum())} refused; all screens equal after {took.TotalMilliseconds:0} ms");
    }

    /// <summary>Each door says what is the matter: visitors' line, desk's line, API and health.</summary>
    private static async Task ExpectClearErrorsAsync(HubProcess hub, Browser browser, HubSocket line)
    {
        var (status, checks) = await ReadyAsync(hub);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy", checks.GetProperty("database").GetProperty("state").GetString());
        using var probe = new Browser(hub.Address);
        await probe.GetAsync("/health/live").ExpectAsync(HttpStatusCode.OK);
        await browser.GetAsync("/api/v1/tickets").ExpectProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        await browser.PostAsync("/api/v1/tickets/1/messages", new { kind = "note", text = "x", clientId = "x" }).ExpectProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        foreach (var (method, argument) in new (string, object?)[] { ("Watch", 1), ("After", null) })
            Assert.Equal("unavailable", (await Assert.ThrowsAsync<HubRefusal>(() => line.CallAsync(method, [argument]))).Code);
        await using var newcomer = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        Assert.Equal("unavailable", (await Assert.ThrowsAsync<HubRefusal>(() => newcomer.CallAsync("Start", new { siteKey = "0123456789abcdef01234567" }))).Code);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Checks)> ReadyAsync(HubProcess hub)
    {
        using var http = new HttpClient { BaseAddress = hub.Address, Timeout = Wait.Guard };
        using var answer = await http.GetAsync("/health/ready");
        return (answer.StatusCode, (await answer.JsonAsync()).GetProperty("checks"));
    }
}
