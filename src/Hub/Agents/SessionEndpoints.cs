using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

/// <summary>Who the browser is signed in as.</summary>
/// <param name="User">Null where it is nobody.</param>
/// <param name="Hub">The hub itself.</param>
public sealed record SessionView([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] UserView? User, HubView Hub);

/// <summary>The signed-in agent.</summary>
/// <param name="Id">For ever.</param>
/// <param name="Name">As colleagues read it.</param>
/// <param name="Email">With which they sign in.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Language">Of the desk.</param>
/// <param name="Notify">When they are told by mail of messages on their tickets; <c>away</c>: while no desk of theirs is open.</param>
public sealed record UserView(long Id, string Name, string Email, Role Role, [property: Words("en", "fr")] string Language, [property: Words("never", "away", "always")] string Notify);

/// <summary>The hub itself, for the page's title.</summary>
/// <param name="Name">The company's, or the brand's.</param>
public sealed record HubView(string Name);

/// <summary>Address and password.</summary>
/// <param name="Email">Upper and lower case are the same.</param>
/// <param name="Password">Five wrong ones close the account for five minutes.</param>
public sealed record SignInRequest([property: Required] string? Email, [property: Required] string? Password);

/// <summary>What agents change about themselves; what is left out stays.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Language">Of the desk.</param>
/// <param name="Notify">When to be told by mail of messages on one's tickets.</param>
public sealed record ChangeSelfRequest(string? Name, [property: Words("en", "fr")] string? Language, [property: Words("never", "away", "always")] string? Notify);

/// <summary><c>/api/v1/session</c>: sign in, sign out, who am I.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").WithTags("Session");
        session.MapGet("", Get).RequireAuthorization(Policies.Public)
            .WithName("getSession").WithSummary("Who is signed in; sets the cookie XSRF-TOKEN that writes repeat as the header X-XSRF-TOKEN");
        session.MapPost("", Post).RequireAuthorization(Policies.Public)
            .Refuses(400, "credentials_invalid").Refuses(401, "credentials_wrong").Refuses(403, "account_disabled").Refuses(429, "locked_out")
            .WithName("signIn").WithSummary("Sign in");
        session.MapDelete("", (Delegate)Delete).RequireAuthorization(Policies.Public).WithName("signOut").WithSummary("Sign out");
        session.MapPatch("", Patch).RequireAuthorization(Policies.Agent).Refuses(400, "name_invalid", "language_unknown", "notify_unknown")
            .WithName("changeSelf").WithSummary("Change one's own name, language and mails about one's tickets");
    }

    /// <summary>The answer for whoever is the user of this request now, with a token that counts for them.</summary>
    public static async Task<SessionView> ViewAsync(HttpContext context, HubDb db, CancellationToken ct)
    {
        BrowserGuard.IssueToken(context);
        var user = context.User.TryAgentId() is { } id
            ? await db.Set<Agent>().Where(a => a.Id == id).Select(a => new UserView(a.Id, a.Name, a.Email!, a.Role, a.Language, a.Notify)).SingleAsync(ct)
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

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Patch(ChangeSelfRequest body, HttpContext context, HubDb db, TimeProvider time, CancellationToken ct)
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
        if (body.Notify is not null)
        {
            if (AgentInput.Notify(body.Notify) is { Refusal: { } refusal }) return refusal.ToProblem();
            agent.SetNotify(body.Notify, time.GetUtcNow());
        }
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await ViewAsync(context, db, ct));
    }
}
