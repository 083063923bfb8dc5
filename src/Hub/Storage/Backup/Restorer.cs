using System.Globalization;
using Npgsql;

namespace Hub.Storage.Backup;

/// <param name="Replace">Asked before a Hub that is there is deleted; none: it is never deleted.</param>
/// <param name="HoldDeliveries">Cancels what waited to be sent when the backup was taken.</param>
internal sealed record RestoreOptions(Func<Occupant, Task<bool>>? Replace, bool HoldDeliveries);

/// <param name="Rows">Restored, over all tables.</param>
/// <param name="Pending">Deliveries that wait to be sent, or that were cancelled instead.</param>
/// <param name="LeftOut">Tables of the backup that are not Hub's, with their rows.</param>
internal sealed record RestoreResult(long Rows, long Pending, IReadOnlyList<TableEntry> LeftOut);

/// <summary>Brings a backup back, in one transaction: all of it or nothing. The schema becomes the backup's; the next start brings it up to date.</summary>
internal sealed class Restorer(string connectionString, HubSchema schema, BackupProgress progress)
{
    public const string HeldReason = "restored from a backup";

    // Any constant: two restores must not begin on one database.
    private const long RestoreLock = 0x6875_625F_7265_7374;

    /// <exception cref="BackupRefusedException">With the sentence for whoever asked; nothing was changed.</exception>
    /// <exception cref="PostgresException">The database refused; nothing was changed.</exception>
    /// <exception cref="NpgsqlException">The database went away; nothing was changed, unless it did so during the commit.</exception>
    public async Task<RestoreResult> RestoreAsync(BackupReader backup, RestoreOptions options, CancellationToken ct)
    {
        var manifest = backup.Manifest;
        schema.Check(manifest.Migrations);
        await schema.EnsureDatabaseAsync(ct);
        await using var connection = await Catalog.OpenAsync(connectionString, Catalog.RestorerName, ct);
        if (!(await connection.ListAsync($"select pg_try_advisory_lock({RestoreLock})", r => r.GetBoolean(0), ct))[0])
            throw new BackupRefusedException("Another restore into this database is under way.");
        await RefuseCompanyAsync(connection, ct);
        var occupant = await Occupant.FindAsync(connection, ct);
        if (occupant is not null) await AskAsync(occupant, connection, options);

        progress.Begin($"Restoring into {connection.Database} at {connection.Host}:{connection.Port} (PostgreSQL {connection.PostgreSqlVersion}, schema {manifest.Schema})");
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (occupant is not null) await occupant.DropAsync(connection, ct);
        foreach (var statement in schema.StatementsTo(manifest.Schema)) await connection.ExecuteAsync(statement, ct);
        var (tables, leftOut) = Match(manifest, await Catalog.TablesAsync(connection, ct));
        var load = await BulkLoad.BeginAsync(connection, ct);
        // A migration may have written rows of its own; in the backup they are as they were.
        await connection.ExecuteAsync($"truncate {string.Join(", ", tables.Select(t => Catalog.Quoted(t.Name)))}", ct);
        foreach (var table in tables) await LoadAsync(connection, backup, table, ct);
        foreach (var sequence in manifest.Sequences)
            await connection.ExecuteAsync("select setval(to_regclass(quote_ident($1)), $2, $3)", ct, sequence.Name, sequence.Last, sequence.Called);
        var pending = await PendingAsync(connection, options.HoldDeliveries, ct);
        progress.Begin("Building keys and indexes");
        await load.EndAsync(connection, ct);
        foreach (var table in tables) await CountAsync(connection, table, ct);
        // One that came meanwhile may hold in memory what is no longer so.
        await RefuseCompanyAsync(connection, ct);
        ct.ThrowIfCancellationRequested();
        await CommitAsync(transaction);
        await connection.ExecuteAsync("analyze " + string.Join(", ", tables.Select(t => Catalog.Quoted(t.Name))), CancellationToken.None);
        return new(tables.Sum(t => t.Rows), pending, leftOut);
    }

