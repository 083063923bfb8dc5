using Dapper;
using Hub.Tickets.Correspondence;
using Npgsql;

namespace Hub.Tickets;

/// <summary>A way to the customer of a ticket.</summary>
/// <param name="Channel">The channel that speaks.</param>
/// <param name="Kind"><c>chat</c> or <c>email</c>.</param>
/// <param name="Name">The channel's name.</param>
/// <param name="Address">Where it goes: the first of several; none for a chat.</param>
public sealed record ReplyRoute(long Channel, string Kind, string Name, string? Address);

/// <summary>The ways to the customer of a ticket, and what an answer needs to know before it is written.</summary>
/// <param name="Status">The ticket's.</param>
/// <param name="All">Every way, the usual one first: the channel by which the customer spoke last.</param>
/// <param name="Continuation">By which mail an answer in the chat goes on if it is not seen; none where no address was left, or its owner wants no such mails.</param>
/// <param name="ContinueAfter">Seconds to wait for it to be seen; none: the hub's.</param>
/// <param name="Mailbox">Which mailbox speaks, whoever gets it.</param>
/// <param name="To">Whom an answer by mail goes to: the customer, and with them a participant who wrote last. Empty where no address is known.</param>
/// <param name="HasChat">The ticket has a chat, which must not show what is said to others alone.</param>
public sealed record ReplyRoutes(TicketStatus Status, IReadOnlyList<ReplyRoute> All, ReplyRoute? Continuation, int? ContinueAfter, ReplyRoute? Mailbox, IReadOnlyList<string> To, bool HasChat)
{
    // A mail of somebody who is part of the ticket and was not taken from it. A machine's is answered by nobody.
    private const string Heard = "l.ticket = t.number and m.kind = 1 and m.author_kind = 1 and not (coalesce(m.marks, '{}') && array['auto'])";

    // Where the sender may be forged, so may the address to which the answer is wanted.
    private const string WantedAt = "case when coalesce(m.marks, '{}') && array['unverified'] then l.sender else coalesce(l.reply_to, l.sender) end";

    private const string IsOfCustomer = $"exists (select from identities i where i.kind = 'email' and i.address in (l.sender, {WantedAt}) and i.customer = t.customer)";

