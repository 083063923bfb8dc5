using System.Net;
using Hub.Tests.Support;

namespace Hub.Tests.Agents;

public sealed class LockoutTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Session = "/api/v1/session";
    private static readonly string wrong = "wrong wrong wrong";

    [Fact]
    public async Task Five_wrong_passwords_lock_an_account_for_five_minutes()
    {
        var (_, email) = await hub.AddAgentAsync();
        using var browser = hub.OpenBrowser();
        (await browser.GetAsync(Session)).Dispose();
        for (var i = 0; i < 5; i++)
            await browser.PostAsync(Session, new { email, password = wrong }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "credentials_wrong");
        await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectProblemAsync(HttpStatusCode.TooManyRequests, "locked_out");

        hub.Time.Advance(TimeSpan.FromMinutes(4));
        await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectProblemAsync(HttpStatusCode.TooManyRequests, "locked_out");
        hub.Time.Advance(TimeSpan.FromMinutes(1.1));
        await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_passwords_sent_at_the_same_time_all_count()
    {
        var (id, email) = await hub.AddAgentAsync();
        using var browser = hub.OpenBrowser();
        (await browser.GetAsync(Session)).Dispose();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            browser.PostAsync(Session, new { email, password = wrong }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "credentials_wrong")));
        Assert.Equal(4, await hub.ScalarAsync<int>("select access_failed_count from agents where id = $1", id));
    }

    [Fact]
    public async Task The_right_password_starts_the_count_anew()
    {
        var (_, email) = await hub.AddAgentAsync();
        using var browser = hub.OpenBrowser();
        for (var round = 0; round < 2; round++)
        {
            (await browser.GetAsync(Session)).Dispose();
            for (var i = 0; i < 4; i++)
                await browser.PostAsync(Session, new { email, password = wrong }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "credentials_wrong");
            await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Many_browsers_of_one_agent_sign_in_at_the_same_time()
    {
        var (_, email) = await hub.AddAgentAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var browser = hub.OpenBrowser();
            using var answer = await browser.SignInAsync(email, HubApp.Password);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }));
    }
}
