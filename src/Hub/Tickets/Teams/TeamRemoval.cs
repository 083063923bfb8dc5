using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Tickets.Teams;

/// <summary>Removes a team. Another takes over its open tickets, with its sites and mailboxes; what is done loses it in silence.</summary>
/// <remarks>In small transactions, so that nobody waits long. Where it ends half-way, the same again goes on.</remarks>
public sealed class TeamRemoval(HubDb db, NpgsqlDataSource database, TicketChanges changes, TeamReader reader, TimeProvider time)
{
    private const int BatchSize = 50;
    private const int QuietBatchSize = 500;
    private const int Rounds = 5;
    private const string Open = "team = @id and status in (1, 2, 3) and folder = 1";

    /// <param name="id">The team.</param>
    /// <param name="to">Who takes over; none: nobody, which is refused where there is something to take over.</param>
    /// <param name="viewer">Who removes it.</param>
    /// <param name="ct">Stops between two batches.</param>
    public async Task<Refusal?> RemoveAsync(long id, long? to, Viewer viewer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await connection.ExecuteScalarAsync<string?>(new CommandDefinition("select name from teams where id = @id", new { id }, cancellationToken: ct)) is not { } name) return TeamEdits.Unknown(id);
        if (to is { } heir && (heir == id || !await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select exists (select from teams where id = @heir)", new { heir }, cancellationToken: ct)))) return NoHeir;
        if (to is null && await connection.ExecuteScalarAsync<bool>(new CommandDefinition($"select exists (select from tickets where {Open})", new { id }, cancellationToken: ct))) return Busy;
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                // First, so that no new ticket comes to it.
                await connection.ExecuteAsync(new CommandDefinition("update sites set team = @to where team = @id; update mailboxes set team = @to where team = @id", new { id, to }, cancellationToken: ct));
                if (to is { } next && await HandOverAsync(new Person(id, name), next, Author.Agent(viewer.Agent), ct) is { } gone) return gone;
                await LetGoAsync(connection, id, ct);
                if (await DeleteAsync(connection, id, ct)) return null;
            }
            return Busy;
        }
        finally
        {
            reader.Forget();
        }
    }

    private async Task<Refusal?> HandOverAsync(Person from, long to, Author by, CancellationToken ct)
    {
        var store = new TicketStore(db);
        while (true)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Held until the commit, so that nobody removes it meanwhile.
            if ((await db.Database.SqlQuery<Person>($"select id as \"Id\", name as \"Name\" from teams where id = {to} for key share").ToListAsync(ct)).SingleOrDefault() is not { } heir) return NoHeir;
            var tickets = await db.Set<Ticket>().FromSql(
                $"select * from tickets where team = {from.Id} and status in (1, 2, 3) and folder = 1 order by number limit {BatchSize} for update").ToListAsync(ct);
            var now = time.GetUtcNow();
            foreach (var ticket in tickets)
            {
                ticket.Hand(heir, from, by, now);
                await store.SaveAsync(ticket, ct);
            }
            await transaction.CommitAsync(ct);
            foreach (var ticket in tickets) changes.Publish(ticket.Number, ticket.Version);
            if (tickets.Count < BatchSize) return null;
        }
    }

    /// <summary>What is done, and what is spam, has no team from now on.</summary>
    private async Task LetGoAsync(NpgsqlConnection connection, long id, CancellationToken ct)
    {
        long after = 0;
        while (true)
        {
            var let = (await connection.QueryAsync<(long Number, long Version)>(new CommandDefinition(
                $"""
                with x as (select number from tickets where number > @after and team = @id and not ({Open}) order by number limit {QuietBatchSize} for update)
                update tickets t set team = null, version = version + 1, changed = pg_current_xact_id() from x where t.number = x.number returning t.number, t.version
                """, new { id, after }, cancellationToken: ct))).AsList();
            foreach (var (number, version) in let) changes.Publish(number, version);
            if (let.Count < QuietBatchSize) return;
            after = let.Max(t => t.Number);
        }
    }

    /// <returns>False where a ticket came to it meanwhile.</returns>
    private static async Task<bool> DeleteAsync(NpgsqlConnection connection, long id, CancellationToken ct)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("delete from teams where id = @id", new { id }, cancellationToken: ct));
            return true;
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }

    private static Refusal Busy => Refusal.Conflict("team_busy", "This team has open tickets. Say which team takes them over.");

    private static Refusal NoHeir => Refusal.Invalid("to", "to_invalid", "to must be the id of another team.");
}
