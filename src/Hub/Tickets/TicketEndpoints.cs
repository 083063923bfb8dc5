using System.Security.Claims;
using Hub.Notices;
using Hub.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Tickets;

/// <summary>An answer or a note to add.</summary>
/// <param name="Kind"><c>reply</c> (the customer gets it) or <c>note</c> (nobody outside ever does).</param>
/// <param name="Text">1 to 20,000 characters.</param>
/// <param name="ClientId">The client's id of the message; a repetition gets the first answer.</param>
/// <param name="Status">With a reply: the status after it; none: pending.</param>
/// <param name="Files">Ids of uploaded files.</param>
/// <param name="Channel"><c>email</c> or <c>chat</c>; none: the way by which the customer spoke last.</param>
/// <param name="SendAt">Not before then; a reply by mail only.</param>
public sealed record MessageRequest(string? Kind, string? Text, string? ClientId, string? Status, string[]? Files, string? Channel, DateTimeOffset? SendAt);

internal static class TicketEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var tickets = app.MapGroup("/api/v1/tickets").RequireAuthorization(Policies.Agent).WithTags("Tickets");
        tickets.MapGet("/", List);
        tickets.MapGet("/counts", Counts);
        tickets.MapGet("/{number:long}", Open);
        tickets.MapPatch("/{number:long}", Edit);
        tickets.MapGet("/{number:long}/messages", Messages);
        tickets.MapPost("/{number:long}/messages", Add);
    }

    private static async Task<Results<Ok<Page<TicketRow>>, ProblemHttpResult>> List(
        [AsParameters] TicketListQuery query, ClaimsPrincipal user, TicketReader reader, CancellationToken ct)
    {
        var filter = TicketFilter.Parse(query, user.Viewer().Agent);
        if (filter.Refusal is { } refusal) return refusal.ToProblem();
        return TypedResults.Ok(await reader.ListAsync(user.Viewer(), filter.Value, ct));
    }

    private static async Task<Ok<CountsView>> Counts(ClaimsPrincipal user, TicketCounts counts, CancellationToken ct) =>
        TypedResults.Ok(await counts.OfAsync(user.Viewer(), ct));

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Open(
        long number, ClaimsPrincipal user, TicketReader reader, Presence presence, HttpResponse response, CancellationToken ct)
    {
        if (await reader.OpenAsync(user.Viewer(), number, presence.Here.Visitors.Contains(number), ct) is not { } ticket) return TicketRefusals.Unknown(number).ToProblem();
        response.Headers.ETag = ticket.Etag;
        return TypedResults.Ok(ticket);
    }

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Edit(
        long number, TicketPatch patch, ClaimsPrincipal user, TicketEdits edits, TicketReader reader, Presence presence, HttpContext http, CancellationToken ct)
    {
        var ifMatch = http.Request.Headers.IfMatch.ToString();
        var edited = await edits.ApplyAsync(number, patch, ifMatch.Length == 0 ? null : ifMatch, user.Viewer(), ct);
        if (edited.Refusal is { } refusal) return refusal.ToProblem();
        return await Open(number, user, reader, presence, http.Response, ct);
    }

    private static async Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> Messages(
        long number, int? after, int? before, long? since, int? limit, ClaimsPrincipal user, MessageReader messages, TicketReader reader, CancellationToken ct)
    {
        if (limit is < 1 or > MessageReader.Most) return Refusal.Invalid("limit", "limit_invalid", $"limit must be 1 to {MessageReader.Most}.").ToProblem();
        if ((await reader.RowsAsync(user.Viewer(), [number], ct)).Count == 0) return TicketRefusals.Unknown(number).ToProblem();
        return TypedResults.Ok(new Page<MessageView>(await messages.ListAsync(user.Viewer(), number, after, before, since, limit ?? MessageReader.Most, ct), null));
    }

    private static async Task<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>> Add(
        long number, MessageRequest body, ClaimsPrincipal user, Replies replies, MessageReader messages, TicketReader reader, TimeProvider time, CancellationToken ct)
    {
        var viewer = user.Viewer();
        if (body.Kind is not ("reply" or "note")) return Refusal.Invalid("kind", "kind_invalid", "kind must be reply or note.").ToProblem();
        if ((Texts.RefuseMessage(body.Text) ?? Texts.RefuseKey(body.ClientId)) is { } invalid) return invalid.ToProblem();
        if (body.Files is { Length: > 0 }) return Refusal.Invalid("files", "files_unknown", "There is no such file: this server takes no uploads yet.").ToProblem();
        var status = TicketWords.ParseStatus(body.Status);
        if (body.Status is not null && (status is null || body.Kind is "note"))
            return Refusal.Invalid("status", "status_invalid", "status goes with a reply: open, pending, onHold, resolved or closed.").ToProblem();
        if (body.Channel is not (null or "email" or "chat") || (body.Channel is not null && body.Kind is "note")) return Refusal.Invalid("channel", "channel_invalid", "channel goes with a reply: email or chat.").ToProblem();
        if (body.SendAt is { } at && (body.Kind is "note" || at <= time.GetUtcNow() || at > time.GetUtcNow() + Replies.LongestDelay))
            return Refusal.Invalid("sendAt", "send_at_invalid", "sendAt goes with a reply and must lie ahead, within a year.").ToProblem();
        if ((await reader.RowsAsync(viewer, [number], ct)).Count == 0) return TicketRefusals.Unknown(number).ToProblem();

        var kind = body.Kind is "reply" ? MessageKind.Reply : MessageKind.Note;
        var added = await replies.AddAsync(number, viewer.Agent, new Saying(kind, body.Text!, body.ClientId!, status, body.Channel, body.SendAt?.ToUniversalTime()), ct);
        if (added.Refusal is { } refusal) return refusal.ToProblem();
        var placed = added.Value;
        var message = (await messages.ListAsync(viewer, placed.Ticket, placed.Seq - 1, placed.Seq + 1, null, 1, ct)).Single();
        return placed.Repeated ? TypedResults.Ok(message) : TypedResults.Created($"/api/v1/tickets/{placed.Ticket}/messages?after={placed.Seq - 1}&limit=1", message);
    }
}
