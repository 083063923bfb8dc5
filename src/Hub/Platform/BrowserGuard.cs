using Microsoft.AspNetCore.Antiforgery;

namespace Hub.Platform;

/// <summary>Keeps other sites from acting through an agent's browser, which adds the cookie whoever makes it send a request.</summary>
/// <remarks>
/// Two walls, either of which would do alone in a browser of today. The origin rule covers what the token cannot: WebSockets
/// carry no headers of ours, and SignalR by default accepts a connection from any site. The token covers what the origin cannot:
/// browsers that leave the header out, and a neighbour that shares our host on another port.
/// </remarks>
public static class BrowserGuard
{
    /// <summary>Authentication scheme of the desk's cookie; requests signed in by it need the token.</summary>
    public const string CookieScheme = "hub";

    private const string TokenCookie = "XSRF-TOKEN";
    private const string TokenHeader = "X-XSRF-TOKEN";
    private static readonly Refusal tokenMissing = new("antiforgery", StatusCodes.Status400BadRequest,
        "The security token of this page is missing or out of date. Please reload the page and try again.");

    public static void AddBrowserGuard(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAntiforgery();
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<DeskAddress>((options, desk) =>
        {
            options.HeaderName = TokenHeader;
            // Uploads bring the header as well; looking for a form field would read the whole body before refusing it.
            options.SuppressReadingTokenFromFormBody = true;
            // Who may frame a page is said by the content security policy of that page.
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie = desk.IsSecure
                ? new SecureCookie { Name = "__Host-hub-xsrf", SecurePolicy = CookieSecurePolicy.None }
                : new CookieBuilder { Name = "hub-xsrf", SecurePolicy = CookieSecurePolicy.SameAsRequest };
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
    }

    /// <summary>Refuses writes to the API and everything on the desk's hub that another site started; goes before authentication.</summary>
    public static void UseOriginGuard(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var desk = app.Services.GetRequiredService<DeskAddress>();
        app.Use(async (context, next) =>
        {
            if (!IsWrite(context.Request) && !context.Request.Path.StartsWithSegments("/hubs/desk")) await next(context);
            else if (ComesFrom(desk.OriginFor(context.Request), context.Request)) await next(context);
            else await ForeignOrigin(desk.OriginFor(context.Request)).ToProblem().ExecuteAsync(context);
        });
    }

    /// <summary>Demands the token of writes by cookie and of writes that anybody may make; goes after authorization.</summary>
    /// <remarks>Signing in needs it too, or another site could sign an agent in to an account it reads along. An endpoint whose callers
    /// bring their own token says <c>DisableAntiforgery()</c>; that never excuses a request that is signed in by cookie.</remarks>
    public static void UseAntiforgeryGuard(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var antiforgery = app.Services.GetRequiredService<IAntiforgery>();
        app.Use(async (context, next) =>
        {
            var excused = !IsWrite(context.Request)
                || context.GetEndpoint() is not RouteEndpoint
                || (!IsSignedInByCookie(context) && IsExcused(context));
            if (excused || await antiforgery.IsRequestValidAsync(context)) await next(context);
            else await tokenMissing.ToProblem().ExecuteAsync(context);
        });
    }

    /// <summary>Gives the page a token for whoever <see cref="HttpContext.User"/> is now; a token counts for one user only.</summary>
    public static void IssueToken(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var secure = context.RequestServices.GetRequiredService<DeskAddress>().IsSecure || context.Request.IsHttps;
        // Our script reads it and sends it back as a header; a script of another site can do neither. So not HttpOnly.
        context.Response.Cookies.Append(TokenCookie, tokens.RequestToken!, new() { Secure = secure, HttpOnly = false, SameSite = SameSiteMode.Strict, Path = "/" });
    }

    private static bool IsWrite(HttpRequest request) =>
        request.Path.StartsWithSegments("/api/v1")
        // Visitors prove themselves by a token in a header, which nobody's browser adds by itself; no cookie is looked at, and their page is not the desk's.
        && !request.Path.StartsWithSegments("/api/v1/visitor")
        && !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method));

    private static bool ComesFrom(string desk, HttpRequest request)
    {
        var origin = request.Headers.Origin;
        // Sandboxed frames and some redirects send the word "null": that is nobody's origin, and not ours.
        if (origin.Count > 0) return origin.Count == 1 && string.Equals(origin[0], desk, StringComparison.OrdinalIgnoreCase);
        // Browsers send Origin with every write and every WebSocket. Without it this is a same-origin read (server-sent events), a typed
        // address, or a program that is no browser and so carries nobody's cookie by accident. Browsers tell the first two by this header.
        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count == 0 || (site.Count == 1 && site[0] is "same-origin" or "none");
    }

    private static bool IsSignedInByCookie(HttpContext context) =>
        context.User.Identities.Any(i => i.IsAuthenticated && i.AuthenticationType == CookieScheme);

    private static bool IsExcused(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false };

    // Behind a proxy that is not trusted, the desk itself would look foreign: say what to set.
    private static Refusal ForeignOrigin(string desk) => new("origin", StatusCodes.Status403Forbidden,
        $"This request came from another site than the desk, {desk}. If that is not the desk's address, set Hub__PublicUrl (or Hub__DeskUrl, Hub__TrustedProxies).");

    /// <summary>Secure, always. The framework's own "always" throws where TLS ends at a proxy in front of us that is not trusted.</summary>
    private sealed class SecureCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var cookie = base.Build(context, expiresFrom);
            cookie.Secure = true;
            return cookie;
        }
    }
}
