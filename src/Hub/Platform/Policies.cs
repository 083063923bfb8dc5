using Microsoft.AspNetCore.Authorization;

namespace Hub.Platform;

/// <summary>Who may call an endpoint. Every endpoint names one of these; the fallback refuses everybody.</summary>
public static class Policies
{
    /// <summary>Anybody, signed in or not; said aloud so that nothing is open by oversight.</summary>
    public const string Public = "public";
    public const string Agent = "agent";
    public const string Supervisor = "supervisor";
    public const string Administrator = "administrator";

    /// <summary>Claim that carries the role of a signed-in user: <c>agent</c>, <c>supervisor</c> or <c>administrator</c>.</summary>
    public const string RoleClaim = "role";

    public static void AddPolicies(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Public, p => p.RequireAssertion(_ => true))
            .AddPolicy(Agent, p => p.RequireClaim(RoleClaim, "agent", "supervisor", "administrator"))
            .AddPolicy(Supervisor, p => p.RequireClaim(RoleClaim, "supervisor", "administrator"))
            .AddPolicy(Administrator, p => p.RequireClaim(RoleClaim, "administrator"))
            // The fallback also judges requests that matched no endpoint of ours: those may pass, to become 404 or 405.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder()
                .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
    }
}
