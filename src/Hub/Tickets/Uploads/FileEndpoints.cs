using System.ComponentModel;
using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Tickets.Uploads;

/// <summary>Files of messages: whoever may read the message may fetch its files, as bytes to keep and never as a page.</summary>
internal static class FileEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var files = app.MapGroup("/api/v1/files").RequireAuthorization(Policies.Agent).WithTags("Files");
        files.MapPost("/", Upload).TakesUpload().WithName("uploadFile").WithSummary("A file for a message to come")
            .WithDescription("Only you may fetch it until a message takes it; after 24 hours without one it is gone. The type is found by looking at the content.");
        files.MapGet("/{id:long}", Fetch)
            .Refuses(404, "file_unknown").Refuses(416, "range_unsatisfiable").Produces<Stream>(200, "application/octet-stream")
            .WithName("getFile").WithSummary("A file of a message, to keep")
            .WithDescription("Comes as an attachment, with its own media type where no browser runs that type. Takes `Range`.");
        files.MapDelete("/{id:long}/links", Revoke)
            .Refuses(404, "file_unknown").WithName("revokeFileLinks").WithSummary("End the links to a file that went out by mail");
        app.MapGet("/mail/files/{token}", FetchByMail).RequireAuthorization(Policies.Public).ExcludeFromDescription();
    }

    /// <summary>What every upload says about itself.</summary>
    public static TBuilder TakesUpload<TBuilder>(this TBuilder upload) where TBuilder : IEndpointConventionBuilder =>
        upload.WithMetadata(new TakesFile("file")).Refuses(400, "file_missing", "file_empty", "idempotency_key_invalid").Refuses(409, "file_gone").Refuses(413, "file_too_large");

    private static async Task<Results<Created<UploadedView>, ProblemHttpResult>> Upload(ClaimsPrincipal user, UploadReader reader, UploadStore uploads, HttpContext http, CancellationToken ct)
    {
        var read = await reader.ReadAsync(http, ct);
        if (read.Refusal is { } unreadable) return unreadable.ToProblem();
        await using var upload = read.Value;
        var kept = await uploads.KeepAsync(user.Viewer().Agent, upload, ofVisitor: false, ct);
        return kept.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Created($"/api/v1/files/{kept.Value.Id}", kept.Value);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Fetch(
        [Description("The file.")] long id, [Description("A picture that was uploaded comes to be shown in place, not to be kept.")] bool? show, ClaimsPrincipal user, NpgsqlDataSource database, Blobs blobs, HttpContext http, CancellationToken ct)
    {
        var viewer = user.Viewer();
        await using var connection = await database.OpenConnectionAsync(ct);
        var file = await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
            $"""
            select {StoredFile.Columns} from files f join blobs b on b.id = f.blob left join messages m on m.id = f.message left join tickets t on t.number = m.ticket
            where f.id = @id and case when f.message is null then f.uploader = @Agent else {Visibility.Sql(viewer, "t")} end
            """, new { id, viewer.Agent }, cancellationToken: ct));
        return file is null ? Unknown(id) : file.Answer(http, blobs, inline: show is true);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke([Description("The file.")] long id, ClaimsPrincipal user, NpgsqlDataSource database, TimeProvider time, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var known = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            with seen as (select f.id from files f join messages m on m.id = f.message join tickets t on t.number = m.ticket where f.id = @id and {Visibility.Sql(user.Viewer(), "t")}),
            ended as (update file_links set revoked_at = @now where file in (select id from seen) and revoked_at is null)
            select exists (select from seen)
            """, new { id, now = time.GetUtcNow() }, cancellationToken: ct));
        return known ? TypedResults.NoContent() : Unknown(id);
    }

    /// <summary>A link in a mail: whoever has it may fetch the file, for a month, unless it was ended or the answer is no customer's any more.</summary>
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FetchByMail(string token, FileLinks links, NpgsqlDataSource database, Blobs blobs, TimeProvider time, HttpContext http, CancellationToken ct)
    {
        if (await links.ReadTokenAsync(token, ct) is { } link)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            var file = await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
                $"""
                select {StoredFile.Columns} from file_links l join files f on f.id = l.file join blobs b on b.id = f.blob
                where l.id = @link and l.revoked_at is null and l.expires_at > @now and exists (select from mail_messages m where m.id = f.message)
                """, new { link, now = time.GetUtcNow() }, cancellationToken: ct));
            if (file is not null) return file.Answer(http, blobs, inline: false);
        }
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return new Refusal("link_over", StatusCodes.Status404NotFound, "This link is not valid (any more). Ask for the file by answering the mail.").ToProblem();
    }

    private static ProblemHttpResult Unknown(long id) => Refusal.NotFound("file_unknown", $"There is no file {id}.").ToProblem();
}
