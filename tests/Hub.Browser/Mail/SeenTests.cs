using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser.Mail;

/// <summary>What decides whether an answer goes out by mail, and what the visitor is told of his address.</summary>
public sealed class SeenTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task An_answer_counts_as_seen_once_the_panel_is_open()
    {
        using var agent = await Server.SignInAsync();
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync("Is it in stock?");
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = 'Is it in stock?'");
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }).ClickAsync();
        await Expect(chat.Launcher).ToBeFocusedAsync();

        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Three of them.", clientId = "Three of them." }).ExpectAsync(HttpStatusCode.Created);
        // The frame has the answer and has made up its mind about it.
        await Expect(chat.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "unread" })).ToHaveCountAsync(1);
        await Expect(chat.Said("Three of them.")).ToHaveCountAsync(1);
        Assert.Equal("sent", await StateAsync());

        await chat.OpenAsync();
        await Wait.UntilAsync("the answer to count as read", async () => await StateAsync() == "read");

        async Task<string?> StateAsync() => (await agent.GetAsync($"/api/v1/tickets/{ticket}/messages").ExpectAsync(HttpStatusCode.OK))
            .GetProperty("items").EnumerateArray().Single(message => message.GetProperty("kind").GetString() == "reply").GetProperty("delivery").GetProperty("state").GetString();
    }

    [Fact]
    public async Task Beside_the_address_stand_what_it_is_for_and_the_privacy_notice_in_a_tab_of_its_own()
    {
        using (var administrator = await Server.SignInAsync(Role.Administrator))
        {
            var site = (await administrator.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
            await administrator.PatchAsync($"/api/v1/sites/{site}", new { privacyUrl = "https://hub.test/privacy" }).ExpectAsync(HttpStatusCode.OK);
        }
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync("Do you repair lamps?");

        await Expect(chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Email address" })).ToHaveAccessibleDescriptionAsync(ForThisOnly());
        var notice = chat.Conversation.GetByRole(AriaRole.Link, new() { Name = "Privacy notice" });
        await Expect(notice).ToHaveCountAsync(1);
        await Expect(notice).ToHaveAttributeAsync("href", "https://hub.test/privacy");
        await Expect(notice).ToHaveAttributeAsync("target", "_blank");
        await Expect(notice).ToHaveAttributeAsync("rel", "noopener noreferrer");
    }

    private static System.Text.RegularExpressions.Regex ForThisOnly() => new("for this conversation only", System.Text.RegularExpressions.RegexOptions.IgnoreCase);
}
