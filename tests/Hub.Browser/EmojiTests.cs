using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class EmojiTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task An_emoji_goes_where_the_caret_is_by_keyboard_alone_and_an_unread_answer_stands_in_the_pages_title()
    {
        var chat = await VisitAsync();
        await chat.OpenAsync();
        var title = await chat.Page.TitleAsync();
        var button = chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Insert an emoji" });
        var choice = chat.Frame.GetByRole(AriaRole.Dialog, new() { Name = "Insert an emoji" });
        await chat.Field.FillAsync("Hello you");
        await chat.Field.EvaluateAsync("field => field.setSelectionRange(5, 5)");
        await button.PressAsync("Enter");
        await Expect(choice.GetByRole(AriaRole.Button, new() { Name = "😀" })).ToBeFocusedAsync();
        // Escape leaves the emoji, not the chat.
        await chat.Page.Keyboard.PressAsync("Escape");
        await Expect(button).ToBeFocusedAsync();
        await Expect(choice).ToHaveCountAsync(0);

        await button.PressAsync("Enter");
        await Expect(choice.GetByRole(AriaRole.Button, new() { Name = "😀" })).ToBeFocusedAsync();
        await chat.Page.Keyboard.PressAsync("ArrowRight");
        await chat.Page.Keyboard.PressAsync("ArrowDown");
        await chat.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(choice.GetByRole(AriaRole.Button, new() { Name = "😃" })).ToBeFocusedAsync();
        await chat.Page.ExpectAccessibleAsync("emoji");
        await chat.Page.Keyboard.PressAsync("Enter");
        await Expect(chat.Field).ToBeFocusedAsync();
        await chat.Page.Keyboard.TypeAsync("!");
        await Expect(chat.Field).ToHaveValueAsync("Hello😃! you");
        await chat.SendAsync("Hello");
        await button.ClickAsync();
        await choice.GetByRole(AriaRole.Button, new() { Name = "👍" }).ClickAsync();
        await chat.Field.PressAsync("Enter");
        await Expect(chat.Said("👍")).ToBeVisibleAsync();
        await button.ClickAsync();
        await Expect(choice.GetByRole(AriaRole.Region, new() { Name = "Used lately" }).GetByRole(AriaRole.Button)).ToHaveTextAsync(["👍", "😃"]);
        await chat.Page.Keyboard.PressAsync("Escape");

        await chat.Page.Keyboard.PressAsync("Escape");
        await Expect(chat.Launcher).ToBeVisibleAsync();
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = '👍'");
        using var agent = await Server.SignInAsync(Role.Agent, "Léa Moreau");
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Hello", clientId = "1" }).ExpectAsync(HttpStatusCode.Created);
        await Expect(chat.Page).ToHaveTitleAsync($"(1) {title}");
        await chat.Page.EvaluateAsync("document.title = 'Chairs'");
        await Expect(chat.Page).ToHaveTitleAsync("(1) Chairs");
        await chat.OpenAsync();
        await Expect(chat.Page).ToHaveTitleAsync("Chairs");
    }
}
