using System.ComponentModel;
using System.Security.Claims;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Tickets;
using Hub.Tickets.Correspondence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Channels.Email.Side;

/// <summary><c>/api/v1/tickets/{number}/side</c>: conversations with third parties about a ticket. Their messages are among the ticket's.</summary>
internal static class SideEndpoints
{
    private const int LongestSubject = 200;

    public static void Map(IEndpointRouteBuilder app)
    {
        var side = app.MapGroup("/api/v1/tickets/{number:long}/side").RequireAuthorization(Policies.Agent).WithTags("Tickets");
        side.MapGet("", List).Refuses(404, "ticket_unknown")
            .WithName("listSideConversations").WithSummary("The side conversations of a ticket, the first one first")
            .WithDescription("`next` is always null. What was said is among the ticket's messages, with the audience `side:` and the conversation's id.");
        side.MapPost("", Begin)
            .Refuses(400, "recipient_invalid", "recipients_missing", "recipients_too_many", "recipient_ours", "recipient_is_customer", "subject_invalid", "subject_too_long", "subject_empty",
                "text_empty", "text_invalid", "text_too_long", "client_id_invalid", "messages_unknown", "files_unknown", "files_too_large")
            .Refuses(404, "ticket_unknown").Refuses(409, "mail_no_mailbox")
            .WithName("beginSideConversation").WithSummary("Forward a ticket to third parties, and take their answers as a conversation that the customer never sees");
        side.MapPost("/{id:long}/messages", Say)
            .Refuses(400, "recipient_invalid", "recipients_missing", "recipients_too_many", "recipient_ours", "recipient_is_customer", "text_empty", "text_invalid", "text_too_long", "client_id_invalid",
                "messages_unknown", "files_unknown", "files_too_large")
            .Refuses(404, "side_unknown").Refuses(409, "mail_no_mailbox")
            .WithName("saySideMessage").WithSummary("Say more in a side conversation");
    }

    private static async Task<Results<Ok<Page<SideView>>, ProblemHttpResult>> List(
        [Description("The ticket.")] long number, ClaimsPrincipal user, TicketReader reader, SideReader sides, CancellationToken ct)
    {
        if (!await reader.ExistsAsync(user.Viewer(), number, ct)) return TicketRefusals.Unknown(number).ToProblem();
        return TypedResults.Ok(new Page<SideView>(await sides.ListAsync(number, ct), null));
    }

    private static async Task<Results<Created<SideBegunView>, Ok<SideBegunView>, ProblemHttpResult>> Begin(
        [Description("The ticket.")] long number, SideRequest body, ClaimsPrincipal user, TicketReader reader, SideConversations conversations, SideReader sides, MessageReader messages, CancellationToken ct)
    {
        var viewer = user.Viewer();
        if (!await reader.ExistsAsync(viewer, number, ct)) return TicketRefusals.Unknown(number).ToProblem();
        if ((Texts.RefuseLine("subject", body.Subject, LongestSubject, needed: false) ?? Texts.RefuseMessage(body.Text) ?? Texts.RefuseKey(body.ClientId)) is { } invalid) return invalid.ToProblem();
        var recipients = Addressees.Parse(body.To, body.Cc);
        if (recipients.Refusal is { } wrong) return wrong.ToProblem();
        var said = await conversations.SayAsync(number, viewer, new(null, recipients.Value, body.Subject?.Trim(), body.Text!, body.Messages ?? [], body.Files ?? [], body.ClientId!), ct);
        if (said.Refusal is { } refusal) return refusal.ToProblem();
        var (side, placed) = said.Value;
        var view = new SideBegunView((await sides.ListAsync(number, ct)).Single(s => s.Id == side), (await messages.ListAsync(viewer, number, placed.Seq - 1, placed.Seq + 1, null, 1, ct)).Single());
        return placed.Repeated ? TypedResults.Ok(view) : TypedResults.Created($"/api/v1/tickets/{number}/side", view);
    }

    private static async Task<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>> Say(
        [Description("The ticket.")] long number, [Description("The side conversation.")] long id, SideMessageRequest body, ClaimsPrincipal user, TicketReader reader, SideConversations conversations,
        SideReader sides, MessageReader messages, CancellationToken ct)
    {
        var viewer = user.Viewer();
        var side = await reader.ExistsAsync(viewer, number, ct) ? (await sides.ListAsync(number, ct)).FirstOrDefault(s => s.Id == id) : null;
        if (side is null) return Refusal.NotFound("side_unknown", $"Ticket {number} has no side conversation {id}.").ToProblem();
        if ((Texts.RefuseMessage(body.Text) ?? Texts.RefuseKey(body.ClientId)) is { } invalid) return invalid.ToProblem();
        var recipients = Addressees.Parse(body.To ?? side.People, body.Cc);
        if (recipients.Refusal is { } wrong) return wrong.ToProblem();
        var said = await conversations.SayAsync(number, viewer, new(id, recipients.Value, null, body.Text!, body.Messages ?? [], body.Files ?? [], body.ClientId!), ct);
        if (said.Refusal is { } refusal) return refusal.ToProblem();
        var placed = said.Value.Placed;
        var message = (await messages.ListAsync(viewer, number, placed.Seq - 1, placed.Seq + 1, null, 1, ct)).Single();
        return placed.Repeated ? TypedResults.Ok(message) : TypedResults.Created($"/api/v1/tickets/{number}/messages?after={placed.Seq - 1}&limit=1", message);
    }
}
