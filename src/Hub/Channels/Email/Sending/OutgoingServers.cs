using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hub.Mail.Smtp;
using Hub.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Hub.Channels.Email.Sending;

/// <summary>Through which server a mailbox sends, and which of them are away just now.</summary>
public sealed class OutgoingServers
{
    /// <summary>A server that was away is left alone for so long, then twice as long, up to the longest.</summary>
    private static readonly TimeSpan shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, TimeSpan Pause)> away = new();
    private readonly IDataProtector protector;
    private readonly SmtpServer? smartHost;
    private readonly TimeProvider time;

    public OutgoingServers(IOptions<HubOptions> options, IDataProtectionProvider protection, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(protection);
        this.time = time;
        protector = protection.CreateProtector("hub.mailbox-password");
        smartHost = options.Value.Mail.SmartHost is { } url ? SmtpServer.Parse(url) : null;
    }

    /// <summary>True where mailboxes without a server of their own can send.</summary>
    public bool HasSmartHost => smartHost is not null;

    /// <summary>A password as it lies in the database.</summary>
    public string Protect(string password) => protector.Protect(password);

    /// <summary>The mailbox's own server, else the hub's; none: its mail stays queued.</summary>
    /// <exception cref="CryptographicException">Its password was protected with keys that are gone.</exception>
    public SmtpServer? Of(Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        if (mailbox.ServerHost is not { } host) return smartHost;
        var security = mailbox.ServerSecurity;
        return new SmtpServer(host, mailbox.ServerPort!.Value, security is "tls",
            security switch { "none" => SmtpTls.None, _ => SmtpTls.Required },
            mailbox.ServerUser, mailbox.ServerPassword is { } secret ? protector.Unprotect(secret) : null);
    }

    /// <summary>True where the mailbox has a server and it was not away a moment ago.</summary>
    public bool IsReachable(Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        if (mailbox.ServerHost is null && smartHost is null) return false;
        return !away.TryGetValue(KeyOf(mailbox), out var rest) || rest.Until <= time.GetUtcNow();
    }

    /// <summary>The server could not be reached: every mail for it would wait for the same refusal.</summary>
    public void Rest(Mailbox mailbox) => away.AddOrUpdate(KeyOf(mailbox), _ => (time.GetUtcNow() + shortest, shortest), (_, before) =>
    {
        // Several mails met the same refusal at once: that is one outage.
        if (before.Until > time.GetUtcNow()) return before;
        var pause = before.Pause * 2 > longest ? longest : before.Pause * 2;
        return (time.GetUtcNow() + pause, pause);
    });

    /// <summary>It answered.</summary>
    public void Wake(Mailbox mailbox) => away.TryRemove(KeyOf(mailbox), out _);

    /// <summary>Which server that is: the same text for all mailboxes that share one.</summary>
    public string KeyOf(Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        return mailbox.ServerHost is { } host ? $"{host}:{mailbox.ServerPort}" : smartHost?.ToString() ?? "";
    }
}
