using System.Text.Json;
using Dapper;
using Hub.Storage;
using Npgsql;

namespace Hub.Tickets;

/// <summary>Reads what agents see of tickets' messages; each call is one statement.</summary>
public sealed class MessageReader(NpgsqlDataSource database, HotDatabase hot, Secrets secrets)
{
    /// <summary>Most messages in one answer.</summary>
    public const int Most = 1_000;

    /// <param name="viewer">Who looks.</param>
    /// <param name="messages">The rows, as <c>m</c>. They come first: of so many joins the planner keeps the order in which they are written,
    /// and whatever stands beside a message is looked up for these rows and no others.</param>
    private static string Select(Viewer viewer, string messages) =>
        $"""
        select m.ticket, m.id, m.seq, m.version, m.audience, m.kind, m.channel, h.kind as channel_kind, h.name as channel_name,
               m.author_kind, case when m.author_kind = 1 then case when m.audience like 'side:%' then null else t.customer end else m.author end as author,
               case m.author_kind when 1 then case when m.marks && array['form'] then coalesce(nullif(c.name, ''), l.reply_to)
                                                   else coalesce(nullif(l.sender_name, ''), l.sender, nullif(b.sender_name, ''), b.sender, c.name) end
                                  when 2 then a.name end as author_name,
               m.text, m.html, m.html_version, m.quoted, m.marks, m.apart, m.at, m.client_id, e.type as event_type, e.before, e.after,
               s.seen_seq, s.seen_at, coalesce(l.message, b.message) is not null as is_mail, coalesce(l.message_id, b.message_id) as message_id,
               coalesce(l.sender, b.sender) as sender, coalesce(l.sender_name, b.sender_name) as sender_name, coalesce(l.recipients, b.recipients) as recipients,
               coalesce(l.copies, b.copies) as copies, coalesce(l.subject, b.subject) as subject, l.also_in,
               coalesce(l.protection, b.protection) as protection, coalesce(l.invitation, b.invitation) as invitation, f.files,
               d.state, d.reason, d.state_at, d.address, d.purpose, d.not_before, d.attempts, d.doubtful
        from {messages} join tickets t on t.number = m.ticket and {Visibility.Sql(viewer, "t")}
        join customers c on c.id = t.customer
        left join channels h on h.id = m.channel
        left join agents a on m.author_kind = 2 and a.id = m.author
        left join mails l on l.message = m.id
        left join side_mails b on b.message = m.id and m.audience like 'side:%'
        left join lateral (select json_agg(json_build_object('id', x.id, 'name', x.name, 'type', x.type, 'size', x.size, 'contentId', x.content_id) order by x.ordinal)::text as files from files x where x.message = m.id) f on true
        left join lateral (select x.* from (
                               select y.state, y.reason, y.at as state_at, y.address, y.purpose, y.not_before, y.attempts, y.doubtful from deliveries y where m.kind = 2 and y.message = m.id
                               union all
                               select z.state, z.reason, z.at, z.address, z.kind, z.not_before, z.attempts, z.doubtful from mailings z where m.kind = 2 and m.audience like 'side:%' and z.message = m.id) x
                           order by array_position(array['failed', 'leased', 'queued', 'scheduled', 'sent', 'delivered', 'read', 'cancelled'], x.state) limit 1) d on true
        left join events e on e.message = m.id and m.kind = 4
        left join lateral (select st.seen_seq, st.seen_at from session_tickets st where m.kind = 2 and st.ticket = m.ticket and st.seen_seq >= m.seq
                           order by st.seen_at limit 1) s on true
        """;

    /// <summary>Messages of a ticket in order.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="number">The ticket.</param>
    /// <param name="after">Only later ones.</param>
    /// <param name="before">Only earlier ones: the last <paramref name="limit"/> of them.</param>
    /// <param name="since">Only those new or changed since this version of the ticket.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="ct">Stops reading.</param>
    public async Task<IReadOnlyList<MessageView>> ListAsync(Viewer viewer, long number, int? after, int? before, long? since, int limit, CancellationToken ct)
    {
        var backwards = before is not null && after is null;
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<Flat>(new CommandDefinition(
            $"""
            {Select(viewer, "messages m")}
            where m.ticket = @number and m.seq > @after and m.seq < @before and m.version > @since
            order by m.seq {(backwards ? "desc" : "asc")} limit @limit
            """,
            new { number, after = after ?? 0, before = before ?? int.MaxValue, since = since ?? 0, limit }, cancellationToken: ct));
        var key = await ShownHtml.KeyAsync(secrets, ct);
        var messages = found.Select(f => f.ToView(key)).ToList();
        if (backwards) messages.Reverse();
        return messages;
    }

