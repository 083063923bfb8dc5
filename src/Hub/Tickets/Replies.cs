using Hub.Platform;
using Hub.Storage;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Tickets;

/// <summary>What an agent says: answers to the customer, and notes among ourselves.</summary>
public sealed class Replies(HotPath hotPath, HubDb db, TicketChanges changes, TimeProvider time)
{
    /// <summary>Adds an answer or a note, durably, exactly once for this agent and <paramref name="key"/>.</summary>
    /// <param name="number">The ticket.</param>
    /// <param name="agent">Who says it; the answer is credited to them.</param>
    /// <param name="kind">Reply or note.</param>
    /// <param name="text">Validated text.</param>
    /// <param name="key">The client's id; a repetition gets the first answer.</param>
    /// <param name="status">The status the ticket shall have after an answer; none: pending.</param>
    /// <param name="ct">Stops waiting; the message may still be saved.</param>
    public async Task<Outcome<Placed>> AddAsync(long number, long agent, MessageKind kind, string text, string key, TicketStatus? status, CancellationToken ct)
    {
        var known = await db.Set<Ticket>().AsNoTracking().Where(t => t.Number == number).Select(t => new { t.Channel, t.Status }).SingleOrDefaultAsync(ct);
        if (known is null) return TicketRefusals.Unknown(number);
        var channel = kind is MessageKind.Reply ? known.Channel : (long?)null;
        if (status is null && await hotPath.TryAsync(new Append(number, kind, agent, key, channel, text), ct) is { } placed) return placed;
        return await AddFullyAsync(number, agent, kind, text, key, channel, status, ct);
    }

    internal async Task<Outcome<Placed>> AddFullyAsync(long number, long agent, MessageKind kind, string text, string key, long? channel, TicketStatus? status, CancellationToken ct)
    {
        var store = new TicketStore(db);
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Database.GetDbConnection().WithinAsync<Outcome<Placed>>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return TicketRefusals.Unknown(number);
            if (await store.ClaimAsync(agent, key, now, ct) is not { } id)
            {
                // Still inside the transaction, whose end would close the connection; a new statement sees what the rival committed.
                return await Receipts.FirstAnswerAsync((NpgsqlConnection)db.Database.GetDbConnection(), agent, key, ct)
                    ?? throw new InvalidOperationException($"Message {key} of agent {agent} was taken and is gone.");
            }
            if (ticket.Status is TicketStatus.Closed && kind is MessageKind.Reply) return TicketRefusals.Closed(number);
            var said = new NewMessage { Id = id, Author = Author.Agent(agent), Channel = channel, Text = text, ClientId = key };
            var message = kind is MessageKind.Reply ? ticket.Answer(said, status, now) : ticket.Note(said, now);
            await store.SaveAsync(ticket, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(number, ticket.Version);
            return new Placed(number, message.Seq, message.Id, message.At);
        });
    }
}
