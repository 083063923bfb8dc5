using System.Text.Json;
using Dapper;
using Hub.Channels.Deliveries;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.Email.Sending;

/// <summary>An answer as a mail shows it.</summary>
public sealed record Answer
{
    public long Id { get; init; }
    public int Seq { get; init; }
    public string Text { get; init; } = "";

    /// <summary>The agent's name; none for what Hub says by itself.</summary>
    public string? Author { get; init; }
    public DateTime At { get; init; }
    public bool Apart { get; init; }
}

/// <summary>What the customer said before, for the quotation or the context.</summary>
public sealed record Said(string Text, string? Author, DateTime At);

/// <summary>Somebody in the head of a mail.</summary>
/// <param name="Address">In lower case.</param>
/// <param name="Name">As the ticket's mails call them.</param>
public sealed record Recipient(string Address, string? Name);

/// <summary>All that a mail is made of.</summary>
public sealed record Letter
{
    public required IReadOnlyList<Recipient> To { get; init; }
    public required IReadOnlyList<Recipient> Cc { get; init; }

    public required long Ticket { get; init; }
    public required string Subject { get; init; }
    public required string CustomerName { get; init; }

    /// <summary>Language of the words that are Hub's own.</summary>
    public required string Language { get; init; }
    public required IReadOnlyList<Answer> Answers { get; init; }
    public required Said? Before { get; init; }

    /// <summary>Message-ID of the mail it answers, and the chain before it, oldest first.</summary>
    public required string? InReplyTo { get; init; }
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The web site of the chat that goes on by mail.</summary>
    public required string? Site { get; init; }

    /// <summary>Every one of its answers was seen in the chat meanwhile.</summary>
    public required bool Seen { get; init; }

    /// <summary>Files of the answers that are named instead of attached.</summary>
    public IReadOnlyList<LinkedFile> Files { get; init; } = [];
}

