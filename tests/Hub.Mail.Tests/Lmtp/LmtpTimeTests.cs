using Hub.Mail.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpTimeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    [Fact]
    public async Task A_peer_that_says_nothing_is_left_after_a_minute()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(clock: clock);
        await using var peer = await host.ConnectAsync();
        Assert.StartsWith("421 4.4.2", await clock.AdvanceUntilAsync(Minute, peer.ReplyAsync()), StringComparison.Ordinal);
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task Half_a_command_does_not_stop_the_clock()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(clock: clock);
        await using var peer = await host.GreetAsync();
        await peer.SendAsync("NOO");
        var reply = peer.ReplyAsync();
        // A letter now and then: each comes well within the minute, the line does not.
        while (!reply.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(reply, Task.Delay(20));
            try
            {
                if (!reply.IsCompleted) await peer.SendAsync("x");
            }
            catch (IOException)
            {
                break;
            }
        }
        Assert.StartsWith("421 4.4.2", await reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_says_something_each_minute_stays()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(clock: clock);
        await using var peer = await host.GreetAsync();
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(50));
            await peer.ExpectAsync("NOOP", "250 2.0.0");
        }
    }

    [Fact]
    public async Task A_peer_that_stops_in_the_midst_of_a_mail_is_left_and_the_mail_is_none()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(clock: clock);
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("half a mail\r\n");
        Assert.StartsWith("421 4.4.2", await clock.AdvanceUntilAsync(Minute, peer.ReplyAsync()), StringComparison.Ordinal);
        await peer.ClosedAsync();
        Assert.Empty(host.Mailroom.Mails);
    }

    [Fact]
    public async Task A_mail_that_drips_in_is_given_ten_minutes()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(new() { Idle = TimeSpan.FromHours(1) }, clock);
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        var begun = clock.GetUtcNow();
        var reply = peer.ReplyAsync();
        while (!reply.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(reply, Task.Delay(20));
            try
            {
                if (!reply.IsCompleted) await peer.SendAsync("x");
            }
            catch (IOException)
            {
                break;
            }
        }
        Assert.StartsWith("421 4.4.2", await reply, StringComparison.Ordinal);
        Assert.True(clock.GetUtcNow() - begun >= TimeSpan.FromMinutes(10));
        Assert.Empty(host.Mailroom.Mails);
    }

    [Fact]
    public async Task A_receiver_may_take_longer_than_a_peer()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(clock: clock);
        host.Mailroom.Receive = (mail, _) =>
        {
            clock.Advance(TimeSpan.FromMinutes(20));
            return Task.FromResult<IReadOnlyList<LmtpReply>>([LmtpReply.Delivered]);
        };
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
    }

    [Fact]
    public async Task A_peer_that_reads_no_replies_is_left_after_a_minute()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(new() { MaxConnections = 1 }, clock);
        await using var peer = await host.GreetAsync();
        // Until both sides' buffers are full, and the server waits for the peer to read.
        var commands = string.Concat(Enumerable.Repeat("LHLO x\r\n", 10_000));
        var left = Task.Run(async () =>
        {
            try
            {
                while (true) await peer.SendAsync(commands);
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                return true;
            }
        });
        Assert.True(await clock.AdvanceUntilAsync(Minute, left));
        await Programs.UntilAsync("its place to be free", async () =>
        {
            await using var next = await RawPeer.ConnectAsync(host.Port);
            return (await next.ReplyAsync()).StartsWith("220", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_server_that_stops_says_so_between_two_commands()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        var stopping = host.StopAsync(CancellationToken.None);
        await peer.ExpectAsync("421 4.3.2");
        await peer.ClosedAsync();
        await stopping.WaitAsync(Programs.Guard);
    }

    [Fact]
    public async Task A_mail_under_way_when_the_server_stops_is_taken_and_answered_first()
    {
        await using var host = await LmtpHost.StartAsync();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        host.Mailroom.Receive = async (_, ct) =>
        {
            entered.SetResult();
            await go.Task;
            ct.ThrowIfCancellationRequested();
            return [LmtpReply.Delivered];
        };
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("x\r\n");
        var stopping = host.StopAsync(CancellationToken.None);
        await peer.SendAsync(".\r\n");
        await entered.Task.WaitAsync(Programs.Guard);
        go.SetResult();
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("421 4.3.2");
        await stopping.WaitAsync(Programs.Guard);
    }

    [Fact]
    public async Task A_server_made_to_stop_cancels_its_receiver()
    {
        await using var host = await LmtpHost.StartAsync();
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        host.Mailroom.Receive = async (_, ct) =>
        {
            entered.SetResult();
            using var told = ct.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, ct);
            return [];
        };
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await entered.Task.WaitAsync(Programs.Guard);
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await host.StopAsync(now.Token).WaitAsync(Programs.Guard);
        await cancelled.Task.WaitAsync(Programs.Guard);
        await peer.ClosedAsync();
    }
}
