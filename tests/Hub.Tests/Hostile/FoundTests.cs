using System.Net;
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

    private static async Task<string> SiteAsync(Browser browser) =>
        $"/api/v1/sites/{(await browser.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64()}";
}
