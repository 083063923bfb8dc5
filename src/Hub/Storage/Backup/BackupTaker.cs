using System.Data;
using Npgsql;

namespace Hub.Storage.Backup;

/// <summary>Takes a backup of a living database: everything as of one moment, while others read, write and start beside it.</summary>
internal sealed class BackupTaker(string connectionString, TimeProvider time, BackupProgress progress)
{
    /// <summary>Called with the snapshot's name, before any row is read: lets a test read what the backup reads.</summary>
    public Func<string, Task>? SnapshotTaken { get; init; }

    /// <returns>What the file holds, and its size in bytes.</returns>
    /// <exception cref="BackupRefusedException">With the sentence for whoever asked.</exception>
    /// <exception cref="NpgsqlException">The database went away.</exception>
    public async Task<(Manifest Manifest, long Size)> TakeAsync(string path, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var writer = BackupWriter.Create(path, now);
        await using var connection = await Catalog.OpenAsync(connectionString, Catalog.TakerName, ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await connection.ExecuteAsync("set transaction read only", ct);
        var snapshot = (await connection.ListAsync("select pg_export_snapshot()", r => r.GetString(0), ct))[0];
        var migrations = await MigrationsAsync(snapshot, ct);
        var tables = await Catalog.TablesAsync(connection, ct);
        await LockAsync(connection, tables.Select(t => t.Name), migrations, ct);
        // After the snapshot: so they stand at least where the rows of the snapshot need them.
        var sequences = await Catalog.SequencesAsync(connection, ct);
        if (SnapshotTaken is not null) await SnapshotTaken(snapshot);

        progress.Begin($"Backing up {connection.Database} at {connection.Host}:{connection.Port} (PostgreSQL {connection.PostgreSqlVersion}, schema {migrations[^1]})");
        var entries = new List<TableEntry>();
        foreach (var (name, columns) in tables)
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync($"copy {Catalog.Quoted(name)} ({Catalog.Quoted(columns)}) to stdout (format binary)", ct);
            try
            {
                entries.Add(await writer.AddTableAsync(name, columns, rows, passed => progress.Passed(name, passed), ct));
            }
            catch
            {
                // Otherwise closing would read the rest of the table.
                await rows.CancelAsync();
                throw;
            }
            progress.Done(name, entries[^1].Rows);
        }
        var wrapped = (await connection.ListAsync("select exists (select from data_protection_keys where xml like '%encryptedSecret%')", r => r.GetBoolean(0), ct))[0];
        var manifest = new Manifest(Manifest.CurrentFormat, now, connection.PostgreSqlVersion.ToString(), migrations, wrapped, entries, sequences);
        await writer.CompleteAsync(manifest, ct);
        return (manifest, writer.Size);
    }

    /// <summary>The schema's history in this snapshot. On a connection of its own: a read in the long transaction would keep every Hub from starting until it ends.</summary>
    private async Task<List<string>> MigrationsAsync(string? snapshot, CancellationToken ct)
    {
        await using var connection = await Catalog.OpenAsync(connectionString, Catalog.TakerName, ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if (snapshot is not null) await connection.ExecuteAsync($"set transaction snapshot '{snapshot}'", ct);
        try
        {
            var migrations = await Catalog.MigrationsAsync(connection, ct);
            if (migrations.Count > 0) return migrations;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // Said below.
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new BackupRefusedException("A Hub is bringing the schema of this database up to date. Take the backup when it has started.");
        }
        throw new BackupRefusedException($"There is no Hub in the database {connection.Database} at {connection.Host}:{connection.Port}: nothing to back up.");
    }

    /// <summary>Keeps the tables as they are; rows may still be written. A migration that came between the snapshot and the lock is noticed.</summary>
    private async Task LockAsync(NpgsqlConnection connection, IEnumerable<string> tables, List<string> migrations, CancellationToken ct)
    {
        try
        {
            await connection.ExecuteAsync($"lock table {string.Join(", ", tables.Select(Catalog.Quoted))} in access share mode", ct);
            if (migrations.SequenceEqual(await MigrationsAsync(null, ct))) return;
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.UndefinedTable)
        {
            // Said below.
        }
        throw new BackupRefusedException("The schema of this database is just being changed. Take the backup when Hub has started.");
    }
}
