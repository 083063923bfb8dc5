using Hub.Tests.Support;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class LeavingTests
{
    [Fact]
    public async Task Whoever_leaves_in_the_middle_of_a_call_is_not_shown_as_here_for_ever()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        using var browser = await hub.SignInAsync();
        await using var patient = await Visitor.OpenAsync(hub);
        var number = (await patient.SendAsync("I stay")).GetProperty("ticket").GetInt64();
        var siteKey = await hub.SiteKeyAsync();

        // Tabs that are closed while they open, while a first message is under way, while a ticket is being opened.
        await Parallel.ForEachAsync(Enumerable.Range(0, 150), new ParallelOptions { MaxDegreeOfParallelism = 15 }, async (n, _) =>
        {
            await using var line = n % 3 == 0 ? await HubSocket.OpenAsync(hub.Address, "/hubs/visitor") : await HubSocket.OpenDeskAsync(hub, browser);
            if (n % 3 == 0)
            {
                await line.CallAsync("Start", new { siteKey });
                await line.SendRawAsync("{\"type\":1,\"target\":\"Send\",\"arguments\":[{\"clientId\":\"c\",\"text\":\"I am off\"}]}\u001e");
            }
            else if (n % 3 == 1) await line.SendRawAsync($"{{\"type\":1,\"target\":\"Watch\",\"arguments\":[{number}]}}\u001e");
            await Task.Delay(Random.Shared.Next(12), CancellationToken.None);
        });

        await Wait.UntilAsync("only the one who stayed is here", async () =>
            await hub.ScalarAsync<long>("select count(*) from presence where kind = 1") == 0 && await hub.ScalarAsync<long>("select count(*) from presence where kind = 2") == 1);
        // Nobody comes back at the next beat either: what the servers remember, they write again.
        await Task.Delay(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await hub.ScalarAsync<long>("select count(*) from presence"));
    }
}
