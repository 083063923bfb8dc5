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

    [Fact]
    public async Task Two_tabs_of_one_visitor_show_the_same_conversation()
    {
        var chat = await VisitAsync();
        var second = new Chat(chat.Person, await chat.Person.OpenTabAsync());
        await second.Page.GotoAsync("/demo");
        await chat.OpenAsync();
        await second.OpenAsync();

        await chat.SendAsync("Written in the first tab");
        await Expect(second.Said("Written in the first tab")).ToBeVisibleAsync();
        await second.SendAsync("Written in the second tab");
        await Expect(chat.Said("Written in the second tab")).ToBeVisibleAsync();

        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(distinct ticket) from messages where text like 'Written in%'"));
        Assert.Equal(await SaidAsync(chat), await SaidAsync(second));
    }

    private static async Task<IReadOnlyList<string>> SaidAsync(Chat chat) => [.. (await chat.Texts.AllInnerTextsAsync()).Where(text => text.Contains("Written", StringComparison.Ordinal)).Select(text => text.Split('\n').First(line => line.StartsWith("Written", StringComparison.Ordinal)))];
}
