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
    /// <summary>An answer <c>r</c> was not taken back, or had reached somebody before the rest was laid aside.</summary>
    private const string WasSaid =
        """
        (not exists (select from deliveries d where d.message = r.id and d.purpose = 'reply' and d.state = 'cancelled')
         or exists (select from deliveries d where d.message = r.id and d.purpose = 'reply' and d.state in ('sent', 'delivered', 'read')))
        """;

    /// <summary>Takes an answer back that has not left, or lays a failed one aside.</summary>
    /// <returns>The message's place in its ticket, or why not.</returns>
    public Task<Outcome<int>> CancelAsync(Viewer viewer, long ticket, long message, CancellationToken ct) => EditAsync(viewer, ticket, message,
        """
        with aside as (update mailings set state = 'cancelled', reason = null, at = @now where message = @message and state = 'failed' returning false as taken),
        was as materialized (select id, state, attempts, doubtful from deliveries where message = @message order by id for update),
        laid as (update deliveries d set state = 'cancelled', reason = null, at = @now from was
        where d.id = was.id and (was.state = 'failed' or (was.state in ('scheduled', 'queued')
            -- What one of several has, or may have, cannot be taken back from the others.
            and not exists (select from was o where o.attempts > 0 or o.doubtful or o.state in ('leased', 'sent', 'delivered', 'read'))))
        returning was.state <> 'failed' and d.purpose = 'reply' as taken)
        select taken from laid union all select taken from aside
        """, ct);

    /// <summary>Sends a scheduled answer now, or a failed one again.</summary>
    public Task<Outcome<int>> SendAsync(Viewer viewer, long ticket, long message, CancellationToken ct) => EditAsync(viewer, ticket, message,
        """
        with sent as (update deliveries set state = 'queued', not_before = @now, first_at = null, attempts = 0, reason = null, at = @now
                      where message = @message and state in ('scheduled', 'queued', 'failed') returning false),
        aside as (update mailings set state = 'queued', not_before = @now, first_at = null, attempts = 0, reason = null, at = @now
                  where message = @message and state in ('queued', 'failed') returning false)
        select * from sent union all select * from aside
        """, ct);

    /// <param name="viewer">Who edits.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="message">The answer.</param>
    /// <param name="update">Gives a row for each delivery touched: true where it takes an answer back that never left.</param>
    /// <param name="ct">Stops before the commit.</param>
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
            var touched = (await connection.QueryAsync<bool>(new CommandDefinition(update, new { message, now }, transaction, cancellationToken: ct))).AsList();
            if (touched.Count == 0) return Refusal.Conflict("delivery_gone", "It is on its way or has arrived: it can no longer be changed.");
            if (touched.Contains(true)) await RestoreAsync(connection, transaction, viewer, ticket, message, now, ct);
            // An answer that never left ended nobody's wait.
            var version = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $$"""
                with said as (
                    select (select min(m.at) from messages m where m.ticket = @ticket and m.kind = 1 and m.audience = 'customer' and m.seq > coalesce((
                                select max(r.seq) from messages r where r.ticket = @ticket and r.kind = 2 and r.author_kind = 2 and r.audience not like 'side:%'
                                and {{WasSaid}}), 0)
                                and not (coalesce(m.marks, '{}') && array['auto'])) as waiting,
                           (select min(r.at) from messages r where r.ticket = @ticket and r.kind = 2 and r.author_kind = 2 and r.audience not like 'side:%'
                                and {{WasSaid}}) as answered
                ), head as (
                    update tickets t set version = t.version + 1,
                        waiting_since = case when t.status in (4, 5) then t.waiting_since else said.waiting end,
                        first_response_at = said.answered,
                        status = case when t.status = 2 and said.waiting is not null then 1 when t.status = 1 and said.waiting is null and t.waiting_since is not null then 2 else t.status end
                    from said where t.number = @ticket returning t.version
                )
                update messages m set version = h.version from head h where m.ticket = @ticket and m.id = @message returning m.version
                """, new { ticket, message }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            changes.Publish(ticket, version);
            return found.Seq;
        });
    }

    /// <summary>The status that came with an answer goes with it, unless somebody has changed it since: "send and resolve", taken back, leaves nobody waiting unseen.</summary>
    private static Task<int> RestoreAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Viewer viewer, long ticket, long message, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            with came as (
                select m.at, e.before, e.after, array_position(@words, e.before #>> '{}') as status
                from messages m
                join messages n on n.ticket = m.ticket and n.seq = m.seq + 1 and n.kind = 4 and n.author = m.author and n.at = m.at
                join events e on e.message = n.id and e.type = 'status'
                join tickets t on t.number = m.ticket and t.status <> 5 and t.status = array_position(@words, e.after #>> '{}')
                where m.ticket = @ticket and m.id = @message
            ), head as (
                update tickets t set version = t.version + 1, last_seq = t.last_seq + 1, last_at = greatest(t.last_at, @now), status = c.status,
                    resolved_at = case c.status when 4 then c.at end, first_resolved_at = nullif(t.first_resolved_at, c.at)
                from came c where t.number = @ticket returning t.last_seq, t.last_at, t.version
            ), line as (
                insert into messages (ticket, seq, id, version, audience, kind, author_kind, author, at)
                select @ticket, h.last_seq, nextval('message_ids'), h.version, 'internal', 4, 2, @Agent, h.last_at from head h returning id
            )
            insert into events (message, type, before, after) select l.id, 'status', c.after, c.before from line l, came c
            """, new { ticket, message, viewer.Agent, now, words = Enum.GetValues<TicketStatus>().Order().Select(TicketWords.Of).ToArray() }, transaction, cancellationToken: ct));
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
