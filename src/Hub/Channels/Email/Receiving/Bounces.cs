using System.Globalization;
using System.Text.Json;
using Dapper;
using Hub.Mail.Mime;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>Mail about our own mail: what came back, and what came round.</summary>
public sealed class Bounces(NpgsqlDataSource database, IServiceScopeFactory scopes, MailTokens tokens, Mailboxes mailboxes, TicketChanges changes, TimeProvider time)
{
    private const int LongestReason = 300;

    /// <summary>Our own mail, delivered to ourselves: nothing happens but a line in its ticket, once however often it comes round.</summary>
    /// <returns>False where there is no such message.</returns>
    public async Task<bool> ReturnedAsync(RawMail raw, long ticket, long message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var store = new TicketStore(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        return await connection.WithinAsync(async () =>
        {
            var ours = await store.LockAsync(ticket, ct);
            var seq = await connection.ExecuteScalarAsync<int?>(new CommandDefinition("select seq from messages where id = @message and ticket = @ticket", new { message, ticket }, cancellationToken: ct));
            if (ours is null || seq is null) return false;
            if (await store.ClaimAsync(Receipts.WholeHub, string.Create(CultureInfo.InvariantCulture, $"returned:{message}"), time.GetUtcNow(), ct) is not null)
            {
                ours.Return(time.GetUtcNow());
                await store.SaveAsync(ours, ct);
            }
            await RawMails.DoneAsync(connection, raw.Id, new("duplicate", MailCodes.Ours) { Ticket = ticket, Seq = seq, Message = message, Reason = "our own mail came back" }, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(ticket, ours.Version);
            return true;
        });
    }

    /// <summary>A report on a mail of ours: its delivery learns of it, and no ticket is opened.</summary>
    /// <returns>False where the mail is no bounce.</returns>
    public async Task<bool> TakeAsync(RawMail raw, ReceivedMail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mail);
        var report = Bounce.Read(mail);
        var (verp, mailing) = await VerpAsync(raw, ct);
        if (report is null && ((verp ?? mailing) is null || raw.EnvelopeFrom is not null || !Bounce.IsProse(mail))) return false;

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var original = report?.MessageId is { } id ? await tokens.ReadMessageIdAsync(id, ct) : null;
        var aside = report?.MessageId is { } own ? await tokens.ReadSideMessageIdAsync(own, ct) : null;
        var about = await connection.QuerySingleOrDefaultAsync<About>(new CommandDefinition(
            """
            (select d.id, d.ticket, d.message, m.seq, false as is_mailing from deliveries d join messages m on m.id = d.message
             where d.id = @verp or (@verp is null and d.message = @message and d.ticket = @ticket) order by d.address = any(@failed) desc, d.id limit 1)
            union all
            (select d.id, d.ticket, d.message, m.seq, true from mailings d join messages m on m.id = d.message
             where d.id = @mailing or (@mailing is null and d.message = @asideMessage and d.side = @side) order by d.address = any(@failed) desc, d.id limit 1)
            limit 1
            """,
            new
            {
                verp,
                mailing,
                message = original?.Message,
                ticket = original?.Ticket,
                asideMessage = aside?.Message,
                side = aside?.Side,
                failed = report?.Recipients.Select(r => r.Recipient.ToLowerInvariant()).ToArray() ?? [],
            }, transaction, cancellationToken: ct));
        // Not every server writes a report; what comes back to a return path of ours without one has failed, unless it is only late (Exim).
        var permanent = report is null ? !mail.Subject.Contains("delayed", StringComparison.OrdinalIgnoreCase) : report.Recipients.Any(r => r.Permanent);
        var reason = Texts.Storable(report?.Reason ?? Texts.Headline(mail.TextBody ?? "", LongestReason), LongestReason);
        long? version = null;
        if (about is not null && permanent)
            version = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                """
                with head as (update tickets set version = version + 1 where number = @Ticket returning version),
                shown as (update messages m set version = h.version from head h where m.id = @Message and m.ticket = @Ticket),
                failed as (update deliveries set state = 'failed', reason = @reason, lease_until = null, holder = null where id = @Id and not @IsMailing),
                aside as (update mailings set state = 'failed', reason = @reason, lease_until = null, holder = null where id = @Id and @IsMailing)
                select version from head
                """, new { about.Ticket, about.Message, about.Id, about.IsMailing, reason }, transaction, cancellationToken: ct));
        await RawMails.DoneAsync(connection, raw.Id, new("bounce", about is null ? MailCodes.UnknownReport : permanent ? MailCodes.Bounced : MailCodes.Reported)
        {
            Ticket = about?.Ticket,
            Seq = about?.Seq,
            Message = about?.Message,
            Reason = reason,
            Bounces = report is null ? null : JsonSerializer.Serialize(report.Recipients, Json.Options),
        }, ct);
        await transaction.CommitAsync(ct);
        if (version is { } changed) changes.Publish(about!.Ticket, changed);
        return true;
    }

    /// <summary>The delivery, or the mail of a side conversation, to whose return path it came.</summary>
    private async Task<(long? Delivery, long? Mailing)> VerpAsync(RawMail raw, CancellationToken ct)
    {
        foreach (var recipient in raw.Recipients)
        {
            if (await mailboxes.OfAddressAsync(recipient, ct) is not { Tag: { } tag }) continue;
            if (await tokens.ReadBounceTagAsync(tag, ct) is { } delivery) return (delivery, null);
            if (await tokens.ReadMailingBounceTagAsync(tag, ct) is { } mailing) return (null, mailing);
        }
        return (null, null);
    }

    private sealed record About
    {
        public long Id { get; init; }
        public long Ticket { get; init; }
        public long Message { get; init; }
        public int Seq { get; init; }
        public bool IsMailing { get; init; }
    }
}
