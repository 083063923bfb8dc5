using System.Security.Claims;
using System.Text.Json.Serialization;
using Hub.Platform;
using Hub.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

/// <summary>Who the browser is signed in as; <c>user</c> is null where it is nobody.</summary>
public sealed record SessionView([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] UserView? User, HubView Hub);

/// <summary>The signed-in agent.</summary>
public sealed record UserView(long Id, string Name, string Email, Role Role, string Language);

/// <summary>The hub itself, for the page's title.</summary>
public sealed record HubView(string Name);

public sealed record SignInRequest(string? Email, string? Password);

/// <summary>What agents change about themselves; what is left out stays.</summary>
public sealed record ChangeSelfRequest(string? Name, string? Language);

/// <summary><c>/api/v1/session</c>: sign in, sign out, who am I.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").WithTags("Session");
        session.MapGet("", Get).RequireAuthorization(Policies.Public)
            .WithSummary("Who is signed in; sets the cookie XSRF-TOKEN that writes repeat as the header X-XSRF-TOKEN");
        session.MapPost("", Post).RequireAuthorization(Policies.Public)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).WithSummary("Sign in");
        session.MapDelete("", (Delegate)Delete).RequireAuthorization(Policies.Public).ProducesProblem(400).WithSummary("Sign out");
        session.MapPatch("", Patch).RequireAuthorization(Policies.Agent).ProducesProblem(400).WithSummary("Change one's own name and language");
    }

    /// <summary>The answer for whoever is the user of this request now, with a token that counts for them.</summary>
    public static async Task<SessionView> ViewAsync(HttpContext context, HubDb db, CancellationToken ct)
    {
        BrowserGuard.IssueToken(context);
        var user = context.User.TryAgentId() is { } id
            ? await db.Set<Agent>().Where(a => a.Id == id).Select(a => new UserView(a.Id, a.Name, a.Email!, a.Role, a.Language)).SingleAsync(ct)
            : null;
        var name = await db.Database.SqlQuery<string>($"""select name as "Value" from brands where id = 1""").SingleAsync(ct);
        return new SessionView(user, new HubView(name));
    }

    private static async Task<Ok<SessionView>> Get(HttpContext context, HubDb db, CancellationToken ct) =>
        TypedResults.Ok(await ViewAsync(context, db, ct));

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Post(SignInRequest body, HttpContext context, SignIn signIn, HubDb db, CancellationToken ct)
    {
        var outcome = await signIn.TryAsync(body.Email, body.Password, ct);
        if (outcome.Refusal is { } refusal) return refusal.ToProblem();
        await AgentCookie.SignInAsync(context, outcome.Value);
        return TypedResults.Ok(await ViewAsync(context, db, ct));
    }

    private static async Task<NoContent> Delete(HttpContext context)
    {
        await context.SignOutAsync(BrowserGuard.CookieScheme);
        // The next sign-in on this page needs a token that counts for nobody.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        BrowserGuard.IssueToken(context);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Patch(ChangeSelfRequest body, HttpContext context, HubDb db, CancellationToken ct)
    {
        var id = context.User.AgentId();
        var agent = await db.Set<Agent>().SingleAsync(a => a.Id == id, ct);
        if (body.Name is not null)
        {
            if (AgentInput.Name(body.Name) is { Refusal: { } refusal }) return refusal.ToProblem();
            agent.Name = AgentInput.Name(body.Name).Value;
        }
        if (body.Language is not null)
        {
            if (AgentInput.Language(body.Language) is { Refusal: { } refusal }) return refusal.ToProblem();
            agent.Language = body.Language;
        }
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await ViewAsync(context, db, ct));
    }
}
