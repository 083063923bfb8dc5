using Dapper;
using Npgsql;

namespace Hub.Tickets.Correspondence;

/// <summary>Which mails of a ticket its chat shows: those that the person of the chat is known to have been on.</summary>
public static class ShownMails
{
    /// <summary>Judges the mails of a customer's tickets that a browser session may read, now that it has proved who it is.</summary>
    /// <param name="connection">With the caller's transaction.</param>
    /// <param name="transaction">Holds identities and customers already: tickets come after them.</param>
    /// <param name="session">The session.</param>
    /// <param name="customer">Whose addresses count; those verified.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>The tickets that changed, and their versions.</returns>
    public static async Task<List<(long Number, long Version)>> JudgeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long session, long customer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return (await connection.QueryAsync<(long, long)>(new CommandDefinition(
            """
            with theirs as (select coalesce(array_agg(address), '{}') as all_of_them from identities where customer = @customer and kind = 'email' and verified_at is not null),
            judged as materialized (
                select m.ticket, m.seq, not (l.sender = any(theirs.all_of_them) or coalesce(l.reply_to = any(theirs.all_of_them), false) or l.addresses && theirs.all_of_them) as apart
                from theirs, session_tickets s join tickets t on t.number = s.ticket and t.customer = @customer
                join mails l on l.ticket = s.ticket join messages m on m.id = l.message and m.ticket = s.ticket join channels c on c.id = m.channel and c.kind = 'email'
                where s.session = @session and m.audience in ('customer', 'internal') and m.kind in (1, 2)
            ), wrong as (select j.* from judged j join messages m on m.ticket = j.ticket and m.seq = j.seq where m.apart <> j.apart),
            locked as (select number from tickets where number in (select ticket from wrong) order by number for update),
            head as (update tickets t set version = t.version + 1 from locked where t.number = locked.number returning t.number, t.version),
            shown as (update messages m set apart = w.apart, version = h.version from wrong w join head h on h.number = w.ticket where m.ticket = w.ticket and m.seq = w.seq returning m.ticket)
            select number, version from head
            """, new { session, customer }, transaction, cancellationToken: ct))).AsList();
    }
}
