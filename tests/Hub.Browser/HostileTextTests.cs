using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class HostileTextTests(Stage stage) : BrowserTests(stage)
{
    // Dialogs, script errors, broken policies and requests to strangers are looked for after every test: see BrowserTests.
    private static readonly string[] texts =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "<img src=\"https://stranger.test/pixel.png\">",
        "<a href=\"javascript:alert(3)\">here</a>",
        "javascript:alert(4)",
        "<svg onload=alert(5)><iframe srcdoc=\"<script>alert(6)</script>\">",
        "\"><b>bold</b>&lt;i&gt;{{constructor.constructor('alert(7)')()}}",
    ];

    [Fact]
    public async Task Markup_from_an_agent_is_shown_to_the_visitor_as_it_was_typed()
    {
        var chat = await VisitAsync();
        await chat.OpenAsync();
        foreach (var text in texts) await chat.SendAsync(text);
        var ticket = await Server.ScalarAsync<long>("select max(number) from tickets");
        using var agent = await Server.SignInAsync(name: "<b>Eve</b>");
        foreach (var text in texts)
            await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text, clientId = text }).ExpectAsync(System.Net.HttpStatusCode.Created);

        foreach (var text in texts) await Expect(chat.Said(text)).ToHaveCountAsync(2);
        await Expect(chat.Conversation.GetByText("<b>Eve</b>").First).ToBeVisibleAsync();
        await Expect(chat.Conversation.GetByRole(AriaRole.Img)).ToHaveCountAsync(0);
        await ExpectNoScriptLinksAsync(chat.Conversation);
    }

    [Fact]
    public async Task Markup_from_a_visitor_is_shown_to_the_agent_as_it_was_typed()
    {
        await using var visitor = await Visitor.OpenAsync(Server);
        foreach (var text in texts.Prepend("Harmless")) await visitor.SendAsync(text);
        await visitor.Line.CallAsync("Identify", new { name = "<img src=x onerror=alert(9)>" });
        await using var other = await Visitor.OpenAsync(Server);
        await other.SendAsync("<img src=x onerror=alert(10)> as a subject");

        var desk = await WorkAsync();
        await desk.ChooseViewAsync("Unassigned");
        await Expect(desk.Row("<img src=x onerror=alert(10)> as a subject")).ToBeVisibleAsync();
        await desk.OpenAsync("Harmless");
        foreach (var text in texts) await Expect(desk.Said(text)).ToHaveCountAsync(1);
        await Expect(desk.Page.GetByText("<img src=x onerror=alert(9)>").First).ToBeVisibleAsync();
        await Expect(desk.Timeline.GetByRole(AriaRole.Img)).ToHaveCountAsync(0);
        await ExpectNoScriptLinksAsync(desk.Timeline);
    }

    private static async Task ExpectNoScriptLinksAsync(ILocator conversation)
    {
        foreach (var link in await conversation.GetByRole(AriaRole.Link).AllAsync())
            Assert.Matches("^https?://", await link.GetAttributeAsync("href"));
    }
}
