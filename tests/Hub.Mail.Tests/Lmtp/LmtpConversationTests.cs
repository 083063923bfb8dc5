using Hub.Mail.Lmtp;

namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpConversationTests
{
    [Fact]
    public async Task LHLO_says_what_is_offered()
    {
        await using var host = await LmtpHost.StartAsync(new() { HostName = "lmtp.hub.test", MaxSize = 12345 });
        await using var peer = await host.ConnectAsync();
        var lines = (await peer.AskAsync("lhlo test.example")).Split('\n');
        Assert.Equal(["250-lmtp.hub.test", "250-PIPELINING", "250-ENHANCEDSTATUSCODES", "250-8BITMIME", "250-SMTPUTF8", "250 SIZE 12345"], lines);
    }

    [Fact]
    public async Task A_mail_comes_whole_with_its_envelope()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test", "b@hub.test");
        await peer.SendAsync("Subject: x\r\n\r\n..dot\r\n.....\r\n.x\r\n\xe9\x00\xff\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("QUIT", "221 2.0.0");
        await peer.ClosedAsync();

        var mail = host.Mailroom.OnlyMail();
        Assert.Equal("sender@example.org", mail.From);
        Assert.Equal(["a@hub.test", "b@hub.test"], mail.Recipients);
        Assert.Equal("Subject: x\r\n\r\n.dot\r\n....\r\nx\r\n\xe9\x00\xff\r\n", mail.Text);
        Assert.Equal(mail.Content.Length, mail.Size);
    }

    [Fact]
    public async Task A_mail_without_any_octets_is_a_mail()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync(".\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.Equal(0, host.Mailroom.OnlyMail().Size);
    }

    [Fact]
    public async Task A_bounce_has_no_sender()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<> BODY=8BITMIME SIZE=10", "250 2.1.0");
        await peer.ExpectAsync("RCPT TO:<a@hub.test>", "250 2.1.5");
        await peer.ExpectAsync("DATA", "354");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.Null(host.Mailroom.OnlyMail().From);
    }

    [Fact]
    public async Task Each_accepted_recipient_has_its_own_reply_in_order()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Accept = recipient => recipient.StartsWith("no", StringComparison.Ordinal) ? LmtpReply.NoSuchRecipient : null;
        host.Mailroom.Receive = (mail, _) => Task.FromResult<IReadOnlyList<LmtpReply>>([new(250, "2.1.5", "one"), new(452, "4.2.2", "two"), new(554, "5.6.0", "three")]);
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250 2.1.0");
        await peer.ExpectAsync("RCPT TO:<1@hub.test>", "250 2.1.5");
        await peer.ExpectAsync("RCPT TO:<no@hub.test>", "550 5.1.1");
        await peer.ExpectAsync("RCPT TO:<2@hub.test>", "250 2.1.5");
        await peer.ExpectAsync("RCPT TO:<3@hub.test>", "250 2.1.5");
        await peer.ExpectAsync("DATA", "354");
        await peer.SendAsync("x\r\n.\r\nNOOP\r\n");
        Assert.Equal("250 2.1.5 one", await peer.ReplyAsync());
        Assert.Equal("452 4.2.2 two", await peer.ReplyAsync());
        Assert.Equal("554 5.6.0 three", await peer.ReplyAsync());
        await peer.ExpectAsync("250 2.0.0");
        Assert.Equal(["1@hub.test", "2@hub.test", "3@hub.test"], host.Mailroom.OnlyMail().Recipients);
    }

    [Fact]
    public async Task A_receiver_that_throws_makes_a_temporary_failure_for_each_recipient()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Receive = (_, _) => throw new TimeoutException("the database");
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test", "b@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("451 4.3.0");
        await peer.ExpectAsync("451 4.3.0");
        await peer.ExpectAsync("NOOP", "250");
        Assert.Contains(host.Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Error && !line.Text.Contains("hub.test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_gives_up_waiting_is_no_idle_peer()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Receive = (_, _) => throw new OperationCanceledException();
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("451 4.3.0");
        await peer.ExpectAsync("NOOP", "250");
    }

    [Fact]
    public async Task A_receiver_that_answers_for_too_few_makes_a_temporary_failure_for_each()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Receive = (_, _) => Task.FromResult<IReadOnlyList<LmtpReply>>([LmtpReply.Delivered]);
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test", "b@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("451 4.3.0");
        await peer.ExpectAsync("451 4.3.0");
    }

    [Fact]
    public async Task A_recipient_that_cannot_be_looked_up_may_be_tried_again()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Accept = _ => throw new InvalidOperationException("the database");
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250");
        await peer.ExpectAsync("RCPT TO:<a@hub.test>", "451 4.3.0");
        await peer.ExpectAsync("DATA", "503 5.5.1");
    }

    [Fact]
    public async Task A_receivers_text_cannot_become_a_reply_of_its_own()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Accept = _ => new(550, "5.1.1", "no\r\n250 2.1.5 yes\u0085é" + new string('x', 5000));
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250");
        Assert.StartsWith("550 5.1.1 no??250 2.1.5 yes??xxx", await peer.AskAsync("RCPT TO:<a@hub.test>"), StringComparison.Ordinal);
        await peer.ExpectAsync("NOOP", "250 2.0.0");
    }

    [Fact]
    public async Task RSET_and_LHLO_forget_the_mail_begun()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        foreach (var forget in new[] { "RSET", "LHLO again.example" })
        {
            await peer.ExpectAsync("MAIL FROM:<first@example.org>", "250");
            await peer.ExpectAsync("RCPT TO:<first@hub.test>", "250");
            await peer.ExpectAsync(forget, "250");
        }
        await peer.BeginMailAsync("second@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.Equal(["second@hub.test"], host.Mailroom.OnlyMail().Recipients);
    }

    [Fact]
    public async Task One_connection_carries_many_mails_pipelined()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        for (var i = 0; i < 3; i++)
        {
            await peer.SendAsync($"MAIL FROM:<s@example.org>\r\nRCPT TO:<a{i}@hub.test>\r\nRCPT TO:<b{i}@hub.test>\r\nDATA\r\n");
            await peer.ExpectAsync("250 2.1.0");
            await peer.ExpectAsync("250 2.1.5");
            await peer.ExpectAsync("250 2.1.5");
            await peer.ExpectAsync("354");
            await peer.SendAsync($"mail {i}\r\n.\r\n");
            await peer.ExpectAsync("250 2.1.5");
            await peer.ExpectAsync("250 2.1.5");
        }
        Assert.Equal(["mail 0\r\n", "mail 1\r\n", "mail 2\r\n"], host.Mailroom.Mails.Select(mail => mail.Text));
    }

    [Fact]
    public async Task VRFY_and_NOOP_tell_nothing()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("VRFY a@hub.test", "252 2.1.5");
        await peer.ExpectAsync("NOOP whatever", "250 2.0.0");
        await peer.ExpectAsync("EXPN list", "500 5.5.1");
    }

    [Fact]
    public async Task A_peer_that_says_everything_and_finishes_is_answered()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.ConnectAsync();
        await peer.SendAsync("LHLO x\r\nMAIL FROM:<s@example.org>\r\nRCPT TO:<a@hub.test>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n");
        peer.Finish();
        await peer.ExpectAsync("250-");
        await peer.ExpectAsync("250 2.1.0");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("354");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("221");
        Assert.Equal("x\r\n", host.Mailroom.OnlyMail().Text);
    }

    [Fact]
    public async Task Addresses_beyond_ASCII_come_with_SMTPUTF8_only()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        // "ü" in UTF-8, octet by octet.
        await peer.ExpectAsync("MAIL FROM:<m\xc3\xbcller@example.org>", "553 5.6.7");
        await peer.ExpectAsync("MAIL FROM:<m\xc3\xbcller@example.org> SMTPUTF8", "250 2.1.0");
        await peer.ExpectAsync("RCPT TO:<m\xc3\xbcller@hub.test>", "250 2.1.5");
        await peer.ExpectAsync("DATA", "354");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.Equal(["müller@hub.test"], host.Mailroom.OnlyMail().Recipients);
        Assert.Equal("müller@example.org", host.Mailroom.OnlyMail().From);
    }

    [Theory]
    [InlineData("MAIL FROM:sender@example.org", "501 5.1.7")]
    [InlineData("MAIL FROM:<sender@example.org", "501 5.1.7")]
    [InlineData("MAIL FROM:<sender@>", "501 5.1.7")]
    [InlineData("MAIL FROM:<postmaster>", "501 5.1.7")]
    [InlineData("MAIL TO:<sender@example.org>", "501 5.1.7")]
    [InlineData("MAIL FROM:<s@example.org> SIZE=x", "501 5.5.4")]
    [InlineData("MAIL FROM:<s@example.org> SIZE", "501 5.5.4")]
    [InlineData("MAIL FROM:<s@example.org> SIZE=1 SIZE=2", "501 5.5.4")]
    [InlineData("MAIL FROM:<s@example.org> BODY=BINARYMIME", "555 5.5.4")]
    [InlineData("MAIL FROM:<s@example.org> AUTH=<>", "555 5.5.4")]
    [InlineData("MAIL FROM:<s@example.org>SIZE=1", "501 5.1.7")]
    [InlineData("MAIL FROM:<s@example.org> SIZE=99999999999999999999", "552 5.3.4")]
    public async Task A_bad_MAIL_is_refused_and_forgotten(string command, string reply)
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync(command, reply);
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250 2.1.0");
    }

    [Theory]
    [InlineData("RCPT TO:<>", "501 5.1.3")]
    [InlineData("RCPT TO:<a b@hub.test>", "501 5.1.3")]
    [InlineData("RCPT TO:a@hub.test", "501 5.1.3")]
    [InlineData("RCPT TO:<a@hub.test> NOTIFY=NEVER", "555 5.5.4")]
    public async Task A_bad_RCPT_is_refused_and_the_others_stay(string command, string reply)
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250 2.1.0");
        await peer.ExpectAsync("RCPT TO:<a@hub.test>", "250 2.1.5");
        for (var i = 0; i < 5; i++) await peer.ExpectAsync(command, reply);
        await peer.ExpectAsync("DATA", "354");
    }
}
