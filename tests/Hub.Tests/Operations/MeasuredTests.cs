using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hub.Agents;
using Hub.Platform;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Tests.Operations;

public sealed partial class MeasuredTests
{
    [Fact]
    public async Task Messages_are_counted_once_by_channel_and_by_the_path_they_took()
    {
        await using var hub = await HubApp.StartAsync();
        using var measured = new Measurements(hub);
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello", "first")).GetProperty("ticket").GetInt64();
        await visitor.SendAsync("Hello", "first");
        await visitor.SendAsync("Is anybody there?");
        using var agent = await hub.SignInAsync();
        await AnswerAsync(agent, number, "reply", "one");
        await AnswerAsync(agent, number, "reply", "one", HttpStatusCode.OK);
        await AnswerAsync(agent, number, "note", "two");

        Assert.Equal(1, measured.Sum("hub.messages.in channel=chat path=full"));
        Assert.Equal(1, measured.Sum("hub.messages.in channel=chat path=hot"));
        Assert.Equal(1, measured.Sum("hub.messages.out channel=chat path=hot"));
        Assert.Equal(0, measured.Sum("hub.messages.out channel=chat path=full"));
    }

    [Fact]
    public async Task Mails_and_deliveries_are_counted_by_what_became_of_them()
    {
        await using var smart = SmartHost.Start();
        await using var hub = await HubApp.StartAsync("--Hub:Mail:UndoSeconds=0", smart.Setting);
        using var measured = new Measurements(hub);
        var mail = Postman.Mail("anna@shop.test", "My lamp", "It does not shine.");
        await new Postman(hub).DeliverAsync(mail);
        await new Postman(hub).DeliverAsync(mail);
        await measured.UntilAsync("hub.mail.received disposition=ticket", 1);
        await measured.UntilAsync("hub.mail.received disposition=duplicate", 1);
        Assert.Equal(1, measured.Sum("hub.messages.in channel=email path=full"));

        smart.OnRecipient = _ => "451 4.3.0 Not now";
        using var agent = await hub.SignInAsync();
        var number = await hub.ScalarAsync<long>("select number from tickets");
        await AnswerAsync(agent, number, "reply", "one");
        await measured.UntilAsync("hub.deliveries channel=email state=retried", 1);
        Assert.Equal(1, measured.Sum("hub.messages.out channel=email path=full"));
        Assert.Empty(measured.Of("hub.delivery.lag channel=email"));

        smart.OnRecipient = _ => null;
        hub.Time.Advance(TimeSpan.FromMinutes(2));
        await measured.UntilAsync("hub.deliveries channel=email state=sent", 1);
        Assert.InRange(Assert.Single(measured.Of("hub.delivery.lag channel=email")), 120, 180);

        smart.OnRecipient = _ => "550 5.1.1 Nobody";
        await AnswerAsync(agent, number, "reply", "two");
        await measured.UntilAsync("hub.deliveries channel=email state=failed", 1);
    }

    [Fact]
    public async Task Queues_have_the_age_of_their_oldest_and_none_when_they_are_empty()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Mail:UndoSeconds=0");
        using var measured = new Measurements(hub);
        Assert.All(new[] { "deliveries", "mail", "waiting" }, queue => Assert.Equal(0, measured.Now().Of($"hub.queue.age queue={queue}")[^1]));

        await new Postman(hub).DeliverAsync(Postman.Mail("anna@shop.test", "My lamp", "It does not shine."));
        hub.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.InRange(measured.Now().Of("hub.queue.age queue=waiting")[^1], 600, 660);

