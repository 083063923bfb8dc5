using System.Net;
using System.Text;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Hostile;

/// <summary>What bad input once did, and does no more.</summary>
public sealed class FoundTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory]
    [InlineData("https://shop.test/\0")]
    [InlineData("https://shop.test/\r\nx")]
    public async Task A_privacy_address_with_a_character_that_cannot_be_stored_is_refused(string privacyUrl)
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        await browser.PatchAsync(await SiteAsync(browser), new { privacyUrl }).ExpectProblemAsync(HttpStatusCode.BadRequest, "privacy_url_invalid");
    }

    [Fact]
    public async Task A_list_of_origins_with_nothing_in_it_is_refused()
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        await browser.PatchAsync(await SiteAsync(browser), new { allowedOrigins = new[] { "https://shop.test", null } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "origin_invalid");
    }

    [Fact]
    public async Task A_colour_with_a_line_behind_it_is_refused()
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        await browser.PatchAsync(await SiteAsync(browser), new { accent = "#0b6073\n" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "accent_invalid");
    }

    [Theory]
    [InlineData("Start")]
    [InlineData("Send")]
    [InlineData("Identify")]
    public async Task A_visitors_call_without_its_request_is_refused_with_a_code(string method)
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        Assert.Equal("request_invalid", (await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync(method, [null]))).Code);
    }

    [Theory]
    [InlineData("GET", "/api/v1/tickets")]
    [InlineData("POST", "/api/v1/session")]
    [InlineData("GET", "/chat")]
    public async Task A_host_that_only_begins_like_an_encoded_name_is_refused(string method, string path)
    {
        await using var wire = new RawHttp(hub.Address);
        foreach (var header in new[] { "Host", "X-Forwarded-Host" })
        {
            var answer = await wire.SendAsync(method, path, [(header, "xn--a")], method is "POST" ? [] : null);
            Assert.Equal((400, "application/problem+json"), (answer.Status, answer.MediaType));
        }
        Assert.Empty(hub.Log.Errors);
    }

    [Theory]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"UTF-16\"")]
    public async Task A_body_in_another_charset_than_utf_8_is_refused(string type)
    {
        using var browser = await hub.SignInAsync();
        var answer = await PatchSessionAsync(browser, type);
        Assert.Equal((415, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(200, (await PatchSessionAsync(browser, "application/json; charset=\"UTF-8\"")).Status);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("*/*;q=0")]
    public async Task Whoever_accepts_no_problem_gets_one_nonetheless(string accept)
    {
        await using var wire = new RawHttp(hub.Address);
        var answer = await wire.SendAsync("GET", "/api/v1/tickets", [("Accept", accept)], null);
        Assert.Equal((401, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Contains("urn:hub:problem:not_signed_in", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[999999999]}")]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[\"x\"]}")]
    [InlineData("{\"type\":\"1\"}")]
    public async Task What_strangers_say_on_a_live_line_is_no_error_of_the_servers(string frame)
    {
        await using var own = await HubApp.StartAsync();
        using var browser = await own.SignInAsync();
        await using (var line = await HubSocket.OpenDeskAsync(own, browser))
        {
            await line.SendRawAsync(frame + '\u001e');
            await Assert.ThrowsAnyAsync<Exception>(() => line.CallAsync("Watch", 999_999_999));
        }
        Assert.Empty(own.Log.Errors);
    }

    [Theory]
    [InlineData("hub-xsrf=x")]
    [InlineData("hub=x; hub-xsrf=CfDJ8")]
    public async Task A_cookie_that_was_never_ours_is_no_error_of_the_servers(string cookie)
    {
        await using var wire = new RawHttp(hub.Address);
        Assert.Equal(200, (await wire.SendAsync("GET", "/api/v1/session", [("Cookie", cookie)], null)).Status);
        Assert.Equal(400, (await wire.SendAsync("POST", "/api/v1/session", [("Cookie", cookie), ("X-XSRF-TOKEN", "x"), ("Content-Type", "application/json")], "{}"u8.ToArray())).Status);
        Assert.Empty(hub.Log.Errors);
    }

    [Fact]
    public async Task A_ticket_is_handed_to_a_team_and_a_team_that_is_none_is_refused()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var ticket = $"/api/v1/tickets/{(await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64()}";
        var team = await hub.ScalarAsync<long>("insert into teams (name) values ('Returns') returning id");
        using var desk = await hub.SignInAsync();
        await desk.PatchAsync(ticket, new { team = 999_999 }).ExpectProblemAsync(HttpStatusCode.BadRequest, "team_unknown");
        var handed = await desk.PatchAsync(ticket, new { team }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("Returns", handed.GetProperty("team").GetProperty("name").GetString());
        Assert.False((await desk.PatchAsync(ticket, new { team = (long?)null }).ExpectAsync(HttpStatusCode.OK)).TryGetProperty("team", out _));
    }

    private static async Task<RawAnswer> PatchSessionAsync(Browser browser, string type)
    {
        await using var wire = new RawHttp(browser.Http.BaseAddress!);
        var token = Uri.UnescapeDataString(browser.Cookies.GetCookies(browser.Http.BaseAddress!)["XSRF-TOKEN"]!.Value);
        return await wire.SendAsync("PATCH", "/api/v1/session", [("Cookie", browser.CookieHeader), ("X-XSRF-TOKEN", token), ("Content-Type", type)], "{\"language\":\"en\"}"u8.ToArray());
    }

    private static async Task<string> SiteAsync(Browser browser) =>
        $"/api/v1/sites/{(await browser.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64()}";
}
