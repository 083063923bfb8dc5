using System.ComponentModel;
using System.Security.Claims;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Channels.WebChat.Proving;

/// <summary>A key to be made.</summary>
/// <param name="ExpiresAt">From then on it vouches for nobody; none: until it is revoked.</param>
public sealed record SigningKeyRequest(DateTimeOffset? ExpiresAt);

/// <summary>A key that was just made.</summary>
/// <param name="Kid">Names the key in an assertion.</param>
/// <param name="Secret">What assertions are signed with. It is shown this once and cannot be read again.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it vouches for nobody.</param>
public sealed record NewSigningKey(string Kid, string Secret, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

internal static class SigningKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/v1/sites/{id:long}/signing-keys").RequireAuthorization(Policies.Administrator).WithTags("Sites");
        keys.MapGet("/", List).Refuses(404, "site_unknown").WithName("listSigningKeys").WithSummary("The keys by which a site's server vouches for its visitors, oldest first");
        keys.MapPost("/", Create).Refuses(400, "expires_at_invalid").Refuses(404, "site_unknown").Refuses(409, "keys_too_many")
            .WithName("createSigningKey").WithSummary("Make a key; its secret is shown this once");
        keys.MapDelete("/{kid}", Revoke).Refuses(404, "key_unknown").WithName("revokeSigningKey").WithSummary("Let a key count for nothing from now on");
    }

    private static async Task<Results<Ok<Page<SigningKeyView>>, ProblemHttpResult>> List([Description("The site.")] long id, SigningKeys keys, CancellationToken ct) =>
        await keys.ListAsync(id, ct) is { } all ? TypedResults.Ok(new Page<SigningKeyView>(all, null)) : Unknown(id).ToProblem();

    private static async Task<Results<Created<NewSigningKey>, ProblemHttpResult>> Create(
        [Description("The site.")] long id, SigningKeyRequest request, ClaimsPrincipal user, SigningKeys keys, HttpContext http, TimeProvider time, CancellationToken ct)
    {
        if (request.ExpiresAt is { } end && (end <= time.GetUtcNow() || end.Year > 9000)) return Refusal.Invalid("expiresAt", "expires_at_invalid", "expiresAt must be in the future.").ToProblem();
        // It is shown once: nothing between us and the administrator shall keep it.
        http.Response.Headers.CacheControl = "no-store";
        if (await keys.CreateAsync(id, user.Viewer().Agent, request.ExpiresAt?.ToUniversalTime(), ct) is { } made)
            return TypedResults.Created($"/api/v1/sites/{id}/signing-keys/{made.Key.Kid}", new NewSigningKey(made.Key.Kid, made.Secret, made.Key.CreatedAt, made.Key.ExpiresAt));
        return await keys.ListAsync(id, ct) is null
            ? Unknown(id).ToProblem()
            : Refusal.Conflict("keys_too_many", $"A site may have {SigningKeys.MostKeys} keys at most. Revoke one first.").ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke([Description("The site.")] long id, [Description("The key.")] string kid, SigningKeys keys, CancellationToken ct) =>
        Texts.IsStorable(kid) && await keys.RevokeAsync(id, kid, ct) ? TypedResults.NoContent() : Refusal.NotFound("key_unknown", "This site has no such key.").ToProblem();

    private static Refusal Unknown(long id) => Refusal.NotFound("site_unknown", $"There is no site {id}.");
}
