using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class AccessibilityTests(Stage stage) : BrowserTests(stage)
{
    private const string Nameless = "element => element.ownerDocument.body.append(document.createElement('button'))";

    public static TheoryData<string, bool> Looks => new() { { "en-GB", false }, { "en-GB", true }, { "fr-FR", false }, { "fr-FR", true } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_demonstration_page_and_the_open_chat_are_accessible(string language, bool dark)
    {
        var chat = await VisitAsync(new(Language: language, Dark: dark));
        await Expect(chat.Launcher).ToBeVisibleAsync();
        await chat.Page.ExpectAccessibleAsync("demo page");

        await chat.OpenAsync();
        await chat.Page.ExpectAccessibleAsync("chat, greeting");
        await chat.SendAsync("https://hub.test/lamp");
        await Expect(chat.Frame.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(2);
        await chat.Page.ExpectAccessibleAsync("chat, conversation");
    }

    [Theory]
    [MemberData(nameof(Looks))]
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

    [Fact]
    public async Task The_check_sees_what_is_wrong_in_a_page_and_in_its_frame()
    {
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.Field.EvaluateAsync(Nameless);
        Assert.Equal(["button-name"], await chat.Page.FaultsAsync());
        await chat.Page.ReloadAsync();
        await chat.Launcher.EvaluateAsync(Nameless);
        Assert.Equal(["button-name"], await chat.Page.FaultsAsync());
    }
}
