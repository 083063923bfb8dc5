using Dapper;
using Npgsql;

namespace Hub.Tickets.Correspondence;

/// <summary>Somebody on a ticket by mail.</summary>
/// <param name="Address">In lower case.</param>
/// <param name="Name">As the newest mail calls them.</param>
/// <param name="Verified">They proved that the address is theirs.</param>
/// <param name="Wrote">They wrote to us in this ticket; else they were on copy.</param>
/// <param name="Customer">It is an address of the ticket's customer.</param>
public sealed record TicketPerson(string Address, string? Name, bool Verified, bool Wrote, bool Customer);

/// <summary>Who takes part in a ticket by mail, and who gets an answer.</summary>
/// <param name="All">Everybody; whom an agent removed is not there.</param>
/// <param name="Reply">Whom an answer goes to; none where there is no way by mail.</param>
/// <param name="ReplyAll">The same and whoever else was on the newest mail.</param>
public sealed record TicketPeople(IReadOnlyList<TicketPerson> All, Addressees? Reply, Addressees? ReplyAll)
{
    /// <summary>How far back people are looked for: nobody reads a list of thousands.</summary>
    private const int NewestMails = 200;

    /// <summary>Reads them in one round trip.</summary>
    /// <param name="connection">Outside of any transaction, or within.</param>
    /// <param name="number">The ticket.</param>
    /// <param name="routes">Its ways.</param>
    /// <param name="ct">Stops reading.</param>
    public static async Task<TicketPeople> OfAsync(NpgsqlConnection connection, long number, ReplyRoutes? routes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var several = await connection.QueryMultipleAsync(new CommandDefinition(
            $$"""
            with recent as materialized (select l.message, l.sender, l.sender_name, l.recipients, l.copies, l.addresses from mails l where l.ticket = @number order by l.message desc limit @NewestMails),
            named as (
                select distinct on (address) address, name from (
                    select r.message, r.sender as address, r.sender_name as name from recent r
                    union all
                    select r.message, lower(p ->> 'address'), p ->> 'name' from recent r cross join lateral jsonb_array_elements(r.recipients || r.copies) p) n
                where name <> '' order by address, message desc
            ), everybody as (
                select a as address, max(r.message) filter (where r.sender = a) is not null as wrote, min(r.message) as since from recent r cross join lateral unnest(r.addresses) a group by a
                union all
                select i.address, true, 0 from participants p join identities i on i.id = p.identity where p.ticket = @number and i.kind = 'email'
            )
            select e.address, max(n.name) as name, coalesce(bool_or(i.verified_at is not null), false) as verified, bool_or(e.wrote) as wrote, coalesce(bool_or(i.customer = t.customer), false) as customer
            from everybody e cross join (select customer from tickets where number = @number) t
            left join identities i on i.kind = 'email' and i.address = e.address left join named n on n.address = e.address
            where not {{IsRemoved("@number", "e.address")}} and not {{Addressees.IsOurs("e.address")}}
            group by e.address order by min(e.since), e.address;

            -- Whom the newest mail of somebody who is part of the ticket had on it, but for those who are not to be written to. A forged one may name anybody.
            with newest as (
                select l.recipients, l.copies from mails l join messages m on m.id = l.message
                where l.ticket = @number and m.kind = 1 and m.author_kind = 1 and not (coalesce(m.marks, '{}') && array['auto', 'unverified'])
                order by l.message desc limit 1
            )
            select o.address, o.copy from (
                select lower(p ->> 'address') as address, false as copy from newest cross join lateral jsonb_array_elements(recipients) p
                union all
                select lower(p ->> 'address'), true from newest cross join lateral jsonb_array_elements(copies) p) o
            where o.address like '%_@_%' and not {{IsRemoved("@number", "o.address")}} and not {{Addressees.IsOurs("o.address")}}
            """, new { number, NewestMails }, cancellationToken: ct));
        var all = (await several.ReadAsync<TicketPerson>()).AsList();
        var others = (await several.ReadAsync<(string Address, bool Copy)>()).AsList();
        if (routes is not { To: { Count: > 0 } first }) return new(all, null, null);
        var to = first.Concat(others.Where(o => !o.Copy).Select(o => o.Address)).Distinct().Take(Addressees.Most).ToList();
        var cc = others.Where(o => o.Copy).Select(o => o.Address).Distinct().Except(to).Take(Addressees.Most - to.Count).ToList();
        return new(all, new(first, []), new(to, cc));
    }

    /// <summary>An SQL condition: an agent took this address from the ticket.</summary>
    public static string IsRemoved(string ticket, string address) =>
        $"exists (select from removed_participants x where x.ticket = {ticket} and x.address = {address})";

    /// <summary>The name by which the ticket knows an address.</summary>
    public string? NameOf(string address) => All.FirstOrDefault(p => p.Address == address)?.Name;
}
