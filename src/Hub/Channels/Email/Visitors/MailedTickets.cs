using System.Data.Common;
using Dapper;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Hub.Channels.Email.Visitors;

/// <summary>What a link in a mail may change: the ticket whose delivery it names, for the address to which that went.</summary>
public sealed class MailedTickets(NpgsqlDataSource database, HubDb db, TicketChanges changes)
{
    /// <summary>Statements of one change, under the ticket's row lock.</summary>
    /// <param name="Ticket">Its number.</param>
    /// <param name="Address">To which the mail went.</param>
    /// <param name="Connection">Of the transaction.</param>
    /// <param name="Transaction">What the statements belong to.</param>
    public sealed record Scope(long Ticket, string Address, DbConnection Connection, DbTransaction Transaction)
    {
        /// <summary>Runs a statement; it may name <c>@Ticket</c> and <c>@Address</c>.</summary>
        /// <returns>How many rows it wrote.</returns>
        public Task<int> WriteAsync(string sql, object values, CancellationToken ct)
        {
            var parameters = new DynamicParameters(values);
            parameters.AddDynamicParams(new { Ticket, Address });
            return Connection.ExecuteAsync(new CommandDefinition(sql, parameters, Transaction, cancellationToken: ct));
        }
    }

    /// <summary>Changes a delivery's ticket, where there is something to change.</summary>
    /// <param name="delivery">By whose mail.</param>
    /// <param name="write">The statements; how many rows they wrote. None: nothing is new, and nothing is told.</param>
    /// <param name="record">What the ticket's history says of it.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>False where there is no such delivery.</returns>
    public async Task<bool> ChangeAsync(long delivery, Func<Scope, Task<int>> write, Action<Ticket, string> record, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(record);
        await using var reading = await database.OpenConnectionAsync(ct);
        var about = await reading.QuerySingleOrDefaultAsync<(long Ticket, string Address)?>(new CommandDefinition(
            "select ticket, address from deliveries where id = @delivery", new { delivery }, cancellationToken: ct));
        if (about is not { } found) return false;

        var store = new TicketStore(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = db.Database.GetDbConnection();
        return await connection.WithinAsync(async () =>
        {
            if (await store.LockAsync(found.Ticket, ct) is not { } ticket) return false;
            if (await write(new Scope(found.Ticket, found.Address, connection, transaction.GetDbTransaction())) == 0) return true;
            record(ticket, found.Address);
            await store.SaveAsync(ticket, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(ticket.Number, ticket.Version);
            return true;
        });
    }
}
