using System.Text;
using System.Text.Json;
using Dapper;
using Hub.Channels.Email.Sending;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Hub.Tickets.Correspondence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Channels.Email.Side;

/// <summary>What an agent wants to say beside a ticket.</summary>
/// <param name="Side">In which conversation; none: a new one.</param>
/// <param name="Recipients">To whom: they take part from now on.</param>
/// <param name="Subject">Of a new one; none: the ticket's.</param>
/// <param name="Text">Validated text.</param>
/// <param name="Messages">Ids of the customer's conversation that go along.</param>
/// <param name="Files">Ids of files that go along.</param>
/// <param name="Key">The client's id; a repetition gets the first answer.</param>
public sealed record SideSaying(long? Side, Addressees Recipients, string? Subject, string Text, long[] Messages, long[] Files, string Key);

/// <summary>Conversations with third parties: what agents say in them. What is answered comes in by <see cref="Intake"/>.</summary>
public sealed class SideConversations(HubDb db, Mailboxes mailboxes, MailTokens tokens, TicketChanges changes, TimeProvider time)
{
    private const int MostMessages = 50;
    private const int MostFiles = 20;
    private const int LongestQuotation = 100_000;
    private static readonly Refusal noMessages = Refusal.Invalid("messages", "messages_unknown", $"messages must be at most {MostMessages} messages of the customer's conversation in this ticket; notes stay inside.");
    private static readonly Refusal noFiles = Refusal.Invalid("files", "files_unknown", $"files must be at most {MostFiles} files of the customer's conversation in this ticket, or of this side conversation.");

    private static readonly Refusal filesTooLarge = Refusal.Invalid("files", "files_too_large", $"files may have {OutgoingFiles.MostAttached / 1_000_000} MB together: more does not fit into one mail.");

    /// <summary>Says it, durably, exactly once for this agent and key. The ticket must be visible to the agent.</summary>
    /// <returns>The conversation, and the message's place.</returns>
    public async Task<Outcome<(long Side, Placed Placed)>> SayAsync(long number, Viewer viewer, SideSaying saying, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(saying);
        var now = time.GetUtcNow();
        var store = new TicketStore(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        return await connection.WithinAsync<Outcome<(long, Placed)>>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return TicketRefusals.Unknown(number);
            if (await RefuseAsync(connection, number, saying, ct) is { } refusal) return refusal;
            if (await MailboxAsync(connection, ticket, ct) is not { } mailbox) return Refusal.Conflict("mail_no_mailbox", "There is no mailbox that could speak.");
            if (await store.ClaimAsync(viewer.Agent, saying.Key, now, ct) is not { } id)
            {
                var first = await Receipts.FirstAnswerAsync(connection, viewer.Agent, saying.Key, ct) ?? throw new InvalidOperationException($"Message {saying.Key} of agent {viewer.Agent} was taken and is gone.");
                var known = await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select side from side_mails where message = @Id", new { first.Id }, cancellationToken: ct));
                return known is { } before && first.Ticket == number ? (before, first) : Refusal.Invalid("clientId", "client_id_invalid", "This clientId was used for another message.");
            }
            var quoted = await ForwardedAsync(connection, number, saying.Messages, mailbox.Locale, ct);
            if (quoted is null && saying.Messages.Length > 0) return noMessages;
            var side = saying.Side ?? await BeginAsync(connection, ticket, mailbox, saying, viewer, now, ct);
            var said = ticket.Aside(new NewMessage { Id = id, Author = Author.Agent(viewer.Agent), Channel = mailbox.Channel, Text = saying.Text, Quoted = quoted, ClientId = saying.Key }, side, automatic: false, now);
            await store.SaveAsync(ticket, ct);
            if (!await TakeFilesAsync(connection, said, side, saying.Files.Distinct().ToArray(), now, ct)) return noFiles;
            await WriteMailAsync(connection, said, side, mailbox, saying.Recipients, now, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(number, ticket.Version);
            return (side, new Placed(number, said.Seq, said.Id, said.At));
        });
    }

