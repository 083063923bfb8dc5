using System.Net;
using System.Text.Json;
using Dapper;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Tickets.Teams;

public sealed class TeamTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Administrators_make_and_change_teams_and_agents_read_them()
    {
        using var admin = await hub.SignInAsync(Role.Administrator, "Ada");
        using var agent = await hub.SignInAsync(Role.Agent, "Bea");
        var team = await MakeAsync(admin, "  Rules  ", agent.AgentId, admin.AgentId, agent.AgentId);
        var seen = await FindAsync(agent, team);
        Assert.Equal("Rules", seen.GetProperty("name").GetString());
        Assert.Equal(["Ada", "Bea"], Members(seen));

        var changed = await admin.PatchAsync($"/api/v1/teams/{team}", new { members = new[] { agent.AgentId } }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("Rules", changed.GetProperty("name").GetString());
        Assert.Equal(["Bea"], Members(changed));
        Assert.Equal(["Bea"], Members(await admin.PatchAsync($"/api/v1/teams/{team}", new { name = "rules" }).ExpectAsync(HttpStatusCode.OK)));

        using var supervisor = await hub.SignInAsync(Role.Supervisor);
        foreach (var browser in new[] { agent, supervisor })
        {
            await browser.PostAsync("/api/v1/teams", new { name = "Mine" }).ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            await browser.PatchAsync($"/api/v1/teams/{team}", new { name = "Mine" }).ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            await browser.DeleteAsync($"/api/v1/teams/{team}").ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task What_makes_no_team_is_refused_and_leaves_nothing()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var team = await MakeAsync(admin, "Refusals");
        foreach (var (name, code) in new[] { ("", "name_empty"), (" ", "name_empty"), ("a\nb", "name_invalid"), (new string('x', 81), "name_too_long") })
        {
            await admin.PostAsync("/api/v1/teams", new { name }).ExpectProblemAsync(HttpStatusCode.BadRequest, code);
            await admin.PatchAsync($"/api/v1/teams/{team}", new { name }).ExpectProblemAsync(HttpStatusCode.BadRequest, code);
        }
        await admin.PostAsync("/api/v1/teams", new { members = new[] { admin.AgentId } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "name_empty");
        await admin.PostAsync("/api/v1/teams", new { name = "REFUSALS" }).ExpectProblemAsync(HttpStatusCode.Conflict, "name_taken");
        await admin.PostAsync("/api/v1/teams", new { name = "Half", members = new[] { admin.AgentId, 0 } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "members_unknown");
        Assert.Equal(0L, await hub.ScalarAsync<long>("select count(*) from teams where name = 'Half'"));
        await admin.PatchAsync("/api/v1/teams/999999", new { name = "Nobody" }).ExpectProblemAsync(HttpStatusCode.NotFound, "team_unknown");
        await admin.DeleteAsync("/api/v1/teams/999999").ExpectProblemAsync(HttpStatusCode.NotFound, "team_unknown");
        await admin.DeleteAsync($"/api/v1/teams/{team}?to={team}").ExpectProblemAsync(HttpStatusCode.BadRequest, "to_invalid");
        await admin.DeleteAsync($"/api/v1/teams/{team}?to=999999").ExpectProblemAsync(HttpStatusCode.BadRequest, "to_invalid");
    }

    [Fact]
    public async Task Of_two_teams_renamed_to_one_name_at_once_one_gets_it()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        long[] teams = [await MakeAsync(admin, "First of two"), await MakeAsync(admin, "Second of two")];
        var answers = await Task.WhenAll(teams.Select(t => admin.PatchAsync($"/api/v1/teams/{t}", new { name = "The one" })));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_colleague_whose_account_is_closed_is_no_member_until_it_is_opened_again()
    {
        using var admin = await hub.SignInAsync(Role.Administrator, "Cleo");
        using var agent = await hub.SignInAsync(Role.Agent, "Dan");
        var team = await MakeAsync(admin, "Leave", agent.AgentId);
        await admin.PatchAsync($"/api/v1/agents/{agent.AgentId}", new { disabled = true }).ExpectAsync(HttpStatusCode.OK);
        var without = await admin.PatchAsync($"/api/v1/teams/{team}", new { members = new[] { admin.AgentId } }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(["Cleo"], Members(without));
        await admin.PostAsync("/api/v1/teams", new { name = "Gone", members = new[] { agent.AgentId } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "members_unknown");
        await admin.PatchAsync($"/api/v1/agents/{agent.AgentId}", new { disabled = false }).ExpectAsync(HttpStatusCode.OK);
        hub.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["Cleo", "Dan"], Members(await FindAsync(admin, team)));
    }

    [Fact]
    public async Task New_tickets_of_a_site_and_of_a_mailbox_belong_to_its_team_and_what_follows_them_stays_there()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        long chats = await MakeAsync(admin, "Chats"), mails = await MakeAsync(admin, "Mails");
        var site = (await admin.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
        var box = (await admin.GetAsync("/api/v1/mailboxes").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];
        foreach (var channel in new[] { $"/api/v1/sites/{site}", $"/api/v1/mailboxes/{box.GetProperty("id").GetInt64()}" })
            foreach (var wrong in new object[] { 999_999, 0, "x", 1.5 })
                await admin.PatchAsync(channel, new { team = wrong }).ExpectProblemAsync(HttpStatusCode.BadRequest, "team_unknown");
        Assert.Equal(chats, (await admin.PatchAsync($"/api/v1/sites/{site}", new { team = chats }).ExpectAsync(HttpStatusCode.OK)).GetProperty("team").GetInt64());
        await admin.PatchAsync($"/api/v1/mailboxes/{box.GetProperty("id").GetInt64()}", new { team = mails }).ExpectAsync(HttpStatusCode.OK);

        await using var visitor = await Visitor.OpenAsync(hub);
        var chat = (await visitor.SendAsync("Where is my lamp?")).GetProperty("ticket").GetInt64();
        Assert.Equal(chats, await TeamOfAsync(chat));
        await new Postman(hub).DeliverAsync(Postman.Mail("eva@shop.test", "A question", "Hello", ("To", box.GetProperty("address").GetString()!)), box.GetProperty("address").GetString()!);
        Assert.Equal(mails, await hub.ScalarAsync<long>("select team from tickets where subject = 'A question'"));

        // It was handed on, and closed: what follows belongs to who had it last.
        await admin.PatchAsync($"/api/v1/tickets/{chat}", new { team = mails, status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        var next = (await visitor.SendAsync("One more thing")).GetProperty("ticket").GetInt64();
        Assert.NotEqual(chat, next);
        Assert.Equal(mails, await TeamOfAsync(next));

        Assert.False((await admin.PatchAsync($"/api/v1/sites/{site}", new { team = (long?)null }).ExpectAsync(HttpStatusCode.OK)).TryGetProperty("team", out _));
        await using var other = await Visitor.OpenAsync(hub);
        Assert.Equal(0L, await TeamOfAsync((await other.SendAsync("Nobody's")).GetProperty("ticket").GetInt64()));
    }

    [Fact]
    public async Task A_team_is_removed_when_another_has_taken_over_what_is_open()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        long from = await MakeAsync(admin, "Going", admin.AgentId), to = await MakeAsync(admin, "Staying");
        var made = await admin.PostAsync("/api/v1/sites", new { name = "Going's", allowedOrigins = new[] { "https://going.test" }, team = from }).ExpectAsync(HttpStatusCode.Created);
        await using var visitor = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        await visitor.CallAsync("Start", new { siteKey = made.GetProperty("key").GetString() });
        var open = (await visitor.CallAsync("Send", new { clientId = "one", text = "Hello" })).GetProperty("ticket").GetInt64();
        // More than one batch, and some that are done or put aside.
        await hub.ExecuteAsync("insert into tickets (customer, channel, subject, created_at, last_at, team, status) select customer, channel, 'Going', created_at, last_at, team, 2 from tickets, generate_series(1, 60) where number = $1", open);
        await hub.ExecuteAsync("insert into tickets (customer, channel, subject, created_at, last_at, team, status, folder) select customer, channel, 'Done', created_at, last_at, team, s, f from tickets, (values (4, 1), (5, 1), (1, 2)) x(s, f) where number = $1", open);
        hub.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(61, (await FindAsync(admin, from)).GetProperty("open").GetInt32());

        await admin.DeleteAsync($"/api/v1/teams/{from}").ExpectProblemAsync(HttpStatusCode.Conflict, "team_busy");
        Assert.Equal(from, await TeamOfAsync(open));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/teams/{from}?to={to}")).StatusCode);
        Assert.Equal(61, (await FindAsync(admin, to)).GetProperty("open").GetInt32());
        Assert.Equal(0L, await hub.ScalarAsync<long>("select count(*) from tickets where subject = 'Done' and (team is not null or version < 2)"));
        Assert.Equal(60L, await hub.ScalarAsync<long>("select count(*) from tickets t join messages m on m.ticket = t.number join events e on e.message = m.id where t.subject = 'Going' and e.type = 'team' and e.after ->> 'name' = 'Staying'"));
        Assert.Equal(to, await hub.ScalarAsync<long>("select team from sites where channel = $1", made.GetProperty("id").GetInt64()));
        await admin.DeleteAsync($"/api/v1/teams/{from}").ExpectProblemAsync(HttpStatusCode.NotFound, "team_unknown");

        // Nothing is open: nobody need take over, and what came by it comes to nobody.
        await hub.ExecuteAsync("update tickets set status = 5, version = version + 1 where team = $1", to);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/teams/{to}")).StatusCode);
        Assert.Equal(0L, await hub.ScalarAsync<long>("select count(*) from sites where team is not null and channel = $1", made.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task A_team_that_goes_while_a_ticket_is_handed_to_it_is_refused_as_one_that_is_none()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var team = await MakeAsync(admin, "Going meanwhile");
        await using var visitor = await Visitor.OpenAsync(hub);
        var ticket = (await visitor.SendAsync("Whose am I?")).GetProperty("ticket").GetInt64();
        await using var connection = await hub.Database.OpenConnectionAsync();
        await using var removal = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("delete from teams where id = @team", new { team }, removal);
        var handing = admin.PatchAsync($"/api/v1/tickets/{ticket}", new { team });
        await Wait.UntilAsync("the change waits for the removal", async () => await hub.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0);
        await removal.CommitAsync();
        await handing.ExpectProblemAsync(HttpStatusCode.BadRequest, "team_unknown");
        Assert.Equal(0L, await TeamOfAsync(ticket));
    }

    private static async Task<long> MakeAsync(Browser admin, string name, params long[] members) =>
        (await admin.PostAsync("/api/v1/teams", new { name, members }).ExpectAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private static async Task<JsonElement> FindAsync(Browser browser, long team) =>
        (await browser.GetAsync("/api/v1/teams").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single(t => t.GetProperty("id").GetInt64() == team);

    private static string[] Members(JsonElement team) => [.. team.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("name").GetString()!)];

    private Task<long> TeamOfAsync(long ticket) => hub.ScalarAsync<long>("select coalesce(team, 0) from tickets where number = $1", ticket);
}
