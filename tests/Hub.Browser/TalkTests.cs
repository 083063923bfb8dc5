using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class TalkTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task A_visitor_and_an_agent_talk_without_reloading_anything()
    {
        const string question = "Where is my order 20418?";
        var desk = await WorkAsync("Léa Moreau");
        await desk.ChooseViewAsync("Unassigned");
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await Expect(chat.Frame.GetByText("Léa is here")).ToBeVisibleAsync();
        await chat.SendAsync(question);
        await desk.OpenAsync(question);
        await Expect(chat.Conversation.GetByText("Read", new() { Exact = false })).ToBeVisibleAsync();

        await chat.Field.PressSequentiallyAsync("Hm");
        await Expect(desk.Page.GetByText("is writing")).ToBeVisibleAsync();
        await chat.Field.FillAsync("");
        await Expect(desk.Page.GetByText("is writing")).ToHaveCountAsync(0);
        await desk.Answer.PressSequentiallyAsync("It");
        await Expect(chat.Frame.GetByRole(AriaRole.Status).Filter(new() { HasText = "Léa is writing" })).ToHaveCountAsync(1);

        await desk.AnswerAsync("It left Lille this morning.");
        await Expect(chat.Said("It left Lille this morning.")).ToBeVisibleAsync();
        await Expect(chat.Frame.GetByText("is writing")).ToHaveCountAsync(0);
        await Expect(desk.Said("It left Lille this morning.")).ToHaveCountAsync(1);
        await Expect(desk.Timeline.GetByText("Read")).ToBeVisibleAsync();

        await desk.Resolve.ClickAsync();
        await Expect(chat.Conversation.GetByText("This conversation is resolved. Write again to reopen it.")).ToBeVisibleAsync();
        await chat.SendAsync("One more thing");
        await Expect(desk.Said("One more thing")).ToBeVisibleAsync();
        await Expect(desk.Resolve).ToBeVisibleAsync();
        await Expect(chat.Conversation.GetByText("This conversation is resolved.")).ToHaveCountAsync(0);
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from tickets where status = 1"));
    }
}
