using System.ComponentModel;
using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Hub.Tickets;

/// <summary>Files of messages: whoever may read the message may fetch its files, as bytes to keep and never as a page.</summary>
internal static class FileEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/files/{id:long}", Fetch).RequireAuthorization(Policies.Agent).WithTags("Files")
            .Refuses(404, "file_unknown").Produces<Stream>(200, "application/octet-stream")
            .WithName("getFile").WithSummary("A file of a message, to keep")
            .WithDescription("Comes as an attachment, with its own media type where no browser runs that type.");

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Fetch([Description("The file.")] long id, ClaimsPrincipal user, NpgsqlDataSource database, Blobs blobs, HttpContext http, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<(long Blob, string Name, string Type, long Size)?>(new CommandDefinition(
            $"""
            select f.blob, f.name, f.type, f.size from files f join messages m on m.id = f.message join tickets t on t.number = m.ticket
            where f.id = @id and {Visibility.Sql(user.Viewer(), "t")}
            """, new { id }, cancellationToken: ct));
        if (found is not { } file) return Refusal.NotFound("file_unknown", $"There is no file {id}.").ToProblem();
        var response = http.Response;
        response.ContentType = IsHarmless(file.Type) ? file.Type : "application/octet-stream";
        response.ContentLength = file.Size;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.CacheControl = "private, max-age=3600";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await blobs.CopyToAsync(file.Blob, response.Body, ct);
        return TypedResults.Empty;
    }

    /// <summary>Types that no browser runs, even if it is talked out of <c>attachment</c>.</summary>
    private static bool IsHarmless(string type) =>
        type is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "application/pdf" or "text/plain" or "audio/mpeg" or "audio/ogg" or "video/mp4" or "application/zip";
}
