using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Hub.Tickets.Teams;

/// <summary>A team: people who share tickets. Who is in none of it may see them all the same.</summary>
/// <param name="Id">For ever.</param>
/// <param name="Name">As colleagues read it; no two teams share one, whatever the case.</param>
/// <param name="Members">Whose accounts are open, by name.</param>
/// <param name="Open">Its tickets in the inbox that are open, pending or on hold; 10,000 means so many or more.</param>
public sealed record TeamView(long Id, string Name, IReadOnlyList<Person> Members, int Open);

/// <summary>Reads the teams; kept for a moment for each agent, as counts are.</summary>
public sealed class TeamReader(NpgsqlDataSource database, TimeProvider time)
{
    // The desk asks again a second after a change: what it gets then is never from before.
    private static readonly TimeSpan Kept = TimeSpan.FromMilliseconds(900);
    private readonly ConcurrentDictionary<Viewer, (DateTimeOffset At, IReadOnlyList<TeamView> Teams)> known = new();

    /// <summary>All teams, by name.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="ct">Stops reading.</param>
    /// <param name="fresh">As they are now, for who has just changed one.</param>
    public async Task<IReadOnlyList<TeamView>> AllAsync(Viewer viewer, CancellationToken ct, bool fresh = false)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var now = time.GetUtcNow();
        if (!fresh && known.TryGetValue(viewer, out var cached) && (now - cached.At).Duration() < Kept) return cached.Teams;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var several = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select g.id, g.name,
                   (select count(*)::int from (select from tickets t where t.team = g.id and t.status in (1, 2, 3) and t.folder = 1 and {Visibility.Sql(viewer, "t")} limit @Most) x) as open
            from teams g order by lower(g.name);
            select m.team, a.id, a.name from team_members m join agents a on a.id = m.agent where a.disabled_at is null order by a.name, a.id;
            """, new { TicketCounts.Most }, cancellationToken: ct));
        var teams = (await several.ReadAsync<(long Id, string Name, int Open)>()).ToList();
        var members = (await several.ReadAsync<(long Team, long Id, string Name)>()).ToLookup(m => m.Team, m => new Person(m.Id, m.Name));
        var all = teams.Select(t => new TeamView(t.Id, t.Name, [.. members[t.Id]], t.Open)).ToList();
        known[viewer] = (now, all);
        return all;
    }

    /// <summary>What changed is read anew in this process; others learn of it within a second.</summary>
    public void Forget() => known.Clear();
}
