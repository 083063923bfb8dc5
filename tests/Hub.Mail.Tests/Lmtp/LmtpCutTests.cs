using System.Security.Cryptography;
using Hub.Mail.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpCutTests : IDisposable
{
    private readonly string spool = Directory.CreateTempSubdirectory("hub-spool-").FullName;

    public void Dispose() => Directory.Delete(spool, recursive: true);

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 10)]
    [InlineData(true, 300_000)]
    [InlineData(false, 300_000)]
    public async Task A_connection_cut_in_a_mail_leaves_nothing(bool abruptly, int octets)
    {
        await using var host = await LmtpHost.StartAsync(new() { SpoolFolder = spool, MaxConnections = 1 });
        await using (var peer = await host.GreetAsync())
        {
            await peer.BeginMailAsync("a@hub.test");
            await peer.SendAsync(new string('x', octets) + "\r\n.\r");
            if (abruptly) peer.Cut();
        }
        // The place is free when the connection has ended.
        await Programs.UntilAsync("the connection to end", async () =>
        {
            await using var next = await RawPeer.ConnectAsync(host.Port);
            return (await next.ReplyAsync()).StartsWith("220", StringComparison.Ordinal);
        });
        Assert.Empty(host.Mailroom.Mails);
        Assert.Empty(Directory.EnumerateFileSystemEntries(spool));
    }

    [Fact]
    public async Task A_large_mail_keeps_its_octets_and_leaves_no_file()
    {
        await using var host = await LmtpHost.StartAsync(new() { SpoolFolder = spool });
        var seen = 0;
        host.Mailroom.Receive = (_, _) =>
        {
            // Not even a crash here could leave one behind.
            seen = Directory.EnumerateFileSystemEntries(spool).Count();
            return Task.FromResult<IReadOnlyList<LmtpReply>>([LmtpReply.Delivered]);
        };
        await using var peer = await host.GreetAsync();
        var mail = RawPeer.Text(RandomNumberGenerator.GetBytes(3_000_000)) + "\r\n";
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync((mail[0] == '.' ? "." : "") + mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.Equal(mail, host.Mailroom.OnlyMail().Text);
        Assert.Equal(mail.Length, host.Mailroom.OnlyMail().Size);
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 0, seen);
        await peer.ExpectAsync("QUIT", "221");
        Assert.Empty(Directory.EnumerateFileSystemEntries(spool));
    }

    [Fact]
    public async Task A_mail_that_cannot_be_spooled_is_read_to_its_end_and_may_come_again()
    {
        await using var host = await LmtpHost.StartAsync(new() { SpoolFolder = Path.Combine(spool, "missing") });
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test", "b@hub.test");
        await peer.SendAsync(new string('x', 300_000) + "\r\n.\r\n");
        await peer.ExpectAsync("452 4.3.1");
        await peer.ExpectAsync("452 4.3.1");
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("small\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.Equal("small\r\n", host.Mailroom.OnlyMail().Text);
    }

    [Fact]
    public async Task A_peer_that_leaves_after_the_end_of_its_mail_has_delivered_it()
    {
        await using var host = await LmtpHost.StartAsync();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var taken = new TaskCompletionSource();
        host.Mailroom.Receive = async (_, ct) =>
        {
            entered.SetResult();
            await go.Task;
            ct.ThrowIfCancellationRequested();
            taken.SetResult();
            return [LmtpReply.Delivered];
        };
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await entered.Task.WaitAsync(Programs.Guard);
        peer.Cut();
        go.SetResult();
        await taken.Task.WaitAsync(Programs.Guard);
    }
}