/// <summary>Reads what goes into a mail: only from the views for customers, so that no note can ever be part of it.</summary>
public sealed class Letters(NpgsqlDataSource database)
{
    /// <returns>None where an answer is no longer for the customer's eyes: erased, or taken back.</returns>
    public async Task<Letter?> ReadAsync(IReadOnlyList<Delivery> deliveries, Mailbox mailbox, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        ArgumentNullException.ThrowIfNull(mailbox);
        var (ticket, address, continues) = (deliveries[0].Ticket, deliveries[0].Address, deliveries[0].Purpose is "continuation");
        await using var connection = await database.OpenConnectionAsync(ct);
        // Each gets a mail of its own with the same head, so that all can answer to all.
        var together = deliveries[0].Purpose is "reply" ? (await connection.QueryAsync<(string Address, string? Name, bool Copy)>(new CommandDefinition(
            "select address, name, copy from deliveries where message = @Message and purpose = 'reply' order by id", new { deliveries[^1].Message }, cancellationToken: ct))).AsList() : [];
        if (together.TrueForAll(r => r.Address != address)) together = [(address, null, false)];
        var everybody = together.Select(r => r.Address).ToArray();
        await using var several = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select m.id, m.seq, coalesce(m.text, '') as text, a.name as author, m.at, m.apart
            from mail_messages m left join agents a on m.author_kind = 2 and a.id = m.author where m.ticket = @ticket and m.id = any(@messages) order by m.seq;

            select t.subject, c.name, c.locale,
                   (select v.locale from session_tickets s join visitor_sessions v on v.id = s.session where s.ticket = t.number order by v.used_at desc limit 1) as chat_locale,
                   (select n.name from session_tickets s join visitor_sessions v on v.id = s.session join channels n on n.id = v.site where s.ticket = t.number order by v.used_at desc limit 1) as site,
                   coalesce((select max(s.seen_seq) from session_tickets s where s.ticket = t.number), 0) as seen
            from tickets t join customers c on c.id = t.customer where t.number = @ticket;

            select l.message_id, l.refs, l.subject, l.sender from mails l join mail_messages m on m.id = l.message
            where l.ticket = @ticket and l.message < @first and l.message_id is not null and (l.sender = any(@everybody) or l.addresses && @everybody)
            -- Best the one that all of them have.
            order by (l.addresses || l.sender) @> @everybody desc, l.message desc limit 1;

            select m.text, {(continues ? "c.name" : "coalesce(nullif(l.sender_name, ''), l.sender)")} as author, coalesce(m.sent_at, m.at) as at
            {(continues
                // What stood in the chat, and nothing that was said beside it by mail.
                ? "from (select ticket, seq, kind, text, at, null::timestamptz as sent_at from customer_messages) m join tickets t on t.number = m.ticket join customers c on c.id = t.customer where m.ticket = @ticket and m.seq < (select min(f.seq) from mail_messages f where f.ticket = @ticket and f.id = any(@messages)) and m.kind = 1"
                : "from mail_messages m join mails l on l.message = m.id where m.ticket = @ticket and m.seq < (select min(f.seq) from mail_messages f where f.ticket = @ticket and f.id = any(@messages)) and m.kind = 1 and (l.sender = any(@everybody) or l.reply_to = any(@everybody)) and (l.addresses || l.sender || l.reply_to) @> @everybody")}
            order by m.seq desc limit 1;
            """,
            new
            {
                ticket,
                everybody,
                messages = deliveries.Select(d => d.Message).ToArray(),
                first = deliveries[0].Message,
            }, cancellationToken: ct));
        var answers = (await several.ReadAsync<Answer>()).AsList();
        var head = await several.ReadSingleAsync<Head>();
        var thread = await several.ReadSingleOrDefaultAsync<Thread>();
        var before = (await several.ReadAsync<(string? Text, string? Author, DateTime At)>()).Select(b => new Said(b.Text ?? "", b.Author, b.At)).FirstOrDefault();
        if (answers.Count != deliveries.Count) return null;
        return new Letter
        {
            To = [.. together.Where(r => !r.Copy).Select(r => new Recipient(r.Address, r.Name))],
            Cc = [.. together.Where(r => r.Copy).Select(r => new Recipient(r.Address, r.Name))],
            Ticket = ticket,
            Subject = thread is { Subject.Length: > 0 } ? thread.Subject : head.Subject,
            CustomerName = head.Name,
            Language = Languages.Of(head.ChatLocale, head.Locale, mailbox.Locale),
            Answers = answers,
            Before = before,
            InReplyTo = thread?.MessageId,
            References = thread is null ? [] : [.. thread.Refs, thread.MessageId],
            Site = head.Site,
            Seen = answers.All(a => a.Seq <= head.Seen),
        };
    }

    /// <summary>Writes down what is about to be sent, so that an answer to it finds its way even if we fall now.</summary>
    public async Task RememberAsync(IReadOnlyList<Delivery> deliveries, Letter letter, Mailbox mailbox, string messageId, string subject, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(mailbox);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into mails (message, ticket, message_id, sender, sender_name, recipients, copies, subject, refs, addresses)
            select m, @Ticket, case when m = @last then @messageId end, @sender, @senderName, @recipients::jsonb, @copies::jsonb, @subject, @refs, @addresses from unnest(@messages) m
            on conflict (message) do nothing
            """,
            new
            {
                letter.Ticket,
                messages = deliveries.Select(d => d.Message).ToArray(),
                last = deliveries[^1].Message,
                messageId,
                sender = mailbox.Address,
                senderName = mailbox.SenderName,
                recipients = JsonSerializer.Serialize(letter.To.Select(r => new { name = r.Name ?? (letter.To.Count == 1 ? letter.CustomerName : null), address = r.Address }), Json.Options),
                copies = JsonSerializer.Serialize(letter.Cc, Json.Options),
                subject,
                refs = letter.References.ToArray(),
                addresses = letter.To.Concat(letter.Cc).Select(r => r.Address).ToArray(),
            }, cancellationToken: ct));
    }

    private sealed record Head
    {
        public string Subject { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Locale { get; init; }
        public string? ChatLocale { get; init; }
        public string? Site { get; init; }
        public int Seen { get; init; }
    }

    private sealed record Thread
    {
        public string MessageId { get; init; } = "";
        public string[] Refs { get; init; } = [];
        public string Subject { get; init; } = "";
        public string? Sender { get; init; }
    }
}
