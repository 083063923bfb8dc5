using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class DeskAccessibilityTests(Stage stage) : BrowserTests(stage)
{
    [Theory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task The_desk_is_accessible_from_the_sign_in_to_the_settings_in_light_and_dark(string language)
    {
        using var colleague = await Server.SignInAsync();
        foreach (var old in (await colleague.GetAsync("/api/v1/tickets?status=open").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray())
            await colleague.PatchAsync($"/api/v1/tickets/{old.GetProperty("number")}", new { folder = "trash" }).ExpectAsync(HttpStatusCode.OK);
        var screen = new Screen(Language: language);
        var guest = await ArriveAsync(screen);
        await guest.Page.GotoAsync("/");
        await guest.Page.GetByRole(AriaRole.Main).WaitForAsync();
        await LookAsync(guest.Page, "sign-in");

        var desk = await WorkAsync("Ada Admin", Role.Administrator, screen);
        await Expect(desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await LookAsync(desk.Page, "empty inbox");

        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("See https://hub.test/lamp");
        var ticket = await Server.ScalarAsync<long>("select max(number) from tickets");
        foreach (var kind in new[] { "reply", "note" })
            await colleague.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind, text = $"A {kind}, see https://hub.test/", clientId = $"{kind} {ticket}" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.SendAsync("Thank you");
        await Expect(desk.Row("See https://hub.test/lamp")).ToBeVisibleAsync();
        await LookAsync(desk.Page, "inbox");
        await desk.Row("See https://hub.test/lamp").ClickAsync();
        await Expect(desk.Said("Thank you")).ToBeVisibleAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Complementary)).ToBeVisibleAsync();
        await LookAsync(desk.Page, "ticket with a note");

        await Server.ExecuteAsync("insert into teams (name) values ($1)", $"Returns, {language}");
        await Server.ExecuteAsync("insert into signing_keys (site, kid, secret, created_at) select channel, $1, 'none', now() from sites", $"key-{language}");
        foreach (var section in new[] { "people", "teams#name", "web-chat#signingKeys", "web-chat" })
        {
            await desk.Page.GotoAsync($"/settings/{section}");
            await Expect(desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).First).ToBeVisibleAsync();
            await LookAsync(desk.Page, $"settings, {section}");
        }
    }

    /// <summary>The theme follows the device, so that one page shows both.</summary>
    private static async Task LookAsync(IPage page, string screen)
    {
        foreach (var theme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            await page.ExpectAccessibleAsync($"{screen}, {theme}");
        }
    }
}
