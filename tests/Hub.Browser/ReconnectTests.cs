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
        await Expect(chat.Frame.GetByText("Reconnecting…")).ToHaveCountAsync(0);
        await Expect(chat.Conversation.GetByText("Sending…")).ToHaveCountAsync(0);
        await Expect(chat.Texts.Filter(new() { HasNotText = "Today" })).ToContainTextAsync(["Is anybody there?", .. answers, "I write on meanwhile"]);
        await Expect(chat.Texts.Filter(new() { HasNotText = "Today" })).ToHaveCountAsync(5);
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from messages where text = 'I write on meanwhile'"));
    }

    [Fact]
    public async Task An_agent_whose_line_was_cut_gets_every_message_once_and_in_order()
    {
        await using var wire = new Wire(Server.Address);
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("First of all");
        var desk = await WorkAsync(home: wire.Address);
        await desk.ChooseViewAsync("Unassigned");
        await desk.OpenAsync("First of all");

        wire.Cut();
        await Expect(desk.Page.GetByText("Reconnecting").First).ToBeVisibleAsync();
        string[] texts = ["one", "two", "three", "four", "five"];
        foreach (var text in texts) await visitor.SendAsync($"Number {text}");
        await using var other = await Visitor.OpenAsync(Server);
        await other.SendAsync("I came while the line was cut");
        await Expect(desk.Timeline.GetByText("Number")).ToHaveCountAsync(0);

        wire.Mend();
        await Expect(desk.Said("Number five")).ToBeVisibleAsync();
        await Expect(desk.Row("I came while the line was cut")).ToBeVisibleAsync();
        Assert.Equal(texts.Select(text => $"Number {text}"), await desk.Timeline.GetByText("Number").AllInnerTextsAsync());
        await desk.AnswerAsync("All five are here");
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "All five are here");
    }
}
