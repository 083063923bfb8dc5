using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Agents;

public sealed class AgentTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Every_agent_sees_the_colleagues_and_who_is_online()
    {
        using var browser = await hub.SignInAsync(Role.Agent, "Grace");
        var (away, _) = await hub.AddAgentAsync(Role.Agent, "Linus");
        var insert = "insert into presence (process, source, kind, until) values (gen_random_uuid(), $1, 1, $2)";
        await hub.ExecuteAsync(insert, browser.AgentId, hub.Time.GetUtcNow().AddSeconds(15));
        await hub.ExecuteAsync(insert, away, hub.Time.GetUtcNow().AddSeconds(-1));

        var page = await browser.GetAsync("/api/v1/agents").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        var agents = page.GetProperty("items").EnumerateArray().ToDictionary(a => a.GetProperty("id").GetInt64());
        Assert.Equal("online", agents[browser.AgentId].GetProperty("presence").GetString());
        Assert.Equal("agent", agents[browser.AgentId].GetProperty("role").GetString());
        Assert.Equal("offline", agents[away].GetProperty("presence").GetString());
        Assert.False(agents[away].GetProperty("disabled").GetBoolean());
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Supervisor)]
    public async Task Only_administrators_change_agents(Role role)
    {
        using var browser = await hub.SignInAsync(role);
        await browser.PatchAsync($"/api/v1/agents/{browser.AgentId}", new { role = "administrator" }).ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await browser.PostAsync("/api/v1/invitations", new { email = "x@hub.test", role = "administrator" }).ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_administrator_changes_role_and_name_and_disables()
    {
        using var administrator = await hub.SignInAsync(Role.Administrator);
        using var agent = await hub.SignInAsync(Role.Agent);
        var path = $"/api/v1/agents/{agent.AgentId}";
        var changed = await administrator.PatchAsync(path, new { role = "supervisor", name = "New name" }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(("supervisor", "New name", false), (changed.GetProperty("role").GetString(), changed.GetProperty("name").GetString(), changed.GetProperty("disabled").GetBoolean()));

        changed = await administrator.PatchAsync(path, new { disabled = true }).ExpectAsync(HttpStatusCode.OK);
        Assert.True(changed.GetProperty("disabled").GetBoolean());
        await agent.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");

        await administrator.PatchAsync(path, new { disabled = false }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("null", (await agent.GetAsync("/api/v1/session").ExpectAsync(HttpStatusCode.OK)).GetProperty("user").GetRawText());
    }

    [Fact]
    public async Task A_session_from_before_does_not_come_back_with_the_account()
    {
        using var administrator = await hub.SignInAsync(Role.Administrator);
        using var agent = await hub.SignInAsync(Role.Agent);
        foreach (var disabled in new[] { true, false })
            await administrator.PatchAsync($"/api/v1/agents/{agent.AgentId}", new { disabled }).ExpectAsync(HttpStatusCode.OK);
        await agent.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        using var administrator = await hub.SignInAsync(Role.Administrator);
        var path = $"/api/v1/agents/{administrator.AgentId}";
        await administrator.PatchAsync("/api/v1/agents/999999", new { name = "x" }).ExpectProblemAsync(HttpStatusCode.NotFound, "agent_unknown");
        await administrator.PatchAsync(path, new { role = "king" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "request_invalid");
        await administrator.PatchAsync(path, new { role = 3 }).ExpectProblemAsync(HttpStatusCode.BadRequest, "request_invalid");
        await administrator.PatchAsync(path, new { name = "line\nbreak" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "name_invalid");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var own = await HubApp.StartAsync();
        using var last = await own.SignInAsync(Role.Administrator);
        var (gone, _) = await own.AddAgentAsync(Role.Administrator);
        await own.ExecuteAsync("update agents set disabled_at = now() where id = $1", gone);
        await last.PatchAsync($"/api/v1/agents/{last.AgentId}", new { role = "agent" }).ExpectProblemAsync(HttpStatusCode.Conflict, "last_administrator");
        await last.PatchAsync($"/api/v1/agents/{last.AgentId}", new { disabled = true }).ExpectProblemAsync(HttpStatusCode.Conflict, "last_administrator");
        await last.PatchAsync($"/api/v1/agents/{last.AgentId}", new { name = "Still here" }).ExpectAsync(HttpStatusCode.OK);
        await last.PatchAsync($"/api/v1/agents/{gone}", new { disabled = false }).ExpectAsync(HttpStatusCode.OK);
        await last.PatchAsync($"/api/v1/agents/{last.AgentId}", new { role = "agent" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Administrators_who_demote_one_another_at_the_same_time_leave_one()
    {
        await using var own = await HubApp.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            await own.ExecuteAsync("update agents set role = 1");
            Browser[] both = [await own.SignInAsync(Role.Administrator), await own.SignInAsync(Role.Administrator)];
            // Both have been let in before either is changed: only the lock decides between them.
            await using var connection = await own.Database.OpenConnectionAsync();
            await using var hold = await connection.BeginTransactionAsync();
            await using (var command = new Npgsql.NpgsqlCommand("select from agents where role = 3 for update", connection, hold)) await command.ExecuteNonQueryAsync();
            var demotions = Task.WhenAll(
                both[0].PatchAsync($"/api/v1/agents/{both[1].AgentId}", new { role = "agent" }),
                both[1].PatchAsync($"/api/v1/agents/{both[0].AgentId}", new { disabled = true }));
            await Wait.UntilAsync("both wait for the lock", async () =>
                await own.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 2);
            await hold.RollbackAsync();

            var answers = (await demotions).Select(a => a.StatusCode).Order();
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers);
            Assert.Equal(1L, await own.ScalarAsync<long>("select count(*) from agents where role = 3 and disabled_at is null"));
            foreach (var browser in both) browser.Dispose();
        }
    }
}
