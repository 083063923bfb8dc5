using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

/// <summary>Whom to invite.</summary>
/// <param name="Email">The address with which they will sign in.</param>
/// <param name="Role">What they may do.</param>
public sealed record InviteRequest([property: Required] string? Email, [property: Required] Role? Role);

/// <summary>A new invitation with its link, which is shown this once.</summary>
/// <param name="Id">To take it back.</param>
/// <param name="Email">Whom it invites.</param>
/// <param name="Role">What they will be allowed to do.</param>
/// <param name="Url">The link; only a hash of its token is kept.</param>
/// <param name="ExpiresAt">From when on it is not good any more.</param>
public sealed record NewInvitationView(long Id, string Email, Role Role, string Url, DateTimeOffset ExpiresAt);

/// <summary>An invitation that nobody has accepted yet.</summary>
/// <param name="Id">To take it back.</param>
/// <param name="Email">Whom it invites.</param>
/// <param name="Role">What they will be allowed to do.</param>
/// <param name="ExpiresAt">From when on it is not good any more.</param>
public sealed record InvitationView(long Id, string Email, Role Role, DateTimeOffset ExpiresAt);

/// <summary>What the holder of a link may see of the invitation.</summary>
/// <param name="Email">With which they will sign in.</param>
/// <param name="Role">What they will be allowed to do.</param>
public sealed record InvitedView(string Email, Role Role);

/// <summary>Whoever accepts an invitation.</summary>
/// <param name="Token">From the link.</param>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Password">12 to 256 characters.</param>
/// <param name="Language">Of the desk; none: English.</param>
public sealed record AcceptRequest([property: Required] string? Token, [property: Required] string? Name, [property: Required] string? Password, [property: Words("en", "fr")] string? Language);

/// <summary><c>/api/v1/invitations</c>: how colleagues come to the desk.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder app)
    {
        var invitations = app.MapGroup("/api/v1/invitations").WithTags("Invitations");
        invitations.MapGet("", List).RequireAuthorization(Policies.Administrator).WithName("listInvitations").WithSummary("Open invitations, newest first");
        invitations.MapPost("", Invite).RequireAuthorization(Policies.Administrator).Refuses(400, "email_invalid", "role_invalid").Refuses(409, "email_taken")
            .WithName("invite").WithSummary("Invite a colleague; the link is shown once and is good for seven days");
        invitations.MapDelete("/{id:long}", Revoke).RequireAuthorization(Policies.Administrator).WithName("revokeInvitation").WithSummary("Take an invitation back; one that is gone already is no mistake");
        invitations.MapGet("/by-token/{token}", ByToken).RequireAuthorization(Policies.Public).Refuses(404, "invitation_unknown")
            .WithName("findInvitation").WithSummary("The invitation behind a link");
        invitations.MapPost("/accept", Accept).RequireAuthorization(Policies.Public)
            .Refuses(400, "name_invalid", "password_too_short", "password_too_long", "password_invalid", "language_unknown").Refuses(404, "invitation_unknown").Refuses(409, "email_taken")
            .WithName("acceptInvitation").WithSummary("Accept an invitation: make the account and sign in");
    }

    private static async Task<Ok<Page<InvitationView>>> List(Invitations invitations, CancellationToken ct) =>
        TypedResults.Ok(new Page<InvitationView>(await invitations.Open().Select(i => new InvitationView(i.Id, i.Email, i.Role, i.ExpiresAt)).ToListAsync(ct), null));

    private static async Task<Results<Created<NewInvitationView>, ProblemHttpResult>> Invite(
        InviteRequest body, HttpRequest request, ClaimsPrincipal user, Invitations invitations, DeskAddress desk, CancellationToken ct)
    {
        var outcome = await invitations.InviteAsync(body.Email, body.Role, user.AgentId(), ct);
        if (outcome.Refusal is { } refusal) return refusal.ToProblem();
        var (invitation, token) = outcome.Value;
        var view = new NewInvitationView(invitation.Id, invitation.Email, invitation.Role, desk.LinkTo(request, $"/invite/{token}"), invitation.ExpiresAt);
        return TypedResults.Created((string?)null, view);
    }

    private static async Task<NoContent> Revoke([Description("The invitation.")] long id, Invitations invitations, CancellationToken ct)
    {
        await invitations.RevokeAsync(id, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<InvitedView>, ProblemHttpResult>> ByToken([Description("What stands behind the last slash of the link.")] string token, Invitations invitations, CancellationToken ct)
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