    /// <summary>What is new or changed in several tickets, each since its own version, in order.</summary>
    public async Task<IReadOnlyList<(long Ticket, MessageView Message)>> SinceAsync(Viewer viewer, IReadOnlyCollection<(long Ticket, long Version)> positions, CancellationToken ct)
    {
        await using var connection = await hot.Source.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<Flat>(new CommandDefinition(
            $"""
            {Select(viewer, "unnest(@tickets, @versions) as p(ticket, version) cross join lateral (select * from messages n where n.ticket = p.ticket and n.version > p.version offset 0) m")}
            order by m.ticket, m.seq
            """,
            new { tickets = positions.Select(p => p.Ticket).ToArray(), versions = positions.Select(p => p.Version).ToArray() }, cancellationToken: ct));
        var key = await ShownHtml.KeyAsync(secrets, ct);
        return found.Select(f => (f.Ticket, f.ToView(key))).ToList();
    }

    private sealed record Flat
    {
        public long Ticket { get; init; }
        public long Id { get; init; }
        public int Seq { get; init; }
        public long Version { get; init; }
        public string Audience { get; init; } = "";
        public short Kind { get; init; }
        public long? Channel { get; init; }
        public string? ChannelKind { get; init; }
        public string? ChannelName { get; init; }
        public short AuthorKind { get; init; }
        public long? Author { get; init; }
        public string? AuthorName { get; init; }
        public string? Text { get; init; }
        public string? Html { get; init; }
        public short? HtmlVersion { get; init; }
        public string? Quoted { get; init; }
        public DateTime At { get; init; }
        public string? ClientId { get; init; }
        public string? EventType { get; init; }
        public string? Before { get; init; }
        public string? After { get; init; }
        public int? SeenSeq { get; init; }
        public DateTime? SeenAt { get; init; }
        public string[]? Marks { get; init; }
        public bool Apart { get; init; }
        public bool IsMail { get; init; }
        public string? MessageId { get; init; }
        public string? Sender { get; init; }
        public string? SenderName { get; init; }
        public string? Recipients { get; init; }
        public string? Copies { get; init; }
        public string? Subject { get; init; }
        public string[]? AlsoIn { get; init; }
        public string? Protection { get; init; }
        public string? Invitation { get; init; }
        public string? Files { get; init; }
        public string? State { get; init; }
        public string? Reason { get; init; }
        public DateTime? StateAt { get; init; }
        public string? Address { get; init; }
        public string? Purpose { get; init; }
        public DateTime? NotBefore { get; init; }
        public int? Attempts { get; init; }
        public bool? Doubtful { get; init; }

        public MessageView ToView(byte[] key) => new(
            Id, Seq, Version, Audience, TicketWords.Of((MessageKind)Kind),
            Channel is { } channel ? new ChannelBrief(channel, ChannelKind!, ChannelName!) : null,
            new AuthorView(TicketWords.Of((AuthorKind)AuthorKind), Author, AuthorName),
            Text, ShownHtml.Current(Html, HtmlVersion) is { } html ? ShownHtml.Addressed(html, Id, Files, key) : null, Quoted, Files is null ? [] : Read<FileView[]>(Files), Apart ? [.. Marks ?? [], "apart"] : Marks ?? [],
            IsMail ? Mail() : null,
            At, Delivery(), ClientId,
            EventType is null ? null : new EventView(EventType, Parse(Before), Parse(After)));

        private MailView Mail() => new(
            new MailPerson(SenderName, Sender ?? ""), Read<MailPerson[]>(Recipients!), Read<MailPerson[]>(Copies!), Subject ?? "", MessageId, AlsoIn ?? [],
            Protection is null ? null : Read<ProtectionView>(Protection), Invitation is null ? null : Read<CalendarInvitationView>(Invitation));

        private DeliveryView? Delivery()
        {
            if ((MessageKind)Kind is not MessageKind.Reply) return null;
            var isOpen = State is "scheduled" or "queued" or "leased";
            // A chat answer is durable and pushed when it is written; what there is to learn later is that it was read, or went on by mail.
            if (State is null or "cancelled" && Purpose is not ("reply" or "acknowledgement") || (Purpose is "continuation" && (SeenSeq is not null || isOpen)))
                return ChannelKind is "chat" ? new DeliveryView(SeenSeq is null ? "sent" : "read", null, SeenAt, "chat", isOpen ? Address : null, isOpen && SeenSeq is null ? NotBefore : null) : null;
            return new DeliveryView(State!, Reason, StateAt, "email", Address, isOpen ? NotBefore : null, Attempts ?? 0, Doubtful ?? false);
        }

        private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Platform.Json.Options)!;

        private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
    }
}
