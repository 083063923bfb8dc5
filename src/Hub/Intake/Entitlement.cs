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

    /// <summary>The sender is somebody else than the ticket's customer, and the ticket has a chat: what they say stays out of it.</summary>
    public bool Apart { get; private init; }

    /// <summary>The sender has proved the address by what we sent to it alone.</summary>
    public bool Proved { get; private init; }

    /// <summary>An agent who answers from their own mail program: their words become a note.</summary>
    public long? Agent { get; private init; }

    /// <summary>A ticket that was named, whose conversation the sender is no part of.</summary>
    public long? Suspected { get; private init; }

    /// <summary>Judges all the evidence in one statement.</summary>
    /// <remarks>Part of a ticket is: its customer, by any of their identities; a participant; whoever was on one of its mails, in or out; an agent.</remarks>
    public static async Task<Entitlement> WeighAsync(NpgsqlConnection connection, InboundMessage message, CancellationToken ct)
    {
        var evidence = message.Letter?.Evidence ?? [];
        if (evidence.Count == 0) return new();
        var found = (await connection.QueryAsync<Candidate>(new CommandDefinition(
            """
            select c.ord::int as ord, t.number, t.customer, i.customer as sender, a.id as agent,
                   exists (select from participants p where p.ticket = t.number and p.identity = i.id)
                   or exists (select from mails d where d.ticket = t.number and @address = any(d.addresses)) as took_part,
                   exists (select from deliveries d where d.ticket = t.number and d.address = @address and d.state in ('leased', 'sent', 'delivered', 'read')) as was_sent,
                   exists (select from session_tickets s where s.ticket = t.number) as has_session
            from unnest(@numbers) with ordinality as c(number, ord) join tickets t on t.number = c.number
            left join identities i on i.kind = @kind and i.address = @address
            left join agents a on @kind = 'email' and a.normalized_email = upper(@address) and a.disabled_at is null
            order by c.ord
            """,
            new { numbers = evidence.Select(e => e.Ticket).ToArray(), kind = message.Identity.Kind, address = message.Identity.Address }, cancellationToken: ct))).AsList();

        foreach (var c in found.Where(c => c.Sender == c.Customer || c.TookPart || c.Agent is not null))
        {
            var proved = c.WasSent && evidence[c.Ord - 1].ByUs && message.Letter is { Forged: false };
            return new Entitlement
            {
                Ticket = c.Number,
                Customer = c.Customer,
                // An agent is one on every ticket but his own, on copy too: what he writes there is not for the customer.
                Agent = c.Sender == c.Customer ? null : c.Agent,
                // Whoever is known to nobody becomes the ticket's customer by proof alone.
                Apart = c.HasSession && (c.Sender ?? (proved ? c.Customer : null)) != c.Customer,
                Proved = proved,
            };
        }
        return new Entitlement { Suspected = found.Count == 0 ? null : found[0].Number };
    }

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
    }
}
