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

    /// <summary>Goes on with Tab until the control has the focus.</summary>
    private static async Task GoToAsync(IPage page, ILocator control, string key = "Tab")
    {
        await control.WaitForAsync();
        for (var step = 0; step < Steps && !await IsFocusedAsync(control); step++) await page.Keyboard.PressAsync(key);
        await Expect(control).ToBeFocusedAsync(new() { Timeout = 1000 });
    }

    private static Task<bool> IsFocusedAsync(ILocator control) => control.EvaluateAsync<bool>("element => element.getRootNode().activeElement === element");
}
