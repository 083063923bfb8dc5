using System.Text;
using Hub.Mail.Smtp;
using Hub.Mail.Tests.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Smtp;

public sealed class SmtpPoolTests
{
    private static readonly SmtpEnvelope ToOne = new("support@hub.test", ["anna@example.org"]);

    [Fact]
    public async Task Mails_one_after_another_share_a_connection_until_it_has_carried_its_share()
    {
        await using var fake = new FakeSmtp(Two, Two);
        await using (var pool = new SmtpPool(new(), new() { Mails = 2 }))
        {
            for (var i = 0; i < 4; i++) await SendAsync(pool, fake);
        }
        await fake.FinishAsync();
        Assert.Equal(2, fake.Connections);

        static async Task Two(FakePeer peer)
        {
            await peer.GreetAsync();
            await peer.TakeMailAsync();
            await peer.TakeMailAsync();
            await peer.GoodbyeAsync();
        }
    }

    [Fact]
    public async Task More_borrowers_than_places_wait()
    {
        await using var fake = new FakeSmtp(Idle, Idle);
        await using var pool = new SmtpPool(new(), new() { PerServer = 2 });
        var first = await pool.LendAsync(fake.Server, CancellationToken.None);
        var second = await pool.LendAsync(fake.Server, CancellationToken.None);
        var third = pool.LendAsync(fake.Server, CancellationToken.None);
        await Task.Delay(50);
        Assert.False(third.IsCompleted);
        await first.DisposeAsync();
        await first.DisposeAsync();
        await using (var lease = await third.WaitAsync(Programs.Guard))
        {
            Assert.True(lease.IsReused);
            Assert.Same(first.Connection, lease.Connection);
        }
        await second.DisposeAsync();
        Assert.Equal(2, fake.Connections);

        static async Task Idle(FakePeer peer)
        {
            await peer.GreetAsync();
            await peer.GoodbyeAsync();
        }
    }

    [Fact]
    public async Task A_borrower_that_could_not_connect_leaves_its_place()
    {
        await using var fake = new FakeSmtp(peer => peer.SayAsync("421 busy"), async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeMailAsync();
            await peer.GoodbyeAsync();
        });
        await using (var pool = new SmtpPool(new(), new() { PerServer = 1 }))
        {
            await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(pool, fake));
            await SendAsync(pool, fake);
        }
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_connection_nobody_uses_is_closed_after_half_a_minute()
    {
        var clock = new ManualClock();
        var closed = new TaskCompletionSource<bool>();
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeMailAsync();
            await peer.HearAsync("QUIT");
            closed.SetResult(true);
        });
        await using var pool = new SmtpPool(new() { Clock = clock });
        await SendAsync(pool, fake);
        await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(31), closed.Task);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task One_that_lay_for_a_while_is_asked_whether_it_lives_and_replaced_if_not()
    {
        var clock = new ManualClock();
        await using var fake = new FakeSmtp(
            async peer =>
            {
                await peer.GreetAsync();
                await peer.TakeMailAsync();
                await peer.HearAsync("NOOP", "250 ok");
                await peer.TakeMailAsync();
                await peer.HearAsync("NOOP", "421 too long");
                await peer.Wire.LineAsync();
            },
            async peer =>
            {
                await peer.GreetAsync();
                await peer.TakeMailAsync();
                await peer.GoodbyeAsync();
            });
        await using (var pool = new SmtpPool(new() { Clock = clock }))
        {
            await SendAsync(pool, fake);
            clock.Advance(TimeSpan.FromSeconds(10));
            await SendAsync(pool, fake);
            clock.Advance(TimeSpan.FromSeconds(10));
            await SendAsync(pool, fake);
        }
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_the_server_closed_meanwhile_is_replaced_without_the_sender_noticing(bool politely)
    {
        await using var fake = new FakeSmtp(
            async peer =>
            {
                await peer.GreetAsync();
                await peer.TakeMailAsync();
                if (politely) await peer.HearAsync("MAIL", "421 4.4.2 idle for too long");
            },
            async peer =>
            {
                await peer.GreetAsync();
                await peer.TakeMailAsync();
                await peer.GoodbyeAsync();
            });
        await using (var pool = new SmtpPool(new()))
        {
            await SendAsync(pool, fake);
            await SendAsync(pool, fake);
        }
        await fake.FinishAsync();
        Assert.Equal(2, fake.Connections);
    }

    [Fact]
    public async Task A_mail_that_may_have_gone_is_not_sent_again()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeMailAsync();
            await peer.BeginMailAsync();
            await peer.ContentAsync();
        });
        await using var pool = new SmtpPool(new());
        await SendAsync(pool, fake);
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => SendAsync(pool, fake));
        Assert.True(failure.AfterData);
        await fake.FinishAsync();
        Assert.Equal(1, fake.Connections);
    }

    [Fact]
    public async Task A_refused_mail_leaves_the_connection_for_the_next()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.HearAsync("MAIL", "550 no");
            await peer.HearAsync("RSET", "250 ok");
            await peer.TakeMailAsync();
            await peer.GoodbyeAsync();
        });
        await using (var pool = new SmtpPool(new()))
        {
            await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(pool, fake));
            await SendAsync(pool, fake);
        }
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_connection_that_comes_back_after_the_end_is_closed()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.GoodbyeAsync();
        });
        var pool = new SmtpPool(new());
        var lease = await pool.LendAsync(fake.Server, CancellationToken.None);
        await pool.DisposeAsync();
        await lease.DisposeAsync();
        await fake.FinishAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.LendAsync(fake.Server, CancellationToken.None));
    }

    [Fact]
    public async Task Fifty_senders_at_once_need_four_connections()
    {
        await using var fake = new FakeSmtp([.. Enumerable.Repeat<Func<FakePeer, Task>>(Any, 4)]);
        await using (var pool = new SmtpPool(new()))
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(pool, fake))).WaitAsync(Programs.Guard);
            Assert.InRange(fake.Connections, 1, 4);
        }

        static async Task Any(FakePeer peer)
        {
            await peer.GreetAsync();
            while (await peer.Wire.LineAsync() is { } line && !line.StartsWith("QUIT", StringComparison.Ordinal))
            {
                await peer.SayAsync(line == "DATA" ? "354 go" : "250 ok");
                if (line == "DATA")
                {
                    await peer.ContentAsync();
                    await peer.SayAsync("250 taken");
                }
            }
            await peer.SayAsync("221 bye");
        }
    }

    private static async Task SendAsync(SmtpPool pool, FakeSmtp fake)
    {
        await using var mail = new MemoryStream(Encoding.ASCII.GetBytes("x\r\n"));
        await pool.SendAsync(fake.Server, ToOne, mail, CancellationToken.None).WaitAsync(Programs.Guard);
    }
}
