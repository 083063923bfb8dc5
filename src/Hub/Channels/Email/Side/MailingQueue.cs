using Dapper;
using Hub.Channels.Deliveries;
using Hub.Notices;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Email.Side;

/// <summary>The queue of mails that are no answers to a customer: to people of a side conversation, to agents, and codes and transcripts to visitors.</summary>
/// <remarks>Apart from that of answers: what releases an answer shows it to the customer, and nothing here may ever come that way.</remarks>
public sealed class MailingQueue(NpgsqlDataSource database, TicketChanges changes, NoticeOutbox outbox, IOptions<HubOptions> options, TimeProvider time) : IDeliveryQueue
{
    public async Task<IReadOnlyList<IReadOnlyList<Delivery>>> LeaseAsync(IReadOnlyCollection<long> channels, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channels);
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        var leased = await connection.QueryAsync<Delivery>(new CommandDefinition(
            """
            with due as materialized (
                select d.id from mailings d
                where d.state in ('queued', 'leased') and d.not_before <= @now and (d.state <> 'leased' or d.lease_until < @now) and d.channel = any(@channels)
                  -- In a conversation, one after the other.
                  and (d.side is null or not exists (select from mailings e where e.side = d.side and e.address = d.address and e.id < d.id and e.state in ('queued', 'leased')))
                order by d.not_before limit @limit for update of d skip locked
            )
            update mailings d set state = 'leased', lease_until = @until, holder = @Process, attempts = d.attempts + 1, first_at = coalesce(d.first_at, @now), doubtful = d.doubtful or d.state = 'leased'
            from due where d.id = due.id
            returning d.id, coalesce(d.message, 0) as message, coalesce(d.ticket, 0) as ticket, d.channel, d.address, d.kind as purpose, d.attempts, d.first_at, d.not_before, d.doubtful, 'email' as kind
            """,
            new { now, channels = channels.ToArray(), limit, until = now.AddSeconds(options.Value.Mail.Lease), outbox.Process }, cancellationToken: ct));
        return [.. leased.OrderBy(d => d.Id).Select(d => (IReadOnlyList<Delivery>)[d])];
    }

    public async Task<bool> RenewAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update mailings set lease_until = @until where id = any(@ids) and state = 'leased' and holder = @Process",
            new { ids = Ids(deliveries), until = time.GetUtcNow().AddSeconds(options.Value.Mail.Lease), outbox.Process }, cancellationToken: ct)) == deliveries.Count;
    }

    /// <summary>Nothing here waits to be shown to anybody: all there is to see is that the lease still holds.</summary>
    public async Task<bool> ReleaseAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from mailings where id = any(@ids) and state = 'leased' and holder = @Process", new { ids = Ids(deliveries), outbox.Process }, cancellationToken: ct)) == deliveries.Count;
    }

    public async Task FinishAsync(Delivery delivery, Attempt attempt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(attempt);
        var now = time.GetUtcNow();
        var gaveUp = attempt.State is "queued" && now - new DateTimeOffset(delivery.FirstAt) > DeliveryStore.GiveUpAfter;
        await using var connection = await database.OpenConnectionAsync(ct);
        var version = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            with mine as (select id, message, ticket from mailings where id = @Id and state = 'leased' and holder = @Process),
            -- What agents were told stands in no timeline.
            head as (update tickets t set version = t.version + 1 from mine where t.number = mine.ticket and mine.message is not null returning t.number, t.version),
            shown as (update messages m set version = h.version from head h, mine where m.id = mine.message and m.ticket = h.number returning m.seq),
            done as (update mailings d set state = @state, reason = @reason, external_id = coalesce(@ExternalId, d.external_id), at = @now, lease_until = null, holder = null,
                         doubtful = d.doubtful or @Doubtful, not_before = case when @state = 'queued' then @next else d.not_before end
                     from mine where d.id = mine.id)
            select version from head
            """,
            new
            {
                delivery.Id,
                outbox.Process,
                state = gaveUp ? "failed" : attempt.State,
                reason = attempt.Reason is { } reason ? Texts.Storable(reason, DeliveryStore.LongestReason) : null,
                attempt.ExternalId,
                attempt.Doubtful,
                now,
                next = now + DeliveryStore.PauseAfter(delivery.Attempts),
            }, cancellationToken: ct));
        if (version is { } changed) changes.Publish(delivery.Ticket, changed);
    }

    public async Task GiveBackAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update mailings set state = 'queued', attempts = attempts - 1, lease_until = null, holder = null where id = any(@ids) and state = 'leased' and holder = @Process",
            new { ids = Ids(deliveries), outbox.Process }, cancellationToken: ct));
    }

    private static long[] Ids(IReadOnlyList<Delivery> deliveries) => [.. deliveries.Select(d => d.Id)];
}