        // No outgoing server is set up: the answer waits.
        using var agent = await hub.SignInAsync();
        await AnswerAsync(agent, await hub.ScalarAsync<long>("select number from tickets"), "reply", "one");
        await hub.ExecuteAsync("insert into raw_payloads (channel, external_id, blob, state, lease_until, at) select channel, 'x', blob, 'received', $1, $2 from raw_payloads limit 1",
            hub.Time.GetUtcNow().AddHours(1), hub.Time.GetUtcNow());
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.InRange(measured.Now().Of("hub.queue.age queue=deliveries")[^1], 300, 360);
        Assert.InRange(measured.Of("hub.queue.age queue=mail")[^1], 300, 360);
        Assert.Equal(0, measured.Of("hub.queue.age queue=waiting")[^1]);
    }

    [Fact]
    public async Task Connections_pushes_and_notices_between_processes_are_measured()
    {
        await using var one = await HubApp.StartAsync();
        await using var other = await one.StartAnotherAsync();
        using var here = new Measurements(one);
        using var there = new Measurements(other);
        await using var visitor = await Visitor.OpenAsync(one);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await Wait.UntilAsync("a notice at the other process", () => Task.FromResult(there.Of("hub.notice.lag").Length > 0));
        Assert.Empty(here.Of("hub.notice.lag"));

        using var agent = await other.SignInAsync();
        await using (var desk = await HubSocket.OpenDeskAsync(other, agent))
        {
            await desk.CallAsync("Watch", number);
            await visitor.SendAsync("Are you there?");
            await desk.ExpectAsync("Message");
            await Wait.UntilAsync("a measured push to the desk", () => Task.FromResult(there.Of("hub.push.lag to=desk").Length > 0));
            await AnswerAsync(agent, number, "reply", "one");
            await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("kind").GetString() == "reply");
            await Wait.UntilAsync("a measured push to the visitor", () => Task.FromResult(here.Of("hub.push.lag to=visitor").Length > 0));
            Assert.Equal((1, 0), (here.Now().Of("hub.connections kind=visitor")[^1], here.Of("hub.connections kind=desk")[^1]));
            Assert.Equal((0, 1), (there.Now().Of("hub.connections kind=visitor")[^1], there.Of("hub.connections kind=desk")[^1]));
        }
        await Wait.UntilAsync("the desk to be gone", () => Task.FromResult(there.Now().Of("hub.connections kind=desk")[^1] == 0));
        Assert.All(here.Of("hub.push.lag to=visitor").Concat(there.Of("hub.notice.lag")), lag => Assert.True(lag >= 0));
    }

    [Fact]
    public async Task Without_an_address_nobody_listens_and_a_measurement_allocates_nothing()
    {
        await using var hub = await HubApp.StartAsync();
        Assert.DoesNotContain(hub.Services.GetServices<IHostedService>(), s => s.GetType().Name == "Export");
        var meter = hub.Services.GetRequiredService<TelemetryMeter>();
        MeasureAll(meter);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 1_000; n++) MeasureAll(meter);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Ages_of_queues_are_read_from_indexes_however_long_the_queues_are()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Mail:Enabled=false");
        await hub.ExecuteAsync(
            """
            with c as (insert into customers (name, created_at) select 'c', $1 from generate_series(1, 5000) returning id),
                 t as (insert into tickets (customer, channel, subject, created_at, last_at, last_seq, waiting_since) select c.id, b.channel, 's', $1, $1, 1, $1 from c, mailboxes b returning number, channel),
                 m as (insert into messages (ticket, seq, id, version, audience, kind, author_kind, text, at) select number, 1, nextval('message_ids'), 1, 'customer', 2, 2, 'words', $1 from t returning ticket, id),
                 d as (insert into deliveries (message, ticket, channel, address, state, not_before, at) select m.id, m.ticket, t.channel, 'a@x.test', 'queued', $1, $1 from m join t on t.number = m.ticket),
                 b as (insert into blobs (sha256, size, at) select '', 0, $1 from generate_series(1, 5000) returning id)
            insert into raw_payloads (channel, external_id, blob, at) select x.channel, b.id::text, b.id, $1 from b, mailboxes x
            """, hub.Time.GetUtcNow());
        await hub.ExecuteAsync("analyze");
        var queues = hub.Services.GetServices<TelemetryQueue>().ToList();
        Assert.Equal(["deliveries", "mail", "waiting"], queues.Select(q => q.Name).Order());
        foreach (var queue in queues)
        {
            var plan = "";
            await using var command = hub.Database.CreateCommand($"explain (analyze, costs off, timing off, summary off) {queue.OldestSql}");
            if (queue.OldestSql.Contains("$1", StringComparison.Ordinal)) command.Parameters.Add(new() { Value = hub.Time.GetUtcNow() });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) plan += reader.GetString(0) + "\n";
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.True(Rows().Matches(plan).Max(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)) <= 1_000, plan);
        }
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_with_a_sentence()
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => HubApp.StartAsync("--Hub:Telemetry:Otlp=collector"));
        Assert.Equal("Hub__Telemetry__Otlp must be an address like http://collector:4318.", refused.Message);
    }

    private static void MeasureAll(TelemetryMeter meter)
    {
        meter.MessageIn("chat", "hot");
        meter.MessageOut("chat", "full");
        meter.MailReceived("ticket");
        meter.Delivered("email", "sent", TimeSpan.FromSeconds(1));
        meter.NoticeHeard(TimeSpan.FromMilliseconds(3));
        meter.Pushed("desk", TimeSpan.FromMilliseconds(3));
        using var span = Telemetry.Spans.StartActivity("deliver");
    }

    [GeneratedRegex(@"actual rows=([0-9.]+)")]
    private static partial Regex Rows();

    private static async Task AnswerAsync(Browser agent, long number, string kind, string clientId, HttpStatusCode expected = HttpStatusCode.Created) =>
        await agent.PostAsync($"/api/v1/tickets/{number}/messages", new { kind, text = "Here I am.", clientId }).ExpectAsync(expected);
}
