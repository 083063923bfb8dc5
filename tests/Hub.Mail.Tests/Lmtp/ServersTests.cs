using System.Net;
using System.Net.Sockets;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

/// <summary>The fixtures keep their promises.</summary>
public sealed class ServersTests
{
    [Fact]
    public void A_missing_program_is_named_with_its_package()
    {
        var missing = Assert.Throws<InvalidOperationException>(() => Programs.Find("no-such-program", "no-such-package"));
        Assert.Contains("apt-get install -y --no-install-recommends no-such-package", missing.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Programs.Need("/no/such/file", "no-such-package"));
    }

    [Fact]
    public async Task Two_of_each_live_side_by_side_and_leave_nothing()
    {
        using var certificate = TestCertificate.Create();
        var dovecots = await Task.WhenAll(DovecotServer.StartAsync(), DovecotServer.StartAsync(new() { Certificate = certificate, PlainTextLogin = false }));
        var postfixes = await Task.WhenAll(dovecots.Select(dovecot => PostfixServer.StartAsync(new() { LmtpPort = dovecot.LmtpPort })));
        for (var i = 0; i < 2; i++)
        {
            await using var peer = await RawPeer.ConnectAsync(postfixes[i].InboundPort);
            await peer.ExpectAsync("220");
            await peer.ExpectAsync("HELO x", "250");
            await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250");
            await peer.ExpectAsync($"RCPT TO:<to{i}@hub.test>", "250");
            await peer.ExpectAsync("DATA", "354");
            await peer.ExpectAsync("Subject: x\r\n\r\nx\r\n.", "250");
            Assert.Single(await dovecots[i].MailsAsync($"to{i}@hub.test", 1));
            Assert.Empty(await dovecots[i].MailsAsync($"to{1 - i}@hub.test"));
        }
        Assert.DoesNotContain("LOGINDISABLED", await GreetingAsync(dovecots[0].ImapPort), StringComparison.Ordinal);
        Assert.Contains("LOGINDISABLED", await GreetingAsync(dovecots[1].ImapPort), StringComparison.Ordinal);
        Assert.Contains("STARTTLS", await GreetingAsync(dovecots[1].ImapPort), StringComparison.Ordinal);

        foreach (var postfix in postfixes) await postfix.DisposeAsync();
        foreach (var dovecot in dovecots) await dovecot.DisposeAsync();
        foreach (var port in postfixes.Select(p => p.InboundPort).Concat(dovecots.Select(d => d.ImapPort)))
        {
            await Assert.ThrowsAnyAsync<SocketException>(async () => await (await RawPeer.ConnectAsync(port)).DisposeAsync());
        }
    }

    /// <summary>What IMAP says first, to a client with another address than the server's.</summary>
    private static async Task<string> GreetingAsync(int port)
    {
        using var client = new TcpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync().WaitAsync(Programs.Guard) ?? "";
    }
}
