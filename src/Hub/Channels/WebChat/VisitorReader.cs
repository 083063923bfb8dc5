using System.Text.Json;
using Dapper;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Uploads;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>The ticket a browser session talks in.</summary>
public sealed record VisitorTicket
{
    public long Number { get; init; }

    /// <summary>From which message on the session may read.</summary>
    public int FromSeq { get; init; }
    public short Status { get; init; }

    /// <summary>The ticket's, before its messages are read.</summary>
    public long Version { get; init; }

    /// <summary>The newest answer's number; 0 for none.</summary>
    public int Answered { get; init; }

    /// <summary>How it was rated, 1 to 5.</summary>
    public short? Rated { get; init; }
}

/// <summary>Reads what a visitor may see, from the view <c>customer_messages</c> and nothing else.</summary>
public sealed class VisitorReader(NpgsqlDataSource database, HotDatabase hot, FileLinks links)
{
    private const string Columns =
        """
        select m.ticket, m.id, m.seq, m.version, m.prev, m.kind, m.author_kind,
               case m.author_kind when 2 then split_part(a.name, ' ', 1) end as author_name,
               m.text, m.at, case when m.author_kind = 1 then m.client_id end as client_id, case h.kind when 'email' then h.kind end as via,
               (select json_agg(json_build_object('id', f.id, 'name', f.name, 'type', f.type, 'size', f.size, 'width', f.width, 'height', f.height) order by f.ordinal)::text
                from files f where f.message = m.id) as files
        """;
    private const string Beside = "left join channels h on h.id = m.channel left join agents a on m.author_kind = 2 and a.id = m.author";
    private const string Select = $"{Columns} from customer_messages m {Beside}";

    /// <summary>The session's newest ticket.</summary>
    public async Task<VisitorTicket?> NewestTicketAsync(long session, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<VisitorTicket>(new CommandDefinition(
            """
            select t.number, s.from_seq, t.status, t.version,
                   coalesce((select m.seq from customer_messages m where m.ticket = t.number and m.kind = 2 order by m.seq desc limit 1), 0) as answered,
                   (select r.score from ratings r where r.ticket = t.number) as rated
            from session_tickets s join tickets t on t.number = s.ticket where s.session = @session order by s.ticket desc limit 1
            """, new { session }, cancellationToken: ct));
    }

    /// <summary>Up to <paramref name="limit"/> messages after a number, oldest first.</summary>
    public async Task<IReadOnlyList<VisitorMessage>> AfterAsync(long ticket, int fromSeq, int after, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<Flat>(new CommandDefinition(
            $"{Select} where m.ticket = @ticket and m.seq >= @fromSeq and m.seq > @after order by m.seq limit @limit", new { ticket, fromSeq, after, limit }, cancellationToken: ct));
        var key = await links.KeyAsync(ct);
        return found.Select(f => f.ToMessage(links, key)).ToList();
    }

    /// <summary>The last <paramref name="limit"/> messages before a number, oldest first.</summary>
    public async Task<IReadOnlyList<VisitorMessage>> BeforeAsync(long ticket, int fromSeq, int before, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<Flat>(new CommandDefinition(
            $"{Select} where m.ticket = @ticket and m.seq >= @fromSeq and m.seq < @before order by m.seq desc limit @limit", new { ticket, fromSeq, before, limit }, cancellationToken: ct));
        var key = await links.KeyAsync(ct);
        return found.Select(f => f.ToMessage(links, key)).Reverse().ToList();
    }

