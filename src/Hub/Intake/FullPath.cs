using System.Data;
using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Hub.Tickets.Uploads;
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
    private const int LongestMailSubject = 200;

    /// <returns>A refusal where one of its files is not to be had; nothing was saved.</returns>
    public async Task<Outcome<Placed>> ReceiveAsync(InboundMessage message, CancellationToken ct)
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

    private async Task<Outcome<Placed>> AttemptAsync(InboundMessage message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        return await connection.WithinAsync(() => ReceiveAsync(message, db, connection, transaction, ct));
    }

    private async Task<Outcome<Placed>> ReceiveAsync(InboundMessage message, HubDb db, NpgsqlConnection connection, IDbContextTransaction transaction, CancellationToken ct)
    {
        var store = new TicketStore(db);
        var now = time.GetUtcNow();
        // Of all that a mail names, what the customer never sees comes first: nothing of it may get into his conversation.
        if (await Entitlement.WeighSidesAsync(connection, message, ct) is { } aside) return await ReceiveAsideAsync(message, aside, store, connection, transaction, now, ct);
        var entitlement = await Entitlement.WeighAsync(connection, message, ct);
        var byForm = false;
        if (entitlement.Ticket is null && message.Letter?.Person is { } person)
        {
            byForm = true;
            message = message with { Identity = ("email", person.Address), Name = person.Name };
        }
        var customer = await UpsertCustomerAsync(connection, transaction, message, entitlement, now, ct);
        var ticket = message.Session is { } chat ? await store.LockNewestOfSessionAsync(chat, ct)
            : entitlement.Ticket is { } named ? await store.LockAsync(named, ct) : null;
        if (await store.ClaimAsync(message.Session ?? Receipts.WholeHub, message.Key, now, ct) is not { } id)
        {
            // Still inside the transaction, whose end would close the connection; a new statement sees what the rival committed.
            return await Receipts.FirstAnswerAsync(connection, message.Session ?? Receipts.WholeHub, message.Key, ct) ?? Placed.Erased(now);
        }

        // A letter that names a resolved ticket reopens it however late; a chat begins anew after a while.
        var joins = ticket is not null && (message.Session is not null ? ticket.Takes(now) : ticket.Status is not TicketStatus.Closed || entitlement.Agent is not null);
        if (!joins)
        {
            var follows = message.Session is { } session ? await LastClosedAsync(connection, transaction, session, ct) : ticket?.Number;
            // What continues a chat from an address that nobody proved there is the sender's own matter.
            ticket = Ticket.Begin(await store.NextNumberAsync(ct), entitlement.Apart || entitlement.Answers ? customer : ticket?.Customer ?? customer, message.Channel, await SubjectAsync(connection, message, ct), follows, now);
            db.Add(ticket);
        }
        var said = Receive(ticket!, message, entitlement, byForm, id, opened: !joins, now);
        if (!joins && entitlement.Suspected is { } other) ticket!.Suspect(other, now);
        var acknowledgement = !joins && message.Letter?.Acknowledgement is { } text
            ? ticket!.Acknowledge(new NewMessage { Author = Author.System, Channel = message.Channel, Text = text }, now) : null;
        await store.SaveAsync(ticket!, ct);
        if (message.Session is { } uploader && !await UploadStore.AttachAsync(connection, uploader, message.Files, said.Id, now, ct)) return UploadStore.Unknown;
        var placed = new Placed(ticket!.Number, said.Seq, said.Id, said.At);
        await LinkAsync(connection, transaction, message, entitlement, placed, now, ct);
        if (message.Letter is { } letter) await letter.AlongsideAsync(connection, new Kept(placed, !joins, acknowledgement?.Id, said.Kind is MessageKind.Note)
        {
            ByForm = byForm,
            Suspected = !joins && entitlement.Suspected is not null,
            Follows = !joins && entitlement.Ticket is not null,
        }, ct);
        await transaction.CommitAsync(ct);

        changes.Publish(ticket.Number, ticket.Version);
        return placed;
    }

    /// <summary>A third party answers in a side conversation, or an agent from their own mail program. Nobody becomes a customer or takes part in the ticket by that.</summary>
    private async Task<Placed> ReceiveAsideAsync(
        InboundMessage message, (long Side, long Ticket, long? Agent) aside, TicketStore store, NpgsqlConnection connection, IDbContextTransaction transaction, DateTimeOffset now, CancellationToken ct)
    {
        var letter = message.Letter!;
        var ticket = await store.LockAsync(aside.Ticket, ct) ?? throw new InvalidOperationException("The ticket of a side conversation is gone.");
        if (await store.ClaimAsync(Receipts.WholeHub, message.Key, now, ct) is not { } id) return await Receipts.FirstAnswerAsync(connection, Receipts.WholeHub, message.Key, ct) ?? Placed.Erased(now);
        var words = Words(message, new Entitlement { Agent = aside.Agent }, byForm: false, id);
        var said = aside.Agent is not null ? ticket.Note(words, now) : ticket.Aside(words, aside.Side, letter.Automatic, now);
        await store.SaveAsync(ticket, ct);
        var placed = new Placed(ticket.Number, said.Seq, said.Id, said.At);
        await letter.AlongsideAsync(connection, new Kept(placed, false, null, said.Kind is MessageKind.Note) { Side = aside.Side }, ct);
        await transaction.CommitAsync(ct);
        changes.Publish(ticket.Number, ticket.Version);
        return placed;
    }

    private static Message Receive(Ticket ticket, InboundMessage message, Entitlement entitlement, bool byForm, long id, bool opened, DateTimeOffset now)
    {
        var said = Words(message, entitlement, byForm, id);
        // From is forgeable: an agent's words from their own mail program reach nobody outside.
        if (entitlement.Agent is not null) return ticket.Note(said, now);
        return message.Letter is { Automatic: true } && !opened ? ticket.Keep(said, now) : ticket.Receive(said, now);
    }

    private static NewMessage Words(InboundMessage message, Entitlement entitlement, bool byForm, long id)
    {
        var letter = message.Letter;
        string[] marks = [.. letter?.Marks ?? [], .. byForm ? [MessageMarks.Form] : (string[])[], .. entitlement.Agent is null ? [] : letter?.NoteMarks ?? []];
        return new NewMessage
        {
            Id = id,
            // A letter's author is known by its address; what it came from is the mailbox.
            Author = entitlement.Agent is { } agent ? Author.Agent(agent) : Author.From(message.Session ?? message.Channel),
            Channel = message.Channel,
            Text = message.Text,
            ClientId = message.Session is null ? null : message.Key,
            Quoted = letter?.Quoted,
            Html = letter?.Html,
            SentAt = letter?.SentAt,
            Marks = marks.Length > 0 ? [.. marks.Distinct()] : null,
            Apart = entitlement.Apart,
        };
    }

    /// <summary>Who may read the ticket from now on: the browser session that wrote, or the sender of the letter.</summary>
    private static Task<int> LinkAsync(NpgsqlConnection connection, IDbContextTransaction transaction, InboundMessage message, Entitlement entitlement, Placed placed, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            message.Session is not null
                ? """
                insert into session_tickets (session, ticket) values (@Session, @Ticket) on conflict do nothing;
                update claims c set ticket = @Ticket where c.session = @Session and c.ticket is null
                    and not exists (select from claims k where k.session = c.session and k.ticket = @Ticket and k.kind = c.kind and k.address = c.address);
                -- The same person's other browsers have it too.
                insert into session_tickets (session, ticket)
                select distinct o.session, @Ticket from session_proofs p join session_proofs o on o.identity = p.identity and o.session <> p.session
                join visitor_sessions v on v.id = o.session and v.revoked_at is null where p.session = @Session on conflict do nothing;
                """
                : """
                insert into participants (ticket, identity, added_at)
                select @Ticket, id, @now from identities where kind = @Kind and address = @Address and not @forged and @member
                    and customer <> (select customer from tickets where number = @Ticket) on conflict do nothing;
                update identities set verified_at = @now where kind = @Kind and address = @Address and verified_at is null and @Proved;
                update customers set name = @Name where @Answers and @Name <> '' and name = '' and id = (select customer from tickets where number = @Ticket);
                """,
            new { message.Session, placed.Ticket, now, entitlement.Answers, Name = message.Name ?? "", message.Identity.Kind, message.Identity.Address, forged = message.Letter?.Forged ?? false, member = entitlement.Agent is null, entitlement.Proved },
            transaction.GetDbTransaction(), cancellationToken: ct));

    /// <summary>What is said first; where that is a file alone, its name.</summary>
    private static async Task<string> SubjectAsync(NpgsqlConnection connection, InboundMessage message, CancellationToken ct) =>
        message.Files.Count > 0 && string.IsNullOrWhiteSpace(message.Text)
            ? Texts.Headline(await connection.ExecuteScalarAsync<string?>(new CommandDefinition("select name from files where id = @first and uploader = @Session", new { first = message.Files[0], message.Session }, cancellationToken: ct)) ?? "", LongestSubject)
            : Subject(message);

    private static string Subject(InboundMessage message) =>
        Texts.Headline(string.IsNullOrWhiteSpace(message.Letter?.Subject) ? message.Text : message.Letter.Subject, message.Letter is null ? LongestSubject : LongestMailSubject);

    /// <summary>The customer of the identity, made where it is new. The identity's row lock makes two simultaneous messages of one person wait for each other.</summary>
    private static async Task<long> UpsertCustomerAsync(NpgsqlConnection connection, IDbContextTransaction transaction, InboundMessage message, Entitlement entitlement, DateTimeOffset now, CancellationToken ct)
    {
        // A forged sender or an agent changes no identity. Whoever joins the ticket of somebody else, by its token too, stays a person of their own (decision 24).
        if (entitlement.Customer is { } known && (message.Letter is { Forged: true } || entitlement.Agent is not null)) return known;
        var customer = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            insert into identities (kind, address, customer, created_at) values (@Kind, @Address, nextval('customers_id_seq'), @now)
            on conflict (kind, address) do update set address = excluded.address returning customer
            """, new { message.Identity.Kind, message.Identity.Address, now }, transaction.GetDbTransaction(), cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into customers (id, name, locale, created_at) values (@customer, @name, @Locale, @now) on conflict (id) do nothing;
            update customers set name = @name where id = @customer and name = '' and @name <> '';
            """,
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
