using System.Net;
using Hub.Agents;
using Hub.Channels.Email.Notifying;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Tests.Channels.Email;

/// <summary>What is asked again and again stays quick on a database that has grown.</summary>
public sealed class MailPlanTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Lists_and_queues_of_mail_read_no_whole_table()
    {
        await hub.ExecuteAsync("insert into customers (name, created_at) select 'c' || g, now() from generate_series(1, 30000) g");
        await hub.ExecuteAsync(
            """
            insert into tickets (customer, channel, subject, created_at, last_at, last_seq, status)
            select c.id, b.channel, 's', now(), now() - c.id * interval '1 minute', 1, case when c.id % 50 = 0 then 1 else 5 end from customers c, mailboxes b
            """);
        await hub.ExecuteAsync("insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at) select number, 1, nextval('message_ids'), 1, 'customer', 2, 2, 'words', now() from tickets");
        await hub.ExecuteAsync("insert into visitor_sessions (site, token_hash, created_at, used_at) select channel, uuid_send(gen_random_uuid()), now(), now() from sites, generate_series(1, 30000)");
        await hub.ExecuteAsync("insert into session_tickets (session, ticket) select v.id, t.number from (select id, row_number() over () n from visitor_sessions) v join (select number, row_number() over () n from tickets) t using (n)");
        await hub.ExecuteAsync("insert into deliveries (message, ticket, channel, address, state, not_before, at) select m.id, m.ticket, b.channel, m.ticket || '@x.test', case when m.ticket % 10000 = 0 then 'failed' else 'sent' end, now(), now() from messages m, mailboxes b");
        await hub.ExecuteAsync("insert into blobs (sha256, size, at) select '', 0, now() from generate_series(1, 30000)");
        await hub.ExecuteAsync("insert into raw_payloads (channel, external_id, blob, state, at) select b.channel, x.id::text, x.id, case when x.id % 10000 = 0 then 'quarantined' else 'done' end, now() from blobs x, mailboxes b");
        await hub.ExecuteAsync("insert into received_mails (raw, recipients, sender, size, disposition, at) select id, '{}', id || '@x.test', 1, case state when 'quarantined' then 'quarantine' else 'ticket' end, at from raw_payloads");
        await hub.ExecuteAsync("insert into agents (name, email, user_name, normalized_email, normalized_user_name, role, created_at, notify, notify_since) select 'a' || g, g || '@x.test', g, upper(g || '@x.test'), g, 1, now(), case when g <= 3 then 'always' else 'never' end, now() from generate_series(1, 50) g");
        await hub.ExecuteAsync("update tickets t set assignee = a.id, version = version + 1, waiting_since = t.last_at from agents a where t.status = 1 and a.email = (t.number / 50 % 50 + 1) || '@x.test'");
        await hub.ExecuteAsync("analyze");
        await hub.CountReadsAsync();

        using var desk = await hub.SignInAsync(Role.Supervisor);
        Assert.Equal(3, (await desk.GetAsync("/api/v1/quarantine").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
        await desk.GetAsync("/api/v1/mail/received?disposition=complaint").ExpectAsync(HttpStatusCode.OK);
        await desk.GetAsync("/api/v1/mail/received?from=7@x.test").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(3, (await desk.GetAsync("/api/v1/tickets?delivery=failed").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
        Assert.Equal(50, (await desk.GetAsync("/api/v1/tickets?status=open").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
        await desk.GetAsync("/api/v1/tickets/counts").ExpectAsync(HttpStatusCode.OK);
        await desk.GetAsync("/api/v1/mail/state").ExpectAsync(HttpStatusCode.OK);
        await desk.GetAsync("/api/v1/tickets/777").ExpectAsync(HttpStatusCode.OK);
        await hub.Services.GetServices<IHostedService>().OfType<NotificationSweep>().Single().DecideAsync(default);
        await hub.ReportReadsAsync();
        Assert.True(await hub.ReadAsync("received_mails") > 0);
        foreach (var table in new[] { "tickets", "messages", "session_tickets", "received_mails", "raw_payloads", "deliveries", "mails", "mailings" })
            Assert.True(await hub.ScannedAsync(table) < 10_000, $"{table} was read as a whole");
    }
}
