using System.Net;
using Hub.Agents;
using Hub.Channels.WebChat;
using Hub.Tests.Support;
using Hub.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Tickets;

/// <summary>What is read for every push must not grow with the hub, before the database is analysed and after.</summary>
public sealed class PushPlanTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Pushes_read_only_the_messages_they_push()
    {
        await hub.ExecuteAsync("alter table tickets set (autovacuum_enabled = false); alter table messages set (autovacuum_enabled = false)");
        await hub.ExecuteAsync(
            """
            with c as (insert into customers (name, created_at) select 'c', now() from generate_series(1, 10000) returning id),
                 t as (insert into tickets (customer, channel, subject, created_at, last_at, last_seq) select c.id, s.channel, 's', now(), now(), 3 from c, sites s returning number)
            insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at)
            select t.number, n, nextval('message_ids'), n, 'customer', 1, 1, 'words', now() from t, generate_series(1, 3) n
            """);
        foreach (var analyse in new[] { "select 1", "analyze" })
        {
            await hub.ExecuteAsync(analyse);
            await hub.CountReadsAsync();
            var viewer = new Viewer(1, Role.Administrator);
            Assert.Equal(4, (await hub.Services.GetRequiredService<MessageReader>().SinceAsync(viewer, [(7, 1), (4_000, 1)], CancellationToken.None)).Count);
            Assert.Equal(2, (await hub.Services.GetRequiredService<VisitorReader>().AfterAsync([(7L, 2, 3L), (4_000L, 2, 3L)], CancellationToken.None)).Count);
            await hub.ReportReadsAsync();
            Assert.True(await hub.ReadAsync("messages") > 0);
            foreach (var table in new[] { "messages", "tickets", "customers" })
                Assert.True(await hub.ScannedAsync(table) < 5_000, $"{table} was read as a whole after \"{analyse}\"");
        }
    }

    [Fact]
    public async Task The_last_message_of_a_long_conversation_is_read_without_those_before_it()
    {
        await using var own = await HubApp.StartAsync();
        await own.ExecuteAsync("alter table tickets set (autovacuum_enabled = false); alter table messages set (autovacuum_enabled = false)");
        // Planned while there is nothing, as on the first day of a hub; the plan stays.
        var visitors = own.Services.GetRequiredService<VisitorReader>();
        var desks = own.Services.GetRequiredService<MessageReader>();
        for (var i = 0; i < 3; i++) await ReadAsync(1, 0, 0);
        var number = await own.ScalarAsync<long>(
            """
            with c as (insert into customers (name, created_at) values ('c', now()) returning id)
            insert into tickets (customer, channel, subject, created_at, last_at, last_seq, version) select c.id, s.channel, 's', now(), now(), 3000, 3000 from c, sites s limit 1 returning number
            """);
        await own.ExecuteAsync(
            $"insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at) select {number}, n, nextval('message_ids'), n, 'customer', 1, 1, 'words', now() from generate_series(1, 3000) n");

        await own.ExecuteAsync(
            """
            with c as (insert into customers (name, created_at) select 'c', now() from generate_series(1, 1000) returning id),
                 t as (insert into tickets (customer, channel, subject, created_at, last_at, last_seq) select c.id, s.channel, 's', now(), now(), 10 from c, (select channel from sites limit 1) s returning number)
            insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at)
            select t.number, n, nextval('message_ids'), n, 'customer', 1, 1, 'words', now() from t, generate_series(1, 10) n
            """);
        foreach (var analyse in new[] { "select 1", "analyze" })
        {
            await own.ExecuteAsync(analyse);
            await own.CountReadsAsync();
            var (seen, read) = await ReadAsync(number, 2_999, 2_999);
            Assert.Equal((1, 1), (seen, read));
            await own.ReportReadsAsync();
            var rows = await own.ReadAsync("messages");
            Assert.True(rows is > 0 and < 100, $"{rows} messages were read for two pushes of one, after \"{analyse}\"");
        }

        async Task<(int Visitors, int Desks)> ReadAsync(long ticket, int seq, long version) => (
            (await visitors.AfterAsync([(ticket, seq, version)], CancellationToken.None)).Count,
            (await desks.SinceAsync(new Viewer(1, Role.Administrator), [(ticket, version)], CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Lists_and_opened_tickets_read_what_they_show_before_and_after_the_database_is_analysed()
    {
        await using var own = await HubApp.StartAsync();
        await own.ExecuteAsync("alter table tickets set (autovacuum_enabled = false); alter table messages set (autovacuum_enabled = false)");
        using var browser = await own.SignInAsync(Role.Supervisor);
        // Everything once on an empty hub: what is planned then must do for a full one.
        string[] paths =
        [
            "/tickets?status=open&limit=50", "/tickets?status=pending&limit=50", "/tickets?assignee=me&status=open,pending,onHold&limit=50", "/tickets?assignee=none&status=open,pending,onHold&limit=50",
            "/tickets?status=open&sort=waiting&limit=50", "/tickets?status=open&channel=chat&limit=50", "/tickets?delivery=failed&limit=50", "/tickets?folder=spam&limit=50", "/tickets/counts",
        ];
        for (var i = 0; i < 3; i++)
            foreach (var path in paths)
                await browser.GetAsync("/api/v1" + path).ExpectAsync(HttpStatusCode.OK);
        // They seem old, so that no poll for what has changed reads them all.
        await own.ExecuteAsync(
            $"""
            with c as (insert into customers (name, created_at) select 'c', now() from generate_series(1, 20000) returning id),
                 t as (insert into tickets (customer, channel, subject, status, assignee, waiting_since, created_at, last_at, last_seq, changed)
                       select c.id, s.channel, 's', case when c.id % 50 = 0 then 1 when c.id % 50 = 1 then 2 else 5 end,
                              case when c.id % 100 = 0 then {browser.AgentId} end, case when c.id % 50 = 0 then now() - c.id * interval '1 minute' end,
                              now() - c.id * interval '1 minute', now() - c.id * interval '1 minute', 2, '3'::xid8
                       from c, (select channel from sites limit 1) s returning number)
            insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at)
            select t.number, n, nextval('message_ids'), n, 'customer', 1, 1, 'words', now() from t, generate_series(1, 2) n
            """);
        foreach (var analyse in new[] { "select 1", "analyze" })
        {
            await own.ExecuteAsync(analyse);
            await own.CountReadsAsync();
            foreach (var path in paths) await browser.GetAsync("/api/v1" + path).ExpectAsync(HttpStatusCode.OK);
            var number = await own.ScalarAsync<long>("select max(number) from tickets");
            await browser.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
            await browser.GetAsync($"/api/v1/tickets/{number}/messages").ExpectAsync(HttpStatusCode.OK);
            await own.ReportReadsAsync();
            foreach (var table in new[] { "messages", "customers" })
                Assert.True(await own.ReadAsync(table) is > 0 and < 5_000, $"{await own.ReadAsync(table)} rows of {table} were read for lists of fifty, after \"{analyse}\"");
            // Counting open and pending tickets reads them: 400 of each; no list reads the closed ones.
            Assert.True(await own.ReadAsync("tickets") is > 0 and < 8_000, $"{await own.ReadAsync("tickets")} rows of tickets were read, after \"{analyse}\"");
        }
    }
}
