using Hub.Tests.Support;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes of mail")]
public sealed class MailKilledBackendTests(ITestOutputHelper output) : IAsyncLifetime
{
    private MailDesk desk = null!;

    public async Task InitializeAsync() => desk = await MailDesk.OpenAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task Connections_to_the_database_that_are_cut_while_mails_pour_in_lose_none_and_double_none()
    {
        var hub = await desk.StartHubAsync();
        var pour = new NumberedMails();
        await using var queue = MailQueue.Pour([hub.LmtpPort], 5, pour.Next);
        long cut = 0;
        for (var time = 0; time < 20; time++)
        {
            await queue.AcceptedAsync(time == 0 ? 3 : 12);
            await Task.Delay(Random.Shared.Next(50));
            cut += await desk.CutConnectionsAsync();
        }
        await queue.AcceptedAsync(12);
        await queue.StopAsync();

        await desk.AssertEachMailIsOneMessageAsync(hub, pour.Made);
        // The sender's server always heard something, and nothing but "taken" or "later".
        Assert.Equal(0, queue.Broken);
        Assert.All(queue.Refusals, r => Assert.StartsWith("4", r, StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Output, line => line.Contains("could not be made a message", StringComparison.Ordinal));
        output.WriteLine($"{queue.Accepted.Count} mails, {cut} connections cut, {queue.Refusals.Count} put off, {await desk.CountAsync("select count(*) from received_mails where disposition = 'duplicate'")} of them kept all the same");
    }

    [Fact]
    public async Task Connections_to_the_database_that_are_cut_while_answers_go_out_lose_none_and_only_what_is_marked_comes_twice()
    {
        await MailBacklog.FillAsync(desk.Database, 100, 3);
        await using var smart = SmartHost.Start();
        await desk.StartHubAsync(("Hub__Mail__SmartHost", smart.Url));
        for (var time = 1; time <= 8; time++)
        {
            var goal = time * 20;
            await Wait.UntilAsync($"{goal} answers are out", () => Task.FromResult(smart.Mails.Count >= goal));
            Assert.InRange(await desk.CutConnectionsAsync(), 1, 1_000);
        }
        await MailBacklog.SentAsync(desk.Database, 300);

        var twice = await MailBacklog.AssertDeliveredInOrderAsync(desk, smart.Mails);
        output.WriteLine($"{twice} came twice; {await desk.CountAsync("select count(*) from deliveries where doubtful")} are marked");
        await Ledger.AssertSoundAsync(desk.Database);
    }
}
