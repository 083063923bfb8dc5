using System.Text;
using Hub.Mail.Smtp;
using Hub.Mail.Tests.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Smtp;

/// <summary>Servers that die, stall and talk nonsense.</summary>
public sealed class SmtpTroubleTests
{
    private static readonly SmtpEnvelope ToOne = new("support@hub.test", ["anna@example.org"]);
    private static readonly ReadOnlyMemory<byte> Mail = Encoding.ASCII.GetBytes("Subject: x\r\n\r\nx\r\n");

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        var server = SmtpServer.Parse($"smtp://127.0.0.1:{Programs.FreePort()}");
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => SmtpConnection.ConnectAsync(server, new(), CancellationToken.None));
        Assert.Equal((SmtpPhase.Connect, false), (failure.Phase, failure.AfterData));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_unavailable_after_a_while()
    {
        var clock = new ManualClock();
        var options = new SmtpClientOptions
        {
            Clock = clock,
            Dial = async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return Stream.Null;
            },
        };
        var connecting = Assert.ThrowsAsync<SmtpUnavailableException>(() => SmtpConnection.ConnectAsync(SmtpServer.Parse("smtp://mail.example.org"), options, CancellationToken.None));
        var failure = await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(16), connecting);
        Assert.Equal(SmtpPhase.Connect, failure.Phase);
    }

    [Theory]
    [InlineData("554 5.7.1 go away", true, SmtpPhase.Greeting)]
    [InlineData("421 4.3.2 busy", false, SmtpPhase.Greeting)]
    public async Task A_server_that_does_not_want_us_says_why(string greeting, bool permanent, SmtpPhase phase)
    {
        await using var fake = new FakeSmtp(peer => peer.SayAsync(greeting));
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => fake.ConnectAsync());
        Assert.Equal((permanent, phase), (refused.Permanent, refused.Phase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("22\r\n")]
    [InlineData("22x hello\r\n")]
    [InlineData("220_hello\r\n")]
    [InlineData("999 hello\r\n")]
    [InlineData("120 hello\r\n")]
    [InlineData("220-hello\r\n250 hello\r\n")]
    [InlineData("220-hello\r\n")]
    [InlineData("220 hello\n")]
    [InlineData("\x15\x03\x01\x02\r\n")]
    public async Task Nonsense_is_unavailable(string nonsense)
    {
        await using var fake = new FakeSmtp(peer => peer.Wire.SendAsync(nonsense));
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => fake.ConnectAsync());
        Assert.Equal(SmtpPhase.Greeting, failure.Phase);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_reply_has_a_hundred_lines_of_four_thousand_octets_at_most()
    {
        await using var fake = new FakeSmtp(
            peer => peer.Wire.SendAsync(string.Concat(Enumerable.Repeat("220-x\r\n", 99)) + "220 x\r\n"),
            peer => peer.Wire.SendAsync(string.Concat(Enumerable.Repeat("220-x\r\n", 101)) + "220 x\r\n"),
            peer => peer.Wire.SendAsync("220 " + new string('x', 4096) + "\r\n"),
            async peer =>
            {
                try
                {
                    while (true) await peer.Wire.SendAsync(new string('x', 10_000));
                }
                catch (IOException)
                {
                    // The client has had enough.
                }
            });
        Assert.Equal(SmtpPhase.Hello, (await Assert.ThrowsAsync<SmtpUnavailableException>(() => fake.ConnectAsync())).Phase);
        for (var i = 0; i < 3; i++) Assert.Equal(SmtpPhase.Greeting, (await Assert.ThrowsAsync<SmtpUnavailableException>(() => fake.ConnectAsync())).Phase);
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData("greeting", SmtpPhase.Greeting, false)]
    [InlineData("EHLO", SmtpPhase.Hello, false)]
    [InlineData("MAIL", SmtpPhase.Mail, false)]
    [InlineData("RCPT", SmtpPhase.Recipient, false)]
    [InlineData("DATA", SmtpPhase.Data, false)]
    [InlineData("end", SmtpPhase.Content, true)]
    public async Task A_server_that_stalls_is_given_up_and_only_behind_the_dot_may_the_mail_have_gone(string where, SmtpPhase phase, bool afterData)
    {
        var clock = new ManualClock();
        var stalls = new TaskCompletionSource();
        await using var fake = new FakeSmtp(peer => UntilAsync(peer, where, async () =>
        {
            stalls.SetResult();
            await peer.Wire.ClosedAsync();
        }));
        var sending = Assert.ThrowsAsync<SmtpUnavailableException>(() => SendAsync(fake, new() { Clock = clock }));
        await stalls.Task.WaitAsync(Programs.Guard);
        var failure = await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(25), sending);
        Assert.Equal((phase, afterData), (failure.Phase, failure.AfterData));
        Assert.IsType<TimeoutException>(failure.InnerException);
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData("MAIL", SmtpPhase.Mail, false)]
    [InlineData("RCPT", SmtpPhase.Recipient, false)]
    [InlineData("DATA", SmtpPhase.Data, false)]
    [InlineData("content", SmtpPhase.Content, false)]
    [InlineData("end", SmtpPhase.Content, true)]
    public async Task A_server_that_dies_is_unavailable_and_only_behind_the_dot_may_the_mail_have_gone(string where, SmtpPhase phase, bool afterData)
    {
        await using var fake = new FakeSmtp(peer => UntilAsync(peer, where, () =>
        {
            peer.Wire.Cut();
            return Task.CompletedTask;
        }));
        // Larger than all buffers on the way, so that the break shows while it is sent.
        var mail = where == "content" ? Encoding.ASCII.GetBytes(new string('x', 20_000_000)) : Mail;
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => SendAsync(fake, new(), mail));
        Assert.Equal((phase, afterData), (failure.Phase, failure.AfterData));
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData("what?\r\n")]
    [InlineData("354 more\r\n")]
    [InlineData("250-ok\r\n451 no\r\n")]
    public async Task Nonsense_behind_the_dot_leaves_open_whether_the_mail_has_gone(string nonsense)
    {
        await using var fake = new FakeSmtp(peer => UntilAsync(peer, "end", () => peer.Wire.SendAsync(nonsense)));
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => SendAsync(fake, new()));
        Assert.Equal((SmtpPhase.Content, true), (failure.Phase, failure.AfterData));
    }

    [Fact]
    public async Task A_caller_that_gives_up_behind_the_dot_learns_that_the_mail_may_have_gone()
    {
        using var caller = new CancellationTokenSource();
        await using var fake = new FakeSmtp(peer => UntilAsync(peer, "end", async () =>
        {
            await caller.CancelAsync();
            await peer.Wire.ClosedAsync();
        }));
        await using var connection = await fake.ConnectAsync();
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => connection.SendAsync(ToOne, Mail, caller.Token).WaitAsync(Programs.Guard));
        Assert.True(failure.AfterData);
        Assert.False(connection.IsUsable);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_caller_that_gives_up_before_is_simply_cancelled_and_the_connection_is_not_used_again()
    {
        using var caller = new CancellationTokenSource();
        await using var fake = new FakeSmtp(peer => UntilAsync(peer, "DATA", async () =>
        {
            await caller.CancelAsync();
            await peer.Wire.ClosedAsync();
        }));
        await using var connection = await fake.ConnectAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.SendAsync(ToOne, Mail, caller.Token).WaitAsync(Programs.Guard));
        Assert.False(connection.IsUsable);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_server_that_dies_after_its_250_has_the_mail()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeMailAsync();
            peer.Wire.Cut();
        });
        var connection = await fake.ConnectAsync();
        Assert.Equal(250, (await connection.SendAsync(ToOne, Mail, CancellationToken.None)).Reply.Code);
        await fake.FinishAsync();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_never_answers_QUIT_holds_nobody_up()
    {
        var clock = new ManualClock();
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.TakeMailAsync();
            await peer.HearAsync("QUIT");
            await peer.Wire.ClosedAsync();
        });
        var connection = await fake.ConnectAsync(new() { Clock = clock });
        await connection.SendAsync(ToOne, Mail, CancellationToken.None);
        var closing = Task.Run(async () =>
        {
            await connection.DisposeAsync();
            return true;
        });
        Assert.True(await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(3), closing));
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_server_that_refuses_in_the_midst_of_a_mail_and_closes_is_understood()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.BeginMailAsync();
            await peer.Wire.LineAsync();
            await peer.SayAsync("552 5.3.4 that is enough");
            peer.Wire.Finish();
            // Until the client has seen it, that a reset may not overtake it.
            while (await peer.Wire.LineAsync() is not null)
            {
            }
        });
        var mail = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 10_000)));
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(fake, new(), mail));
        Assert.Equal((552, "that is enough", true), (refused.Code, refused.Text, refused.Permanent));
    }

    private static async Task SendAsync(FakeSmtp fake, SmtpClientOptions options, ReadOnlyMemory<byte>? mail = null)
    {
        await using var connection = await SmtpConnection.ConnectAsync(fake.Server, options, CancellationToken.None);
        await connection.SendAsync(ToOne, mail ?? Mail, CancellationToken.None);
    }

    /// <summary>All goes well up to a place, where something happens instead of the reply.</summary>
    private static async Task UntilAsync(FakePeer peer, string where, Func<Task> then)
    {
        var steps = new (string Name, Func<Task> Before, string Reply)[]
        {
            ("greeting", () => Task.CompletedTask, "220 fake.test"),
            ("EHLO", () => peer.HearAsync("EHLO"), "250 fake.test"),
            ("MAIL", () => peer.HearAsync("MAIL"), "250 ok"),
            ("RCPT", () => peer.HearAsync("RCPT"), "250 ok"),
            ("DATA", () => peer.HearAsync("DATA"), "354 go"),
            ("content", () => Task.CompletedTask, ""),
            ("end", () => peer.ContentAsync(), "250 ok"),
        };
        foreach (var (name, before, reply) in steps)
        {
            await before();
            if (name == where)
            {
                await then();
                return;
            }
            if (reply.Length > 0) await peer.SayAsync(reply);
        }
    }
}
