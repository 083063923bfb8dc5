using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Channels.WebChat.Reception;

/// <summary>Keeps what customers say of a chat that is over.</summary>
public sealed class Ratings(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int LongestComment = 2_000;

    /// <summary>Rates the ticket of a session; said again, the last word counts.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="number">The ticket.</param>
    /// <param name="score">1 to 5, the best.</param>
    /// <param name="comment">In the customer's own words.</param>
    /// <param name="ct">Stops.</param>
    public async Task<Refusal?> RateAsync(long session, long number, int score, string? comment, CancellationToken ct)
    {
        if (score is < 1 or > 5) return Refusal.Invalid("score", "score_invalid", "score must be 1 to 5.");
        var words = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
        if (words is not null && (words.Length > LongestComment || !Texts.IsStorable(words)))
            return Refusal.Invalid("comment", "comment_invalid", $"comment may have {LongestComment} characters at most.");
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var store = new TicketStore(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Database.GetDbConnection().WithinAsync<Refusal?>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return Refusal.NotFound("ticket_unknown", "There is no such conversation.");
            if (ticket.FirstResponseAt is null || ticket.Status is not (TicketStatus.Resolved or TicketStatus.Closed)) return new Refusal("rating_early", StatusCodes.Status409Conflict, "A conversation can be rated once it was answered and resolved.");
            var now = time.GetUtcNow();
            var before = await db.Database.GetDbConnection().QuerySingleOrDefaultAsync<(short Score, string? Comment)?>(new CommandDefinition(
                "select score, comment from ratings where ticket = @number", new { number }, transaction.GetDbTransaction(), cancellationToken: ct));
            if (before == ((short)score, words)) return null;
            await db.Database.GetDbConnection().ExecuteAsync(new CommandDefinition(
                """
                insert into ratings (ticket, session, score, comment, agent, at)
                values (@number, @session, @score, @words, (select m.author from customer_messages m where m.ticket = @number and m.kind = 2 and m.author_kind = 2 order by m.seq desc limit 1), @now)
                on conflict (ticket) do update set session = excluded.session, score = excluded.score, comment = excluded.comment, agent = excluded.agent, at = excluded.at
                """, new { number, session, score, words, now }, transaction.GetDbTransaction(), cancellationToken: ct));
            ticket.Rate(before?.Score, score, now);
            await store.SaveAsync(ticket, ct);
            await transaction.CommitAsync(ct);
            scope.ServiceProvider.GetRequiredService<TicketChanges>().Publish(ticket.Number, ticket.Version);
            return null;
        });
    }
}
