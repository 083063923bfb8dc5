using System.Security.Claims;
using Hub.Platform;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

public sealed record InviteRequest(string? Email, Role? Role);

/// <summary>A new invitation with its link, which is shown this once.</summary>
public sealed record NewInvitationView(long Id, string Email, Role Role, string Url, DateTimeOffset ExpiresAt);

public sealed record InvitationView(long Id, string Email, Role Role, DateTimeOffset ExpiresAt);

public sealed record InvitationList(IReadOnlyList<InvitationView> Items);

/// <summary>What the holder of a link may see of the invitation.</summary>
public sealed record InvitedView(string Email, Role Role);

public sealed record AcceptRequest(string? Token, string? Name, string? Password, string? Language);

/// <summary><c>/api/v1/invitations</c>: how colleagues come to the desk.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        var invitations = app.MapGroup("/api/v1/invitations").WithTags("Invitations");
        invitations.MapGet("", List).RequireAuthorization(Policies.Administrator).WithSummary("Open invitations");
        invitations.MapPost("", Invite).RequireAuthorization(Policies.Administrator).ProducesProblem(400).ProducesProblem(409)
            .WithSummary("Invite a colleague; the link is shown once and is good for seven days");
        invitations.MapDelete("/{id:long}", Revoke).RequireAuthorization(Policies.Administrator).WithSummary("Take an invitation back");
        invitations.MapGet("/by-token/{token}", ByToken).RequireAuthorization(Policies.Public).ProducesProblem(404).WithSummary("The invitation behind a link");
        invitations.MapPost("/accept", Accept).RequireAuthorization(Policies.Public).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Accept an invitation: make the account and sign in");
    }

    private static async Task<Ok<InvitationList>> List(Invitations invitations, CancellationToken ct) =>
        TypedResults.Ok(new InvitationList(await invitations.Open().Select(i => new InvitationView(i.Id, i.Email, i.Role, i.ExpiresAt)).ToListAsync(ct)));

    private static async Task<Results<Created<NewInvitationView>, ProblemHttpResult>> Invite(
        InviteRequest body, HttpRequest request, ClaimsPrincipal user, Invitations invitations, DeskAddress desk, CancellationToken ct)
    {
        var outcome = await invitations.InviteAsync(body.Email, body.Role, user.AgentId(), ct);
        if (outcome.Refusal is { } refusal) return refusal.ToProblem();
        var (invitation, token) = outcome.Value;
        var view = new NewInvitationView(invitation.Id, invitation.Email, invitation.Role, desk.LinkTo(request, $"/invite/{token}"), invitation.ExpiresAt);
        return TypedResults.Created((string?)null, view);
    }

    private static async Task<NoContent> Revoke(long id, Invitations invitations, CancellationToken ct)
    {
        await invitations.RevokeAsync(id, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<InvitedView>, ProblemHttpResult>> ByToken(string token, Invitations invitations, CancellationToken ct)
    {
        var outcome = await invitations.FindAsync(token, ct);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(new InvitedView(outcome.Value.Email, outcome.Value.Role));
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Accept(
        AcceptRequest body, HttpContext context, Invitations invitations, HubDb db, CancellationToken ct)
    {
        var outcome = await invitations.AcceptAsync(body.Token, body.Name, body.Password, body.Language, ct);
        if (outcome.Refusal is { } refusal) return refusal.ToProblem();
        await AgentCookie.SignInAsync(context, outcome.Value);
        return TypedResults.Ok(await SessionEndpoints.ViewAsync(context, db, ct));
    }
}
