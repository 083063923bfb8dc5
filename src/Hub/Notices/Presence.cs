using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Hub.Notices;

public enum PresenceKind : short { Agent = 1, Visitor = 2 }

/// <summary>Who is connected, over all processes: each writes its own rows into an unlogged table, beats, and reads the others'.</summary>
/// <remarks>Expiry compares rows of different processes, so it is told by the database's clock: one process with a wrong clock must not bury the others.</remarks>
public sealed class Presence : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, (PresenceKind Kind, long Source, long[] Tickets)> connections = new();
    private readonly Bell bell = new();
    private readonly NpgsqlDataSource database;
    private readonly NoticeBus bus;
    private readonly NoticeOutbox outbox;
    private readonly ILogger<Presence> log;
    private volatile Snapshot here = new(new Dictionary<long, IReadOnlySet<long>>(), new HashSet<long>());
    private string written = "";

    public Presence(NpgsqlDataSource database, NoticeBus bus, NoticeOutbox outbox, ILogger<Presence> log)
    {
        (this.database, this.bus, this.outbox, this.log) = (database, bus, outbox, log);
        bus.Signal += signal => { if (signal.Kind == Signals.Presence) bell.Ring(); };
    }

    /// <summary>Raised after <see cref="Here"/> changed.</summary>
    public event Action? Changed;

    /// <summary>Who is here, as of at most a beat ago.</summary>
    public Snapshot Here => here;

    /// <param name="Agents">Connected agents, each with the tickets they look at.</param>
    /// <param name="Visitors">Tickets whose visitor has the chat open.</param>
    public sealed record Snapshot(IReadOnlyDictionary<long, IReadOnlySet<long>> Agents, IReadOnlySet<long> Visitors);

    /// <summary>A connection says who it is and what it looks at; said again, it replaces.</summary>
    public void Set(string connection, PresenceKind kind, long source, IEnumerable<long> tickets)
    {
        connections[connection] = (kind, source, [.. tickets.Order()]);
        bell.Ring();
    }

    public void Remove(string connection)
    {
        if (connections.TryRemove(connection, out _)) bell.Ring();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await WriteAsync(stoppingToken)) bus.Send(new Signal(Signals.Presence));
                await ReadAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Presence is not known just now: {Reason}", failure.Message);
            }
            // Many who come and go at once are one write.
            await Task.Delay(Settle, stoppingToken);
            await bell.SleepAsync(Beat, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync("delete from presence where process = @Process", new { outbox.Process });
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            log.LogInformation("Presence was not cleared; it expires by itself");
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        bell.Dispose();
    }

    /// <summary>Writes this process's rows; says whether they differ from those written before.</summary>
    private async Task<bool> WriteAsync(CancellationToken ct)
    {
        var rows = connections.Values.GroupBy(c => c.Source)
            .Select(g => (Source: g.Key, g.First().Kind, Tickets: g.SelectMany(c => c.Tickets).Distinct().Order().ToArray()))
            .OrderBy(r => r.Source).ToList();
        var picture = string.Join(';', rows.Select(r => $"{r.Source}:{string.Join(',', r.Tickets)}"));
        await using var connection = await database.OpenConnectionAsync(ct);
        if (picture == written)
        {
            var kept = await connection.ExecuteAsync("update presence set until = now() + @Expiry where process = @Process", new { Expiry, outbox.Process });
            if (kept == rows.Count) return false;   // otherwise the table was emptied by a crash of the database
        }
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("delete from presence where process = @Process", new { outbox.Process }, transaction);
        await connection.ExecuteAsync(
            """
            insert into presence (process, source, kind, tickets, until)
            select @Process, source, kind, coalesce(string_to_array(nullif(tickets, ''), ',')::bigint[], '{}'), now() + @Expiry
            from unnest(@sources, @kinds, @tickets) as p(source, kind, tickets)
            """,
            new
            {
                outbox.Process,
                Expiry,
                sources = rows.Select(r => r.Source).ToArray(),
                kinds = rows.Select(r => (short)r.Kind).ToArray(),
                tickets = rows.Select(r => string.Join(',', r.Tickets)).ToArray(),
            }, transaction);
        await transaction.CommitAsync(ct);
        written = picture;
        return true;
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("delete from presence where until < now() - @Expiry", new { Expiry });
        var rows = await connection.QueryAsync<(short Kind, long Source, long[] Tickets)>(
            "select kind, source, tickets from presence where until > now()");
        var agents = new Dictionary<long, HashSet<long>>();
        var visitors = new HashSet<long>();
        foreach (var (kind, source, tickets) in rows)
        {
            if (kind == (short)PresenceKind.Visitor) visitors.UnionWith(tickets);
            else if (agents.TryGetValue(source, out var seen)) seen.UnionWith(tickets);
            else agents[source] = [.. tickets];
        }
        var before = here;
        here = new Snapshot(agents.ToDictionary(a => a.Key, a => (IReadOnlySet<long>)a.Value), visitors);
        if (!Same(before, here)) Changed?.Invoke();
    }

    private static bool Same(Snapshot a, Snapshot b) =>
        a.Visitors.SetEquals(b.Visitors) && a.Agents.Count == b.Agents.Count
        && a.Agents.All(x => b.Agents.TryGetValue(x.Key, out var tickets) && tickets.SetEquals(x.Value));
}
