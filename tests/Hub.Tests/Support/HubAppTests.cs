using System.Net;

namespace Hub.Tests.Support;

public sealed class HubAppTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task A_test_class_has_a_server_and_a_migrated_database_of_its_own()
    {
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from brands"));
        using var browser = await hub.SignInAsync();
        await browser.GetAsync("/api/v1/session").ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_second_process_shares_the_database_and_leaves_it_when_it_ends()
    {
        await using (var other = await hub.StartAnotherAsync())
        {
            Assert.NotEqual(hub.Address, other.Address);
            await other.ExecuteAsync("insert into teams (name) values ('Second')");
        }
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from teams where name = 'Second'"));
    }
}
