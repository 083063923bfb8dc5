using System.Text;
using Dapper;
using Hub.Channels.Deliveries;
using Hub.Channels.Email.Notifying;
using Hub.Channels.Email.Sending;
using Hub.Channels.Email.Visitors;
using Hub.Mail;
using Hub.Mail.Mime;
using Npgsql;

namespace Hub.Channels.Email.Side;

/// <summary>Sends what is no answer to a customer.</summary>
public sealed class MailingOutlet(MailingQueue queue, EmailOutlet email, Mailboxes mailboxes, SideLetters sides, NotificationLetters notifications, VisitorLetters visitors, MailTokens tokens) : IOutlet
{
    public IDeliveryQueue Queue => queue;

    public ValueTask<IReadOnlyList<Lane>> LanesAsync(CancellationToken ct) => email.LanesAsync(ct);

    public async Task<IReadOnlyList<Attempt>> SendAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        return [await AttemptAsync(deliveries[0], ct)];
    }

    private async Task<Attempt> AttemptAsync(Delivery mailing, CancellationToken ct)
    {
        if (await mailboxes.FindAsync(mailing.Channel, ct) is not { } mailbox) return Attempt.Failed("The mailbox is gone.");
        var isSide = mailing.Purpose is "side";
        var mail = mailing.Purpose switch
        {
            "side" => await sides.WriteAsync(mailing, mailbox, ct),
            "code" => await visitors.CodeAsync(mailing, mailbox, ct),
            "transcript" => await visitors.TranscriptAsync(mailing, mailbox, ct),
            _ => await notifications.WriteAsync(mailing, mailbox, ct),
        };
        if (mail is null) return Attempt.Cancelled(isSide ? "The message is gone." : "There is nothing to say any more.");
        // Nothing comes back of what is automatic (RFC 3834 section 3.3).
        var returnPath = isSide ? mailbox.Tagged(await tokens.MailingBounceTagAsync(mailing.Id, ct)) ?? mailbox.Address : null;
        try
        {
            return await email.SubmitAsync(mailbox, returnPath, mailing.Address, mail, ct);
        }
        catch (ArgumentException unwritable)
        {
            return Attempt.Failed(unwritable.Message);
        }
    }
}

/// <summary>Writes the mails of side conversations, from nothing but what was said in them.</summary>
public sealed class SideLetters(MailTokens tokens, OutgoingFiles files, NpgsqlDataSource database, TimeProvider time)
{
    /// <returns>None where the message is gone.</returns>
    public async Task<OutgoingMail?> WriteAsync(Delivery mailing, Mailbox mailbox, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailing);
        ArgumentNullException.ThrowIfNull(mailbox);
        await using var connection = await database.OpenConnectionAsync(ct);
        var said = await connection.QuerySingleOrDefaultAsync<Said>(new CommandDefinition(
            """
            select m.side, coalesce(m.text, '') as text, m.quoted, l.message_id, l.refs, l.subject,
                   array(select p ->> 'address' from jsonb_array_elements(l.recipients) p) as recipients, array(select p ->> 'address' from jsonb_array_elements(l.copies) p) as copies,
                   b.text as before_text, b.author as before_author, b.at as before_at
            from side_messages m join side_mails l on l.message = m.id
            left join lateral (select n.text, coalesce(nullif(k.sender_name, ''), k.sender) as author, coalesce(n.sent_at, n.at) as at from side_messages n join side_mails k on k.message = n.id
                               where n.ticket = m.ticket and n.side = m.side and n.seq < m.seq and n.kind = 1 order by n.seq desc limit 1) b on true
            where m.id = @Message
            """, new { mailing.Message }, cancellationToken: ct));
        if (said is null) return null;
        var tag = await tokens.SideTagAsync(said.Side, ct);
        var tagged = mailbox.Tagged(tag);
        var name = mailbox.SenderName.Length > 0 ? mailbox.SenderName : mailbox.Name;
        var subject = said.Refs.Length == 0 || said.Subject.StartsWith("re:", StringComparison.OrdinalIgnoreCase) ? said.Subject : $"Re: {said.Subject}";
        return new OutgoingMail
        {
            From = new MailAddress(name, mailbox.Address),
            To = [.. said.Recipients.Select(a => new MailAddress(null, a))],
            Cc = [.. said.Copies.Select(a => new MailAddress(null, a))],
            ReplyTo = tagged is null ? null : new MailAddress(name, tagged),
            // Where no reply address can carry the conversation, its subject does.
            Subject = tagged is null ? $"{subject} [{tag}]" : subject,
            Date = time.GetUtcNow(),
            MessageId = said.MessageId,
            InReplyTo = said.Refs.Length > 0 ? said.Refs[^1] : null,
            References = said.Refs,
            Text = Text(said, mailbox),
            Attachments = await files.OfAsync([mailing.Message], ct),
        };
    }

    private static string Text(Said said, Mailbox mailbox)
    {
        var text = new StringBuilder(said.Text.TrimEnd());
        LetterText.Sign(text, mailbox, mailbox.Locale);
        if (said.Quoted is { } forwarded) text.Append("\n\n").Append(forwarded);
        if (said.BeforeText is { } before) LetterText.Quote(text, mailbox.Locale, before, said.BeforeAuthor ?? "", said.BeforeAt!.Value);
        return text.Append('\n').ToString();
    }

    private sealed record Said
    {
        public long Side { get; init; }
        public string Text { get; init; } = "";
        public string? Quoted { get; init; }
        public string MessageId { get; init; } = "";
        public string[] Refs { get; init; } = [];
        public string Subject { get; init; } = "";
        public string[] Recipients { get; init; } = [];
        public string[] Copies { get; init; } = [];
        public string? BeforeText { get; init; }
        public string? BeforeAuthor { get; init; }
        public DateTime? BeforeAt { get; init; }
    }
}
