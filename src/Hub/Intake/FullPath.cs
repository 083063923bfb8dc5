using System.Data;
using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Hub.Intake;

/// <summary>Intake that can do everything: a new customer, a new ticket, a reopening.</summary>
/// <remarks>
/// One READ COMMITTED transaction of several statements. Lock order: identity → customer → ticket → receipt; everything else
/// that locks several of these keeps to it. The ticket is looked for in a statement of its own after the identity's upsert,
/// because the upsert's snapshot is older than a rival's commit that it waited for.
/// </remarks>
public sealed class FullPath(IServiceScopeFactory scopes, TicketChanges changes, TimeProvider time)
{
    private const int Attempts = 4;
    private const int LongestSubject = 80;

    public async Task<Placed> ReceiveAsync(InboundMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(message, ct);
            }
            catch (Exception failure) when (attempt < Attempts && IsLostRace(failure))
            {
                // Rolled back as a whole; the next attempt sees what the rival committed.
            }
        }
    }

    private async Task<Placed> AttemptAsync(InboundMessage message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        return await connection.WithinAsync(() => ReceiveAsync(message, db, connection, transaction, ct));
    }

    private async Task<Placed> ReceiveAsync(InboundMessage message, HubDb db, NpgsqlConnection connection, IDbContextTransaction transaction, CancellationToken ct)
    {
        var store = new TicketStore(db);
        var now = time.GetUtcNow();
        var customer = await UpsertCustomerAsync(connection, transaction, message, now, ct);
        var ticket = await store.LockNewestOfSessionAsync(message.Session, ct);
        if (await store.ClaimAsync(message.Session, message.Key, now, ct) is not { } id)
        {
            // Still inside the transaction, whose end would close the connection; a new statement sees what the rival committed.
            return await Receipts.FirstAnswerAsync(connection, message.Session, message.Key, ct)
                ?? throw new InvalidOperationException($"Message {message.Key} of source {message.Session} was taken and is gone.");
        }

        if (ticket is null || !ticket.Takes(now))
        {
            var follows = await LastClosedAsync(connection, transaction, message.Session, ct);
            ticket = Ticket.Begin(await store.NextNumberAsync(ct), customer, message.Channel, Texts.Headline(message.Text, LongestSubject), follows, now);
            db.Add(ticket);
        }
        var said = ticket.Receive(new NewMessage
        {
            Id = id,
            Author = Author.Session(message.Session),
            Channel = message.Channel,
            Text = message.Text,
            ClientId = message.Key,
        }, now);
        await store.SaveAsync(ticket, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into session_tickets (session, ticket) values (@Session, @Number) on conflict do nothing;
            update claims set ticket = @Number where session = @Session and ticket is null;
            """, new { message.Session, ticket.Number }, transaction.GetDbTransaction(), cancellationToken: ct));
        await transaction.CommitAsync(ct);

        changes.Publish(ticket.Number, ticket.Version);
        return new Placed(ticket.Number, said.Seq, said.Id, said.At);
    }

    /// <summary>The customer of the identity, made where it is new. The identity's row lock makes two simultaneous messages of one person wait for each other.</summary>
    private static async Task<long> UpsertCustomerAsync(NpgsqlConnection connection, IDbContextTransaction transaction, InboundMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var customer = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            insert into identities (kind, address, customer, created_at) values (@Kind, @Address, nextval('customers_id_seq'), @now)
            on conflict (kind, address) do update set address = excluded.address returning customer
            """, new { message.Identity.Kind, message.Identity.Address, now }, transaction.GetDbTransaction(), cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into customers (id, name, locale, created_at) values (@customer, @name, @Locale, @now) on conflict (id) do nothing",
            new { customer, name = message.Name ?? "", message.Locale, now }, transaction.GetDbTransaction(), cancellationToken: ct));
        return customer;
    }

    private static Task<long?> LastClosedAsync(NpgsqlConnection connection, IDbContextTransaction transaction, long session, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select max(s.ticket) from session_tickets s join tickets t on t.number = s.ticket where s.session = @session and t.status = 5",
            new { session }, transaction.GetDbTransaction(), cancellationToken: ct));

    private static bool IsLostRace(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => true,
        // EF wraps whatever may be tried again.
        { InnerException: { } inner } => IsLostRace(inner),
        _ => false,
    };
}
