using System.Net;
using Hub.Agents;
using Hub.Platform;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Tests.Operations;

public sealed class MeasuredTests
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
        var queues = hub.Services.GetRequiredService<TelemetryQueues>();
        await queues.ReadAsync(CancellationToken.None);
        Assert.All(new[] { "deliveries", "mail", "waiting" }, queue => Assert.Equal(0, measured.Now().Of($"hub.queue.age queue={queue}")[^1]));

        await new Postman(hub).DeliverAsync(Postman.Mail("anna@shop.test", "My lamp", "It does not shine."));
        hub.Time.Advance(TimeSpan.FromMinutes(10));
        await queues.ReadAsync(CancellationToken.None);
        Assert.InRange(measured.Now().Of("hub.queue.age queue=waiting")[^1], 600, 660);

        // No outgoing server is set up: the answer waits.
        using var agent = await hub.SignInAsync();
        await AnswerAsync(agent, await hub.ScalarAsync<long>("select number from tickets"), "reply", "one");
        await hub.ExecuteAsync("insert into raw_payloads (channel, external_id, blob, state, lease_until, at) select channel, 'x', blob, 'received', $1, $2 from raw_payloads limit 1",
            hub.Time.GetUtcNow().AddHours(1), hub.Time.GetUtcNow());
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await queues.ReadAsync(CancellationToken.None);
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
    public async Task Without_an_address_nobody_listens_and_nothing_is_asked()
    {
        await using var hub = await HubApp.StartAsync();
        Assert.False(hub.Services.GetRequiredService<TelemetryMeter>().WantsQueues);
        Assert.DoesNotContain(hub.Services.GetServices<IHostedService>(), s => s.GetType().Name == "Export");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_with_a_sentence()
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => HubApp.StartAsync("--Hub:Telemetry:Otlp=collector"));
        Assert.Equal("Hub__Telemetry__Otlp must be an address like http://collector:4318.", refused.Message);
    }

    private static async Task AnswerAsync(Browser agent, long number, string kind, string clientId, HttpStatusCode expected = HttpStatusCode.Created) =>
        await agent.PostAsync($"/api/v1/tickets/{number}/messages", new { kind, text = "Here I am.", clientId }).ExpectAsync(expected);
}
