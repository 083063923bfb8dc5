using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.WebChat;

public sealed class ChatTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Whoever_flutters_between_typing_and_not_is_heard_once()
    {
        using var agent = await hub.SignInAsync(Role.Agent);
        await using var desk = await HubSocket.OpenDeskAsync(hub, agent);
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await desk.CallAsync("Watch", number);
        for (var n = 0; n < 20; n++)
        {
            await visitor.Line.CallAsync("Typing", true);
            await visitor.Line.CallAsync("Typing", false);
        }
        await visitor.SendAsync("There");
        await desk.ExpectAsync("Message", a => a[1].GetProperty("text").GetString() == "There");
        Assert.InRange(desk.Heard.Count(h => h.Method == "Typing"), 1, 2);
    }

    [Fact]
    public async Task Whoever_leaves_takes_the_token_along_and_every_tab_of_theirs_ends()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.SendAsync("Mine alone");
        await using var tab = await Visitor.OpenAsync(hub, visitor.Token);
        await visitor.Line.CallAsync("Leave");
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("After", 0));
        await tab.Line.ExpectAsync("Resync", _ => true);
        await Assert.ThrowsAnyAsync<Exception>(() => tab.Line.CallAsync("After", 0));
        Assert.Contains("token_invalid", (await Assert.ThrowsAnyAsync<Exception>(() => Visitor.OpenAsync(hub, visitor.Token))).Message, StringComparison.Ordinal);
        // Nobody who never wrote has anything to take along.
        await using var other = await Visitor.OpenAsync(hub);
        await other.Line.CallAsync("Leave");
        await other.StartAsync(hub, null);
    }

    [Fact]
    public async Task A_visitor_writes_and_an_agent_answers_live()
    {
        using var browser = await hub.SignInAsync(Role.Agent, "Léa Moreau");
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await desk.CallAsync("List", "open");
        await using var visitor = await Visitor.OpenAsync(hub);

        var sent = await visitor.SendAsync("Hello, my lamp is cracked");
        var number = sent.GetProperty("ticket").GetInt64();
        Assert.Equal(1, sent.GetProperty("seq").GetInt32());
        var row = await desk.ExpectAsync("Ticket", a => a[0].GetProperty("number").GetInt64() == number);
        Assert.Equal("Hello, my lamp is cracked", row[0].GetProperty("subject").GetString());

        await desk.CallAsync("Watch", number);
        await visitor.SendAsync("Are you there?");
        await desk.ExpectAsync("Message", a => a[0].GetInt64() == number && a[1].GetProperty("text").GetString() == "Are you there?");

        await browser.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "Yes, I am", clientId = "r1" }).ExpectAsync(HttpStatusCode.Created);
        var answer = (await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "Yes, I am"))[0];
        Assert.Equal("Léa", answer.GetProperty("author").GetProperty("name").GetString());
        Assert.Equal(3, answer.GetProperty("seq").GetInt32());
        Assert.Equal(2, answer.GetProperty("prev").GetInt32());
        Assert.Equal("pending", (await browser.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_visitor_who_comes_back_finds_the_conversation_and_goes_on()
    {
        string token;
        await using (var first = await Visitor.OpenAsync(hub))
        {
            await first.SendAsync("one");
            await first.SendAsync("two");
            token = first.Token;
        }
        await using var again = await Visitor.OpenAsync(hub, token);
        Assert.Equal(["one", "two"], again.Started.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
        Assert.Equal(3, (await again.SendAsync("three")).GetProperty("seq").GetInt32());
        Assert.Equal(["one", "two", "three"], await again.TextsAsync());
    }

    [Fact]
    public async Task Starting_writes_nothing_until_the_visitor_writes()
    {
        var before = await hub.ScalarAsync<long>("select count(*) from visitor_sessions");
        await using var visitor = await Visitor.OpenAsync(hub);
        Assert.Equal(before, await hub.ScalarAsync<long>("select count(*) from visitor_sessions"));
        await visitor.SendAsync("now");
        Assert.Equal(before + 1, await hub.ScalarAsync<long>("select count(*) from visitor_sessions"));
    }

    [Fact]
    public async Task A_repeated_client_id_gets_the_first_answer_by_either_path()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var first = await visitor.SendAsync("first, by the full path", "a");
        var second = await visitor.SendAsync("second, by the hot path", "b");
        Assert.Equal(first.ToString(), (await visitor.SendAsync("again", "a")).ToString());
        Assert.Equal(second.ToString(), (await visitor.SendAsync("again", "b")).ToString());
        Assert.Equal(2, (await visitor.TextsAsync()).Length);
    }

    [Fact]
    public async Task Two_tabs_of_one_visitor_are_one_conversation()
    {
        await using var first = await Visitor.OpenAsync(hub);
        await using var second = await Visitor.OpenAsync(hub, first.Token);
        await first.SendAsync("from the first tab");
        await second.Line.ExpectAsync("Resync");
        await second.Line.CallAsync("Start", new { siteKey = await hub.ScalarAsync<string>("select key from sites"), token = first.Token });
        await second.SendAsync("from the second tab");
        await first.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "from the second tab");
    }

    [Fact]
    public async Task Typing_and_reading_are_seen_by_the_other_side()
    {
        using var browser = await hub.SignInAsync(Role.Agent, "Yann Guérin");
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await desk.CallAsync("Watch", number);
        await visitor.Line.ExpectAsync("Seen", a => a[0].GetProperty("seq").GetInt32() == 1);

        await visitor.Line.CallAsync("Typing", true);
        await desk.ExpectAsync("Typing", a => a[0].GetProperty("kind").GetString() == "visitor" && a[0].GetProperty("on").GetBoolean());
        await desk.CallAsync("Typing", number, true);
        Assert.Equal("Yann", (await visitor.Line.ExpectAsync("Typing"))[0].GetProperty("name").GetString());

        await browser.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "Hi", clientId = "r" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("seq").GetInt32() == 2);
        await visitor.Line.CallAsync("Seen", 2);
        await desk.ExpectAsync("Seen", a => a[0].GetProperty("seq").GetInt32() == 2);
        var messages = await browser.GetAsync($"/api/v1/tickets/{number}/messages").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("read", messages.GetProperty("items")[1].GetProperty("delivery").GetProperty("state").GetString());
    }

    [Fact]
    public async Task On_which_page_the_visitor_is_now_stands_at_the_ticket_at_once()
    {
        using var browser = await hub.SignInAsync(Role.Agent);
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await desk.CallAsync("List", "open");
        await using var visitor = await Visitor.OpenAsync(hub);
        // Before the first message it is only remembered.
        await visitor.Line.CallAsync("Page", "https://shop.test/before");
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        var first = await desk.ExpectAsync("Ticket", a => a[0].GetProperty("number").GetInt64() == number);
        Assert.Equal("https://shop.test/before", await PageAsync());

        await visitor.Line.CallAsync("Page", "https://shop.test/chair?size=2");
        await desk.ExpectAsync("Ticket", a => a[0].GetProperty("number").GetInt64() == number && Version(a) > Version(first));
        Assert.Equal("https://shop.test/chair?size=2", await PageAsync());

        // What is no page, or no news, changes nothing.
        var version = await VersionAsync();
        foreach (var page in new[] { "https://shop.test/chair?size=2", "", null, "https://shop.test/\n", "https://shop.test/" + new string('x', 2_000) })
            await visitor.Line.CallAsync("Page", page);
        Assert.Equal(("https://shop.test/chair?size=2", version), (await PageAsync(), await VersionAsync()));

        // A page that changes its address all the time is not followed.
        await Assert.ThrowsAsync<HubRefusal>(async () =>
        {
            for (var i = 0; i < 40; i++) await visitor.Line.CallAsync("Page", $"https://shop.test/{i}");
        });
        await visitor.SendAsync("Still here");

        static long Version(JsonElement arguments) => arguments[0].GetProperty("version").GetInt64();
        Task<long> VersionAsync() => hub.ScalarAsync<long>($"select version from tickets where number = {number}");
        async Task<string?> PageAsync() => (await browser.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK)).GetProperty("visitor").GetProperty("page").GetString();
    }

    [Fact]
    public async Task A_name_and_an_address_are_given_and_not_verified()
    {
        using var browser = await hub.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { name = "Claire Fontaine", email = "Claire@Example.org" });
        var ticket = await browser.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("Claire Fontaine", ticket.GetProperty("customer").GetProperty("name").GetString());
        Assert.Equal("claire@example.org", ticket.GetProperty("claims")[0].GetProperty("address").GetString());
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from identities where kind = 'email'"));
        for (var i = 0; i < 2; i++) await visitor.Line.CallAsync("Identify", new { email = $"other{i}@example.org" });
        var refused = await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync("Identify", new { email = "fourth@example.org" }));
        Assert.Equal("addresses_too_many", refused.Code);
    }

    [Fact]
    public async Task What_a_visitor_writes_after_closing_begins_a_follow_up()
    {
        using var browser = await hub.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(hub);
        var first = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await browser.PatchAsync($"/api/v1/tickets/{first}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        var second = (await visitor.SendAsync("One more thing")).GetProperty("ticket").GetInt64();
        Assert.NotEqual(first, second);
        Assert.Equal(first, (await browser.GetAsync($"/api/v1/tickets/{second}").ExpectAsync(HttpStatusCode.OK)).GetProperty("follows").GetInt64());
        Assert.Equal(["One more thing"], await visitor.TextsAsync());
    }

    [Fact]
    public async Task A_resolved_ticket_reopens_within_a_week_and_a_later_message_is_a_new_matter()
    {
        await using var own = await HubApp.StartAsync();
        using var browser = await own.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(own);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await browser.PatchAsync($"/api/v1/tickets/{number}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
        own.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(number, (await visitor.SendAsync("Not quite")).GetProperty("ticket").GetInt64());
        using var later = await own.SignInAsync();
        await later.PatchAsync($"/api/v1/tickets/{number}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
        own.Time.Advance(TimeSpan.FromDays(8));
        Assert.NotEqual(number, (await visitor.SendAsync("Something else")).GetProperty("ticket").GetInt64());
    }
}
