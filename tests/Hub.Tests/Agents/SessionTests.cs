using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Agents;

public sealed class SessionTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Session = "/api/v1/session";

    [Fact]
    public async Task Anybody_may_ask_who_they_are()
    {
        using var browser = hub.OpenBrowser();
        var session = await browser.GetAsync(Session).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("null", session.GetProperty("user").GetRawText());
        Assert.Equal("Hub", session.GetProperty("hub").GetProperty("name").GetString());
        Assert.NotNull(browser.Cookies.GetCookies(hub.Address)["XSRF-TOKEN"]);
    }

    [Fact]
    public async Task An_agent_signs_in_and_out()
    {
        var (id, email) = await hub.AddAgentAsync(Role.Supervisor, "Ada");
        using var browser = hub.OpenBrowser();
        using (var answer = await browser.SignInAsync($"  {email.ToUpperInvariant()} ", HubApp.Password)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var user = (await browser.GetAsync(Session).ExpectAsync(HttpStatusCode.OK)).GetProperty("user");
        Assert.Equal((id, "Ada", email, "supervisor", "en"), (user.GetProperty("id").GetInt64(), user.GetProperty("name").GetString(),
            user.GetProperty("email").GetString(), user.GetProperty("role").GetString(), user.GetProperty("language").GetString()));

        await browser.DeleteAsync(Session).ExpectAsync(HttpStatusCode.NoContent);
        await browser.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        // The same page signs in again without asking for another token.
        await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nobody@hub.test", HubApp.Password)]
    [InlineData("", HubApp.Password)]
    [InlineData("nobody@hub.test", "")]
    [InlineData("nobody@hub.test", null)]
    public async Task Wrong_credentials_are_refused_with_one_sentence_for_all(string email, string? password)
    {
        using var browser = hub.OpenBrowser();
        (await browser.GetAsync(Session)).Dispose();
        await browser.PostAsync(Session, new { email, password }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "credentials_wrong");
    }

    [Fact]
    public async Task Bodies_that_cannot_be_read_are_bad_requests_and_not_failures()
    {
        using var browser = hub.OpenBrowser();
        (await browser.GetAsync(Session)).Dispose();
        await browser.PostAsync(Session, new { email = "a\0b@hub.test", password = HubApp.Password }).ExpectProblemAsync(HttpStatusCode.BadRequest, "credentials_invalid");
        await browser.PostAsync(Session, new { email = "a@hub.test", password = "long enough\0 to be one" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "credentials_invalid");
        await browser.PostAsync(Session, new { email = 5 }).ExpectProblemAsync(HttpStatusCode.BadRequest, "request_invalid");
        await browser.PostAsync(Session).ExpectProblemAsync(HttpStatusCode.BadRequest, "request_invalid");
    }

    [Fact]
    public async Task A_disabled_account_is_told_so_only_with_the_right_password()
    {
        var (id, email) = await hub.AddAgentAsync();
        await hub.ExecuteAsync("update agents set disabled_at = now() where id = $1", id);
        using var browser = hub.OpenBrowser();
        (await browser.GetAsync(Session)).Dispose();
        await browser.PostAsync(Session, new { email, password = "wrong wrong wrong" }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "credentials_wrong");
        await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectProblemAsync(HttpStatusCode.Forbidden, "account_disabled");
    }

    [Fact]
    public async Task A_disabled_agent_or_a_changed_stamp_is_signed_out_at_once()
    {
        using var disabled = await hub.SignInAsync();
        await hub.ExecuteAsync("update agents set disabled_at = now() where id = $1", disabled.AgentId);
        await disabled.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        Assert.Null(disabled.Cookies.GetCookies(hub.Address)["hub"]);

        using var changed = await hub.SignInAsync();
        await hub.ExecuteAsync("update agents set security_stamp = 'other' where id = $1", changed.AgentId);
        await changed.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Fact]
    public async Task A_new_role_counts_from_the_next_request()
    {
        using var browser = await hub.SignInAsync(Role.Agent);
        await browser.GetAsync("/api/v1/invitations").ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await hub.ExecuteAsync("update agents set role = 3 where id = $1", browser.AgentId);
        await browser.GetAsync("/api/v1/invitations").ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_lasts_fourteen_days_without_use_and_longer_with_it()
    {
        await using var own = await HubApp.StartAsync();
        using var browser = await own.SignInAsync();
        for (var week = 0; week < 3; week++)
        {
            own.Time.Advance(TimeSpan.FromDays(8));
            await browser.GetAsync("/api/v1/agents").ExpectAsync(HttpStatusCode.OK);
        }
        own.Time.Advance(TimeSpan.FromDays(15));
        await browser.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Fact]
    public async Task A_session_of_one_process_counts_in_another()
    {
        using var browser = await hub.SignInAsync();
        await using var other = await hub.StartAnotherAsync();
        using var there = new Browser(other.Address);
        there.Cookies.Add(there.Http.BaseAddress!, browser.Cookies.GetCookies(hub.Address));
        await there.PatchAsync(Session, new { name = "Here and there" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Agents_change_their_own_name_and_language()
    {
        using var browser = await hub.SignInAsync();
        var user = (await browser.PatchAsync(Session, new { name = " Zoé ", language = "fr" }).ExpectAsync(HttpStatusCode.OK)).GetProperty("user");
        Assert.Equal(("Zoé", "fr"), (user.GetProperty("name").GetString(), user.GetProperty("language").GetString()));
        await browser.PatchAsync(Session, new { name = "" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "name_invalid");
        await browser.PatchAsync(Session, new { name = new string('x', 101) }).ExpectProblemAsync(HttpStatusCode.BadRequest, "name_invalid");
        await browser.PatchAsync(Session, new { name = "a\0b" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "name_invalid");
        await browser.PatchAsync(Session, new { language = "de" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "language_unknown");
        using var nobody = hub.OpenBrowser();
        await nobody.PatchAsync(Session, new { name = "x" }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        await using var own = await HubApp.StartAsync("--Hub:DeskUrl=https://desk.test");
        var (_, email) = await own.AddAgentAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = own.Address, Timeout = Wait.Guard };
        using var first = await http.GetAsync(Session);
        var cookies = first.Headers.GetValues("Set-Cookie").ToList();
        var token = cookies.Single(c => c.StartsWith("XSRF-TOKEN=", StringComparison.Ordinal));
        Assert.DoesNotContain("httponly", token, StringComparison.OrdinalIgnoreCase);

        using var request = new HttpRequestMessage(HttpMethod.Post, Session) { Content = System.Net.Http.Json.JsonContent.Create(new { email, password = HubApp.Password }) };
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => c.Split(';')[0])));
        request.Headers.Add("X-XSRF-TOKEN", token.Split(';')[0]["XSRF-TOKEN=".Length..]);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-hub=", StringComparison.Ordinal));
        foreach (var word in new[] { "; secure", "; httponly", "; samesite=strict", "; path=/" }) Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }
}