    private static async Task<Refusal?> RefuseAsync(NpgsqlConnection connection, long number, SideSaying saying, CancellationToken ct)
    {
        if (saying.Messages.Length > MostMessages) return noMessages;
        if (saying.Files.Length > MostFiles) return noFiles;
        if (saying.Files.Length > 0 && await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select coalesce(sum(size), 0)::bigint from files where id = any(@Files)", new { saying.Files }, cancellationToken: ct)) > OutgoingFiles.MostAttached) return filesTooLarge;
        if (await saying.Recipients.RefuseOursAsync(connection, ct) is { } ours) return ours;
        // What is said here is kept from the customer, so they cannot be told of it by mistake: neither by a proved address nor by one left in the chat.
        var customers = await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            """
            select a from unnest(@all) a where exists (select from identities i join tickets t on t.customer = i.customer where t.number = @number and i.kind = 'email' and i.address = a)
            or exists (select from claims k join session_tickets s on s.session = k.session where s.ticket = @number and k.kind = 'email' and lower(k.address) = a) limit 1
            """, new { number, all = saying.Recipients.All.ToArray() }, cancellationToken: ct));
        return customers is null ? null : Refusal.Invalid("to", "recipient_is_customer", $"{customers} is the customer's own address: a side conversation is kept from the customer.");
    }

    /// <summary>The mailbox that speaks on this ticket: the one that was written to last, else the first.</summary>
    private async Task<Mailbox?> MailboxAsync(NpgsqlConnection connection, Ticket ticket, CancellationToken ct) =>
        (await ReplyRoutes.OfAsync(connection, ticket.Number, ct))?.Mailbox is { } route ? await mailboxes.FindAsync(route.Channel, ct) : null;

    private static async Task<long> BeginAsync(NpgsqlConnection connection, Ticket ticket, Mailbox mailbox, SideSaying saying, Viewer viewer, DateTimeOffset now, CancellationToken ct)
    {
        ticket.BeginAside(string.Join(", ", saying.Recipients.All), Author.Agent(viewer.Agent), now);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "insert into side_conversations (ticket, channel, subject, started_by, at) values (@Number, @Channel, @subject, @Agent, @now) returning id",
            new { ticket.Number, mailbox.Channel, subject = saying.Subject ?? $"Fwd: {ticket.Subject}", viewer.Agent, now }, cancellationToken: ct));
    }

    /// <summary>Messages of the customer's conversation as text below ours: read from the view for customers, so that no note can be among them.</summary>
    /// <returns>None where there are none, or one of them is no message of that conversation.</returns>
    private static async Task<string?> ForwardedAsync(NpgsqlConnection connection, long number, long[] messages, string language, CancellationToken ct)
    {
        var ids = messages.Distinct().ToArray();
        var found = (await connection.QueryAsync<(string? Text, string? Author, DateTime At)>(new CommandDefinition(
            """
            select m.text, case m.author_kind when 2 then a.name when 1 then coalesce(nullif(l.sender_name, ''), l.sender, nullif(c.name, '')) end as author, coalesce(m.sent_at, m.at) as at
            from mail_messages m join tickets t on t.number = m.ticket join customers c on c.id = t.customer
            left join agents a on m.author_kind = 2 and a.id = m.author left join mails l on l.message = m.id
            where m.ticket = @number and m.id = any(@ids) order by m.seq
            """, new { number, ids }, cancellationToken: ct))).AsList();
        if (found.Count == 0 || found.Count != ids.Length) return null;
        var text = new StringBuilder();
        foreach (var (words, author, at) in found)
        {
            if (text.Length > 0) text.Append("\n\n");
            text.Append(Words.Forwarded(language, at, author)).Append("\n\n").Append((words ?? "").Trim());
        }
        return Texts.Storable(text.ToString(), LongestQuotation);
    }

    /// <summary>Files of the ticket go along as files of this message; their bytes lie there once.</summary>
    /// <returns>False where one of them is not to be had.</returns>
    private static async Task<bool> TakeFilesAsync(NpgsqlConnection connection, Message said, long side, long[] files, DateTimeOffset now, CancellationToken ct) =>
        files.Length == 0 || await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into files (blob, message, ordinal, name, type, size, at)
            select f.blob, @Id, c.ord, f.name, f.type, f.size, @now from unnest(@files) with ordinality as c(id, ord) join files f on f.id = c.id
            where exists (select from mail_messages m where m.id = f.message and m.ticket = @Ticket) or exists (select from side_messages s where s.id = f.message and s.side = @side)
            """, new { said.Id, said.Ticket, side, files, now }, cancellationToken: ct)) == files.Length;

    private async Task WriteMailAsync(NpgsqlConnection connection, Message said, long side, Mailbox mailbox, Addressees recipients, DateTimeOffset now, CancellationToken ct)
    {
        var all = recipients.All.ToArray();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into side_people (side, address, added_at) select @side, a, @now from unnest(@all) a on conflict do nothing;
            insert into side_mails (message, side, message_id, sender, sender_name, recipients, copies, subject, refs)
            select @Id, @side, @messageId, @Address, @SenderName, @recipients::jsonb, @copies::jsonb, c.subject,
                   coalesce((select p.refs || p.message_id from side_mails p where p.side = @side and p.message_id is not null order by p.message desc limit 1), '{}')
            from side_conversations c where c.id = @side;
            insert into mailings (kind, ticket, side, message, channel, address, copy, not_before, at)
            select 'side', @Ticket, @side, @Id, @Channel, r.address, r.ord > @first, @now, @now from unnest(@all) with ordinality as r(address, ord) order by r.ord;
            """,
            new
            {
                said.Id,
                said.Ticket,
                side,
                messageId = await tokens.SideMessageIdAsync(side, said.Id, ct),
                mailbox.Address,
                mailbox.SenderName,
                mailbox.Channel,
                recipients = ToJson(recipients.To),
                copies = ToJson(recipients.Cc),
                all,
                first = recipients.To.Count,
                now,
            }, cancellationToken: ct));
    }

    private static string ToJson(IReadOnlyList<string> addresses) => JsonSerializer.Serialize(addresses.Select(a => new { name = (string?)null, address = a }), Json.Options);
}

/// <summary>Reads side conversations.</summary>
public sealed class SideReader(NpgsqlDataSource database)
{
    /// <summary>Those of a ticket, the first one first. Whether the reader may see the ticket is asked before.</summary>
    public async Task<IReadOnlyList<SideView>> ListAsync(long number, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<(long Id, string Subject, string[] People, long Agent, string Name, DateTime At)>(new CommandDefinition(
            """
            select s.id, s.subject, array(select p.address from side_people p where p.side = s.id order by p.added_at, p.address) as people, a.id as agent, a.name, s.at
            from side_conversations s join agents a on a.id = s.started_by where s.ticket = @number order by s.id
            """, new { number }, cancellationToken: ct))).Select(s => new SideView(s.Id, s.Subject, s.People, new Person(s.Agent, s.Name), s.At))];
    }
}
