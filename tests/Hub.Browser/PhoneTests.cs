using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class PhoneTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task On_a_phone_the_chat_fills_the_screen_and_gives_it_back()
    {
        var chat = await VisitAsync(Screen.Phone);
        await chat.Launcher.TapAsync();
        await Expect(chat.Field).ToBeFocusedAsync();
        var panel = (await chat.Page.GetByTitle("Chat", new() { Exact = true }).BoundingBoxAsync())!;
        Assert.Equal((0, 0, 390, 844), (panel.X, panel.Y, panel.Width, panel.Height));

        await chat.SendAsync("From the bus");
        var close = chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" });
        var size = (await close.BoundingBoxAsync())!;
        Assert.True(size.Width >= 40 && size.Height >= 40, $"The way out is only {size.Width} x {size.Height}.");
        await close.TapAsync();
        await Expect(chat.Launcher).ToBeVisibleAsync();
        Assert.False(await IsTooWideAsync(chat.Page), "The page scrolls sideways.");
    }

    [Fact]
    public async Task An_agent_answers_and_resolves_on_a_phone()
    {
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("Are you on your way?");
        var desk = await WorkAsync(screen: Screen.Phone);
        Assert.False(await IsTooWideAsync(desk.Page), "The inbox scrolls sideways.");

        await desk.Row("Are you on your way?").TapAsync();
        await Expect(desk.Said("Are you on your way?")).ToBeVisibleAsync();
        Assert.False(await IsTooWideAsync(desk.Page), "The ticket scrolls sideways.");
        await desk.AnswerAsync("Ten minutes.");
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "Ten minutes.");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Status: " }).TapAsync();
        await desk.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Resolved" }).TapAsync();
        await visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var status) && status.GetString() == "resolved");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Back to the list" }).TapAsync();
        await Expect(desk.Row("Are you on your way?")).ToHaveCountAsync(0);
        await Expect(desk.Views).ToBeVisibleAsync();
    }

    private static Task<bool> IsTooWideAsync(IPage page) => page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth");
}
