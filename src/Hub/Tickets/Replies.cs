using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets.Appending;
using Hub.Tickets.Correspondence;
using Hub.Tickets.Uploads;
using Microsoft.EntityFrameworkCore;
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
public sealed record Saying(MessageKind Kind, string Text, string Key, TicketStatus? Status = null, string? Channel = null, DateTimeOffset? SendAt = null)
{
    /// <summary>Who gets it by mail; none: whom the ticket's own way leads to.</summary>
    public Addressees? Recipients { get; init; }

    /// <summary>Uploads of the agent that go with it.</summary>
    public IReadOnlyList<long> Files { get; init; } = [];

    /// <summary>It was written in the agent's own mail program: its key is the mail's, unique in the whole hub.</summary>
    public bool ByMail { get; init; }

    /// <summary>What else to write in the same transaction, once the message has its place.</summary>
    public Func<NpgsqlConnection, Placed, CancellationToken, Task>? AlongsideAsync { get; init; }
}

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
        var isPlain = saying is { Recipients: null, ByMail: false, AlongsideAsync: null, Files.Count: 0 } && (saying.Kind is MessageKind.Note || saying is { Status: null, SendAt: null, Channel: null or "chat" });
        if (isPlain && await hotPath.TryAsync(new Append(number, saying.Kind, agent, saying.Key, null, saying.Text), ct) is { } placed)
            return saying.Kind is MessageKind.Note ? placed : Counted(placed, "chat", "hot");
        if (!await tickets.ExistsAsync(viewer, number, ct)) return TicketRefusals.Unknown(number);
        if (saying.Kind is MessageKind.Note) return await AddFullyAsync(number, agent, saying, null, ct);

        ReplyRoutes? routes;
        var apart = false;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            routes = await ReplyRoutes.OfAsync(connection, number, ct);
            if (saying.Recipients is { } chosen && await chosen.RefuseOursAsync(connection, ct) is { } ours) return ours;
            if (routes is { HasChat: true }) apart = await ReplyRoutes.AreOthersAsync(connection, number, saying.Recipients?.All ?? routes.To, ct);
        }
        if (routes is null) return TicketRefusals.Unknown(number);
        var route = saying.Recipients is not null ? routes.Mailbox : saying.Channel is null ? routes.All.FirstOrDefault() : routes.All.FirstOrDefault(r => r.Kind == saying.Channel);
        if (route is null) return Refusal.Invalid("channel", "channel_unreachable", "There is no such way to this customer: no address is known, or no chat was begun.");
        if (saying.SendAt is not null && route.Kind is not "email") return Refusal.Invalid("sendAt", "send_later_mail_only", "Only mail can be sent later; a chat answer is there at once.");
        var way = new Way(route, saying.Recipients ?? new(routes.To, []), apart, routes.Continuation, routes.ContinueAfter);
        return Counted(await AddFullyAsync(number, agent, saying, way, ct), route.Kind, "full");
    }

    private Outcome<Placed> Counted(Outcome<Placed> outcome, string channel, string path)
    {
        if (outcome is { Refusal: null, Value.Repeated: false }) meter.MessageOut(channel, path);
        return outcome;
    }

    /// <summary>How an answer goes.</summary>
    /// <param name="Route">Which way.</param>
    /// <param name="Recipients">Who gets it, where it is mail.</param>
    /// <param name="Apart">By mail it goes to others than the person of the chat.</param>
    /// <param name="Continuation">How an answer in the chat goes on if it is not seen.</param>
    /// <param name="ContinueAfter">Seconds to wait for that; none: the hub's.</param>
    internal sealed record Way(ReplyRoute Route, Addressees Recipients, bool Apart, ReplyRoute? Continuation, int? ContinueAfter)
    {
        public bool ByMail => Route.Kind is "email";
    }

    internal async Task<Outcome<Placed>> AddFullyAsync(long number, long agent, Saying saying, Way? way, CancellationToken ct)
    {
        var db = lazyDb.Value;
        var store = new TicketStore(db);
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        return await connection.WithinAsync<Outcome<Placed>>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return TicketRefusals.Unknown(number);
            var source = saying.ByMail ? Receipts.WholeHub : agent;
            if (await store.ClaimAsync(source, saying.Key, now, ct) is not { } id)
            {
                // Still inside the transaction, whose end would close the connection; a new statement sees what the rival committed.
                return await Receipts.FirstAnswerAsync(connection, source, saying.Key, ct)
                    ?? throw new InvalidOperationException($"Message {saying.Key} of agent {agent} was taken and is gone.");
            }
            if (ticket.Status is TicketStatus.Closed && saying.Kind is MessageKind.Reply) return TicketRefusals.Closed(number);
            var due = way is { ByMail: true } ? saying.SendAt ?? now.AddSeconds(options.Value.Mail.UndoSeconds) : now;
            var said = new NewMessage
            {
                Id = id,
                Author = Author.Agent(agent),
                Channel = way?.Route.Channel ?? (saying.Kind is MessageKind.Reply ? ticket.Channel : null),
                Text = saying.Text,
                ClientId = saying.ByMail ? null : saying.Key,
                Marks = saying.ByMail ? [MessageMarks.OwnProgram] : null,
                Apart = way is { ByMail: true, Apart: true },
                Held = due > now,
            };
            var message = saying.Kind is MessageKind.Reply ? ticket.Answer(said, saying.Status, now) : ticket.Note(said, now);
            await store.SaveAsync(ticket, ct);
            if (!await UploadStore.AttachAsync(connection, agent, saying.Files, message.Id, now, ct)) return UploadStore.Unknown;
            if (way is { ByMail: true }) await DeliverAsync(connection, message, way, due, now, ct);
            else if (way?.Continuation is { Address: { } left } mail)
                await ContinueAsync(connection, message, mail.Channel, left, now.AddSeconds(way.ContinueAfter ?? options.Value.Mail.ContinueAfter), now, ct);
            var placed = new Placed(number, message.Seq, message.Id, message.At);
            if (saying.AlongsideAsync is { } alongside) await alongside(connection, placed, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(number, ticket.Version);
            return placed;
        });
    }

    /// <summary>A delivery for each recipient. Whoever is written to takes part again, even if somebody had taken them from the ticket.</summary>
    private static async Task DeliverAsync(NpgsqlConnection connection, Message message, Way way, DateTimeOffset due, DateTimeOffset now, CancellationToken ct)
    {
        var people = await TicketPeople.OfAsync(connection, message.Ticket, null, ct);
        var all = way.Recipients.All.ToArray();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into deliveries (message, ticket, channel, address, copy, name, state, not_before, purpose, at)
            select @Id, @Ticket, @Channel, lower(r.address), r.copy, nullif(r.name, ''), case when @due > @now then 'scheduled' else 'queued' end, @due, 'reply', @now
            from unnest(@all, @copies, @names) with ordinality as r(address, copy, name, ord) order by r.ord;
            delete from removed_participants where ticket = @Ticket and address = any(@all);
            """,
            new
            {
                message.Id,
                message.Ticket,
                way.Route.Channel,
                all,
                copies = all.Select((_, i) => i >= way.Recipients.To.Count).ToArray(),
                names = all.Select(a => people.NameOf(a) ?? "").ToArray(),
                due,
                now,
            }, cancellationToken: ct));
    }

    private static Task<int> ContinueAsync(NpgsqlConnection connection, Message message, long channel, string address, DateTimeOffset due, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into deliveries (message, ticket, channel, address, state, not_before, purpose, at)
            values (@Id, @Ticket, @channel, lower(@address), case when @due > @now then 'scheduled' else 'queued' end, @due, 'continuation', @now)
            """, new { message.Id, message.Ticket, channel, address, due, now }, cancellationToken: ct));
}
