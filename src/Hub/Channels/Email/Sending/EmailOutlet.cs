using System.Security.Cryptography;
using Dapper;
using Hub.Channels.Deliveries;
using Hub.Channels.Email.Visitors;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Mail.Smtp;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.Email.Sending;

/// <summary>Sends answers by mail.</summary>
public sealed class EmailOutlet(
    Mailboxes mailboxes, OutgoingServers servers, SmtpPool pool, Letters letters, OutgoingFiles files, MailTokens tokens, PublicAddress address,
    NpgsqlDataSource database, DeliveryStore queue, TimeProvider time) : IOutlet, IContinuation
{
    public IDeliveryQueue Queue => queue;

    /// <summary>Mails that chats may send to one address in a day: no more than a person would write.</summary>
    public const int MostContinuationsADay = 5;

    public async ValueTask<IReadOnlyList<Lane>> LanesAsync(CancellationToken ct) =>
        [.. (await mailboxes.AllAsync(ct)).Where(servers.IsReachable).GroupBy(servers.KeyOf, m => m.Channel).Select(g => new Lane(g.Key, [.. g]))];

    public async ValueTask<bool> IsOnAsync(CancellationToken ct) => (await mailboxes.AllAsync(ct)).Any(m => m.ServerHost is not null || servers.HasSmartHost);

    public async Task<IReadOnlyList<Attempt>> SendAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        var attempt = await AttemptAsync(deliveries, ct);
        // One mail carries them all; its Message-ID belongs to the last.
        return [.. deliveries.Select((_, i) => i == deliveries.Count - 1 ? attempt : attempt with { ExternalId = null })];
    }

    private async Task<Attempt> AttemptAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        var first = deliveries[0];
        if (await mailboxes.FindAsync(first.Channel, ct) is not { } mailbox) return Attempt.Failed("The mailbox is gone.");
        if (await letters.ReadAsync(deliveries, mailbox, ct) is not { } letter) return Attempt.Cancelled("The answer was taken back.");
        if (first.Purpose is "continuation" && await RefuseContinuationAsync(first, letter, ct) is { } refusal) return Attempt.Cancelled(refusal);

        OutgoingMail mail;
        try
        {
            var linked = first.Purpose is "reply" or "continuation" && await files.AreLinkedAsync(deliveries, ct);
            if (linked) letter = letter with { Files = await files.LinkAsync(deliveries, ct) };
            mail = await ComposeAsync(deliveries, letter, mailbox, ct);
        }
        catch (ArgumentException unwritable)
        {
            return Attempt.Failed(unwritable.Message);
        }
        await letters.RememberAsync(deliveries, letter, mailbox, mail.MessageId, mail.Subject, ct);
        return await SubmitAsync(mailbox, await ReturnPathAsync(first, mailbox, ct), first.Address, mail, ct);
    }

    /// <summary>One try at the mailbox's server.</summary>
    /// <param name="mailbox">Whose server.</param>
    /// <param name="returnPath">Where bounces go; null: nowhere.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="mail">What.</param>
    /// <param name="ct">Stops before the last byte.</param>
    internal async Task<Attempt> SubmitAsync(Mailbox mailbox, string? returnPath, string recipient, OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            var server = servers.Of(mailbox);
            if (server is null) return Attempt.Later("No outgoing server is set up.");
            using var content = new MemoryStream(MailWriter.Write(mail));
            await pool.SendAsync(server, new SmtpEnvelope(returnPath, [recipient]), content, ct);
            servers.Wake(mailbox);
            return Attempt.Sent(mail.MessageId);
        }
        catch (SmtpRefusedException refused)
        {
            // Refused before the mail was named: a setting is wrong or the server is busy. The same is said by 421 at any time (RFC 5321 section 3.8).
            // The mail is not to blame and waits.
            if (refused.Phase < SmtpPhase.Mail || refused.Code == 421)
            {
                servers.Rest(mailbox);
                return Attempt.Later(refused.Reply.ToString());
            }
            servers.Wake(mailbox);
            return refused.Permanent ? Attempt.Failed(refused.Reply.ToString()) : Attempt.Later(refused.Reply.ToString());
        }
        catch (SmtpUnavailableException away)
        {
            servers.Rest(mailbox);
            return Attempt.Later(away.Message, away.AfterData);
        }
        catch (CryptographicException)
        {
            return Attempt.Later("The password of the mailbox cannot be read with the keys of this hub. Enter it again.");
        }
    }

    private async Task<OutgoingMail> ComposeAsync(IReadOnlyList<Delivery> deliveries, Letter letter, Mailbox mailbox, CancellationToken ct)
    {
        var first = deliveries[0];
        var tagged = mailbox.Tagged(await tokens.ReplyTagAsync(letter.Ticket, ct));
        var subject = first.Purpose switch
        {
            // The subject of a chat is what the visitor wrote first, and the address may be somebody else's.
            not "acknowledgement" when letter is { InReplyTo: null, Site: { } site } => Words.ContinuationSubject(letter.Language, site),
            _ => AsReply(letter.Subject),
        };
        // Where no reply address can carry the ticket, its subject does.
        if (tagged is null && await tokens.ReplyTagAsync(letter.Ticket, ct) is { } tag && !subject.Contains(tag, StringComparison.OrdinalIgnoreCase)) subject = $"{subject} [{tag}]";
        var quiet = first.Purpose is "continuation" ? address.LinkTo($"/mail/quiet/{await tokens.QuietTokenAsync(first.Id, ct)}") : null;
        return new OutgoingMail
        {
            From = new MailAddress(mailbox.SenderName.Length > 0 ? mailbox.SenderName : mailbox.Name, mailbox.Address),
            To = [.. letter.To.Select(p => new MailAddress(NameOf(p), p.Address))],
            Cc = [.. letter.Cc.Select(p => new MailAddress(p.Name, p.Address))],
            ReplyTo = tagged is null ? null : new MailAddress(mailbox.SenderName.Length > 0 ? mailbox.SenderName : mailbox.Name, tagged),
            Subject = subject,
            Date = time.GetUtcNow(),
            MessageId = await tokens.MessageIdAsync(letter.Ticket, deliveries[^1].Message, ct),
            InReplyTo = letter.InReplyTo,
            References = letter.References,
            Text = first.Purpose is "continuation"
                ? LetterText.Continuation(letter, mailbox, address.LinkTo($"/mail/not-me/{await tokens.DisownTokenAsync(first.Id, ct)}"), quiet!)
                // What nobody has read is not sent on: the return path may be a stranger's.
                : LetterText.Reply(first.Purpose is "acknowledgement" ? letter with { Before = null } : letter, mailbox),
            // RFC 3834 section 5: what no human wrote says so, and stops others from answering it by machine.
            Headers = first.Purpose switch
            {
                "acknowledgement" => [new("Auto-Submitted", "auto-replied"), new("X-Auto-Response-Suppress", "All")],
                // RFC 8058: one click in the mail program, by https alone.
                "continuation" when quiet!.StartsWith("https:", StringComparison.Ordinal) => [new("List-Unsubscribe", $"<{quiet}>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
                "continuation" => [new("List-Unsubscribe", $"<{quiet}>")],
                _ => [],
            },
            Attachments = first.Purpose is "reply" && letter.Files.Count == 0 ? await files.OfAsync([.. deliveries.Select(d => d.Message)], ct) : [],
        };

        // A name that a visitor typed goes to nobody who did not write to us by mail.
        string? NameOf(Recipient recipient) => recipient.Name
            ?? (letter is { To.Count: 1, CustomerName.Length: > 0, Before: not null } && first.Purpose is "reply" ? letter.CustomerName : null);
    }

    /// <summary>Mail to an address that was only typed must not become a way to write to strangers.</summary>
    /// <returns>Why not; none: it may go.</returns>
    private async Task<string?> RefuseContinuationAsync(Delivery delivery, Letter letter, CancellationToken ct)
    {
        if (letter.Seen) return "seen";
        if (letter.Answers.Any(a => a.Author is null)) return "No human answer.";
        if (await mailboxes.OfAddressAsync(delivery.Address, ct) is not null) return "The address is one of ours.";
        await using var connection = await database.OpenConnectionAsync(ct);
        var (sent, disowned, quiet) = await connection.QuerySingleAsync<(int, bool, bool)>(new CommandDefinition(
            """
            select (select count(distinct external_id)::int from deliveries where address = @Address and purpose = 'continuation' and state in ('sent', 'delivered', 'read', 'leased') and id <> @Id and at > @since),
                   exists (select from claims where session in (select session from session_tickets where ticket = @Ticket) and address = @Address and disowned_at is not null),
                   exists (select from unsubscribed where address = @Address and (ticket is null or ticket = @Ticket))
            """, new { delivery.Address, delivery.Id, delivery.Ticket, since = time.GetUtcNow().AddDays(-1) }, cancellationToken: ct));
        if (quiet) return Quiet.Reason;
        if (disowned) return "The owner of the address said that it was not them.";
        return sent >= MostContinuationsADay ? $"{MostContinuationsADay} mails went to this address within a day." : null;
    }

    /// <summary>Where bounces come back to (VERP): the mailbox, with the delivery in its tag. Nothing comes back of what is automatic (RFC 3834 section 3.3).</summary>
    private async Task<string?> ReturnPathAsync(Delivery delivery, Mailbox mailbox, CancellationToken ct) =>
        delivery.Purpose is "acknowledgement" ? null : mailbox.Tagged(await tokens.BounceTagAsync(delivery.Id, ct)) ?? mailbox.Address;

    private static string AsReply(string subject) =>
        subject.StartsWith("re:", StringComparison.OrdinalIgnoreCase) || subject.StartsWith("re :", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}";
}
