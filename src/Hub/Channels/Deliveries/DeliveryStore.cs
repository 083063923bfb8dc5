using Dapper;
using Hub.Notices;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Deliveries;

/// <summary>The queue of what goes out: leases for a while, never a lock while the other side thinks.</summary>
public sealed class DeliveryStore(NpgsqlDataSource database, TicketChanges changes, NoticeOutbox outbox, IOptions<HubOptions> options, TelemetryMeter meter, TimeProvider time) : IDeliveryQueue
{
    private static readonly TimeSpan[] pauses =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
    ];

    internal const int LongestReason = 1_000;

    /// <summary>What could not be delivered for so long has failed.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>How long to wait after so many attempts.</summary>
    internal static TimeSpan PauseAfter(int attempts) => pauses[Math.Min(attempts, pauses.Length) - 1];

    /// <summary>Leases what is due: of each ticket and address only the oldest undelivered, and with a continuation all others of its conversation.</summary>
    /// <param name="channels">Of which channels.</param>
    /// <param name="limit">How many conversations.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>Grouped by ticket and address.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Delivery>>> LeaseAsync(IReadOnlyCollection<long> channels, int limit, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        var leased = await connection.QueryAsync<Delivery>(new CommandDefinition(
            """
            with due as materialized (
                select d.id, d.ticket, d.address, d.channel, d.purpose from deliveries d
                where d.state in ('scheduled', 'queued', 'leased') and d.not_before <= @now and (d.state <> 'leased' or d.lease_until < @now)
                  and d.channel = any(@channels)
                  and not exists (select from deliveries e where e.ticket = d.ticket and e.address = d.address and e.message < d.message
                                  and e.state in ('scheduled', 'queued', 'leased') and (e.not_before <= @now or e.attempts > 0))
                order by d.not_before limit @limit for update of d skip locked
            ), all_of_it as materialized (
                -- An answer that follows an unseen one goes with it, in one mail; what went together goes together again.
                select d.id from deliveries d join due on due.ticket = d.ticket and due.address = d.address and due.purpose = 'continuation' and d.purpose = 'continuation'
                where (d.state in ('scheduled', 'queued') or (d.state = 'leased' and d.lease_until < @now)) and d.channel = due.channel and d.id <> due.id
                order by d.id for update of d skip locked
            )
            update deliveries d set state = 'leased', lease_until = @until, holder = @Process, attempts = d.attempts + 1, first_at = coalesce(d.first_at, @now),
                   doubtful = d.doubtful or d.state = 'leased'
            from (select id from due union select id from all_of_it) x where d.id = x.id
            returning d.id, d.message, d.ticket, d.channel, d.address, d.purpose, d.attempts, d.first_at, d.not_before, d.doubtful, (select c.kind from channels c where c.id = d.channel) as kind
            """,
            new { now, channels = channels.ToArray(), limit, until = now.AddSeconds(options.Value.Mail.Lease), outbox.Process }, cancellationToken: ct));
        return [.. leased.OrderBy(d => d.Message).GroupBy(d => (d.Ticket, d.Address)).Select(g => (IReadOnlyList<Delivery>)[.. g])];
    }

    /// <summary>Keeps leases alive while the other side thinks.</summary>
    /// <returns>False where one was lost: another process may have taken over.</returns>
    public async Task<bool> RenewAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update deliveries set lease_until = @until where id = any(@ids) and state = 'leased' and holder = @Process",
            new { ids = deliveries.Select(d => d.Id).ToArray(), until = time.GetUtcNow().AddSeconds(options.Value.Mail.Lease), outbox.Process }, cancellationToken: ct)) == deliveries.Count;
    }

    /// <summary>An answer that could still be taken back leaves now: from here on the customer may see it.</summary>
    /// <returns>False where the lease was lost or the answer taken back.</returns>
    public async Task<bool> ReleaseAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        await using var connection = await database.OpenConnectionAsync(ct);
        var (held, version) = await connection.QuerySingleAsync<(int, long?)>(new CommandDefinition(
            """
            with mine as (select id, message from deliveries where id = any(@ids) and state = 'leased' and holder = @Process),
            internal as (select m.ticket, m.seq from messages m join mine on mine.message = m.id where m.audience = 'internal' and m.kind = 2),
            head as (update tickets t set version = t.version + 1 from (select distinct ticket from internal) i where t.number = i.ticket returning t.number, t.version),
            open as (update messages m set audience = 'customer', version = h.version from internal i, head h where m.ticket = i.ticket and m.seq = i.seq returning m.seq)
            select (select count(*)::int from mine), (select version from head)
            """, new { ids = deliveries.Select(d => d.Id).ToArray(), outbox.Process }, cancellationToken: ct));
        if (version is { } opened) changes.Publish(deliveries[0].Ticket, opened);
        return held == deliveries.Count;
    }

    /// <summary>Writes how an attempt ended, with what the desks show of it, in one statement: the window in which a crash sends twice is that short.</summary>
    public async Task FinishAsync(Delivery delivery, Attempt attempt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(attempt);
        var now = time.GetUtcNow();
        var gaveUp = attempt.State is "queued" && now - new DateTimeOffset(delivery.FirstAt) > GiveUpAfter;
        var pause = PauseAfter(delivery.Attempts);
        await using var connection = await database.OpenConnectionAsync(ct);
        var version = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            with mine as (select id, message, ticket from deliveries where id = @Id and state = 'leased' and holder = @Process),
            head as (update tickets t set version = t.version + 1 from mine where t.number = mine.ticket returning t.number, t.version),
            shown as (update messages m set version = h.version from head h, mine where m.id = mine.message and m.ticket = h.number returning m.seq),
            done as (update deliveries d set state = @state, reason = @reason, external_id = coalesce(@ExternalId, d.external_id), at = @now, lease_until = null, holder = null,
                         doubtful = d.doubtful or @Doubtful, not_before = case when @state = 'queued' then @next else d.not_before end
                     from mine where d.id = mine.id)
            select version from head
            """,
            new
            {
                delivery.Id,
                outbox.Process,
                state = gaveUp ? "failed" : attempt.State,
                reason = attempt.Reason is { } reason ? Texts.Storable(reason, LongestReason) : null,
                attempt.ExternalId,
                attempt.Doubtful,
                now,
                next = now + pause,
            }, cancellationToken: ct));
        if (version is not { } changed) return;
        // A retry's own time is later than the first attempt; what goes along with a due answer may be earlier than its own time.
        var due = delivery.FirstAt < delivery.NotBefore ? delivery.FirstAt : delivery.NotBefore;
        meter.Delivered(delivery.Kind, gaveUp ? "failed" : attempt.State is "queued" ? "retried" : attempt.State, now - new DateTimeOffset(due));
        changes.Publish(delivery.Ticket, changed);
    }

    /// <summary>Gives back what this process leased and surely did not send: the next one begins as if it had never been touched.</summary>
    public async Task GiveBackAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update deliveries set state = 'queued', attempts = attempts - 1, lease_until = null, holder = null where id = any(@ids) and state = 'leased' and holder = @Process",
            new { ids = deliveries.Select(d => d.Id).ToArray(), outbox.Process }, cancellationToken: ct));
    }

    /// <summary>When the next one falls due.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            "select min(not_before) from deliveries where state in ('scheduled', 'queued', 'leased')", cancellationToken: ct)) is { } next ? new DateTimeOffset(next) : null;
    }
}
