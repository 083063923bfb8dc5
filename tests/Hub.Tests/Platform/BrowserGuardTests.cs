using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Platform;

public sealed class BrowserGuardTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Session = "/api/v1/session";

    [Fact]
    public async Task A_write_by_cookie_needs_the_token()
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        foreach (var token in new[] { "", "nonsense" })
        {
            await browser.SendAsync(HttpMethod.Patch, Session, new { name = "x" }, ("X-XSRF-TOKEN", token)).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
            await browser.SendAsync(HttpMethod.Delete, Session, null, ("X-XSRF-TOKEN", token)).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
            await browser.SendAsync(HttpMethod.Delete, "/api/v1/invitations/1", null, ("X-XSRF-TOKEN", token)).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
        }
        await browser.GetAsync(Session).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_in_and_accepting_an_invitation_need_the_token_too()
    {
        var (_, email) = await hub.AddAgentAsync();
        using var browser = hub.OpenBrowser();
        await browser.PostAsync(Session, new { email, password = HubApp.Password }).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
        await browser.PostAsync("/api/v1/invitations/accept", new { token = "x" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
    }

    [Fact]
    public async Task A_token_counts_for_one_user_only()
    {
        using var browser = hub.OpenBrowser();
        (await browser.GetAsync(Session)).Dispose();
        var before = browser.Cookies.GetCookies(hub.Address)["XSRF-TOKEN"]!.Value;
        var (_, email) = await hub.AddAgentAsync();
        using (var answer = await browser.SignInAsync(email, HubApp.Password)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await browser.SendAsync(HttpMethod.Patch, Session, new { name = "x" }, ("X-XSRF-TOKEN", before)).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
        await browser.PatchAsync(Session, new { name = "x" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_hears_that_first()
    {
        using var browser = hub.OpenBrowser();
        await browser.PatchAsync("/api/v1/agents/1", new { name = "x" }).ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    public static TheoryData<string, string, bool> Origins => new()
    {
        { "Origin", "{own}", true },
        { "Origin", "http://evil.test", false },
        { "Origin", "null", false },
        { "Origin", "https://{host}", false },
        { "Origin", "{own}.evil.test", false },
        { "Sec-Fetch-Site", "same-origin", true },
        { "Sec-Fetch-Site", "none", true },
        { "Sec-Fetch-Site", "same-site", false },
        { "Sec-Fetch-Site", "cross-site", false },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public async Task Only_the_desk_writes_and_only_the_desk_reaches_its_hub(string header, string value, bool accepted)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var browser = await hub.SignInAsync();
        value = value.Replace("{own}", hub.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal).Replace("{host}", hub.Address.Authority, StringComparison.Ordinal);

        var write = browser.SendAsync(HttpMethod.Patch, Session, new { name = "x" }, (header, value));
        if (accepted) await write.ExpectAsync(HttpStatusCode.OK);
        else await write.ExpectProblemAsync(HttpStatusCode.Forbidden, "origin");

        foreach (var (method, path) in new[] { (HttpMethod.Post, "/hubs/desk/negotiate"), (HttpMethod.Get, "/hubs/desk"), (HttpMethod.Get, "/HUBS/desk?id=x") })
        {
            using var answer = await browser.SendAsync(method, path, null, (header, value));
            Assert.Equal(accepted, answer.StatusCode != HttpStatusCode.Forbidden);
        }
        // Reading the API is harmless: another site cannot see the answer.
        await browser.SendAsync(HttpMethod.Get, Session, null, (header, value)).ExpectAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://desk.test", true)]
    [InlineData("https://desk.test:443", false)]
    [InlineData("http://desk.test", false)]
    [InlineData("https://www.hub.test", false)]
    [InlineData("{own}", false)]
    public async Task A_configured_desk_is_the_only_origin(string origin, bool accepted)
    {
        ArgumentNullException.ThrowIfNull(origin);
        await using var own = await HubApp.StartAsync("--Hub:PublicUrl=https://www.hub.test", "--Hub:DeskUrl=https://Desk.test/");
        using var browser = own.OpenBrowser();
        var write = browser.SendAsync(HttpMethod.Post, Session, new { }, ("Origin", origin.Replace("{own}", own.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)));
        await (accepted ? write.ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery") : write.ExpectProblemAsync(HttpStatusCode.Forbidden, "origin"));
    }
}
