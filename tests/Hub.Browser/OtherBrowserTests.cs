using System.Net;
using Hub.Browser.Drivers;
using Hub.Browser.Support;

namespace Hub.Browser;

/// <summary>What keeps the chat from working in Firefox or WebKit altogether. The details are played in Chromium.</summary>
public sealed class OtherBrowserTests(Stage stage) : BrowserTests(stage)
{
    private const string Launcher = "document.querySelector('hub-chat').shadowRoot.querySelector('button')";
    private const string Field = "document.querySelector('textarea')";

    [Fact]
    public async Task The_chat_works_in_Firefox_on_a_page_of_another_site()
    {
        await using var firefox = await Firefox.OpenAsync();
        await TalkAsync(firefox, "Firefox");
        Assert.Empty(firefox.Trouble);
    }

    [Fact]
    public async Task The_chat_works_in_WebKit_on_a_page_of_another_site()
    {
        await using var webKit = await WebKit.OpenAsync();
        await TalkAsync(webKit, "WebKit");
    }

    private async Task TalkAsync(OtherBrowser browser, string name)
    {
        await using var shop = await HostSite.OpenAsync(Server);
        await shop.AllowAsync(Server);
        using var agent = await Server.SignInAsync();
        var question = $"Do you know {name}?";

        await browser.GoToAsync(shop.Address);
        await OpenAsync(browser);
        // Into the field, whoever has the focus: WebKit refuses it to the script of a foreign frame, so the first key takes it there.
        await browser.TypeAsync(Where.Chat, question + "\n");
        await Wait.UntilAsync("the question has come", async () => await CountAsync(question) == 1);
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = $1", question);
        await AnswerAsync("We do.");
        await browser.UntilAsync(Where.Chat, Shows("We do."));

        // Storage of a frame in somebody else's page is apart for each such site, and still there after a reload.
        await browser.ReloadAsync();
        await OpenAsync(browser);
        await browser.UntilAsync(Where.Chat, $"{Shows(question)} && {Shows("We do.")}");
        await AnswerAsync("And we remember.");
        await browser.UntilAsync(Where.Chat, Shows("And we remember."));
        Assert.Equal(1L, await CountAsync(question));

        await browser.ClickAsync(Where.Chat, "document.querySelector('[aria-label=\"Close chat\"]')");
        await browser.UntilAsync(Where.Page, $"{Launcher}.getAttribute('aria-label') === 'Open chat' && {Launcher}.getRootNode().activeElement === {Launcher}");

        Task AnswerAsync(string text) => agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text, clientId = $"{name}: {text}" }).ExpectAsync(HttpStatusCode.Created);
    }

    private static async Task OpenAsync(OtherBrowser browser)
    {
        await browser.UntilAsync(Where.Page, "!!document.querySelector('hub-chat')");
        await browser.ClickAsync(Where.Page, Launcher);
        await browser.UntilAsync(Where.Page, $"{Launcher}.getAttribute('aria-label') === 'Close chat'");
        await browser.UntilAsync(Where.Chat, $"!!{Field} && (document.hasFocus() || document.activeElement === {Field})");
    }

    private static string Shows(string text) => $"[...document.querySelectorAll('[role=log] li')].filter(li => li.textContent.includes('{text}')).length === 1";

    private Task<long> CountAsync(string text) => Server.ScalarAsync<long>("select count(*) from messages where text = $1", text);
}
