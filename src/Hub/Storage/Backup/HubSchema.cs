using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Hub.Storage.Backup;

/// <summary>The schemas that this Hub can make.</summary>
/// <param name="options">Name the database and, by its migrations' assembly, the migrations.</param>
internal sealed class HubSchema(DbContextOptions<HubDb> options)
{
    // Without a pool: a connection left open there would stand in the way of who comes next.
    public static HubSchema Of(string connectionString) =>
        new(new DbContextOptionsBuilder<HubDb>().UseNpgsql(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString).Options);

    /// <summary>Every migration, oldest first.</summary>
    public IReadOnlyList<string> Migrations
    {
        get
        {
            using var db = new HubDb(options);
            return [.. db.Database.GetMigrations()];
        }
    }

    /// <summary>Refuses a history that is not a beginning of ours.</summary>
    /// <exception cref="BackupRefusedException">It is a newer Hub's, or another program's.</exception>
    public void Check(IReadOnlyList<string> history)
    {
        var ours = Migrations;
        if (history.Count <= ours.Count && history.SequenceEqual(ours.Take(history.Count))) return;
        throw new BackupRefusedException(history.Count > ours.Count && ours.SequenceEqual(history.Take(ours.Count))
            ? $"This backup was made by a newer Hub: its schema is {history[^1]}, and this Hub knows no later one than {ours[^1]}. Restore it with that version of Hub or a later one."
            : $"The history of this backup's schema ({string.Join(", ", history)}) is not that of this Hub ({string.Join(", ", ours)}). Restore it with the version of Hub that made it.");
    }

    /// <summary>Statements that make this schema in an empty database, with its history; to be run in a transaction of the caller's.</summary>
    /// <remarks>EF Core would write such a script by itself, if the migrations' names began with its own 14 digits.</remarks>
    /// <exception cref="InvalidOperationException">A migration does not run in a transaction.</exception>
    public IReadOnlyList<string> StatementsTo(string migration)
    {
        using var db = new HubDb(options);
        var known = db.GetService<IMigrationsAssembly>();
        var generator = db.GetService<IMigrationsSqlGenerator>();
        var history = db.GetService<IHistoryRepository>();
        List<string> statements = [history.GetCreateIfNotExistsScript()];
        foreach (var (id, type) in known.Migrations.OrderBy(m => m.Key, StringComparer.Ordinal).TakeWhile(m => string.CompareOrdinal(m.Key, migration) <= 0))
        {
            foreach (var command in generator.Generate(known.CreateMigration(type, db.Database.ProviderName!).UpOperations))
                statements.Add(command.TransactionSuppressed ? throw new InvalidOperationException($"{id} does not run in a transaction, and a restore is one.") : command.CommandText);
            statements.Add(history.GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion())));
        }
        return statements;
    }

    /// <summary>Makes the database itself where there is none, as the first start does.</summary>
    public async Task EnsureDatabaseAsync(CancellationToken ct)
    {
        await using var db = new HubDb(options);
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(ct)) await creator.CreateAsync(ct);
    }
}
