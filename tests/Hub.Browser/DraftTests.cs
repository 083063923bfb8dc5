using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class DraftTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task Words_that_an_agent_has_not_sent_survive_a_reload()
    {
        var desk = await WorkAsync();
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("Do you have it in green?");
        await desk.ChooseViewAsync("Unassigned");
        await desk.OpenAsync("Do you have it in green?");
        await desk.Answer.PressSequentiallyAsync("We have it in sage, which is");

        await desk.Page.ReloadAsync();

        await Expect(desk.Answer).ToHaveValueAsync("We have it in sage, which is");
        await desk.AnswerAsync("We have it in sage.");
        await Expect(desk.Said("We have it in sage.")).ToBeVisibleAsync();
        await Expect(desk.Answer).ToHaveValueAsync("");
    }

    [Fact]
    public async Task An_answer_sent_without_a_line_goes_out_once_when_it_is_back()
    {
        var desk = await WorkAsync();
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync("Are you open on Sunday?");
        await desk.ChooseViewAsync("Unassigned");
        await desk.OpenAsync("Are you open on Sunday?");

        await desk.Person.Profile.SetOfflineAsync(true);
        await desk.AnswerAsync("From ten to six.");
        await Expect(desk.Said("From ten to six.")).ToBeVisibleAsync();
        await Expect(chat.Said("From ten to six.")).ToHaveCountAsync(0);
        await desk.Person.Profile.SetOfflineAsync(false);

        await Expect(chat.Said("From ten to six.")).ToBeVisibleAsync();
        await desk.AnswerAsync("And on Monday.");
        await Expect(chat.Said("And on Monday.")).ToBeVisibleAsync();
        await Expect(desk.Said("From ten to six.")).ToHaveCountAsync(1);
        await Expect(chat.Said("From ten to six.")).ToHaveCountAsync(1);
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from messages where text = 'From ten to six.'"));
    }
}
