using System.Net;
using Hub.Platform;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Storage;

public sealed class DataProtectionKeysTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Secret = "--Hub:Keys:Secret=a secret for tests, long enough";
    private const string Keys = "select string_agg(xml, '') from data_protection_keys";

    [Fact]
    public async Task What_one_process_protects_another_one_reads()
    {
        await using var other = await hub.StartAnotherAsync();
        var protectedText = hub.Services.GetDataProtector("test").Protect("text");
        Assert.Equal("text", other.Services.GetDataProtector("test").Unprotect(protectedText));
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from data_protection_keys"));
    }

    [Fact]
    public async Task Processes_that_start_together_make_one_key()
    {
        await using var first = await HubApp.StartAsync();
        await first.ExecuteAsync("delete from data_protection_keys");
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => first.StartAnotherAsync()));
        Assert.Equal(1L, await first.ScalarAsync<long>("select count(*) from data_protection_keys"));
        foreach (var other in others) await other.DisposeAsync();
    }

    [Fact]
    public async Task With_a_secret_the_database_holds_no_open_key()
    {
        await using var own = await HubApp.StartAsync(Secret);
        var keys = await own.ScalarAsync<string>(Keys);
        Assert.Contains("AES-256-GCM", keys, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", keys, StringComparison.Ordinal);
        await using var other = await own.StartAnotherAsync();
        Assert.Equal("text", other.Services.GetDataProtector("test").Unprotect(own.Services.GetDataProtector("test").Protect("text")));
    }

    [Fact]
    public async Task A_secret_set_later_wraps_the_keys_from_before_and_sessions_go_on()
    {
        await using var own = await HubApp.StartAsync();
        using var browser = await own.SignInAsync();
        Assert.Contains("masterKey", await own.ScalarAsync<string>(Keys), StringComparison.Ordinal);
        await using var later = await own.StartAnotherAsync(Secret);
        Assert.DoesNotContain("masterKey", await own.ScalarAsync<string>(Keys), StringComparison.Ordinal);
        Assert.Equal(1L, await own.ScalarAsync<long>("select count(*) from data_protection_keys"));
        using var there = new Browser(later.Address);
        there.Cookies.Add(later.Address, browser.Cookies.GetCookies(own.Address));
        await there.GetAsync("/api/v1/agents").ExpectAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--Hub:Keys:Secret=another secret altogether", "is not the secret")]
    [InlineData("--Hub:Keys:Secret=", "is not set")]
    public async Task A_wrong_or_missing_secret_stops_the_start_and_makes_no_new_key(string setting, string says)
    {
        await using var own = await HubApp.StartAsync(Secret);
        var failure = await Assert.ThrowsAsync<StartRefusedException>(() => own.StartAnotherAsync(setting));
        Assert.Contains("Hub__Keys__Secret", failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await own.ScalarAsync<long>("select count(*) from data_protection_keys"));
        Assert.Equal(0L, await own.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }
}
