using Hub.Mail.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

/// <summary>A real Postfix hands its mail to our LMTP server.</summary>
public sealed class PostfixToLmtpTests
{
    private const string Header = "From: Anna <anna@example.org>\r\nTo: support@hub.test\r\nSubject: hello\r\nMessage-ID: <1@example.org>\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\n";

    [Fact]
    public async Task Dots_long_lines_and_eight_bits_come_through_as_they_were_sent()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var postfix = await PostfixServer.StartAsync(new() { LmtpPort = host.Port });
        // Postfix cuts lines at 990 octets on the way out (smtp_line_length_limit = 998): up to there they are the sender's.
        var body = $".\r\n..\r\n.x\r\n\r\ncaf\xc3\xa9 \xff\xfe\r\n{new string('l', 900)}\r\n. \r\n";
        await SendAsync(postfix, ["a@hub.test", "b@hub.test"], Header + "\r\n" + body);
        await postfix.DeliveredAsync();
        var mail = host.Mailroom.OnlyMail();
        Assert.Equal("anna@example.org", mail.From);
        Assert.Equal(["a@hub.test", "b@hub.test"], mail.Recipients.Order());
        Assert.EndsWith("\r\n" + Header + "\r\n" + body, mail.Text, StringComparison.Ordinal);
        Assert.Equal(2, postfix.Deliveries("sent").Count);
    }

    [Fact]
    public async Task One_recipient_refused_is_reported_to_the_sender_and_the_others_have_the_mail()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Accept = recipient => recipient == "nobody@hub.test" ? LmtpReply.NoSuchRecipient : null;
        await using var postfix = await PostfixServer.StartAsync(new() { LmtpPort = host.Port });
        await SendAsync(postfix, ["a@hub.test", "nobody@hub.test", "b@hub.test"], Header + "\r\nhello\r\n");
        // The mail, and the report on it; this Postfix sends all the world's mail here.
        await host.Mailroom.UntilAsync(2);
        await postfix.DeliveredAsync();
        Assert.Equal(["a@hub.test", "b@hub.test"], host.Mailroom.Mails.Single(mail => mail.From is not null).Recipients.Order());
        var report = host.Mailroom.Mails.Single(mail => mail.From is null);
        Assert.Equal(["anna@example.org"], report.Recipients);
        Assert.Contains("550 5.1.1 No such mailbox here", report.Text.ReplaceLineEndings(" ").Replace("     ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<nobody@hub.test>", Assert.Single(postfix.Deliveries("bounced")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_for_one_of_two_that_could_not_be_kept_waits_with_the_sender_and_comes_again_for_that_one()
    {
        await using var host = await LmtpHost.StartAsync();
        var broken = true;
        host.Mailroom.Receive = (mail, _) => Task.FromResult<IReadOnlyList<LmtpReply>>([.. mail.Recipients.Select(r => broken && r == "b@hub.test" ? LmtpReply.TryAgain : LmtpReply.Delivered)]);
        await using var postfix = await PostfixServer.StartAsync(new() { LmtpPort = host.Port });
        await SendAsync(postfix, ["a@hub.test", "b@hub.test"], Header + "\r\nhello\r\n");
        await postfix.LoggedAsync("status=deferred");
        Assert.Equal(1, await postfix.QueuedAsync());
        Assert.Contains("451 4.3.0", Assert.Single(postfix.Deliveries("deferred")), StringComparison.Ordinal);

        broken = false;
        await postfix.FlushAsync();
        await postfix.DeliveredAsync();
        Assert.Equal(2, host.Mailroom.Mails.Count);
        Assert.Equal(["b@hub.test"], host.Mailroom.Mails.Last().Recipients);
    }

    [Fact]
    public async Task Mail_waits_while_nobody_listens()
    {
        var port = Programs.FreePort();
        await using var postfix = await PostfixServer.StartAsync(new() { LmtpPort = port });
        await SendAsync(postfix, ["a@hub.test"], Header + "\r\nhello\r\n");
        await postfix.LoggedAsync("status=deferred");
        await using var host = await LmtpHost.StartAsync(port: port);
        await postfix.FlushAsync();
        await postfix.DeliveredAsync();
        Assert.EndsWith("\r\n\r\nhello\r\n", host.Mailroom.OnlyMail().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_comes_over_TLS_where_Postfix_insists()
    {
        using var certificate = TestCertificate.Create();
        await using var host = await LmtpHost.StartAsync(new() { Certificate = certificate.Certificate });
        await using var postfix = await PostfixServer.StartAsync(new() { LmtpPort = host.Port, LmtpTls = true });
        await SendAsync(postfix, ["a@hub.test"], Header + "\r\nhello\r\n");
        await postfix.DeliveredAsync();
        Assert.EndsWith("\r\n\r\nhello\r\n", host.Mailroom.OnlyMail().Text, StringComparison.Ordinal);
        Assert.Single(postfix.Deliveries("sent"));
    }

    [Fact]
    public async Task Three_hundred_recipients_come_in_as_many_transactions_as_needed()
    {
        await using var host = await LmtpHost.StartAsync(new() { MaxRecipients = 20 });
        await using var postfix = await PostfixServer.StartAsync(new() { LmtpPort = host.Port });
        var recipients = Enumerable.Range(0, 300).Select(i => $"r{i}@hub.test").ToArray();
        await SendAsync(postfix, recipients, Header + "\r\nhello\r\n");
        await postfix.LoggedAsync("status=");
        await Programs.UntilAsync("all to be delivered", async () =>
        {
            // What was told 452 waits for the next run of the queue.
            await postfix.FlushAsync();
            await Task.Delay(200);
            return await postfix.QueuedAsync() == 0;
        }, postfix.Log);
        Assert.Equal(recipients.Order(), host.Mailroom.Mails.SelectMany(mail => mail.Recipients).Order());
        Assert.DoesNotContain(host.Mailroom.Mails, mail => mail.Recipients.Count > 20);
    }

    /// <summary>As another machine would, at the port as of an MX.</summary>
    private static async Task SendAsync(PostfixServer postfix, string[] recipients, string mail)
    {
        await using var peer = await RawPeer.ConnectAsync(postfix.InboundPort);
        await peer.ExpectAsync("220 ");
        await peer.ExpectAsync("EHLO client.example", "250-");
        await peer.ExpectAsync("MAIL FROM:<anna@example.org> BODY=8BITMIME", "250");
        foreach (var recipient in recipients) await peer.ExpectAsync($"RCPT TO:<{recipient}>", "250");
        await peer.ExpectAsync("DATA", "354");
        await peer.SendAsync((mail.StartsWith('.') ? "." : "") + mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n");
        await peer.ExpectAsync("250");
        await peer.ExpectAsync("QUIT", "221");
    }
}
