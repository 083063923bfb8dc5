using System.ComponentModel;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

/// <summary>An agent as colleagues see them.</summary>
/// <param name="Id">For ever.</param>
/// <param name="Name">As colleagues read it; visitors see the first name.</param>
/// <param name="Email">With which they sign in.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Disabled">The account is closed.</param>
/// <param name="Presence">Whether they have the desk open, anywhere.</param>
public sealed record AgentView(long Id, string Name, string Email, Role Role, bool Disabled, [property: Words("online", "offline")] string Presence);

/// <summary>What an administrator changes about an agent; what is left out stays.</summary>
/// <param name="Role">What they may do, from their next request on.</param>
/// <param name="Disabled">True closes the account and ends its sessions at once.</param>
/// <param name="Name">1 to 100 characters.</param>
public sealed record ChangeAgentRequest(Role? Role, bool? Disabled, string? Name);

/// <summary><c>/api/v1/agents</c>: the people of the company.</summary>
internal static class AgentEndpoints
{
    private static readonly Refusal unknown = Refusal.NotFound("agent_unknown", "There is no such agent.");
    private static readonly Refusal lastAdministrator = Refusal.Conflict("last_administrator",
        "This is the last administrator. Make somebody else an administrator first.");

    public static void MapAgentList(this IEndpointRouteBuilder app)
    {
        var agents = app.MapGroup("/api/v1/agents").WithTags("Agents");
        agents.MapGet("", List).RequireAuthorization(Policies.Agent).WithName("listAgents").WithSummary("All agents, by name");
        agents.MapPatch("/{id:long}", Change).RequireAuthorization(Policies.Administrator)
            .Refuses(400, "name_invalid").Refuses(404, "agent_unknown").Refuses(409, "last_administrator")
            .WithName("changeAgent").WithSummary("Change an agent's role or name, or disable the account");
    }

    private static async Task<Ok<Page<AgentView>>> List(HubDb db, TimeProvider time, CancellationToken ct)
    {
        var online = await OnlineAsync(db, ct);
        var agents = await db.Set<Agent>().AsNoTracking().OrderBy(a => a.Name).ThenBy(a => a.Id).ToListAsync(ct);
        return TypedResults.Ok(new Page<AgentView>([.. agents.Select(a => View(a, online))], null));
    }

    private static async Task<Results<Ok<AgentView>, ProblemHttpResult>> Change([Description("The agent.")] long id, ChangeAgentRequest body, HubDb db, TimeProvider time, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // All administrators are locked, in one order, before anything is decided: of two who demote each other the second waits here,
        // and then sees that it is alone.
        await db.Database.ExecuteSqlAsync($"select from agents where id = {id} or (role = 3 and disabled_at is null) order by id for update", ct);
        if (await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } agent) return unknown.ToProblem();

        if (body.Name is not null)
        {
            var name = AgentInput.Name(body.Name);
            if (name.Refusal is { } refusal) return refusal.ToProblem();
            agent.Name = name.Value;
        }
        if (body.Role is { } role) agent.Role = role;
        if (body.Disabled is { } disabled) agent.SetDisabled(disabled, time.GetUtcNow());
        if (!agent.IsAdministrator && !await db.Set<Agent>().AnyAsync(a => a.Id != id && a.Role == Role.Administrator && a.DisabledAt == null, ct))
            return lastAdministrator.ToProblem();

        await db.SaveChangesAsync(ct);
        // Nobody keeps a way back in: the links of somebody who may not invite any more die with the right.
        if (!agent.IsAdministrator) await db.Set<Invitation>().Where(i => i.InvitedBy == id && i.AcceptedAt == null).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(View(agent, await OnlineAsync(db, ct)));
    }

    private static AgentView View(Agent agent, HashSet<long> online) =>
        new(agent.Id, agent.Name, agent.Email!, agent.Role, agent.DisabledAt is not null, online.Contains(agent.Id) ? "online" : "offline");

    // By the database's clock, as it was written: a process whose own clock is wrong would bury everybody, or wake the dead.
    private static Task<HashSet<long>> OnlineAsync(HubDb db, CancellationToken ct) =>
        db.Database.SqlQuery<long>($"""select distinct source as "Value" from presence where kind = 1 and until > now()""").ToHashSetAsync(ct);
}
