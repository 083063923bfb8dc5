using System.Net;
using Hub.Agents;
using Hub.Platform;
using Hub.Tests.Support;

namespace Hub.Tests.Agents;

public sealed class FirstAdministratorTests
{
    [Fact]
    public async Task A_new_hub_gets_one_administrator_with_a_password_that_is_told_once()
    {
        await using var hub = await HubApp.StartAsync();
        var first = await FirstAdministrator.EnsureAsync(hub.Services, default);
        Assert.Equal("admin@localhost", first!.Email);
        using var browser = hub.OpenBrowser();
        using var answer = await browser.SignInAsync("admin@localhost", first.GeneratedPassword!);
        Assert.Equal("administrator", (await answer.JsonAsync()).GetProperty("user").GetProperty("role").GetString());

        Assert.Null(await FirstAdministrator.EnsureAsync(hub.Services, default));
        Assert.DoesNotContain(hub.Log.All, line => line.Contains(first.GeneratedPassword!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Processes_that_start_together_make_one()
    {
        await using var hub = await HubApp.StartAsync();
        await using var other = await hub.StartAnotherAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => FirstAdministrator.EnsureAsync((i % 2 == 0 ? hub : other).Services, default)));
        Assert.Single(made, m => m is not null);
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from agents"));
    }

    [Fact]
    public async Task Address_and_password_can_be_configured()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Admin:Email=chief@hub.test", "--Hub:Admin:Password=configured password");
        var first = await FirstAdministrator.EnsureAsync(hub.Services, default);
        Assert.Equal(new FirstAdministrator("chief@hub.test", null), first);
        using var browser = hub.OpenBrowser();
        using var answer = await browser.SignInAsync("chief@hub.test", "configured password");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_configured_password_that_is_too_short_is_said_and_not_used()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Admin:Password=short");
        var failure = await Assert.ThrowsAsync<StartRefusedException>(() => FirstAdministrator.EnsureAsync(hub.Services, default));
        Assert.Contains("Hub__Admin__Password", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await hub.ScalarAsync<long>("select count(*) from agents"));
    }
}
