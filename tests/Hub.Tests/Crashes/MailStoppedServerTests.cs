using Hub.Tests.Support;

namespace Hub.Tests.Crashes;

[Collection("Crashes of mail")]
public sealed class MailStoppedServerTests : IAsyncLifetime
{
    private MailDesk desk = null!;

    public async Task InitializeAsync() => desk = await MailDesk.OpenAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task A_server_that_is_stopped_hears_out_the_other_one_so_that_nothing_is_sent_twice()
    {
        await using var smart = SmartHost.Start();
        using var answer = new ManualResetEventSlim();
        smart.OnData = _ => answer.Wait(Wait.Guard) ? null : "451 4.3.0 The test is stuck";
        await MailBacklog.FillAsync(desk.Database, 4, 1);
        var hub = await desk.StartHubAsync(("Hub__Mail__SmartHost", smart.Url), ("Hub__Mail__Lease", "60"));
        await Wait.UntilAsync("the mails are on the way", () => Task.FromResult(smart.Waiting == 4));
        var stopping = hub.StopAsync();
        // Time for it to hear that it shall stop. It would otherwise end before the answer.
        await Task.Delay(300);
        answer.Set();
        await stopping;

        Assert.Equal(4, smart.Mails.Count);
        Assert.Equal(4, await desk.CountAsync("select count(*) from deliveries where state = 'sent' and not doubtful"));
    }

    [Fact]
    public async Task What_a_server_that_is_stopped_could_not_send_is_sent_by_the_next_without_delay_or_doubt()
    {
        await using var smart = SmartHost.Start();
        smart.OnConnect = () => SmartHost.Silence;
        await MailBacklog.FillAsync(desk.Database, 4, 1);
        var hub = await desk.StartHubAsync(("Hub__Mail__SmartHost", smart.Url), ("Hub__Mail__Lease", "600"));
        await Wait.UntilAsync("it tries", () => Task.FromResult(smart.Connections == 4));
        await hub.StopAsync();
        Assert.Equal(4, await desk.CountAsync("select count(*) from deliveries where state = 'queued' and attempts = 0 and not doubtful"));

        smart.OnConnect = () => null;
        await hub.StartAgainAsync();
        await MailBacklog.SentAsync(desk.Database, 4);
        Assert.Equal(4, smart.Mails.Count);
        Assert.Equal(0, await desk.CountAsync("select count(*) from deliveries where doubtful"));
    }
}
