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
        Assert.False(await chat.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"), "The page scrolls sideways.");
    }
}
