using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class ChatAccessibilityTests(Stage stage) : BrowserTests(stage)
{
    private const string Nameless = "element => element.ownerDocument.body.append(document.createElement('button'))";

    [Theory]
    [MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
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
