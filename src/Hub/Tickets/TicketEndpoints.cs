using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Hub.Notices;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Tickets.Correspondence;
using Hub.Tickets.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Tickets;

/// <summary>An answer or a note to add.</summary>
/// <param name="Kind"><c>reply</c> (the customer gets it) or <c>note</c> (nobody outside ever does).</param>
/// <param name="Text">1 to 20,000 characters; none where files say it all.</param>
/// <param name="ClientId">The client's id of the message; a repetition gets the first answer.</param>
/// <param name="Status">With a reply: the status after it; none: pending.</param>
/// <param name="Files">Ids of files that you have uploaded (<c>POST /files</c>), 20 at most; each goes with one message.</param>
/// <param name="Channel"><c>email</c> or <c>chat</c>; none: the way by which the customer spoke last.</param>
/// <param name="SendAt">Not before then; a reply by mail only.</param>
/// <param name="To">Mail addresses; with these the reply goes by mail. None: whom the ticket's own way leads to (<c>recipients.reply</c> of the ticket).</param>
/// <param name="Cc">Mail addresses on copy; only with <c>to</c>.</param>
public sealed record MessageRequest(
    [property: Required, Words("reply", "note")] string? Kind, [property: StringLength(Texts.LongestMessage)] string? Text,
    [property: Required, StringLength(Texts.LongestKey, MinimumLength = 1)] string? ClientId, [property: Words(typeof(TicketStatus))] string? Status, long[]? Files,
    [property: Words("email", "chat")] string? Channel, DateTimeOffset? SendAt, string[]? To = null, string[]? Cc = null);

