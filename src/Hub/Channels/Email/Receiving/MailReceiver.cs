using Hub.Mail.Lmtp;
using Hub.Mail.Mime;
using Hub.Platform;

namespace Hub.Channels.Email.Receiving;

/// <summary>Reads a mail, as <see cref="MailReader.Read(Stream)"/> does.</summary>
public delegate ReceivedMail MailOpener(Stream content);

/// <summary>Takes what LMTP delivers: raw and committed first, then made a message.</summary>
public sealed class MailReceiver(Mailboxes mailboxes, RawMails raws, MailIntake intake, MailOpener open, TelemetryMeter meter, ILogger<MailReceiver> log) : ILmtpReceiver, IDisposable
{
    // Each has a connection to the database; whoever else delivers waits on the disk.
    private readonly SemaphoreSlim atOnce = new(8);

    /// <summary>A mailbox of ours, bare or with any tag: a tag that is no token of ours is no evidence, but its mail is not refused.</summary>
    public async ValueTask<LmtpReply?> AcceptAsync(string recipient, CancellationToken ct) =>
        await mailboxes.OfAddressAsync(recipient, ct) is null ? LmtpReply.NoSuchRecipient : null;

    public async Task<IReadOnlyList<LmtpReply>> ReceiveAsync(LmtpMail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        await atOnce.WaitAsync(ct);
        try
        {
            return await TakeAsync(mail, ct);
        }
        finally
        {
            atOnce.Release();
        }
    }

    public void Dispose() => atOnce.Dispose();

    /// <summary>Reads a mail; one that our reader fails on is kept all the same, as one that says nothing, and ends in quarantine.</summary>
    private ReceivedMail Read(LmtpMail mail, out bool isRead)
    {
        try
        {
            var read = open(mail.Content);
            // Read when it is asked for: what fails there must not fail below, where nothing is kept yet.
            _ = read.Subject;
            isRead = true;
            return read;
        }
        catch (Exception failure) when (failure is not IOException)
        {
            log.LogError(failure, "A mail of {Size} bytes could not be read", mail.Size);
            isRead = false;
            return MailReader.Read(ReadOnlyMemory<byte>.Empty);
        }
    }

    private async Task<IReadOnlyList<LmtpReply>> TakeAsync(LmtpMail mail, CancellationToken ct)
    {
        using var read = Read(mail, out var isRead);
        var first = await mailboxes.OfAddressAsync(mail.Recipients[0], ct) ?? throw new InvalidOperationException("The mailbox of the first recipient is gone.");
        mail.Content.Position = 0;
        var raw = await raws.KeepAsync(first.Mailbox.Channel, mail.From, mail.Recipients, mail.Content, read, ct);
        if (raw is not null) await intake.TryAsync(raw, isRead ? read : null, ct);
        else
        {
            meter.MailReceived("quarantine");
            log.LogWarning("A mail went to quarantine: its sender sent too many within an hour");
        }
        return [.. mail.Recipients.Select(_ => LmtpReply.Delivered)];
    }
}
