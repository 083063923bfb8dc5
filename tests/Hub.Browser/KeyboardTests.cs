using System.Text.Json;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class KeyboardTests(Stage stage) : BrowserTests(stage)
{
    /// <summary>Presses of Tab that may lie between two places somebody goes to one after the other.</summary>
    private const int Steps = 20;

    [Fact]
    public async Task A_visitor_opens_the_chat_writes_and_closes_it_without_a_mouse()
    {
        var chat = await VisitAsync();
        var keys = chat.Page.Keyboard;

        await GoToAsync(chat.Page, chat.Launcher);
        await keys.PressAsync("Enter");
        await Expect(chat.Field).ToBeFocusedAsync();
        await keys.TypeAsync("A first line");
        await keys.PressAsync("Shift+Enter");
        await keys.TypeAsync("and a second");
        await keys.PressAsync("Enter");
        await Expect(chat.Said("A first line and a second")).ToBeVisibleAsync();
        await Expect(chat.Field).ToBeFocusedAsync();
        await Expect(chat.Field).ToHaveValueAsync("");

        await keys.PressAsync("Escape");
        await Expect(chat.Launcher).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await Expect(chat.Field).ToBeFocusedAsync();
        await GoToAsync(chat.Page, chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }), "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(chat.Launcher).ToBeFocusedAsync();
    }

    [Fact]
    public async Task An_agent_signs_in_answers_and_resolves_without_a_mouse()
    {
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("Can I pay by transfer?");
        var (_, email) = await Server.AddAgentAsync();
        var desk = new Desk(await ArriveAsync());
        var keys = desk.Page.Keyboard;
        await desk.Page.GotoAsync("/");

        await GoToAsync(desk.Page, desk.Email);
        await keys.TypeAsync(email);
        await GoToAsync(desk.Page, desk.Password);
        await keys.TypeAsync(HubApp.Password);
        await keys.PressAsync("Enter");

        await GoToAsync(desk.Page, desk.Row("Can I pay by transfer?"));
        await keys.PressAsync("Enter");
        await Expect(desk.Said("Can I pay by transfer?")).ToBeVisibleAsync();
        await keys.PressAsync("r");
        await Expect(desk.Answer).ToBeFocusedAsync();
        await keys.TypeAsync("Yes, of course.");
        await keys.PressAsync("Control+Enter");
        await Expect(desk.Said("Yes, of course.")).ToBeVisibleAsync();
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "Yes, of course.");

        await GoToAsync(desk.Page, desk.Resolve, "Shift+Tab");
        await keys.PressAsync("Enter");
        await ExpectResolvedAsync(visitor);
        await Expect(desk.Resolve).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Single_keys_go_through_the_inbox_and_never_into_what_one_writes()
    {
        await using var first = await Visitor.OpenAsync(Server);
        await using var second = await Visitor.OpenAsync(Server);
        await first.SendAsync("The older question");
        await second.SendAsync("The newer question");
        var desk = await WorkAsync();
        var keys = desk.Page.Keyboard;
        await Expect(desk.Row("The older question")).ToBeVisibleAsync();

        await keys.PressAsync("j");
        await Expect(desk.Said("The newer question")).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await Expect(desk.Said("The older question")).ToBeVisibleAsync();
        await keys.PressAsync("n");
        await Expect(desk.Note).ToBeFocusedAsync();
        await keys.TypeAsync("je ne sais pas");
        await Expect(desk.Note).ToHaveValueAsync("je ne sais pas");
        await Expect(desk.Said("The older question")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("k");
        await Expect(desk.Said("The newer question")).ToBeVisibleAsync();
        await keys.PressAsync("e");
        await ExpectResolvedAsync(second);
        Assert.Equal(0L, await Server.ScalarAsync<long>("select count(*) from messages where text like 'je ne%'"));
    }

    private static Task<JsonElement> ExpectResolvedAsync(Visitor visitor) =>
        visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var status) && status.GetString() == "resolved");

    /// <summary>Goes on with Tab until the control has the focus.</summary>
    private static async Task GoToAsync(IPage page, ILocator control, string key = "Tab")
    {
        await control.WaitForAsync();
        for (var step = 0; step < Steps && !await IsFocusedAsync(control); step++) await page.Keyboard.PressAsync(key);
        await Expect(control).ToBeFocusedAsync(new() { Timeout = 1_000 });
    }

    private static Task<bool> IsFocusedAsync(ILocator control) => control.EvaluateAsync<bool>("element => element.getRootNode().activeElement === element");
}