internal static class TicketEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var tickets = app.MapGroup("/api/v1/tickets").RequireAuthorization(Policies.Agent).WithTags("Tickets");
        tickets.MapGet("/", List)
            .Refuses(400, "status_invalid", "folder_invalid", "assignee_invalid", "channel_invalid", "tag_invalid", "q_invalid", "sort_invalid", "delivery_invalid", "limit_invalid", "cursor_invalid")
            .WithName("listTickets").WithSummary("Rows of an inbox");
        tickets.MapGet("/counts", Counts)
            .WithName("countTickets").WithSummary("How many tickets stand in each view").WithDescription("May be two seconds old.");
        tickets.MapGet("/{number:long}", Open)
            .Refuses(404, "ticket_unknown").GivesHeader("ETag", "The tag of what two agents may edit at once, for `If-Match`.")
            .WithName("openTicket").WithSummary("A ticket, opened");
        tickets.MapPatch("/{number:long}", Edit)
            .Refuses(400, "status_invalid", "folder_invalid", "priority_invalid", "subject_empty", "subject_invalid", "subject_too_long",
                "tags_too_many", "tags_empty", "tags_invalid", "tags_too_long", "assignee_unknown", "team_unknown")
            .Refuses(404, "ticket_unknown").Refuses(409, "ticket_closed").Refuses(412, "ticket_changed").GivesHeader("ETag", "The new tag.")
            .WithName("changeTicket").WithSummary("Change a ticket; each change becomes a line of its timeline");
        tickets.MapGet("/{number:long}/messages", Messages)
            .Refuses(400, "limit_invalid").Refuses(404, "ticket_unknown")
            .WithName("listMessages").WithSummary("Messages of a ticket, in order")
            .WithDescription("`next` is always null: ask again with `after` the last `seq`. With `since`, the new and the changed ones since a version of the ticket.");
        tickets.MapPost("/{number:long}/messages", Add)
            .Refuses(400, "kind_invalid", "text_empty", "text_invalid", "text_too_long", "client_id_invalid", "files_unknown", "files_too_many", "status_invalid", "channel_invalid", "channel_unreachable",
                "send_at_invalid", "send_later_mail_only", "recipient_invalid", "recipients_missing", "recipients_too_many", "recipient_ours")
            .Refuses(404, "ticket_unknown").Refuses(409, "ticket_closed")
            .WithName("addMessage").WithSummary("Answer the customer, or add an internal note");
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
        [Description("The ticket.")] long number, ClaimsPrincipal user, TicketReader reader, Presence presence, HttpResponse response, CancellationToken ct)
    {
        if (await reader.OpenAsync(user.Viewer(), number, presence.Here.Visitors.Contains(number), ct) is not { } ticket) return TicketRefusals.Unknown(number).ToProblem();
        response.Headers.ETag = ticket.Etag;
        return TypedResults.Ok(ticket);
    }

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Edit(
        [Description("The ticket.")] long number, TicketPatch patch, [FromHeader(Name = "If-Match"), Description("The ticket's tag as you saw it; none: change it whatever it is now.")] string? ifMatch,
        ClaimsPrincipal user, TicketEdits edits, TicketReader reader, Presence presence, HttpResponse response, CancellationToken ct)
    {
        var edited = await edits.ApplyAsync(number, patch, string.IsNullOrEmpty(ifMatch) ? null : ifMatch, user.Viewer(), ct);
        if (edited.Refusal is { } refusal) return refusal.ToProblem();
        return await Open(number, user, reader, presence, response, ct);
    }

    private static async Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> Messages(
        [Description("The ticket.")] long number, [Description("Only those with a higher `seq`.")] int? after, [Description("Only those with a lower `seq`; without `after`, the last of them.")] int? before,
        [Description("Only those new or changed since this version of the ticket.")] long? since,
        [Description("How many at the most; none: 1,000."), Range(1, MessageReader.Most)] int? limit, ClaimsPrincipal user, MessageReader messages, TicketReader reader, CancellationToken ct)
    {
        if (limit is < 1 or > MessageReader.Most) return Refusal.Invalid("limit", "limit_invalid", $"limit must be 1 to {MessageReader.Most}.").ToProblem();
        if (!await reader.ExistsAsync(user.Viewer(), number, ct)) return TicketRefusals.Unknown(number).ToProblem();
        return TypedResults.Ok(new Page<MessageView>(await messages.ListAsync(user.Viewer(), number, after, before, since, limit ?? MessageReader.Most, ct), null));
    }

    private static async Task<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>> Add(
        [Description("The ticket.")] long number, MessageRequest body, ClaimsPrincipal user, Replies replies, MessageReader messages, TimeProvider time, CancellationToken ct)
    {
        var viewer = user.Viewer();
        if (body.Kind is not ("reply" or "note")) return Refusal.Invalid("kind", "kind_invalid", "kind must be reply or note.").ToProblem();
        if ((Texts.RefuseMessage(body.Text, mayBeEmpty: body.Files is { Length: > 0 }) ?? Texts.RefuseKey(body.ClientId) ?? UploadStore.Refuse(body.Files)) is { } invalid) return invalid.ToProblem();
        var status = TicketWords.ParseStatus(body.Status);
        if (body.Status is not null && (status is null || body.Kind is "note"))
            return Refusal.Invalid("status", "status_invalid", "status goes with a reply: open, pending, onHold, resolved or closed.").ToProblem();
        if (body.Channel is not (null or "email" or "chat") || (body.Channel is not null && body.Kind is "note")) return Refusal.Invalid("channel", "channel_invalid", "channel goes with a reply: email or chat.").ToProblem();
        if (body.SendAt is { } at && (body.Kind is "note" || at <= time.GetUtcNow() || at > time.GetUtcNow() + Replies.LongestDelay))
            return Refusal.Invalid("sendAt", "send_at_invalid", "sendAt goes with a reply and must lie ahead, within a year.").ToProblem();

        Addressees? recipients = null;
        if (body.To is not null || body.Cc is not null)
        {
            if (body.Kind is "note" || body.Channel is "chat") return Refusal.Invalid("to", "recipient_invalid", "to and cc go with a reply by mail.").ToProblem();
            var parsed = Addressees.Parse(body.To, body.Cc);
            if (parsed.Refusal is { } wrong) return wrong.ToProblem();
            recipients = parsed.Value;
        }

        var kind = body.Kind is "reply" ? MessageKind.Reply : MessageKind.Note;
        var added = await replies.AddAsync(number, viewer, new Saying(kind, body.Text ?? "", body.ClientId!, status, body.Channel, body.SendAt?.ToUniversalTime()) { Recipients = recipients, Files = body.Files ?? [] }, ct);
        if (added.Refusal is { } refusal) return refusal.ToProblem();
        var placed = added.Value;
        var message = placed.Shown ?? (await messages.ListAsync(viewer, placed.Ticket, placed.Seq - 1, placed.Seq + 1, null, 1, ct)).Single();
        return placed.Repeated ? TypedResults.Ok(message) : TypedResults.Created($"/api/v1/tickets/{placed.Ticket}/messages?after={placed.Seq - 1}&limit=1", message);
    }
}
