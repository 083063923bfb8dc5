using Dapper;
using Hub.Tickets;
using Npgsql;

namespace Hub.Customers;

/// <summary>Names customers, and has every screen that shows one of their open tickets learn of it.</summary>
public static class CustomerNames
{
    private const int MostTickets = 20;

    /// <param name="database">The database.</param>
    /// <param name="changes">Told of the tickets that show the name.</param>
    /// <param name="customer">Who.</param>
    /// <param name="name">The new name.</param>
    /// <param name="onlyIfUnproved">Leave a customer alone who has proved an identity: a visitor's typing is no proof.</param>
    /// <param name="ct">Stops before the commit.</param>
    public static async Task SetAsync(NpgsqlDataSource database, TicketChanges changes, long customer, string name, bool onlyIfUnproved, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(changes);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var named = await connection.ExecuteAsync(new CommandDefinition(
            """
            update customers c set name = @name where c.id = @customer and c.name is distinct from @name
              and not (@onlyIfUnproved and exists (select from identities i where i.customer = c.id and i.verified_at is not null))
            """, new { customer, name, onlyIfUnproved }, transaction, cancellationToken: ct));
        if (named == 0) return;
        // The newest only: what a list shows of older ones is read anew when it is opened.
        var shown = await connection.QueryAsync<(long Number, long Version)>(new CommandDefinition(
            """
            with shown as (select n.number from tickets n where n.customer = @customer and n.status <> 5 order by n.number desc limit @MostTickets),
                 locked as (select t.number from tickets t where t.number in (select number from shown) order by t.number for update)
            update tickets t set version = t.version + 1 from locked l where t.number = l.number returning t.number, t.version
            """, new { customer, MostTickets }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        foreach (var (number, version) in shown) changes.Publish(number, version);
    }
}
