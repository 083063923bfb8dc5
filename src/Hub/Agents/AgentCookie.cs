using System.Globalization;
using System.Security.Claims;
using Hub.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Hub.Agents;

/// <summary>The desk's cookie. It says who and as of which security stamp; name and role are read afresh at each request.</summary>
public static class AgentCookie
{
    private const string Stamp = "stamp";
    private const string NameClaim = "name";

    /// <summary>The signed-in agent's id.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks a policy.</exception>
    public static long AgentId(this ClaimsPrincipal user) =>
        user.TryAgentId() ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The signed-in agent's id, or null.</summary>
    public static long? TryAgentId(this ClaimsPrincipal user) =>
        long.TryParse(user?.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Gives the browser the cookie, and makes the agent the user of this request.</summary>
    public static async Task SignInAsync(HttpContext context, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(agent);
        await context.SignInAsync(BrowserGuard.CookieScheme, Ticket(agent.Id, agent.SecurityStamp), new AuthenticationProperties { IsPersistent = true });
        context.User = Principal(agent.Id, agent.SecurityStamp, agent.Name, agent.Role);
    }

    internal static void AddAgentCookie(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(BrowserGuard.CookieScheme).AddCookie(BrowserGuard.CookieScheme);
        builder.Services.AddOptions<CookieAuthenticationOptions>(BrowserGuard.CookieScheme).Configure<DeskAddress>((options, desk) =>
        {
            // `__Host-` is the browser's promise that no subdomain and no plain-text page has set it (RFC 6265bis 4.1.3.2).
            options.Cookie.Name = desk.IsSecure ? "__Host-hub" : "hub";
            options.Cookie.SecurePolicy = desk.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            // Strict costs nothing here: a link from a mail opens a page without secrets, and the page's own calls are same-site.
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.ExpireTimeSpan = TimeSpan.FromDays(14);
            options.SlidingExpiration = true;
            // An API answers; it does not send people elsewhere. The body comes from the status code pages.
            options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            options.Events.OnValidatePrincipal = ValidateAsync;
        });
    }

    /// <summary>One read by primary key on each request: a disabled agent or a changed password ends a session at once, a new role counts at once.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.TryAgentId() is { } id)
        {
            var agents = context.HttpContext.RequestServices.GetRequiredService<AgentDirectory>();
            if (await agents.FindAsync(id, context.HttpContext.RequestAborted) is { Stamp: not null } agent && agent.Stamp == context.Principal.FindFirstValue(Stamp))
            {
                context.ReplacePrincipal(Principal(id, agent.Stamp, agent.Name, agent.Role));
                return;
            }
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(BrowserGuard.CookieScheme);
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static ClaimsPrincipal Ticket(long id, string? stamp) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, id.ToString(CultureInfo.InvariantCulture)), new(Stamp, stamp ?? "")], BrowserGuard.CookieScheme, NameClaim, Policies.RoleClaim));

    private static ClaimsPrincipal Principal(long id, string? stamp, string name, Role role)
    {
        var principal = Ticket(id, stamp);
        ((ClaimsIdentity)principal.Identity!).AddClaims([new(NameClaim, name), new(Policies.RoleClaim, role.ToClaim())]);
        return principal;
    }
}
