using Hub.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class KilledServerTests(ITestOutputHelper output) : IAsyncLifetime
{
    private string connectionString = "";
    private NpgsqlDataSource database = null!;

    public async Task InitializeAsync()
    {
        connectionString = await (await TestCluster.Instance).CreateDatabaseAsync();
        database = NpgsqlDataSource.Create(connectionString);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await (await TestCluster.Instance).DropDatabaseAsync(connectionString);
    }

    [Fact]
    public async Task A_server_killed_again_and_again_while_fifty_visitors_write_loses_nothing_that_it_acknowledged()
    {
        await using var hub = await HubProcess.StartAsync(connectionString);
        await using var desk = await WatchingDesk.OpenAsync(await hub.SignInAsync(), [hub.Address]);
        await using var crowd = Crowd.Gather(await SiteKeyAsync(), [hub.Address], 50, TimeSpan.FromMilliseconds(150));
        // The first kill comes among the first messages, which make sessions, customers and tickets.
        for (var kill = 0; kill < 6; kill++)
        {
            await crowd.WriteAsync(kill == 0 ? 10 : 150);
            await Task.Delay(Random.Shared.Next(150));
            await hub.KillAsync();
            await hub.StartAgainAsync();
        }
        await crowd.WriteAsync(150);
        await crowd.FallSilentAsync();

        await AssertNothingIsLostAsync(crowd, desk);
        Assert.All(crowd.Visitors, v => Assert.InRange(v.Connections, 2, int.MaxValue));
    }

    [Fact]
    public async Task Visitors_move_to_the_other_server_when_theirs_is_killed_and_lose_nothing()
    {
        await using var one = await HubProcess.StartAsync(connectionString);
        await using var other = await HubProcess.StartAsync(connectionString);
        Uri[] addresses = [one.Address, other.Address];
        await using var desk = await WatchingDesk.OpenAsync(await one.SignInAsync(), addresses);
        await using var crowd = Crowd.Gather(await SiteKeyAsync(), addresses, 50, TimeSpan.FromMilliseconds(400));
        for (var kill = 0; kill < 4; kill++)
        {
            var victim = kill % 2 == 0 ? one : other;
            await crowd.WriteAsync(kill == 0 ? 10 : 150);
            await Task.Delay(Random.Shared.Next(150));
            await victim.KillAsync();
            // Whoever was here is with the other one now.
            await crowd.WriteAsync(100);
            await victim.StartAgainAsync();
        }
        await crowd.WriteAsync(100);
        await crowd.FallSilentAsync();

        await AssertNothingIsLostAsync(crowd, desk);
    }

    private async Task AssertNothingIsLostAsync(Crowd crowd, WatchingDesk desk)
    {
        var took = await Ledger.UntilScreensAreEqualAsync(database, crowd.Visitors, desk);
        await Ledger.AssertExactlyOnceAsync(database, crowd.Visitors);
        output.WriteLine($"{crowd.Acknowledged} messages; visitors connected {crowd.Visitors.Sum(v => v.Connections)} times; all screens equal after {took.TotalMilliseconds:0} ms");
    }

    private async Task<string> SiteKeyAsync()
    {
        await using var command = database.CreateCommand("select key from sites order by channel limit 1");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
