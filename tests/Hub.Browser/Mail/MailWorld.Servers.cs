using Hub.Mail.Tests.Servers;

namespace Hub.Browser.Mail;

/// <summary>Which servers they are, and how they are put together.</summary>
public sealed partial class MailWorld
{
    private const string Password = "secret";

    private DovecotServer? mailboxes;
    private PostfixServer? outgoing;
    private PostfixServer? incoming;

    /// <summary>Where the hub submits its mail, and as whom.</summary>
    public string SmartHost => $"smtp://{Uri.EscapeDataString(Support)}:{Password}@127.0.0.1:{outgoing!.SubmissionPort}";

    /// <summary>Where the world brings mail for <see cref="Domain"/>.</summary>
    private int SmtpPort => incoming!.InboundPort;

    /// <summary>One Postfix for each direction, as in life: that of the hub, which logs in, sends everything to Dovecot; the company's MX gives everything to the hub.</summary>
    private async Task StartServersAsync()
    {
        mailboxes = await DovecotServer.StartAsync(new() { Users = new Dictionary<string, string> { [Support] = Password } });
        outgoing = await PostfixServer.StartAsync(new() { Domain = Elsewhere, LmtpPort = mailboxes.LmtpPort, SaslPort = mailboxes.SaslPort });
        incoming = await PostfixServer.StartAsync(new() { Domain = Domain, LmtpPort = LmtpPort });
    }

    private Task<IReadOnlyList<byte[]>> ListAsync(string address) => mailboxes!.MailsAsync(address);

    private async ValueTask StopServersAsync()
    {
        foreach (var server in new IAsyncDisposable?[] { incoming, outgoing, mailboxes })
            if (server is not null) await server.DisposeAsync();
    }
}
