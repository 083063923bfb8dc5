using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class DeskAccessibilityTests(Stage stage) : BrowserTests(stage)
{
    [Theory]
    [MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task The_desk_is_accessible_from_the_sign_in_to_the_settings(string language, bool dark)
    {
        using var colleague = await Server.SignInAsync();
        foreach (var old in (await colleague.GetAsync("/api/v1/tickets?status=open").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray())
            await colleague.PatchAsync($"/api/v1/tickets/{old.GetProperty("number")}", new { folder = "trash" }).ExpectAsync(HttpStatusCode.OK);
        var screen = new Screen(Language: language, Dark: dark);
        var guest = await ArriveAsync(screen);
        await guest.Page.GotoAsync("/");
        await guest.Page.GetByRole(AriaRole.Main).WaitForAsync();
        await guest.Page.ExpectAccessibleAsync("sign-in");

        var desk = await WorkAsync("Ada Admin", Role.Administrator, screen);
        await Expect(desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await desk.Page.ExpectAccessibleAsync("empty inbox");

        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("See https://hub.test/lamp");
        var ticket = await Server.ScalarAsync<long>("select max(number) from tickets");
        foreach (var kind in new[] { "reply", "note" })
            await colleague.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind, text = $"A {kind}, see https://hub.test/", clientId = $"{kind} {ticket}" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.SendAsync("Thank you");
        await Expect(desk.Row("See https://hub.test/lamp")).ToBeVisibleAsync();
        await desk.Page.ExpectAccessibleAsync("inbox");
        await desk.Row("See https://hub.test/lamp").ClickAsync();
        await Expect(desk.Said("Thank you")).ToBeVisibleAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Complementary)).ToBeVisibleAsync();
        await desk.Page.ExpectAccessibleAsync("ticket with a note");

        foreach (var section in new[] { "people", "web-chat" })
        {
            await desk.Page.GotoAsync($"/settings/{section}");
            await Expect(desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(desk.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).First).ToBeVisibleAsync();
            await desk.Page.ExpectAccessibleAsync($"settings, {section}");
        }
    }
}
