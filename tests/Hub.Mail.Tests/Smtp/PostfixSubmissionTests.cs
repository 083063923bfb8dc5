using System.Text;
using Hub.Mail.Smtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Smtp;

/// <summary>A real Postfix that knows users and passwords from a real Dovecot, and delivers to its mailboxes.</summary>
public sealed class Submission : IAsyncLifetime
{
    public const string Password = "sécret: p@ss/wörd%";

    public TestCertificate Certificate { get; } = TestCertificate.Create();

    public DovecotServer Dovecot { get; private set; } = null!;

    public PostfixServer Postfix { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Dovecot = await DovecotServer.StartAsync(new() { Users = new Dictionary<string, string> { ["support@hub.test"] = Password } });
        Postfix = await PostfixServer.StartAsync(new() { LmtpPort = Dovecot.LmtpPort, SaslPort = Dovecot.SaslPort, Certificate = Certificate, MessageSizeLimit = 2_000_000 });
    }

    public async Task DisposeAsync()
    {
        if (Postfix is not null) await Postfix.DisposeAsync();
        if (Dovecot is not null) await Dovecot.DisposeAsync();
        Certificate.Dispose();
    }
}

/// <summary>Our client hands mail to it.</summary>
public sealed class PostfixSubmissionTests(Submission submission) : IClassFixture<Submission>
{
    private const string Header = "From: Support <support@hub.test>\nTo: anna@example.org\nSubject: =?utf-8?q?caf=C3=A9?=\nMessage-ID: <1@hub.test>\nDate: Mon, 02 Mar 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n";
    private readonly DovecotServer dovecot = submission.Dovecot;
    private readonly PostfixServer postfix = submission.Postfix;

    private SmtpClientOptions Trusting => new() { TrustedCertificate = submission.Certificate.Certificate, HostName = "hub.test" };

    [Fact]
    public async Task A_mail_arrives_as_it_was_but_for_its_line_ends()
    {
        var body = "\n.\n..\n.x\r.y\r\ncafé ☕\n" + new string('l', 900) + "\n\n. \n";
        await using var connection = await ConnectAsync();
        Assert.True(connection.IsEncrypted);
        var result = await connection.SendAsync(new("support@hub.test", ["anna1@example.org", "bert1@example.org"]), Encoding.UTF8.GetBytes(Header + body), CancellationToken.None);
        Assert.All(result.Recipients, r => Assert.True(r.IsAccepted));
        Assert.Contains("queued as", result.Reply.Text, StringComparison.Ordinal);
        foreach (var recipient in new[] { "anna1@example.org", "bert1@example.org" })
        {
            var mail = Encoding.UTF8.GetString(Assert.Single(await dovecot.MailsAsync(recipient, 1)));
            Assert.EndsWith("\n" + Header + body.ReplaceLineEndings("\n"), mail, StringComparison.Ordinal);
            Assert.Contains("Return-Path: <support@hub.test>", mail, StringComparison.Ordinal);
            Assert.Contains("with ESMTPSA", mail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_smuggled_mail_stays_text()
    {
        var body = "\nhello\n.\r\nMAIL FROM:<ceo@hub.test>\nRCPT TO:<victim2@example.org>\nDATA\nforged\r.\r\n";
        await using (var connection = await ConnectAsync())
        {
            await connection.SendAsync(new("support@hub.test", ["anna2@example.org"]), Encoding.UTF8.GetBytes(Header + body), CancellationToken.None);
        }
        var mail = Encoding.UTF8.GetString(Assert.Single(await dovecot.MailsAsync("anna2@example.org", 1)));
        Assert.EndsWith(body.ReplaceLineEndings("\n"), mail, StringComparison.Ordinal);
        await postfix.DeliveredAsync();
        Assert.Empty(await dovecot.MailsAsync("victim2@example.org"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var server = Server with { Password = "wrong" };
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => SmtpConnection.ConnectAsync(server, Trusting, CancellationToken.None));
        Assert.Equal((SmtpPhase.Authentication, 535), (refused.Phase, refused.Code));
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_refused_where_TLS_is_required()
    {
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => SmtpConnection.ConnectAsync(Server with { Tls = SmtpTls.Required }, new(), CancellationToken.None));
        Assert.Equal(SmtpPhase.StartTls, failure.Phase);
    }

    [Fact]
    public async Task Without_a_login_it_takes_no_mail_for_the_world_and_the_connection_goes_on()
    {
        await using var connection = await SmtpConnection.ConnectAsync(Server with { User = null, Password = null }, Trusting, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(new("support@hub.test", ["anna5@example.org"]), Encoding.UTF8.GetBytes(Header + "\nx"), CancellationToken.None));
        Assert.Equal((SmtpPhase.Recipient, 554, true), (refused.Phase, refused.Code, refused.Permanent));
        var result = await connection.SendAsync(new("support@hub.test", ["anna5@example.org", "other5@hub.test"]), Encoding.UTF8.GetBytes(Header + "\nx"), CancellationToken.None);
        Assert.Equal([554, 250], result.Recipients.Select(r => r.Reply.Code));
        await dovecot.MailsAsync("other5@hub.test", 1);
    }

    [Fact]
    public async Task A_mail_too_large_is_not_sent_and_a_large_one_is()
    {
        await using var connection = await ConnectAsync();
        Assert.Equal(2_000_000, connection.Capabilities.MaxSize);
        var line = new string('x', 98) + "\n";
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(new("support@hub.test", ["anna6@example.org"]), Encoding.UTF8.GetBytes(Header + "\n" + string.Concat(Enumerable.Repeat(line, 20_000))), CancellationToken.None));
        Assert.Equal((552, "5.3.4"), (refused.Code, refused.EnhancedCode));
        await connection.SendAsync(new("support@hub.test", ["anna6@example.org"]), Encoding.UTF8.GetBytes(Header + "\n" + string.Concat(Enumerable.Repeat(line, 19_000))), CancellationToken.None);
        Assert.InRange(Assert.Single(await dovecot.MailsAsync("anna6@example.org", 1)).Length, 19_000 * 99, 19_500 * 99);
    }

    [Fact]
    public async Task A_pool_sends_many()
    {
        await using (var pool = new SmtpPool(Trusting))
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            {
                await using var mail = new MemoryStream(Encoding.UTF8.GetBytes($"{Header}\nmail {i}\n"));
                await pool.SendAsync(Server, new("support@hub.test", ["anna7@example.org"]), mail, CancellationToken.None);
            })).WaitAsync(Programs.Guard);
        }
        var mails = await dovecot.MailsAsync("anna7@example.org", 40);
        Assert.Equal(40, mails.Select(mail => Encoding.UTF8.GetString(mail).Split('\n')[^2]).Distinct().Count());
    }

    private SmtpServer Server => SmtpServer.Parse($"smtp://support%40hub.test:{Uri.EscapeDataString(Submission.Password)}@127.0.0.1:{postfix.SubmissionPort}");

    private Task<SmtpConnection> ConnectAsync() => SmtpConnection.ConnectAsync(Server with { Tls = SmtpTls.Required }, Trusting, CancellationToken.None).WaitAsync(Programs.Guard);
}
