using Dapper;
using Hub.Platform;
using Hub.Tickets.Correspondence;
using Npgsql;

namespace Hub.Tickets;

/// <summary>Reads rows and opened tickets, each in one statement.</summary>
public sealed class TicketReader(NpgsqlDataSource database)
{
    // Looked up row by row, which `exists` does not promise: the planner may read the whole of session_tickets to answer it for a page of fifty.
    private const string RowColumns =
        """
        t.number, t.subject, t.status, t.folder, t.priority, t.customer, c.name as customer_name,
        coalesce((select i.address from identities i where i.customer = t.customer and i.kind not in ('visitor', 'external') order by i.id limit 1),
                 (select k.address from claims k where k.ticket = t.number order by k.id desc limit 1)) as customer_address,
        t.assignee, a.name as assignee_name, t.team, g.name as team_name, h.kind as channel_kind, t.tags,
        l.seq as said_seq, l.kind as said_kind, l.text as said_text, l.at as said_at, t.last_at, t.waiting_since, t.version,
        t.created_at, t.last_seq, t.first_response_at, t.resolved_at, t.follows,
        coalesce((select true from mails l where l.ticket = t.number limit 1), false) as has_mail,
        coalesce((select true from session_tickets s where s.ticket = t.number limit 1), false) as has_chat,
        coalesce((select true from deliveries d where d.ticket = t.number and d.state = 'failed' limit 1), false) as delivery_failed
        """;

    private const string Beside =
        """
        t join customers c on c.id = t.customer join channels h on h.id = t.channel
        left join agents a on a.id = t.assignee left join teams g on g.id = t.team
        left join lateral (select m.seq, m.kind, coalesce(nullif(left(m.text, 200), ''), (select left(string_agg(f.name, ', ' order by f.ordinal), 200) from files f where f.message = m.id)) as text, m.at from messages m
                           where m.ticket = t.number and m.kind <> 4 order by m.seq desc limit 1) l on true
        """;

