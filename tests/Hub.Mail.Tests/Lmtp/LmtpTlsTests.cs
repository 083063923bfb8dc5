using System.Globalization;
using Hub.Mail.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpTlsTests : IDisposable
{
    private readonly TestCertificate certificate = TestCertificate.Create();

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task A_mail_comes_over_STARTTLS()
    {
        await using var host = await StartAsync();
        await using var peer = await EncryptedAsync(host);
        var offers = await peer.AskAsync("LHLO again.example");
        Assert.DoesNotContain("STARTTLS", offers, StringComparison.Ordinal);
        await peer.BeginMailAsync("a@hub.test");
        var large = new string('x', 100_000) + "\r\n";
        await peer.SendAsync(large + ".\r\n");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("STARTTLS", "503 5.5.1");
        await peer.ExpectAsync("QUIT", "221");
        await peer.ClosedAsync();
        Assert.Equal(large, host.Mailroom.OnlyMail().Text);
    }

    [Fact]
    public async Task What_was_said_before_TLS_is_forgotten()
    {
        await using var host = await StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250");
        await peer.ExpectAsync("RCPT TO:<a@hub.test>", "250");
        await peer.ExpectAsync("STARTTLS", "220");
        await peer.EncryptToAsync(certificate);
        // LHLO too.
        await peer.ExpectAsync("DATA", "500 5.5.1");
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task What_is_slipped_in_behind_STARTTLS_in_clear_text_is_not_heard()
    {
        await using var host = await StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.SendAsync("STARTTLS\r\nLHLO evil.example\r\nMAIL FROM:<ceo@hub.test>\r\nRCPT TO:<a@hub.test>\r\nDATA\r\nforged\r\n.\r\n");
        await peer.ExpectAsync("220");
        await peer.EncryptToAsync(certificate);
        await peer.ExpectAsync("LHLO test.example", "250-");
        await peer.ExpectAsync("RCPT TO:<a@hub.test>", "503 5.5.1");
        Assert.Empty(host.Mailroom.Mails);
    }

    [Fact]
    public async Task A_peer_that_speaks_no_TLS_after_STARTTLS_is_left()
    {
        await using var host = await StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("STARTTLS", "220");
        await peer.SendAsync("LHLO plain.example\r\nMAIL FROM:<s@example.org>\r\n");
        while (await peer.LineAsync() is { } line) Assert.DoesNotContain("250", line, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Level > Microsoft.Extensions.Logging.LogLevel.Information);
    }

    [Fact]
    public async Task A_peer_idle_inside_TLS_is_told_inside_TLS()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(new() { Certificate = certificate.Certificate }, clock);
        await using var peer = await EncryptedAsync(host);
        await peer.ExpectAsync("LHLO x", "250-");
        Assert.StartsWith("421 4.4.2", await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(61), peer.ReplyAsync()), StringComparison.Ordinal);
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task A_handshake_that_is_not_finished_is_given_a_minute()
    {
        var clock = new ManualClock();
        await using var host = await LmtpHost.StartAsync(new() { Certificate = certificate.Certificate }, clock);
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("STARTTLS", "220");
        Assert.Null(await clock.AdvanceUntilAsync(TimeSpan.FromSeconds(61), peer.LineAsync()));
    }

    [Fact]
    public async Task Swaks_delivers_over_TLS()
    {
        Programs.Need("/usr/share/doc/libnet-ssleay-perl", "libnet-ssleay-perl");
        await using var host = await StartAsync();
        var (code, output) = await Programs.RunAsync(Programs.Find("swaks", "swaks"), ["--protocol", "LMTP", "--tls", "--server", "127.0.0.1", "--port", Port(host), "--from", "s@example.org", "--to", "a@hub.test,b@hub.test", "--header", "Subject: swaks", "--body", "hello"]);
        Assert.True(code == 0, output);
        Assert.Contains("=== TLS started", output, StringComparison.Ordinal);
        var mail = host.Mailroom.OnlyMail();
        Assert.Equal(["a@hub.test", "b@hub.test"], mail.Recipients);
        Assert.Contains("Subject: swaks\r\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenSSL_is_greeted_inside_TLS()
    {
        await using var host = await StartAsync();
        var (_, output) = await Programs.RunAsync(Programs.Find("openssl", "openssl"), ["s_client", "-starttls", "lmtp", "-connect", $"127.0.0.1:{Port(host)}", "-crlf", "-quiet", "-ign_eof"], "LHLO openssl.example\nQUIT\n");
        Assert.Contains("250 SIZE 31457280", output, StringComparison.Ordinal);
        Assert.Contains("221 2.0.0", output, StringComparison.Ordinal);
    }

    private static string Port(LmtpHost host) => host.Port.ToString(CultureInfo.InvariantCulture);

    private Task<LmtpHost> StartAsync() => LmtpHost.StartAsync(new() { Certificate = certificate.Certificate });

    private async Task<RawPeer> EncryptedAsync(LmtpHost host)
    {
        var peer = await host.ConnectAsync();
        Assert.Contains("250-STARTTLS", await peer.AskAsync("LHLO test.example"), StringComparison.Ordinal);
        await peer.ExpectAsync("STARTTLS", "220 2.0.0");
        await peer.EncryptToAsync(certificate);
        return peer;
    }
}
