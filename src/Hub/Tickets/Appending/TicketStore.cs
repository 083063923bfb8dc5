using System.Data.Common;
using System.Text.Json;
using Dapper;
using Hub.Platform;
using Hub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Tickets.Appending;

/// <summary>Reads tickets under lock and saves what their verbs appended; the slow path's half of the work.</summary>
public sealed class TicketStore(HubDb db)
{
    /// <summary>The ticket under its row lock, until the end of the transaction.</summary>
    public async Task<Ticket?> LockAsync(long number, CancellationToken ct) =>
        (await db.Set<Ticket>().FromSql($"select * from tickets where number = {number} for update").ToListAsync(ct)).SingleOrDefault();

    /// <summary>The newest ticket of a visitor's session that is not closed, under its row lock.</summary>
    public async Task<Ticket?> LockNewestOfSessionAsync(long session, CancellationToken ct) =>
        (await db.Set<Ticket>().FromSql(
            $"""
            select t.* from tickets t
            where t.number = (select s.ticket from session_tickets s join tickets n on n.number = s.ticket
                              where s.session = {session} and n.status <> 5 order by s.ticket desc limit 1)
              and t.status <> 5
            for update
            """).ToListAsync(ct)).SingleOrDefault();

    /// <summary>Draws the number of a ticket to be begun.</summary>
    public Task<long> NextNumberAsync(CancellationToken ct) =>
        Connection.ExecuteScalarAsync<long>(new CommandDefinition("select nextval('tickets_number_seq')", null, Transaction, cancellationToken: ct));

    /// <summary>The team of a ticket to be begun: that of the ticket which it follows, else that of its site or mailbox.</summary>
    public Task<long?> TeamOfNewAsync(long channel, long? follows, CancellationToken ct) =>
        // Held until the commit, so that nobody removes it meanwhile.
        Connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            select id from teams where id = coalesce((select team from tickets where number = @follows), (select team from sites where channel = @channel), (select team from mailboxes where channel = @channel))
            for key share
            """, new { channel, follows }, Transaction, cancellationToken: ct));

    /// <summary>Claims the sender's key for the message to come.</summary>
    /// <returns>The message's id; none where the key was claimed before.</returns>
    public Task<long?> ClaimAsync(long source, string key, DateTimeOffset now, CancellationToken ct) =>
        Connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "insert into receipts (source, key, message, at) values (@source, @key, nextval('message_ids'), @now) on conflict (source, key) do nothing returning message",
            new { source, key, now }, Transaction, cancellationToken: ct));

    /// <summary>Writes the ticket, its new messages and events.</summary>
    public async Task SaveAsync(Ticket ticket, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        foreach (var (message, _) in ticket.Appended)
            if (message.Id == 0)
                message.Id = await Connection.ExecuteScalarAsync<long>(new CommandDefinition("select nextval('message_ids')", null, Transaction, cancellationToken: ct));
        if (db.Entry(ticket).State is EntityState.Detached) db.Add(ticket);
        db.AddRange(ticket.Appended.Select(a => a.Message));
        await db.SaveChangesAsync(ct);
        foreach (var (message, change) in ticket.Appended)
            if (change is not null)
                await Connection.ExecuteAsync(new CommandDefinition(
                    "insert into events (message, type, before, after) values (@Id, @Type, @before::jsonb, @after::jsonb)",
                    new { message.Id, change.Type, before = ToJson(change.Before), after = ToJson(change.After) }, Transaction, cancellationToken: ct));
    }

    private DbConnection Connection => db.Database.GetDbConnection();

    private DbTransaction? Transaction => db.Database.CurrentTransaction?.GetDbTransaction();

    private static string? ToJson(object? value) => value is null ? null : JsonSerializer.Serialize(value, Json.Options);
}
