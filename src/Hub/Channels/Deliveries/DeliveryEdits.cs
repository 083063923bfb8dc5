using System.ComponentModel;
using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Hub.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Channels.Deliveries;

/// <summary>What an agent may do with an answer on its way: take it back, send it now, try it again.</summary>
public sealed class DeliveryEdits(NpgsqlDataSource database, TicketChanges changes, TimeProvider time)
{
    /// <summary>Takes an answer back that has not left, or lays a failed one aside.</summary>
    /// <returns>The message's place in its ticket, or why not.</returns>
    public Task<Outcome<int>> CancelAsync(Viewer viewer, long ticket, long message, CancellationToken ct) => EditAsync(viewer, ticket, message,
        """
        update deliveries set state = 'cancelled', reason = null, at = @now
        where message = @message and ((state in ('scheduled', 'queued') and attempts = 0) or state = 'failed') returning 1
        """, ct);

    /// <summary>Sends a scheduled answer now, or a failed one again.</summary>
    public Task<Outcome<int>> SendAsync(Viewer viewer, long ticket, long message, CancellationToken ct) => EditAsync(viewer, ticket, message,
        """
        update deliveries set state = 'queued', not_before = @now, first_at = null, attempts = 0, reason = null, at = @now
        where message = @message and state in ('scheduled', 'queued', 'failed') returning 1
        """, ct);

    private async Task<Outcome<int>> EditAsync(Viewer viewer, long ticket, long message, string update, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await connection.WithinAsync<Outcome<int>>(async () =>
        {
            // The ticket's lock first, as everywhere.
            var known = await connection.QuerySingleOrDefaultAsync<(long Version, int Seq)?>(new CommandDefinition(
                $"select t.version, m.seq from tickets t join messages m on m.ticket = t.number and m.id = @message where t.number = @ticket and {Visibility.Sql(viewer, "t")} for update of t",
                new { ticket, message }, transaction, cancellationToken: ct));
            if (known is not { } found) return Refusal.NotFound("message_unknown", $"There is no message {message} in ticket {ticket}.");
            var touched = (await connection.QueryAsync<int>(new CommandDefinition(update, new { message, now }, transaction, cancellationToken: ct))).AsList();
            if (touched.Count == 0) return Refusal.Conflict("delivery_gone", "It is on its way or has arrived: it can no longer be changed.");
            // An answer that never left ended nobody's wait.
            await connection.ExecuteAsync(new CommandDefinition(
                """
                with said as (
                    select (select min(m.at) from messages m where m.ticket = @ticket and m.kind = 1 and m.seq > coalesce((
                                select max(r.seq) from messages r where r.ticket = @ticket and r.kind = 2 and r.author_kind = 2
                                and not exists (select from deliveries d where d.message = r.id and d.purpose = 'reply' and d.state = 'cancelled')), 0)
                                and not (coalesce(m.marks, '{}') && array['auto'])) as waiting,
                           (select min(r.at) from messages r where r.ticket = @ticket and r.kind = 2 and r.author_kind = 2
                                and not exists (select from deliveries d where d.message = r.id and d.purpose = 'reply' and d.state = 'cancelled')) as answered
                ), head as (
                    update tickets t set version = t.version + 1,
                        waiting_since = case when t.status in (4, 5) then t.waiting_since else said.waiting end,
                        first_response_at = said.answered,
                        status = case when t.status = 2 and said.waiting is not null then 1 when t.status = 1 and said.waiting is null and t.waiting_since is not null then 2 else t.status end
                    from said where t.number = @ticket returning t.version
                )
                update messages m set version = h.version from head h where m.ticket = @ticket and m.id = @message
                """, new { ticket, message }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            changes.Publish(ticket, found.Version + 1);
            return found.Seq;
        });
    }
}

/// <summary><c>/api/v1/tickets/{number}/messages/{id}</c>: an answer on its way.</summary>
internal static class DeliveryEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/v1/tickets/{number:long}/messages/{id:long}").RequireAuthorization(Policies.Agent).WithTags("Tickets");
        messages.MapPost("/cancel", Cancel).Refuses(404, "message_unknown").Refuses(409, "delivery_gone")
            .WithName("cancelDelivery").WithSummary("Take back an answer that has not left, or lay a failed one aside");
        messages.MapPost("/send", Send).Refuses(404, "message_unknown").Refuses(409, "delivery_gone")
            .WithName("sendNow").WithSummary("Send a scheduled answer now, or a failed one again");
    }

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Cancel(
        [Description("The ticket.")] long number, [Description("The message.")] long id, ClaimsPrincipal user, DeliveryEdits edits, MessageReader messages, CancellationToken ct) =>
        await AnswerAsync(await edits.CancelAsync(user.Viewer(), number, id, ct), number, user, messages, ct);

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Send(
        [Description("The ticket.")] long number, [Description("The message.")] long id, ClaimsPrincipal user, DeliveryEdits edits, MessageReader messages, CancellationToken ct) =>
        await AnswerAsync(await edits.SendAsync(user.Viewer(), number, id, ct), number, user, messages, ct);

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> AnswerAsync(Outcome<int> edited, long number, ClaimsPrincipal user, MessageReader messages, CancellationToken ct)
    {
        if (edited.Refusal is { } refusal) return refusal.ToProblem();
        return TypedResults.Ok((await messages.ListAsync(user.Viewer(), number, edited.Value - 1, edited.Value + 1, null, 1, ct)).Single());
    }
}