    /// <summary>New messages of several tickets, each after its own number, and those before it that have changed or become visible since a version of the ticket.</summary>
    public async Task<IReadOnlyList<(VisitorMessage Message, long Version)>> AfterAsync(IReadOnlyCollection<(long Ticket, int Seq, long Version)> positions, CancellationToken ct)
    {
        await using var connection = await hot.Source.OpenConnectionAsync(ct);
        // Each ticket by its index: joined as two tables, on a new hub whose tables nobody has analysed yet, all messages would be read for a few.
        var found = await connection.QueryAsync<Flat>(new CommandDefinition(
            $"""
            {Columns} from unnest(@tickets, @seqs, @versions) as p(ticket, seq, version)
            cross join lateral (
                -- Two ranges, apart; their order, and the `case`, leave each one index and no other.
                (select * from customer_messages n where n.ticket = p.ticket and n.seq > p.seq order by n.seq offset 0)
                union all
                (select * from customer_messages c where c.ticket = p.ticket and c.version > p.version and case when c.seq <= p.seq then true end order by c.version offset 0)) m {Beside} order by m.ticket, m.seq
            """,
            new
            {
                tickets = positions.Select(p => p.Ticket).ToArray(),
                seqs = positions.Select(p => p.Seq).ToArray(),
                versions = positions.Select(p => p.Version).ToArray(),
            }, cancellationToken: ct));
        var key = await links.KeyAsync(ct);
        return found.Select(f => (f.ToMessage(links, key), f.Version)).ToList();
    }

    /// <summary>A new address for a file of a ticket.</summary>
    /// <returns>None where the visitor may not see it.</returns>
    public async Task<string?> LinkAsync(long ticket, int fromSeq, long file, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from files f join customer_messages m on m.id = f.message where f.id = @file and m.ticket = @ticket and m.seq >= @fromSeq)", new { file, ticket, fromSeq }, cancellationToken: ct))
            ? links.InChat(file, await links.KeyAsync(ct)) : null;
    }

    /// <summary>The newest 100 conversations of a session, the one that it is in included.</summary>
    public async Task<IReadOnlyList<VisitorConversation>> ConversationsAsync(long session, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<(long Ticket, string Subject, short Status, DateTime At, string? Text, short AuthorKind, string? AuthorName, string? Via)>(new CommandDefinition(
            """
            select t.number, t.subject, t.status, m.at, left(m.text, 200), m.author_kind, case m.author_kind when 2 then split_part(a.name, ' ', 1) end, case h.kind when 'email' then h.kind end
            from session_tickets s join tickets t on t.number = s.ticket
            cross join lateral (select * from customer_messages c where c.ticket = t.number and c.seq >= s.from_seq order by c.seq desc limit 1) m
            left join channels h on h.id = m.channel left join agents a on m.author_kind = 2 and a.id = m.author
            where s.session = @session order by t.number desc limit 100
            """, new { session }, cancellationToken: ct));
        return [.. found.Select(f => new VisitorConversation(f.Ticket, f.Subject, TicketWords.Of((TicketStatus)f.Status), f.At, f.Text is { } text && char.IsHighSurrogate(text.LastOrDefault()) ? text[..^1] : f.Text,
            new VisitorAuthor(TicketWords.Of((AuthorKind)f.AuthorKind), f.AuthorName), f.Via))];
    }

    /// <summary>From which message on a session may read a ticket.</summary>
    /// <returns>None where it may not.</returns>
    public async Task<int?> FromSeqAsync(long session, long ticket, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "select from_seq from session_tickets where session = @session and ticket = @ticket", new { session, ticket }, cancellationToken: ct));
    }

    private sealed record Flat
    {
        public long Ticket { get; init; }
        public long Id { get; init; }
        public int Seq { get; init; }
        public long Version { get; init; }
        public int Prev { get; init; }
        public short Kind { get; init; }
        public short AuthorKind { get; init; }
        public string? AuthorName { get; init; }
        public string? Text { get; init; }
        public DateTime At { get; init; }
        public string? ClientId { get; init; }
        public string? Via { get; init; }
        public string? Files { get; init; }

        public VisitorMessage ToMessage(FileLinks links, byte[] key) => new(Id, Seq, Prev, Ticket, TicketWords.Of((MessageKind)Kind),
            new VisitorAuthor(TicketWords.Of((AuthorKind)AuthorKind), AuthorName), Text,
            Files is null ? [] : [.. JsonSerializer.Deserialize<VisitorFile[]>(Files, Platform.Json.Options)!.Select(f => f with { Url = links.InChat(f.Id, key) })], At, ClientId, Via);
    }
}
