using Npgsql;

namespace Hub.Notices;

/// <summary>Positions in the stream of changes, and the poll that heals whatever notice was lost.</summary>
/// <remarks>
/// A position is the oldest transaction still running when one looked: whatever commits later has a number at least as high.
/// A plain sequence would not do, because numbers are drawn before the commit and become visible out of order.
/// </remarks>
public sealed class CatchUp(NpgsqlDataSource database, NoticeBus bus, ILogger<CatchUp> log) : BackgroundService
{
    /// <summary>Past this many changed rows a client loads everything anew.</summary>
    public const int MostRows = 1_000;
    private const int MostPolled = 50_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Bell bell = new();
    private string? epoch;

    public void PollNow() => bell.Ring();

    /// <summary>Tickets changed since a position.</summary>
    /// <param name="position"><c>epoch:xid</c>, or none to learn the present one.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>The new position, and the changed tickets with their versions; none of them where the position says nothing here or there are too many: load everything anew.</returns>
    public async Task<(string Position, IReadOnlyList<(long Number, long Version)>? Changed)> SinceAsync(string? position, int most, CancellationToken ct)
    {
        epoch ??= await EpochAsync(ct);
        ulong since = ulong.MaxValue;
        var known = position is null || (position.StartsWith(epoch + ":", StringComparison.Ordinal) && ulong.TryParse(position.AsSpan(epoch.Length + 1), out since));
        if (!known) since = ulong.MaxValue;

        // One statement: the new position and the rows come from the same snapshot. The order keeps the planner on the index, whatever it believes of the table's size.
        await using var command = database.CreateCommand(
            """
            select pg_snapshot_xmin(pg_current_snapshot())::text, t.number, t.version
            from (select 1) as one left join (select number, version from tickets where changed >= $1::text::xid8 order by changed limit $2) as t on true
            """);
        command.Parameters.Add(new() { Value = since.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        command.Parameters.Add(new() { Value = most + 1 });
        var changed = new List<(long, long)>();
        var now = "";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            now = $"{epoch}:{reader.GetString(0)}";
            if (!reader.IsDBNull(1)) changed.Add((reader.GetInt64(1), reader.GetInt64(2)));
        }
        return (now, known && changed.Count <= most ? changed : null);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? position = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (next, changed) = await SinceAsync(position, MostPolled, stoppingToken);
                foreach (var (number, version) in changed ?? []) bus.HearTicket(number, version);
                position = next;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                epoch = null;
                log.LogWarning("Changes cannot be polled: {Reason}", failure.Message);
            }
            await bell.SleepAsync(Every, stoppingToken);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        bell.Dispose();
    }

    /// <summary>Transaction numbers mean something in one database of one cluster on one timeline; a restored backup is another, and makes the table anew.</summary>
    private async Task<string> EpochAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select to_hex(s.system_identifier) || '-' || c.timeline_id || '-' || d.oid || '-' || 'tickets'::regclass::oid
            from pg_control_system() s, pg_control_checkpoint() c, pg_database d where d.datname = current_database()
            """);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }
}
