using System.ComponentModel;
using System.Security.Claims;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Tickets.Teams;

/// <summary><c>/api/v1/teams</c>: agents read them, administrators change them.</summary>
internal static class TeamEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var teams = app.MapGroup("/api/v1/teams").WithTags("Teams");
        teams.MapGet("/", List).RequireAuthorization(Policies.Agent)
            .WithName("listTeams").WithSummary("All teams, by name").WithDescription("Counts may be a second old.");
        teams.MapPost("/", Make).RequireAuthorization(Policies.Administrator).Refuses(400, TeamEdits.Codes).Refuses(409, "name_taken", "teams_too_many")
            .WithName("makeTeam").WithSummary("Make a team").WithDescription("Needs a name.");
        teams.MapPatch("/{id:long}", Change).RequireAuthorization(Policies.Administrator).Refuses(400, TeamEdits.Codes).Refuses(404, "team_unknown").Refuses(409, "name_taken")
            .WithName("changeTeam").WithSummary("Change a team's name or members");
        teams.MapDelete("/{id:long}", Remove).RequireAuthorization(Policies.Administrator).Refuses(400, "to_invalid").Refuses(404, "team_unknown").Refuses(409, "team_busy")
            .WithName("removeTeam").WithSummary("Remove a team")
            .WithDescription("Another takes over its open tickets, its sites and its mailboxes. Tickets that are done lose it.");
    }

    private static async Task<Ok<Page<TeamView>>> List(ClaimsPrincipal user, TeamReader teams, CancellationToken ct) =>
        TypedResults.Ok(new Page<TeamView>(await teams.AllAsync(user.Viewer(), ct), null));

    private static async Task<Results<Created<TeamView>, ProblemHttpResult>> Make(TeamInput input, ClaimsPrincipal user, TeamEdits edits, TeamReader teams, CancellationToken ct)
    {
        var made = await edits.MakeAsync(input, ct);
        if (made.Refusal is { } refusal) return refusal.ToProblem();
        return await FindAsync(made.Value, user, teams, ct) is { } team ? TypedResults.Created($"/api/v1/teams/{team.Id}", team) : TeamEdits.Unknown(made.Value).ToProblem();
    }

    private static async Task<Results<Ok<TeamView>, ProblemHttpResult>> Change([Description("The team.")] long id, TeamInput input, ClaimsPrincipal user, TeamEdits edits, TeamReader teams, CancellationToken ct)
    {
        var changed = await edits.ChangeAsync(id, input, ct);
        if (changed.Refusal is { } refusal) return refusal.ToProblem();
        return await FindAsync(id, user, teams, ct) is { } team ? TypedResults.Ok(team) : TeamEdits.Unknown(id).ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        [Description("The team.")] long id, [Description("The team that takes over; needed where it has open tickets.")] long? to, ClaimsPrincipal user, TeamRemoval removal, CancellationToken ct) =>
        await removal.RemoveAsync(id, to, user.Viewer(), ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();

    private static async Task<TeamView?> FindAsync(long id, ClaimsPrincipal user, TeamReader teams, CancellationToken ct) => (await teams.AllAsync(user.Viewer(), ct, fresh: true)).FirstOrDefault(t => t.Id == id);
}
