using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Hub.Tickets;

/// <summary>How many tickets stand in each view; 10,000 means so many or more.</summary>
/// <param name="Mine">Open, pending or on hold, assigned to you.</param>
/// <param name="Unassigned">Open, pending or on hold, nobody's.</param>
/// <param name="Open">We owe something.</param>
/// <param name="Pending">Somebody else does; on hold too.</param>
/// <param name="Resolved">Done, not yet closed.</param>
/// <param name="Spam">In the folder spam.</param>
/// <param name="Trash">In the folder trash.</param>
/// <param name="Failed">With an answer that could not be delivered.</param>
public sealed record CountsView(int Mine, int Unassigned, int Open, int Pending, int Resolved, int Spam, int Trash, int Failed);

/// <summary>Counts for the rail, kept for two seconds for each agent; what may be large stops at <see cref="Most"/>.</summary>
public sealed class TicketCounts(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>A count that reaches this means "so many or more".</summary>
    public const int Most = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Viewer, (DateTimeOffset At, CountsView Counts)> known = new();

    public async Task<CountsView> OfAsync(Viewer viewer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var now = time.GetUtcNow();
        if (known.TryGetValue(viewer, out var cached) && now - cached.At < Kept && now >= cached.At) return cached.Counts;
        var see = Visibility.Sql(viewer, "t");
        await using var connection = await database.OpenConnectionAsync(ct);
        var counts = await connection.QuerySingleAsync<CountsView>(new CommandDefinition(
            $"""
            select (select count(*)::int from tickets t where coalesce(t.assignee, 0) = @Agent and t.status in (1, 2, 3) and t.folder = 1 and {see}) as mine,
                   (select count(*)::int from tickets t where coalesce(t.assignee, 0) = 0 and t.status in (1, 2, 3) and t.folder = 1 and {see}) as unassigned,
                   (select count(*)::int from (select from tickets t where t.status = 1 and t.folder = 1 and {see} limit @Most) x) as open,
                   (select count(*)::int from (select from tickets t where t.status in (2, 3) and t.folder = 1 and {see} limit @Most) x) as pending,
                   (select count(*)::int from (select from tickets t where t.status = 4 and t.folder = 1 and {see} limit @Most) x) as resolved,
                   (select count(*)::int from (select from tickets t where t.folder = 2 and {see} limit @Most) x) as spam,
                   (select count(*)::int from (select from tickets t where t.folder = 3 and {see} limit @Most) x) as trash,
                   (select count(*)::int from tickets t where t.number in (select d.ticket from deliveries d where d.state = 'failed' limit @Most) and t.folder = 1 and {see}) as failed
            """, new { viewer.Agent, Most }, cancellationToken: ct));
        known[viewer] = (now, counts);
        return counts;
    }
}
