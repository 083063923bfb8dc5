using Dapper;
using Hub.Notices;
using Hub.Platform;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Email.Notifying;

/// <summary>Decides which agents are told by mail of what customers said on their tickets: once each, whichever process looks.</summary>
/// <remarks>
/// A ticket's cursor says up to which message an agent was told or needed not to be; it moves in the statement that queues the mail. So a crash loses
/// none and sends none twice, and of two processes the second finds the cursor moved.
/// </remarks>
public sealed class NotificationSweep(NpgsqlDataSource database, Presence presence, IOptions<HubOptions> options, TimeProvider time, ILogger<NotificationSweep> log) : BackgroundService
{
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(2);

    /// <summary>How old a message must be: whoever had the desk open then is known to have left by now (presence expires), and several at once are one mail.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Mail.Enabled) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DecideAsync(stoppingToken);
            }
            catch (Exception failure) when (Problems.IsOutage(failure) || failure is NpgsqlException)
            {
                log.LogWarning("Who is to be told by mail cannot be decided just now: {Reason}", failure.GetType().Name);
            }
            await Task.Delay(beat, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look.</summary>
    /// <returns>How many mails were queued.</returns>
    public async Task<int> DecideAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with candidates as materialized (
                select t.*, a.id as agent, a.email, a.notify, a.notify_since, coalesce(n.seq, 0) as told
                from agents a
                -- Each agent's own tickets by their index, whatever the planner thinks of how many there are.
                cross join lateral (select t.number, t.channel, t.last_seq from tickets t
                                    where t.assignee = a.id and t.status in (1, 2, 3) and t.folder = 1 and case when t.status = 1 and t.waiting_since <= @settled then true end
                                    order by t.last_at desc, t.number desc limit 1000) t
                left join notified n on n.ticket = t.number and n.agent = a.id
                where a.notify <> 'never' and a.disabled_at is null and t.last_seq > coalesce(n.seq, 0) and (n.mailed_at is null or n.mailed_at <= @paused)
            ), news as materialized (
                select c.*, x.up_to, x.up_to is not null and (c.notify = 'always' or not c.agent = any(@online)) as mails
                from candidates c cross join lateral (
                    select max(m.seq) as up_to, min(m.at) as oldest from messages m
                    where m.ticket = c.number and m.seq > c.told and m.kind = 1 and m.audience = 'customer' and m.at > c.notify_since and not (coalesce(m.marks, '{}') && array['auto'])) x
                where x.oldest is null or x.oldest <= @settled
            ), moved as (
                insert into notified (ticket, agent, seq, mailed_at) select number, agent, coalesce(up_to, last_seq), case when mails then @now end from news order by number, agent
                on conflict (ticket, agent) do update set seq = excluded.seq, mailed_at = coalesce(excluded.mailed_at, notified.mailed_at) where notified.seq < excluded.seq
                returning ticket, agent
            )
            insert into mailings (kind, ticket, agent, after_seq, up_to_seq, channel, address, not_before, at)
            select 'notification', n.number, n.agent, n.told, n.up_to,
                   (select b.channel from mailboxes b order by (b.channel = n.channel) desc, b.channel limit 1), n.email, @now, @now
            from news n join moved v on v.ticket = n.number and v.agent = n.agent where n.mails and exists (select from mailboxes)
            """,
            new { now, settled = now - Settling, paused = now.AddMinutes(-options.Value.Mail.NotifyPause), online = presence.Here.Agents.Keys.ToArray() }, cancellationToken: ct));
    }
}
