using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Tickets;

public sealed class DeskTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task An_agent_works_a_ticket_through_its_states_and_the_timeline_tells_it()
    {
        using var browser = await hub.SignInAsync(Role.Agent, "Inès Marchal");
        var number = await BeginAsync("Where is my parcel?");
        var path = $"/api/v1/tickets/{number}";
        await browser.PatchAsync(path, new { assignee = browser.AgentId, priority = "high", tags = new[] { "parcel", "late" }, subject = "Parcel 20391" }).ExpectAsync(HttpStatusCode.OK);
        await browser.PatchAsync(path, new { status = "onHold" }).ExpectAsync(HttpStatusCode.OK);
        await browser.PatchAsync(path, new { folder = "spam" }).ExpectAsync(HttpStatusCode.OK);
        await browser.PatchAsync(path, new { folder = "inbox", assignee = (long?)null }).ExpectAsync(HttpStatusCode.OK);
        var ticket = await browser.GetAsync(path).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("onHold", ticket.GetProperty("status").GetString());
        Assert.False(ticket.TryGetProperty("assignee", out _));
        var events = (await browser.GetAsync($"{path}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .Where(m => m.GetProperty("kind").GetString() == "event").Select(m => m.GetProperty("event")).ToList();
        Assert.Equal(["priority", "subject", "tags", "assignee", "status", "folder", "folder", "assignee"], events.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal("Inès Marchal", events[3].GetProperty("to").GetProperty("name").GetString());
        Assert.Equal(["parcel", "late"], events[2].GetProperty("to").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public async Task A_change_with_an_old_tag_is_refused_and_a_customers_message_does_not_make_it_old()
    {
        using var browser = await hub.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        var path = $"/api/v1/tickets/{number}";
        using var opened = await browser.GetAsync(path);
        var etag = opened.Headers.ETag!.ToString();
        await visitor.SendAsync("And another thing");
        await browser.SendAsync(HttpMethod.Patch, path, new { priority = "low" }, ("If-Match", etag)).ExpectAsync(HttpStatusCode.OK);
        await browser.SendAsync(HttpMethod.Patch, path, new { priority = "high" }, ("If-Match", etag)).ExpectProblemAsync(HttpStatusCode.PreconditionFailed, "ticket_changed");
    }

    [Fact]
    public async Task A_closed_ticket_takes_notes_and_no_answers()
    {
        using var browser = await hub.SignInAsync();
        var number = await BeginAsync("Done");
        await browser.PatchAsync($"/api/v1/tickets/{number}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await browser.PatchAsync($"/api/v1/tickets/{number}", new { status = "open" }).ExpectProblemAsync(HttpStatusCode.Conflict, "ticket_closed");
        await browser.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "x", clientId = "1" }).ExpectProblemAsync(HttpStatusCode.Conflict, "ticket_closed");
        await browser.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "note", text = "x", clientId = "1" }).ExpectAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_answer_in_the_chat_is_answered_as_it_is_read_later()
    {
        using var browser = await hub.SignInAsync(Role.Agent, "Inès Marchal");
        var path = $"/api/v1/tickets/{await BeginAsync("Hello")}/messages";
        foreach (var kind in new[] { "reply", "note" })
        {
            var said = await browser.PostAsync(path, new { kind, text = " Bonjour — déjà vu \n", clientId = kind }).ExpectAsync(HttpStatusCode.Created);
            var read = (await browser.GetAsync($"{path}?after={said.GetProperty("seq").GetInt32() - 1}").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];
            Assert.Equal(read.GetRawText(), said.GetRawText());
        }
    }

    [Fact]
    public async Task A_refused_answer_does_not_use_up_its_client_id()
    {
        using var browser = await hub.SignInAsync();
        var number = await BeginAsync("Hello");
        await browser.PatchAsync($"/api/v1/tickets/{number}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await browser.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "x", clientId = "again" }).ExpectProblemAsync(HttpStatusCode.Conflict, "ticket_closed");
        var other = await BeginAsync("Hello");
        await browser.PostAsync($"/api/v1/tickets/{other}/messages", new { kind = "reply", text = "x", clientId = "again" }).ExpectAsync(HttpStatusCode.Created);
        await browser.PostAsync($"/api/v1/tickets/{other}/messages", new { kind = "reply", text = "x", clientId = "again" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Lists_page_through_everything_once_and_filters_hold()
    {
        await using var own = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        using var browser = await own.SignInAsync();
        var all = new HashSet<long>();
        for (var i = 0; i < 7; i++)
        {
            await using var visitor = await Visitor.OpenAsync(own);
            all.Add((await visitor.SendAsync($"Matter {i}")).GetProperty("ticket").GetInt64());
        }
        foreach (var sort in new[] { "activity", "waiting", "created" })
        {
            var seen = new List<long>();
            string? cursor = null;
            do
            {
                var page = await browser.GetAsync($"/api/v1/tickets?limit=3&sort={sort}{(cursor is null ? "" : $"&cursor={cursor}")}").ExpectAsync(HttpStatusCode.OK);
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("number").GetInt64()));
                cursor = page.GetProperty("next").GetString();
            }
            while (cursor is not null);
            Assert.Equal(all.Order(), seen.Order());
        }
        await browser.PatchAsync($"/api/v1/tickets/{all.First()}", new { status = "resolved", assignee = browser.AgentId }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(6, await CountAsync("status=open"));
        Assert.Equal(7, await CountAsync("status=open,resolved"));
        Assert.Equal(1, await CountAsync("assignee=me"));
        Assert.Equal(6, await CountAsync("assignee=none"));
        Assert.Equal(1, await CountAsync("q=Matter%203"));
        Assert.Equal(0, await CountAsync("q=100%25"));
        Assert.Equal(0, await CountAsync("folder=spam"));

        async Task<int> CountAsync(string query) => (await browser.GetAsync($"/api/v1/tickets?{query}").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength();
    }

    [Fact]
    public async Task Catching_up_from_a_position_tells_what_changed_and_an_unknown_one_asks_for_everything()
    {
        using var browser = await hub.SignInAsync();
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        var position = (await desk.CallAsync("After", (object?)null)).GetProperty("position").GetString();
        var number = await BeginAsync("New since then");
        var caughtUp = await desk.CallAsync("After", position);
        Assert.Contains(caughtUp.GetProperty("rows").EnumerateArray(), r => r.GetProperty("number").GetInt64() == number);
        await desk.CallAsync("After", "another-cluster:7");
        await desk.ExpectAsync("Resync");
    }

    [Fact]
    public async Task Messages_since_a_version_are_those_that_are_new()
    {
        using var browser = await hub.SignInAsync();
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("one")).GetProperty("ticket").GetInt64();
        var version = (await desk.CallAsync("Watch", number)).GetProperty("version").GetInt64();
        await visitor.SendAsync("two");
        var since = await browser.GetAsync($"/api/v1/tickets/{number}/messages?since={version}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(["two"], since.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_disabled_agent_is_put_out_of_the_live_line_too()
    {
        using var browser = await hub.SignInAsync();
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await hub.ExecuteAsync("update agents set disabled_at = now() where id = $1", browser.AgentId);
        await desk.ExpectClosedAsync();
    }

    private async Task<long> BeginAsync(string text)
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        return (await visitor.SendAsync(text)).GetProperty("ticket").GetInt64();
    }
}