    /// <summary>The rows of these tickets that the viewer may see.</summary>
    public async Task<IReadOnlyList<TicketRow>> RowsAsync(Viewer viewer, long[] numbers, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await QueryAsync(connection, $"tickets t where t.number = any(@numbers) and {Visibility.Sql(viewer, "t")}", "", new { numbers }, ct)).Select(f => f.ToRow()).ToList();
    }

    /// <summary>Whether there is such a ticket for this viewer.</summary>
    public async Task<bool> ExistsAsync(Viewer viewer, long number, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"select exists (select from tickets t where t.number = @number and {Visibility.Sql(viewer, "t")})", new { number }, cancellationToken: ct));
    }

    /// <summary>A list of an inbox.</summary>
    public async Task<Page<TicketRow>> ListAsync(Viewer viewer, TicketFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var where = new List<string> { Visibility.Sql(viewer, "t"), "t.folder = @folder" };
        // One status alone keeps the order of its index. Who waits is nearly always open; the planner takes the two for independent and so rare that it
        // sorts them all, unless a `case` hides from it how rare.
        if (filter.Statuses is { Length: > 0 })
        {
            var status = filter.Statuses.Length == 1 ? "t.status = @status" : "t.status = any(@statuses)";
            where.Add(filter.Sort is TicketSort.Waiting ? $"case when {status} then true end" : status);
        }
        if (filter.Unassigned) where.Add("coalesce(t.assignee, 0) = 0");
        if (filter.Assignee is not null) where.Add("coalesce(t.assignee, 0) = @assignee");
        if (filter.Customer is not null) where.Add("t.customer = @customer");
        if (filter.Team is not null) where.Add("t.team = @team");
        // An array, for the same reason as below: else all tickets of the list are joined and sorted.
        if (filter.Channel is not null) where.Add("t.channel = any(array(select id from channels where kind = @channel))");
        // An array, so that the few failed ones lead to their tickets and not a walk through all tickets to the few.
        if (filter.Failed) where.Add("t.number = any(array(select d.ticket from deliveries d where d.state = 'failed' order by d.ticket desc limit 10000))");
        if (filter.Tag is not null) where.Add("t.tags @> array[@tag]");
        if (filter.Text is not null) where.Add("(t.subject ilike @text or c.name ilike @text or t.number::text = @plain)");
        var from = filter.Text is null ? "tickets t" : "tickets t join customers c on c.id = t.customer";
        var (key, descending) = filter.Sort switch
        {
            TicketSort.Activity => ("t.last_at", true),
            TicketSort.Created => ("t.created_at", true),
            TicketSort.Waiting => ("t.waiting_since", false),
        };
        if (filter.Sort is TicketSort.Waiting) where.Add("t.waiting_since is not null");
        if (filter.After is not null) where.Add($"({key}, t.number) {(descending ? '<' : '>')} (@afterAt, @afterNumber)");
        var direction = descending ? "desc" : "asc";

        await using var connection = await database.OpenConnectionAsync(ct);
        var order = $"order by {key} {direction}, t.number {direction}";
        var rows = await QueryAsync(connection, $"{from} where {string.Join(" and ", where)} {order} limit @most", order,
            new
            {
                folder = (short)filter.Folder,
                status = (short?)filter.Statuses?.FirstOrDefault(),
                statuses = filter.Statuses?.Select(s => (short)s).ToArray(),
                assignee = filter.Assignee,
                customer = filter.Customer,
                team = filter.Team,
                channel = filter.Channel,
                tag = filter.Tag,
                text = $"%{filter.Text?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%",
                plain = filter.Text?.TrimStart('#'),
                afterAt = filter.After?.At,
                afterNumber = filter.After?.Number,
                most = filter.Limit + 1,
            }, ct);
        if (rows.Count <= filter.Limit) return new(rows.Select(r => r.ToRow()).ToList(), null);
        var last = rows[filter.Limit - 1];
        var at = filter.Sort switch
        {
            TicketSort.Activity => last.LastAt,
            TicketSort.Waiting => last.WaitingSince!.Value,
            TicketSort.Created => last.CreatedAt,
        };
        return new(rows.Take(filter.Limit).Select(r => r.ToRow()).ToList(), new Cursor(at, last.Number).ToString());
    }

    /// <summary>A ticket with all that stands beside it.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="number">Which.</param>
    /// <param name="online">Whether its visitor has the chat open just now.</param>
    /// <param name="ct">Stops reading.</param>
    public async Task<TicketView?> OpenAsync(Viewer viewer, long number, bool online, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var t = (await QueryAsync(connection, $"tickets t where t.number = @number and {Visibility.Sql(viewer, "t")}", "", new { number }, ct)).SingleOrDefault();
        if (t is null) return null;
        await using var several = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select v.locale, v.page, s.seen_seq, s.seen_at from session_tickets s join visitor_sessions v on v.id = s.session
            where s.ticket = @number order by v.used_at desc;
            select kind, address, at from claims where ticket = @number order by id;
            select a ->> 'label', a ->> 'value' from visitor_forms f cross join lateral jsonb_array_elements(f.answers) with ordinality as e(a, n) where f.ticket = @number order by f.id, e.n;
            select c.purpose, c.version, c.text, c.locale, c.at from consents c join session_tickets s on s.session = c.session where s.ticket = @number order by c.id;
            select score, comment, at from ratings where ticket = @number;
            """, new { number }, cancellationToken: ct));
        var sessions = (await several.ReadAsync<(string? Locale, string? Page, int SeenSeq, DateTime? SeenAt)>()).ToList();
        var claims = (await several.ReadAsync<(string Kind, string Address, DateTime At)>()).Select(c => new ClaimView(c.Kind, c.Address, c.At)).ToList();
        var answers = (await several.ReadAsync<(string Label, string Value)>()).Select(a => new AnswerView(a.Label, a.Value)).ToList();
        var consents = (await several.ReadAsync<(string Purpose, int Version, string Text, string Locale, DateTime At)>()).Select(c => new ConsentView(c.Purpose, c.Version, c.Text, c.Locale, c.At)).ToList();
        var rating = (await several.ReadAsync<(short Score, string? Comment, DateTime At)>()).Select(r => new RatingView(r.Score, r.Comment, r.At)).SingleOrDefault();
        var (ways, people) = await WaysAsync(number, ct);
        var routes = (ways?.All ?? []).Select(r => new ReplyRouteView(new ChannelBrief(r.Channel, r.Kind, r.Name), r.Address)).ToList();
        var row = t.ToRow();
        var seen = sessions.Where(s => s.SeenAt is not null).OrderByDescending(s => s.SeenSeq).Take(1).ToList();
        return new(row.Number, row.Subject, row.Status, row.Folder, row.Priority, row.Customer, row.Assignee, row.Team, row.Channels, row.Tags,
            row.LastMessage, row.LastAt, row.WaitingSince, row.DueAt, row.Version, row.DeliveryFailed, t.ETag, t.CreatedAt, t.LastSeq, t.FirstResponseAt, t.ResolvedAt, t.Follows,
            seen.Select(s => new SeenView(s.SeenSeq, s.SeenAt!.Value)).SingleOrDefault(),
            sessions.Select(s => new VisitorView(online, s.Locale, s.Page)).FirstOrDefault(), claims,
            [.. people.All.Where(p => !p.Customer).Select(p => new ParticipantView("email", p.Address, p.Name, p.Verified, p.Wrote))],
            routes.FirstOrDefault(), routes, people is { Reply: { } reply, ReplyAll: { } all } ? new RecipientsView(Named(reply, people), Named(all, people)) : null, answers, consents, rating);
    }

    private async Task<(ReplyRoutes?, TicketPeople)> WaysAsync(long number, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var routes = await ReplyRoutes.OfAsync(connection, number, ct);
        return (routes, await TicketPeople.OfAsync(connection, number, routes, ct));
    }

    private static AddresseesView Named(Addressees addressees, TicketPeople people) => new(
        [.. addressees.To.Select(a => new MailPerson(people.NameOf(a), a))], [.. addressees.Cc.Select(a => new MailPerson(people.NameOf(a), a))]);

    // First the tickets of the page, then what stands beside them: together, all tickets of a list may be joined before they are sorted and cut.
    private static async Task<IReadOnlyList<TicketRecord>> QueryAsync(NpgsqlConnection connection, string tickets, string order, object parameters, CancellationToken ct) =>
        (await connection.QueryAsync<TicketRecord>(new CommandDefinition($"select {RowColumns} from (select t.* from {tickets}) {Beside} {order}", parameters, cancellationToken: ct))).AsList();
}
