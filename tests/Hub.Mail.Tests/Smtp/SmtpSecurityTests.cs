using System.Security.Authentication;
using System.Text;
using Hub.Mail.Smtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Smtp;

public sealed class SmtpSecurityTests : IDisposable
{
    private readonly TestCertificate certificate = TestCertificate.Create();

    private SmtpClientOptions Trusting => new() { TrustedCertificate = certificate.Certificate };

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task After_STARTTLS_only_what_is_offered_inside_counts()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("STARTTLS", "SIZE 1", "AUTH PLAIN");
            await peer.HearAsync("STARTTLS", "220 go");
            await peer.Wire.EncryptAsAsync(certificate);
            await peer.HelloAsync("AUTH LOGIN", "SIZE 1000");
            await peer.HearAsync("AUTH LOGIN", "334 VXNlcm5hbWU6");
            await peer.HearAsync(Base64("support@hub.test"), "334 UGFzc3dvcmQ6");
            await peer.HearAsync(Base64("sécret"), "235 2.7.0 welcome");
            await peer.TakeMailAsync();
            await peer.GoodbyeAsync();
        });
        await using (var connection = await ConnectAsync("smtp://support%40hub.test:s%C3%A9cret@mail.example.org", fake, Trusting))
        {
            Assert.True(connection.IsEncrypted);
            Assert.Equal(1000, connection.Capabilities.MaxSize);
            Assert.False(connection.Capabilities.Has("STARTTLS"));
            await connection.SendAsync(new("s@hub.test", ["a@example.org"]), Encoding.ASCII.GetBytes("x"), CancellationToken.None);
        }
        await fake.FinishAsync();
    }

    [Fact]
    public async Task TLS_from_the_first_octet_and_a_login_by_PLAIN()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.Wire.EncryptAsAsync(certificate);
            await peer.GreetAsync("AUTH=LOGIN PLAIN");
            await peer.HearAsync("AUTH PLAIN " + Base64("\0u\0p"), "235 welcome");
            await peer.GoodbyeAsync();
        });
        await using (var connection = await ConnectAsync("smtps://u:p@mail.example.org", fake, Trusting)) Assert.True(connection.IsEncrypted);
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData("smtp://u:p@mail.example.org")]
    [InlineData("smtp://mail.example.org?tls=optional")]
    [InlineData("smtp://127.0.0.1?tls=required")]
    public async Task A_certificate_that_proves_nothing_ends_it_before_anything_is_said(string server)
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("STARTTLS");
            await peer.HearAsync("STARTTLS", "220 go");
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await peer.Wire.EncryptAsAsync(certificate);
                await peer.HearAsync("EHLO");
            });
        });
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => ConnectAsync(server, fake, new()));
        Assert.Equal(SmtpPhase.StartTls, failure.Phase);
        Assert.IsType<AuthenticationException>(failure.InnerException);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task Another_certificate_than_the_trusted_one_is_not_trusted()
    {
        using var other = TestCertificate.Create();
        await using var fake = new FakeSmtp(async peer => await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await peer.Wire.EncryptAsAsync(other);
            await peer.SayAsync("220 hello");
            await peer.HearAsync("EHLO");
        }));
        await Assert.ThrowsAsync<SmtpUnavailableException>(() => ConnectAsync("smtps://mail.example.org", fake, Trusting));
        await fake.FinishAsync();
    }

    [Fact]
    public async Task On_this_machine_a_certificate_made_at_home_is_borne_unless_TLS_is_required()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("STARTTLS");
            await peer.HearAsync("STARTTLS", "220 go");
            await peer.Wire.EncryptAsAsync(certificate);
            await peer.HelloAsync("AUTH PLAIN");
            await peer.HearAsync("AUTH PLAIN", "235 ok");
            await peer.GoodbyeAsync();
        });
        await using (var connection = await ConnectAsync("smtp://u:p@127.0.0.1", fake, new())) Assert.True(connection.IsEncrypted);
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData("smtp://u:p@mail.example.org?tls=none")]
    [InlineData("smtp://u:p@mail.example.org?tls=optional")]
    public async Task No_password_goes_over_the_wire_in_clear_text(string server)
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("AUTH PLAIN LOGIN");
            await peer.Wire.ClosedAsync();
        });
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => ConnectAsync(server, fake, new()));
        Assert.Equal(SmtpPhase.Authentication, failure.Phase);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_server_whose_STARTTLS_was_taken_away_gets_no_mail_where_TLS_is_required()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("PIPELINING");
            await peer.Wire.ClosedAsync();
        });
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => ConnectAsync("smtp://mail.example.org?tls=required", fake, new()));
        Assert.Equal(SmtpPhase.StartTls, failure.Phase);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task With_tls_none_STARTTLS_is_not_asked_for()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("STARTTLS");
            await peer.GoodbyeAsync();
        });
        await using (var connection = await ConnectAsync("smtp://mail.example.org?tls=none", fake, new())) Assert.False(connection.IsEncrypted);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task What_is_slipped_in_behind_the_reply_to_STARTTLS_ends_it()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("STARTTLS");
            await peer.HearAsync("STARTTLS");
            // The reply to the EHLO inside TLS, before there is TLS.
            await peer.Wire.SendAsync("220 go\r\n250-evil.test\r\n250 AUTH PLAIN\r\n");
            Assert.Null(await peer.Wire.LineAsync());
        });
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => ConnectAsync("smtp://u:p@mail.example.org", fake, Trusting));
        Assert.Equal(SmtpPhase.StartTls, failure.Phase);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_the_servers_words_and_not_in_ours()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("AUTH PLAIN");
            await peer.HearAsync("AUTH PLAIN", "535 5.7.8 authentication failed");
        });
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => ConnectAsync("smtp://user:s3cret@127.0.0.1", fake, new()));
        Assert.Equal((SmtpPhase.Authentication, "5.7.8", "authentication failed"), (refused.Phase, refused.EnhancedCode, refused.Text));
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Base64("\0user\0s3cret"), refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_login_that_we_know_is_unavailable()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("AUTH CRAM-MD5 XOAUTH2");
            await peer.Wire.ClosedAsync();
        });
        var failure = await Assert.ThrowsAsync<SmtpUnavailableException>(() => ConnectAsync("smtp://u:p@127.0.0.1", fake, new()));
        Assert.Equal(SmtpPhase.Authentication, failure.Phase);
        await fake.FinishAsync();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<SmtpConnection> ConnectAsync(string server, FakeSmtp fake, SmtpClientOptions options) =>
        SmtpConnection.ConnectAsync(SmtpServer.Parse(server), fake.Elsewhere(options), CancellationToken.None).WaitAsync(Programs.Guard);
}
