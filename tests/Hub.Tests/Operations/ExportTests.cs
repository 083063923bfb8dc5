using System.Net;
using System.Net.Sockets;
using Hub.Tests.Support;
using Npgsql;

namespace Hub.Tests.Operations;

/// <summary>A process of Hub that exports to a collector, as operators set it up.</summary>
public sealed class ExportTests
{
    private static readonly (string, string)[] Often = [("OTEL_METRIC_EXPORT_INTERVAL", "300"), ("OTEL_BSP_SCHEDULE_DELAY", "300")];

    [Fact]
    public async Task What_is_measured_and_traced_arrives_and_says_nothing_of_anybody()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var database = await (await TestCluster.Instance).CreateDatabaseAsync();
        await using var hub = await HubProcess.StartAsync(database, [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"), .. Often]);
        await TalkAsync(hub, database, "word-in-a-message", "word-in-a-name", "word-in-an-address@client.test");
        using var browser = await hub.SignInAsync();
        await browser.GetAsync("/api/v1/invitations/by-token/token-in-a-path");
        await browser.GetAsync("/api/v1/tickets?q=word-in-a-query");
        await browser.GetAsync("/some/page-of-the-desk");
        await new Postman(hub.LmtpPort).DeliverAsync(Postman.Mail("word-in-a-sender@client.test", "word-in-a-subject", "word-in-a-mail"));

        await MeasuredAsync(collector, "hub.messages.in", "{message}", "channel=chat", "path=full");
        await MeasuredAsync(collector, "hub.connections", "{connection}", "kind=visitor");
        await MeasuredAsync(collector, "hub.mail.received", "{mail}", "disposition=ticket");
        await MeasuredAsync(collector, "hub.queue.age", "s", "queue=waiting");
        await MeasuredAsync(collector, "http.server.request.duration", "s", "http.route=/api/v1/tickets/");
        await MeasuredAsync(collector, "signalr.server.active_connections", "{connection}");
        await MeasuredAsync(collector, "dotnet.process.memory.working_set", "By");
        await Wait.UntilAsync("measurements of connections to the database", () => Task.FromResult(collector.Points.Any(p => p.Metric.StartsWith("db.client.connection", StringComparison.Ordinal))));
        await TracedAsync(collector, "GET /api/v1/tickets/", "http.response.status_code=200");
        await TracedAsync(collector, "GET /api/v1/invitations/by-token/{token}", "http.response.status_code=404");
        await TracedAsync(collector, "Hub.Channels.WebChat.VisitorHub/Send");
        await TracedAsync(collector, "receive mail");
        Assert.Contains("service.name=hub", collector.Resources);
        Assert.Contains("deployment.environment.name=test", collector.Resources);
        Assert.Contains(collector.Resources, a => a.StartsWith("service.instance.id=", StringComparison.Ordinal));
        foreach (var secret in new[] { "word-in-", "token-in-", HubProcess.Email, "page-of-the-desk", "Username=" })
            Assert.False(collector.Heard(secret), $"\"{secret}\" was exported.");
    }

    [Fact]
    public async Task A_collector_that_is_away_is_nobodys_problem_and_hears_when_it_is_back()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}";
        closed.Stop();
        var database = await (await TestCluster.Instance).CreateDatabaseAsync();
        await using var hub = await HubProcess.StartAsync(database, [("Hub__Telemetry__Otlp", address + "/"), ("OTEL_SERVICE_NAME", "support"), .. Often]);
        await TalkAsync(hub, database, "Hello", "Anna", "anna@client.test");
        using var browser = await hub.SignInAsync();
        Assert.Equal(1, (await browser.GetAsync("/api/v1/tickets").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
        Assert.DoesNotContain(hub.Output, line => line.Contains("OpenTelemetry", StringComparison.Ordinal));

        await using var collector = await OtlpReceiver.StartAsync(address);
        await TalkAsync(hub, database, "Hello", "Berta", "berta@client.test");
        await MeasuredAsync(collector, "hub.messages.in", "{message}", "channel=chat", "path=full");
        await TracedAsync(collector, "Hub.Channels.WebChat.VisitorHub/Send");
        Assert.Contains("service.name=support", collector.Resources);
    }

    private static async Task TalkAsync(HubProcess hub, string database, string text, string name, string email)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select key from sites");
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        await line.CallAsync("Start", new { siteKey = await command.ExecuteScalarAsync(), locale = "en", page = "https://client.test/word-in-a-page" });
        await line.CallAsync("Identify", new { name, email });
        await line.CallAsync("Send", new { clientId = Guid.CreateVersion7(), text });
    }

    private static Task MeasuredAsync(OtlpReceiver collector, string metric, string unit, params string[] tags) =>
        Wait.UntilAsync($"{metric} {string.Join(' ', tags)}; there were: {string.Join(", ", collector.Points.Select(p => $"{p.Metric} {p.Unit} {string.Join(' ', p.Tags)}"))}",
            () => Task.FromResult(collector.Points.Any(p => p.Metric == metric && p.Unit == unit && tags.All(p.Tags.Contains))));

    private static Task TracedAsync(OtlpReceiver collector, string name, params string[] tags) =>
        Wait.UntilAsync($"span {name}; there were: {string.Join(", ", collector.Spans.Select(s => $"{s.Name} {string.Join(' ', s.Tags)}").Distinct())}",
            () => Task.FromResult(collector.Spans.Any(s => s.Name == name && tags.All(s.Tags.Contains))));
}
