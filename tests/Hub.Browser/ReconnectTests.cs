using System.Net;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class ReconnectTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task A_visitor_whose_line_was_cut_gets_every_answer_once_and_in_order()
    {
        await using var wire = new Wire(Server.Address);
        using var agent = await Server.SignInAsync();
        var chat = await VisitAsync(home: wire.Address);
        await chat.OpenAsync();
        await chat.SendAsync("Is anybody there?");
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = 'Is anybody there?'");

        wire.Cut();
        await Expect(chat.Frame.GetByText("Reconnecting…")).ToBeVisibleAsync();
        await chat.WriteAsync("I write on meanwhile");
        string[] answers = ["Yes, one moment", "I am looking it up", "Here it is"];
        foreach (var text in answers)
            await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text, clientId = text }).ExpectAsync(HttpStatusCode.Created);
        await Expect(chat.Said(answers[0])).ToHaveCountAsync(0);

        wire.Mend();
        await Expect(chat.Conversation.GetByText("Delivered")).ToBeVisibleAsync();
        await Expect(chat.Texts.Filter(new() { HasNotText = "Today" })).ToContainTextAsync(["Is anybody there?", .. answers, "I write on meanwhile"]);
        await Expect(chat.Texts.Filter(new() { HasNotText = "Today" })).ToHaveCountAsync(5);
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from messages where text = 'I write on meanwhile'"));
    }
}
