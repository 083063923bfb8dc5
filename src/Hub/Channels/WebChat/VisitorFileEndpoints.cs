using System.ComponentModel;
using Dapper;
using Hub.Channels.WebChat.Reception;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Hub.Tickets.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>Files of a chat. A visitor brings the token of the chat to send one; the address of one to fetch is a proof by itself.</summary>
internal static class VisitorFileEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        // Their callers bring a token of their own, in a header that no other site can make a browser send; the desk's cookie means nothing here.
        var files = app.MapGroup("/api/v1/visitor/files").RequireAuthorization(Policies.Public).WithTags("Files").DisableAntiforgery();
        files.MapPost("/", Upload).TakesUpload().Refuses(400, "file_type_refused").Refuses(401, "token_invalid").Refuses(404, "site_unknown").Refuses(409, "consent_needed", "form_needed").Refuses(429, "files_too_many", "rate_limited")
            .WithName("uploadVisitorFile").WithSummary("A visitor's file for a message to come")
            .WithDescription("`Authorization: Bearer` with the visitor's token. After 24 hours without a message it is gone.");
        files.MapGet("/{id:long}", Fetch).Refuses(404, "link_over").Refuses(416, "range_unsatisfiable").Produces<Stream>(200, "application/octet-stream", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif")
            .WithName("getVisitorFile").WithSummary("A file of a chat").WithDescription("The address stands in a message's `files`, and works for an hour at most. Takes `Range`.");
    }

    private static async Task<Results<Created<UploadedView>, ProblemHttpResult>> Upload(
        Sites sites, VisitorSessions sessions, Admission admission, VisitorLimits limits, Secrets secrets, UploadReader reader, UploadStore uploads, NpgsqlDataSource database, TimeProvider time, HttpContext http, CancellationToken ct)
    {
        var bearer = http.Request.Headers.Authorization.ToString();
        var token = bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? VisitorToken.Read(bearer[7..].Trim(), null, await secrets.OfAsync("visitor-token", ct)) : null;
        if (token is null) return VisitorSessions.TokenInvalid.ToProblem();
        var found = await sessions.FindAsync(token, null, null, ct);
        if (found.Refusal is { } refused) return refused.ToProblem();
        var network = http.Connection.RemoteIpAddress?.ToString();
        if (!limits.Allows(VisitorRooms.GroupOf(Convert.ToHexStringLower(token.Hash)), network) || !limits.AllowsUpload(network, http.Request.ContentLength ?? 25_000_000))
            return new Refusal("rate_limited", StatusCodes.Status429TooManyRequests, "Too many files at once. Please wait a few seconds.").ToProblem();
        if ((await sites.BriefAsync(ct)).All(s => s.Channel != token.Site || s.IsClosed)) return Refusal.NotFound("site_unknown", "This chat is switched off.").ToProblem();
        // Nothing of theirs is kept before they have agreed to it: as with the first message.
        if (await admission.RefuseAsync(token.Site, found.Value?.Id, ct) is { } needed) return needed.ToProblem();
        // Whoever has sent enough today is told so before sending more.
        if (found.Value is { } known)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            if (await uploads.RefuseVisitorAsync(connection, known.Id, http.Request.ContentLength is > 0 ? 1 : 0, time.GetUtcNow(), ct) is { } enough) return enough.ToProblem();
        }
        var read = await reader.ReadAsync(http, ct);
        if (read.Refusal is { } unreadable) return unreadable.ToProblem();
        await using var upload = read.Value;
        var session = await sessions.EnsureAsync(token, null, null, ct);
        if (session.Refusal is { } revoked) return revoked.ToProblem();
        var kept = await uploads.KeepAsync(session.Value, upload, ofVisitor: true, ct);
        return kept.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Created((string?)null, kept.Value);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Fetch(
        [Description("The file.")] long id, [Description("Until when the address works, in seconds since 1970.")] long? until, [Description("The proof that we made it.")] string? mac,
        FileLinks links, NpgsqlDataSource database, Blobs blobs, HttpContext http, CancellationToken ct)
    {
        if (await links.IsGoodAsync(id, until ?? 0, mac, ct))
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            var file = await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
                $"select {StoredFile.Columns} from files f join blobs b on b.id = f.blob where f.id = @id and exists (select from customer_messages m where m.id = f.message)",
                new { id }, cancellationToken: ct));
            if (file is not null) return file.Answer(http, blobs, inline: true);
        }
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return new Refusal("link_over", StatusCodes.Status404NotFound, "This link is not valid (any more). Open the chat again.").ToProblem();
    }
}
