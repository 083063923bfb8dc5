using Dapper;
using Hub.Tickets;
using Npgsql;

namespace Hub.Intake;

/// <summary>What a letter's evidence is worth: a reference leads to a ticket, but only those who are part of it may join.</summary>
internal sealed record Entitlement
{
    /// <summary>The ticket to join; none: a new one.</summary>
    public long? Ticket { get; private init; }

    /// <summary>The customer of that ticket.</summary>
    public long? Customer { get; private init; }

    /// <summary>Nothing proves that the sender is the person of the ticket's chat: what they say stays out of it, until they prove their address there.</summary>
    public bool Apart { get; private init; }

    /// <summary>The owner of an address that was left in the ticket's chat, whom nobody knew, answers what was sent to it: proof for this ticket, of nothing else.</summary>
    public bool Answers { get; private init; }

    /// <summary>The sender has proved the address by what we sent to it alone.</summary>
    public bool Proved { get; private init; }

    /// <summary>An agent who answers from their own mail program: their words become a note.</summary>
    public long? Agent { get; init; }

    /// <summary>A ticket that was named, whose conversation the sender is no part of.</summary>
    public long? Suspected { get; private init; }

    /// <summary>Judges all the evidence in one statement.</summary>
    /// <remarks>Part of a ticket is: its customer, by any of their identities; a participant; whoever was on one of its mails, in or out, and was not taken from it; an agent.</remarks>
    public static async Task<Entitlement> WeighAsync(NpgsqlConnection connection, InboundMessage message, CancellationToken ct)
    {
        var evidence = message.Letter?.Evidence ?? [];
        if (evidence.Count == 0) return message.Letter is { Sides.Count: > 0 } ? new() { Suspected = await OfSidesAsync(connection, message, ct) } : new();
        var found = (await connection.QueryAsync<Candidate>(new CommandDefinition(
            """
            select c.ord::int as ord, t.number, t.customer, i.customer as sender, a.id as agent,
                   (exists (select from participants p where p.ticket = t.number and p.identity = i.id)
                    or exists (select from mails d where d.ticket = t.number and @address = any(d.addresses)))
                   and not exists (select from removed_participants x where x.ticket = t.number and x.address = @address) as took_part,
                   exists (select from deliveries d where d.ticket = t.number and d.address = @address and d.state in ('leased', 'sent', 'delivered', 'read')) as was_sent,
                   exists (select from session_tickets s where s.ticket = t.number) as has_session,
                   exists (select from session_tickets s join claims k on k.session = s.session where s.ticket = t.number and k.kind = @kind and k.address = @address and k.disowned_at is null) as was_left,
                   exists (select from mails l join messages m on m.id = l.message and m.ticket = l.ticket
                           where l.ticket = t.number and l.sender = @address and m.audience = 'customer' and not m.apart) as is_shown
            from unnest(@numbers) with ordinality as c(number, ord) join tickets t on t.number = c.number
            left join identities i on i.kind = @kind and i.address = @address
            left join agents a on @kind = 'email' and a.normalized_email = upper(@address) and a.disabled_at is null
            order by c.ord
            """,
            new { numbers = evidence.Select(e => e.Ticket).ToArray(), kind = message.Identity.Kind, address = message.Identity.Address }, cancellationToken: ct))).AsList();

        foreach (var c in found.Where(c => c.Sender == c.Customer || c.TookPart || c.Agent is not null))
        {
            var proved = c.WasSent && evidence[c.Ord - 1].ByUs && message.Letter is { Forged: false };
            // Whoever is known already may be the victim of the one who typed the address: that takes a code, in the chat.
            var answers = proved && c.HasSession && c.WasLeft && (c.Sender is null || c.IsShown);
            return new Entitlement
            {
                Ticket = c.Number,
                Customer = c.Customer,
                // An agent is one on every ticket but his own, on copy too: what he writes there is not for the customer.
                Agent = c.Sender == c.Customer ? null : c.Agent,
                Apart = c.HasSession && c.Sender != c.Customer && !answers,
                Answers = answers && c.Sender != c.Customer,
                Proved = proved,
            };
        }
        // Whoever answers an agent's notification without being anybody of the ticket is heard by agents alone.
        if (message.Letter?.TokenOf is { } agent && found.FirstOrDefault(c => c.Number == agent.Ticket) is { } told)
            return new Entitlement { Ticket = told.Number, Customer = told.Customer, Agent = agent.Agent };
        return new Entitlement { Suspected = found.Count == 0 ? await OfSidesAsync(connection, message, ct) : found[0].Number };
    }

    /// <summary>The side conversation to join: its people alone may, and agents, whose words become a note.</summary>
    /// <returns>None where the mail names none, or none of which its sender is part.</returns>
    public static async Task<(long Side, long Ticket, long? Agent)?> WeighSidesAsync(NpgsqlConnection connection, InboundMessage message, CancellationToken ct)
    {
        if (message.Letter is not { Sides: { Count: > 0 } sides }) return null;
        var found = await connection.QueryFirstOrDefaultAsync<(long Side, long Ticket, long? Agent)>(new CommandDefinition(
            """
            select s.id, s.ticket, case when p.side is null then a.id end from unnest(@sides) with ordinality as c(id, ord) join side_conversations s on s.id = c.id
            left join side_people p on p.side = s.id and p.address = @Address
            left join agents a on a.normalized_email = upper(@Address) and a.disabled_at is null
            where p.side is not null or a.id is not null order by c.ord limit 1
            """, new { sides = sides.ToArray(), message.Identity.Address }, cancellationToken: ct));
        return found.Side == 0 ? null : found;
    }

    private static Task<long?> OfSidesAsync(NpgsqlConnection connection, InboundMessage message, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select ticket from side_conversations where id = any(@sides) order by id limit 1", new { sides = message.Letter!.Sides.ToArray() }, cancellationToken: ct));

    private sealed record Candidate
    {
        public int Ord { get; init; }
        public long Number { get; init; }
        public long Customer { get; init; }
        public long? Sender { get; init; }
        public long? Agent { get; init; }
        public bool TookPart { get; init; }
        public bool WasSent { get; init; }
        public bool HasSession { get; init; }
        public bool WasLeft { get; init; }
        public bool IsShown { get; init; }
    }
}
