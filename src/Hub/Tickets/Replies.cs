using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Tickets;

/// <summary>What an agent wants to say.</summary>
/// <param name="Kind">Reply or note.</param>
/// <param name="Text">Validated text.</param>
/// <param name="Key">The client's id; a repetition gets the first answer.</param>
/// <param name="Status">The status the ticket shall have after an answer; none: pending.</param>
/// <param name="Channel"><c>email</c> or <c>chat</c>; none: the way by which the customer spoke last.</param>
/// <param name="SendAt">Not before then; by mail only.</param>
public sealed record Saying(MessageKind Kind, string Text, string Key, TicketStatus? Status = null, string? Channel = null, DateTimeOffset? SendAt = null);

/// <summary>What an agent says: answers to the customer, and notes among ourselves.</summary>
public sealed class Replies(HotPath hotPath, TicketReader tickets, Lazy<HubDb> lazyDb, NpgsqlDataSource database, TicketChanges changes, IOptions<HubOptions> options, TelemetryMeter meter, TimeProvider time)
{
    /// <summary>How far ahead an answer may be scheduled.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(366);

    /// <summary>Adds an answer or a note, durably, exactly once for this agent and its key.</summary>
    /// <param name="number">The ticket.</param>
    /// <param name="viewer">Who says it; the answer is credited to them. They must see the ticket.</param>
    /// <param name="saying">What.</param>
    /// <param name="ct">Stops waiting; the message may still be saved.</param>
    public async Task<Outcome<Placed>> AddAsync(long number, Viewer viewer, Saying saying, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(saying);
        ArgumentNullException.ThrowIfNull(viewer);
        var agent = viewer.Agent;
        if (!Visibility.IsEverything(viewer) && !await tickets.ExistsAsync(viewer, number, ct)) return TicketRefusals.Unknown(number);
        var isPlain = saying.Kind is MessageKind.Note || saying is { Status: null, SendAt: null, Channel: null or "chat" };
        if (isPlain && await hotPath.TryAsync(new Append(number, saying.Kind, agent, saying.Key, null, saying.Text), ct) is { } placed)
            return saying.Kind is MessageKind.Note ? placed : Counted(placed, "chat", "hot");
        if (!await tickets.ExistsAsync(viewer, number, ct)) return TicketRefusals.Unknown(number);
        if (saying.Kind is MessageKind.Note) return await AddFullyAsync(number, agent, saying, null, null, ct);

        ReplyRoutes? routes;
        await using (var connection = await database.OpenConnectionAsync(ct)) routes = await ReplyRoutes.OfAsync(connection, number, ct);
        if (routes is null) return TicketRefusals.Unknown(number);
        var route = saying.Channel is null ? routes.All.FirstOrDefault() : routes.All.FirstOrDefault(r => r.Kind == saying.Channel);
        if (route is null) return Refusal.Invalid("channel", "channel_unreachable", "There is no such way to this customer: no address is known, or no chat was begun.");
        if (saying.SendAt is not null && route.Kind is not "email") return Refusal.Invalid("sendAt", "send_later_mail_only", "Only mail can be sent later; a chat answer is there at once.");
        return Counted(await AddFullyAsync(number, agent, saying, route, routes, ct), route.Kind, "full");
    }

    private Outcome<Placed> Counted(Outcome<Placed> outcome, string channel, string path)
    {
        if (outcome is { Refusal: null, Value.Repeated: false }) meter.MessageOut(channel, path);
        return outcome;
    }

    internal async Task<Outcome<Placed>> AddFullyAsync(long number, long agent, Saying saying, ReplyRoute? route, ReplyRoutes? routes, CancellationToken ct)
    {
        var db = lazyDb.Value;
        var store = new TicketStore(db);
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Database.GetDbConnection().WithinAsync<Outcome<Placed>>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return TicketRefusals.Unknown(number);
            if (await store.ClaimAsync(agent, saying.Key, now, ct) is not { } id)
            {
                // Still inside the transaction, whose end would close the connection; a new statement sees what the rival committed.
                return await Receipts.FirstAnswerAsync((NpgsqlConnection)db.Database.GetDbConnection(), agent, saying.Key, ct)
                    ?? throw new InvalidOperationException($"Message {saying.Key} of agent {agent} was taken and is gone.");
            }
            if (ticket.Status is TicketStatus.Closed && saying.Kind is MessageKind.Reply) return TicketRefusals.Closed(number);
            var due = route is { Kind: "email" } ? saying.SendAt ?? now.AddSeconds(options.Value.Mail.UndoSeconds) : now;
            var said = new NewMessage
            {
                Id = id,
                Author = Author.Agent(agent),
                Channel = route?.Channel ?? (saying.Kind is MessageKind.Reply ? ticket.Channel : null),
                Text = saying.Text,
                ClientId = saying.Key,
                Apart = route is { Kind: "email" } && routes is { Apart: true },
                Held = due > now,
            };
            var message = saying.Kind is MessageKind.Reply ? ticket.Answer(said, saying.Status, now) : ticket.Note(said, now);
            await store.SaveAsync(ticket, ct);
            if (route is { Kind: "email", Address: { } address })
                await DeliverAsync(transaction, message, route.Channel, address, "reply", due, now, ct);
            else if (route is { Kind: "chat" } && routes?.Continuation is { Address: { } left } mail)
                await DeliverAsync(transaction, message, mail.Channel, left, "continuation", now.AddSeconds(routes.ContinueAfter ?? options.Value.Mail.ContinueAfter), now, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(number, ticket.Version);
            return new Placed(number, message.Seq, message.Id, message.At);
        });
    }

    private Task<int> DeliverAsync(IDbContextTransaction transaction, Message message, long channel, string address, string purpose, DateTimeOffset due, DateTimeOffset now, CancellationToken ct) =>
        lazyDb.Value.Database.GetDbConnection().ExecuteAsync(new CommandDefinition(
            """
            insert into deliveries (message, ticket, channel, address, state, not_before, purpose, at)
            values (@Id, @Ticket, @channel, lower(@address), case when @due > @now then 'scheduled' else 'queued' end, @due, @purpose, @now)
            """, new { message.Id, message.Ticket, channel, address, purpose, due, now }, transaction.GetDbTransaction(), cancellationToken: ct));
}