    /// <summary>Reads the ways of a ticket, in one statement.</summary>
    /// <returns>None where there is no such ticket.</returns>
    public static async Task<ReplyRoutes?> OfAsync(NpgsqlConnection connection, long number, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var known = await connection.QuerySingleOrDefaultAsync<Flat>(new CommandDefinition(
            $$"""
            select t.status, t.channel, h.kind, h.name, chat.site, chat.site_name, chat.continue_after, box.channel as mailbox, box.name as mailbox_name,
                   letter.address as letter_address, letter.own as letter_own, theirs.address as customer_address, last_in.kind as last_kind,
                   claim.address as claimed, coalesce(stopped.quiet, false) as quiet, own.address as own_address
            from tickets t join channels h on h.id = t.channel
            left join lateral (select s.channel as site, c.name as site_name, s.continue_after
                               from session_tickets st join visitor_sessions v on v.id = st.session join sites s on s.channel = v.site join channels c on c.id = s.channel
                               where st.ticket = t.number order by v.used_at desc limit 1) chat on true
            left join lateral (select {{WantedAt}} as address, m.channel, {{IsOfCustomer}} as own from mails l join messages m on m.id = l.message
                               where {{Heard}} and not {{TicketPeople.IsRemoved("t.number", "l.sender")}}
                               order by l.message desc limit 1) letter on true
            left join lateral (select {{WantedAt}} as address from mails l join messages m on m.id = l.message
                               where not letter.own and {{Heard}} and {{IsOfCustomer}} order by l.message desc limit 1) theirs on true
            left join lateral (select c.kind from messages m join channels c on c.id = m.channel
                               where m.ticket = t.number and case when m.kind = 1 and m.audience = 'customer' and not (coalesce(m.marks, '{}') && array['auto']) then true end order by m.seq desc limit 1) last_in on true
            left join lateral (select b.channel, c.name from mailboxes b join channels c on c.id = b.channel
                               order by (b.channel = letter.channel) desc nulls last, (b.channel = t.channel) desc, b.channel limit 1) box on true
            left join lateral (select k.address from claims k where k.session = any(array(select s.session from session_tickets s where s.ticket = t.number)) and case k.kind when 'email' then true end and k.disowned_at is null
                               and not exists (select from mailboxes b where b.address = k.address) order by k.id desc limit 1) claim on true
            left join lateral (select true as quiet from unsubscribed u where u.address = claim.address and (u.ticket is null or u.ticket = t.number) limit 1) stopped on true
            left join lateral (select i.address from identities i where i.customer = t.customer and i.kind = 'email' order by i.verified_at desc nulls last, i.id desc limit 1) own on true
            where t.number = @number
            """, new { number }, cancellationToken: ct));
        if (known is null) return null;

        var chat = known.Site is { } site ? new ReplyRoute(site, "chat", known.SiteName!, null) : null;
        var usual = known.Kind == "email" ? known.OwnAddress : known.Claimed ?? known.OwnAddress;
        // Somebody on copy who wrote last is answered, but never in place of the customer; what was only typed into the chat is no customer.
        string?[] wanted = known.LetterOwn switch { true => [known.LetterAddress], false => [known.CustomerAddress ?? known.OwnAddress, known.LetterAddress], null => [usual] };
        var to = wanted.OfType<string>().Distinct().ToList();
        var box = known.Mailbox is { } ours ? new ReplyRoute(ours, "email", known.MailboxName!, null) : null;
        var mail = box is not null && to.Count > 0 ? box with { Address = to[0] } : null;
        var first = (known.LastKind ?? known.Kind) == "chat" ? chat : mail;
        var all = new[] { first, chat, mail }.Where(r => r is not null).Distinct().ToList();
        var continuation = chat is not null && known is { Quiet: false, Claimed: { } claimed } ? box is null ? null : box with { Address = claimed } : null;
        return new((TicketStatus)known.Status, all!, continuation, known.ContinueAfter, box, mail is null ? [] : to, chat is not null);
    }

    /// <summary>True where none of these is the person of the ticket's chat: what is said to them stays out of it.</summary>
    public static Task<bool> AreOthersAsync(NpgsqlConnection connection, long number, IEnumerable<string> addresses, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select not exists (
                select from unnest(@addresses) a left join identities i on i.kind = 'email' and i.address = a join tickets t on t.number = @number
                where i.customer = t.customer
                   -- Left in this chat, and nobody's yet, or its owner has answered here.
                   or ((i.id is null or exists (select from mails l join messages m on m.id = l.message and m.ticket = l.ticket
                                                where l.ticket = @number and l.sender = a and m.audience = 'customer' and not m.apart))
                       and exists (select from claims k join session_tickets s on s.session = k.session
                                   where s.ticket = @number and k.kind = 'email' and k.address = a and k.disowned_at is null)))
            """, new { number, addresses = addresses.ToArray() }, cancellationToken: ct));
    }

    private sealed record Flat
    {
        public short Status { get; init; }
        public long Channel { get; init; }
        public string Kind { get; init; } = "";
        public string Name { get; init; } = "";
        public long? Site { get; init; }
        public string? SiteName { get; init; }
        public int? ContinueAfter { get; init; }
        public long? Mailbox { get; init; }
        public string? MailboxName { get; init; }
        public string? LetterAddress { get; init; }
        public bool? LetterOwn { get; init; }
        public string? CustomerAddress { get; init; }
        public string? LastKind { get; init; }
        public string? Claimed { get; init; }
        public bool Quiet { get; init; }
        public string? OwnAddress { get; init; }
    }
}
