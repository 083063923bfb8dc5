using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class ReturnTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task A_visitor_who_reloads_the_page_finds_the_conversation_again()
    {
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync("Is the lamp repaired for ten years?");
        await chat.SendAsync("It is the opal one.");

        await chat.Page.ReloadAsync();
        await chat.OpenAsync();

        await Expect(chat.Said("Is the lamp repaired for ten years?")).ToHaveCountAsync(1);
        await Expect(chat.Said("It is the opal one.")).ToHaveCountAsync(1);
        await chat.SendAsync("Still there?");
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(distinct ticket) from messages where text in ($1, $2)", "It is the opal one.", "Still there?"));
    }
}
