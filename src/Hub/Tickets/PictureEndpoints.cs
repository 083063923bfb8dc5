using System.ComponentModel;
using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Tickets;

/// <summary>Pictures that a mail names and that lie elsewhere: fetched when an agent wants to see them, never before.</summary>
internal static class PictureEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(ShownHtml.Pictures + "/{message:long}/{signature}", Fetch).RequireAuthorization(Policies.Agent).WithTags("Files")
            .Refuses(404, "picture_unknown").Refuses(502, "picture_unavailable").Produces<Stream>(200, "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif")
            .WithName("getPicture").WithSummary("A picture of a mail that lies elsewhere, fetched by the server")
            .WithDescription("The addresses stand in a message's `html`, in `data-remote` and `data-background`. Fetching one may tell the sender that the mail was read. PNG, JPEG, GIF, WebP or AVIF of at most 5 MB.");

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Fetch(
        [Description("The message's id.")] long message, [Description("The picture, as the message's `html` names it.")] string signature,
        ClaimsPrincipal user, NpgsqlDataSource database, Secrets secrets, PictureProxy proxy, HttpContext http, CancellationToken ct)
    {
        (string Html, short? Version)? kept;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            kept = await connection.QuerySingleOrDefaultAsync<(string, short?)?>(new CommandDefinition(
                $"""
                select m.html, m.html_version from messages m join tickets t on t.number = m.ticket
                where m.id = @message and m.html is not null and {Visibility.Sql(user.Viewer(), "t")}
                """, new { message }, cancellationToken: ct));
        }
        var html = ShownHtml.Current(kept?.Html, kept?.Version);
        if (html is null || ShownHtml.Find(html, message, signature, await ShownHtml.KeyAsync(secrets, ct)) is not { } address)
            return Refusal.NotFound("picture_unknown", "No message has such a picture.").ToProblem();
        var fetched = await proxy.FetchAsync(address, ct);
        if (fetched.Refusal is { } refusal) return refusal.ToProblem();
        var response = http.Response;
        response.ContentType = fetched.Value.Type;
        response.ContentLength = fetched.Value.Bytes.Length;
        response.Headers.ContentDisposition = "attachment; filename=\"picture\"";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.CacheControl = "private, max-age=86400";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.Body.WriteAsync(fetched.Value.Bytes, ct);
        return TypedResults.Empty;
    }
}
