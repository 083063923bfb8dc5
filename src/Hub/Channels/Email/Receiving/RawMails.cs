using Dapper;
using Hub.Mail.Mime;
using Hub.Platform;
using Hub.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>A mail that was received and is not yet, or could not be, made a message.</summary>
public sealed record RawMail
{
    public long Id { get; init; }

    /// <summary>The mailbox of its first recipient.</summary>
    public long Channel { get; init; }
    public long Blob { get; init; }

    /// <summary>The reverse path; null where it was empty.</summary>
    public string? EnvelopeFrom { get; init; }
    public string[] Recipients { get; init; } = [];

    /// <summary>Counts this one.</summary>
    public int Attempts { get; init; }
}

/// <summary>Raw mail, kept before anything is made of it. Whoever was told 250 will find it here.</summary>
public sealed class RawMails(NpgsqlDataSource database, Blobs blobs, IOptions<HubOptions> options, TimeProvider time)
{
    /// <summary>Failures after which a mail waits for a person.</summary>
    public const int MostAttempts = 3;

    /// <summary>Leases after which nobody takes it any more: whoever had it died of it or never came back. Outages use some up, so they are more.</summary>
    public const int MostLeases = 10;
    public const string FloodReason = "flood: more mails within an hour than one sender may write";

    /// <summary>Commits a mail as it came; leased to this process, which goes on with it at once.</summary>
    /// <param name="channel">The mailbox of the first recipient.</param>
    /// <param name="envelopeFrom">The reverse path; null where it is empty.</param>
    /// <param name="recipients">RCPT TO, in order.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mail">The same, read.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>None where it went straight to quarantine, because its sender sent too many.</returns>
    public async Task<RawMail?> KeepAsync(long channel, string? envelopeFrom, IReadOnlyList<string> recipients, Stream content, ReceivedMail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(mail);
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await connection.WithinAsync(async () =>
        {
            var blob = await blobs.WriteAsync(connection, content, ct);
            var sender = Plain(mail.From.Count > 0 ? mail.From[0].Address.ToLowerInvariant() : envelopeFrom?.ToLowerInvariant(), 320);
            var (id, flood) = await connection.QuerySingleAsync<(long, bool)>(new CommandDefinition(
                """
                with seen as (select count(*) as n from (select from received_mails where sender = @sender and at > @since limit @most) x),
                kept as (
                    insert into raw_payloads (channel, external_id, blob, state, attempts, lease_until, reason, at)
                    select @channel, @external, @blob, case when n >= @most then 'quarantined' else 'received' end, 1, @until, case when n >= @most then @FloodReason end, @now from seen
                    returning id, state
                ), noted as (
                    insert into received_mails (raw, envelope_from, recipients, message_id, sender, addressees, subject, size, disposition, code, at)
                    select id, @envelopeFrom, @recipients, @messageId, @sender, @addressees, @subject, @size, case when state = 'quarantined' then 'quarantine' else 'pending' end,
                           case when state = 'quarantined' then @Flood end, @now from kept
                )
                select id, state = 'quarantined' from kept
                """,
                new
                {
                    channel,
                    external = Guid.CreateVersion7().ToString("N"),
                    blob = blob.Id,
                    now,
                    until = now.AddSeconds(options.Value.Mail.Lease),
                    since = now.AddHours(-1),
                    most = options.Value.Mail.SenderLimit,
                    FloodReason,
                    MailCodes.Flood,
                    envelopeFrom = Plain(envelopeFrom, 320),
                    recipients = recipients.Select(r => Plain(r, 320)).ToArray(),
                    messageId = Plain(mail.MessageId, 1_000),
                    sender,
                    addressees = mail.To.Take(100).Select(a => Plain(a.Address, 320)).ToArray(),
                    subject = Plain(mail.Subject, 500) ?? "",
                    size = blob.Size,
                }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            return flood ? null : new RawMail { Id = id, Channel = channel, Blob = blob.Id, EnvelopeFrom = envelopeFrom, Recipients = [.. recipients], Attempts = 1 };
        });
    }

    /// <summary>Leases mails that a crash or a failure left behind: of each sender the oldest, so that their order stays.</summary>
    /// <remarks>One that was leased too often goes to quarantine: it must not fell one process after the other.</remarks>
    public async Task<IReadOnlyList<RawMail>> LeaseAsync(int limit, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<RawMail>(new CommandDefinition(
            """
            with given_up as (
                update raw_payloads set state = 'quarantined', reason = 'every attempt broke off', lease_until = null
                where state = 'received' and attempts >= @MostLeases and lease_until < @now returning id
            ), noted as (
                update received_mails r set disposition = 'quarantine', code = @Broke from given_up g where r.raw = g.id
            ), due as materialized (
                select p.id from raw_payloads p join received_mails r on r.raw = p.id
                where p.state = 'received' and (p.lease_until is null or p.lease_until < @now) and p.attempts < @MostLeases
                  and not exists (select from raw_payloads q join received_mails o on o.raw = q.id where q.state = 'received' and q.id < p.id and o.sender = r.sender)
                order by p.at, p.id limit @limit for update of p skip locked
            )
            update raw_payloads p set attempts = p.attempts + 1, lease_until = @until from due, received_mails r where p.id = due.id and r.raw = p.id
            returning p.id, p.channel, p.blob, p.attempts, r.envelope_from, r.recipients
            """, new { now, limit, MostLeases, MailCodes.Broke, until = now.AddSeconds(options.Value.Mail.Lease) }, cancellationToken: ct))).AsList();
    }

    /// <summary>Puts a mail off for a moment where one that it answers came before it and is no message yet: it could not know its ticket.</summary>
    /// <returns>True where it waits.</returns>
    public async Task<bool> WaitsAsync(RawMail raw, ReceivedMail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mail);
        var references = mail.References.Concat(mail.InReplyTo).Distinct().TakeLast(MailEvidence.MostReferences).Select(r => Plain(r, 1_000)).ToArray();
        if (references.Length == 0) return false;
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            update raw_payloads set lease_until = @soon, attempts = attempts - 1 where id = @Id and state = 'received'
            and exists (select from received_mails r where r.message_id = any(@references) and r.disposition = 'pending' and r.raw < @Id)
            """, new { raw.Id, references, soon = time.GetUtcNow().AddSeconds(1) }, cancellationToken: ct)) > 0;
    }

    /// <summary>An attempt failed: once more in a while, or, after the last one, quarantine.</summary>
    public async Task FailAsync(RawMail raw, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            with failed as (
                update raw_payloads set state = case when attempts >= @MostAttempts then 'quarantined' else state end, reason = @reason, lease_until = @next
                where id = @Id and state = 'received' returning id, state
            )
            update received_mails r set disposition = 'quarantine', code = @Failed from failed f where r.raw = f.id and f.state = 'quarantined'
            """, new { raw.Id, MostAttempts, MailCodes.Failed, reason = Plain(reason, 1_000), next = time.GetUtcNow().AddSeconds(5 * raw.Attempts) }, cancellationToken: ct));
    }

    /// <summary>What became of a mail, within the transaction that made it so, or alone.</summary>
    /// <param name="connection">With the caller's transaction, if there is one.</param>
    /// <param name="raw">Which.</param>
    /// <param name="fate">What, and why.</param>
    /// <param name="ct">Stops before.</param>
    public static Task DoneAsync(NpgsqlConnection connection, long raw, MailFate fate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(fate);
        return connection.ExecuteAsync(new CommandDefinition(
            """
            with done as (update raw_payloads set state = 'done', lease_until = null, message = @Message, reason = @Reason where id = @raw and state = 'received' returning id)
            update received_mails r set disposition = @Disposition, code = @Code, ticket = @Ticket, seq = @Seq, bounces = @Bounces::jsonb from done where r.raw = done.id
            """, new { raw, fate.Disposition, fate.Code, fate.Ticket, fate.Seq, fate.Message, fate.Reason, fate.Bounces }, cancellationToken: ct));
    }

    /// <summary>Writes beside a mail what it says of itself, where nobody could read that when it came.</summary>
    public async Task NoteAsync(RawMail raw, ReceivedMail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mail);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update received_mails set message_id = @messageId, sender = coalesce(@sender, sender), addressees = @addressees, subject = @subject
            where raw = @Id and message_id is null and subject = '' and cardinality(addressees) = 0
            """,
            new
            {
                raw.Id,
                messageId = Plain(mail.MessageId, 1_000),
                sender = mail.From.Count > 0 ? Plain(mail.From[0].Address.ToLowerInvariant(), 320) : null,
                addressees = mail.To.Take(100).Select(a => Plain(a.Address, 320)).ToArray(),
                subject = Plain(mail.Subject, 500) ?? "",
            }, cancellationToken: ct));
    }

    /// <summary>A quarantined mail is tried anew.</summary>
    /// <returns>None where there is no such mail in quarantine.</returns>
    public async Task<RawMail?> ReplayAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RawMail>(new CommandDefinition(
            """
            with again as (
                update raw_payloads set state = 'received', attempts = 1, reason = null, lease_until = @until where id = @id and state = 'quarantined' returning id, channel, blob, attempts
            ), noted as (update received_mails r set disposition = 'pending', code = null from again where r.raw = again.id returning r.raw)
            select a.id, a.channel, a.blob, a.attempts, r.envelope_from, r.recipients from again a join received_mails r on r.raw = a.id
            """, new { id, until = time.GetUtcNow().AddSeconds(options.Value.Mail.Lease) }, cancellationToken: ct));
    }

    /// <summary>As PostgreSQL can hold it, and no longer than of use.</summary>
    private static string? Plain(string? text, int longest) => text is null ? null : Texts.Storable(text, longest);
}