    /// <summary>Not to be given up half-way: then nobody would know.</summary>
    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            throw new BackupRefusedException("The database went away at the last moment. The backup has come back as a whole or not at all: start Hub and look.");
        }
    }

    private static async Task RefuseCompanyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (hubs, others) = await Catalog.CompanyAsync(connection, ct);
        if (hubs > 0) throw new BackupRefusedException($"A Hub is connected to the database {connection.Database} at {connection.Host}:{connection.Port}. Stop every Hub of this database, then restore. Nothing was changed.");
        if (others > 0) throw new BackupRefusedException($"A backup or another restore is under way in the database {connection.Database} at {connection.Host}:{connection.Port}. Nothing was changed.");
    }

    private static async Task AskAsync(Occupant occupant, NpgsqlConnection connection, RestoreOptions options)
    {
        var place = $"{connection.Database} at {connection.Host}:{connection.Port}";
        if (!occupant.IsHub)
            throw new BackupRefusedException($"The database {place} is not empty, and what it holds is not Hub's. Restore into an empty database. Nothing was changed.");
        if (options.Replace is null)
        {
            throw new BackupRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"The database {place} is not empty: it holds a Hub with {occupant.Tickets:N0} tickets and {occupant.Messages:N0} messages. Restore into an empty database, or give --replace to delete that Hub. Nothing was changed."));
        }
        if (!await options.Replace(occupant)) throw new BackupRefusedException("Nothing was changed.");
    }

    /// <summary>The backup's tables, each with exactly the columns of the schema.</summary>
    private static (IReadOnlyList<TableEntry> Tables, IReadOnlyList<TableEntry> LeftOut) Match(Manifest manifest, IReadOnlyList<(string Name, IReadOnlyList<ColumnEntry> Columns)> made)
    {
        var kept = manifest.Tables.DistinctBy(t => t.Name).ToDictionary(t => t.Name);
        foreach (var (name, columns) in made)
        {
            if (!kept.TryGetValue(name, out var table)) throw Altered($"the table {name} is missing from it");
            if (!table.Columns.ToHashSet().SetEquals(columns))
                throw Altered($"its table {name} has the columns ({string.Join(", ", table.Columns.Select(c => $"{c.Name} {c.Type}"))}), the schema has ({string.Join(", ", columns.Select(c => $"{c.Name} {c.Type}"))})");
        }
        var names = made.Select(t => t.Name).ToHashSet();
        return ([.. kept.Values.Where(t => names.Contains(t.Name))], [.. kept.Values.Where(t => !names.Contains(t.Name))]);

        BackupRefusedException Altered(string how) =>
            new($"This backup does not fit the schema {manifest.Schema}: {how}. Somebody changed the schema of its database by hand. Nothing was changed.");
    }

    private async Task LoadAsync(NpgsqlConnection connection, BackupReader backup, TableEntry table, CancellationToken ct)
    {
        // The table is of this transaction, so its rows may be written as old ones, which nobody need visit again.
        var copy = await connection.BeginRawBinaryCopyAsync($"copy {Catalog.Quoted(table.Name)} ({Catalog.Quoted(table.Columns)}) from stdin (format binary, freeze)", ct);
        try
        {
            await backup.ReadTableAsync(table, async (piece, rows) =>
            {
                await copy.WriteAsync(piece, ct);
                progress.Passed(table.Name, rows);
            }, ct);
        }
        catch
        {
            await copy.CancelAsync();
            throw;
        }
        await copy.DisposeAsync();
        progress.Done(table.Name, table.Rows);
    }

    /// <summary>What waits to be sent: by default it is left as it was, so that nobody's answer is lost.</summary>
    private static async Task<long> PendingAsync(NpgsqlConnection connection, bool hold, CancellationToken ct)
    {
        const string waits = "state in ('scheduled', 'queued', 'leased')";
        if (hold) return await connection.ExecuteAsync($"update deliveries set state = 'cancelled', lease_until = null, reason = $1 where {waits}", ct, HeldReason);
        return (await connection.ListAsync($"select count(*) from deliveries where {waits}", r => r.GetInt64(0), ct))[0];
    }

    private static async Task CountAsync(NpgsqlConnection connection, TableEntry table, CancellationToken ct)
    {
        var rows = (await connection.ListAsync($"select count(*) from {Catalog.Quoted(table.Name)}", r => r.GetInt64(0), ct))[0];
        if (rows != table.Rows) throw new InvalidOperationException($"{table.Name} has {rows} rows after the load, and {table.Rows} in the backup.");
    }
}
