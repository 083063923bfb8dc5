using Dapper;
using Hub.Channels.Email.Receiving;
using Hub.Channels.Email.Sending;
using Hub.Mail.Mime;
using Hub.Tickets.Appending;
using Npgsql;

namespace Hub.Channels.Email;

/// <summary>Says automatically that a mail has arrived, where a mailbox is told to (RFC 3834). Off by itself.</summary>
public sealed class Acknowledgements(Mailboxes mailboxes, MailTokens tokens, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>One sender is answered by machine once in so long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(24);

    /// <summary>What to say to the sender of a mail that opens a ticket; none: nothing.</summary>
    public async Task<string?> TextForAsync(RawMail raw, ReceivedMail mail, Mailbox mailbox, string from, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(mailbox);
        if (!mailbox.Acknowledge || raw.EnvelopeFrom is not { } returnPath) return null;
        var ours = (await mailboxes.AllAsync(ct)).Select(m => m.Address).ToList();
        var isOurs = mail.MessageId is { } id && await tokens.ReadMessageIdAsync(id, ct) is not null;
        if (!AutomaticMail.MayBeAnswered(mail, returnPath, ours, isOurs)) return null;
        if (await mailboxes.OfAddressAsync(returnPath, ct) is not null || await mailboxes.OfAddressAsync(from, ct) is not null) return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (select from deliveries where address = lower(@returnPath) and purpose = 'acknowledgement' and at > @since)
                -- Some programs give every mail a return path of its own.
                or exists (select from identities i join tickets t on t.customer = i.customer join deliveries d on d.ticket = t.number
                           where i.kind = 'email' and i.address = @from and t.created_at > @since and d.purpose = 'acknowledgement')
            """, new { returnPath, from, since = time.GetUtcNow() - Pause }, cancellationToken: ct))) return null;
        return LetterText.OfLanguage(mailbox.Acknowledgements, mailbox.Locale) ?? Words.Acknowledgement(mailbox.Locale);
    }

    /// <summary>Queues it, to the return path, in the transaction of the mail.</summary>
    public Task QueueAsync(NpgsqlConnection connection, RawMail raw, Placed placed, long message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(placed);
        return connection.ExecuteAsync(new CommandDefinition(
            """
            insert into deliveries (message, ticket, channel, address, state, not_before, purpose, at)
            values (@message, @Ticket, @Channel, lower(@EnvelopeFrom), 'queued', @now, 'acknowledgement', @now)
            """, new { message, placed.Ticket, raw.Channel, raw.EnvelopeFrom, now = time.GetUtcNow() }, cancellationToken: ct));
    }
}
