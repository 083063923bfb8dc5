using Npgsql;

namespace Hub.Storage.Backup;

/// <summary>What stands in the way of a restore: the objects that a database holds already.</summary>
internal sealed class Occupant
{
    private readonly List<(string Kind, string Name)> objects;

    private Occupant(List<(string, string)> objects, bool isHub, long tickets, long messages) => (this.objects, IsHub, Tickets, Messages) = (objects, isHub, tickets, messages);

    /// <summary>True where it is a Hub's database, of whatever version.</summary>
    public bool IsHub { get; }

    public long Tickets { get; }

    public long Messages { get; }

    /// <summary>Null where the database is empty. A history without a migration, left by a first start that was killed, is nothing.</summary>
    public static async Task<Occupant?> FindAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // In the order in which they can go: views before tables, tables before the functions of their triggers.
        var objects = await connection.ListAsync(
            $"""
            select kind, name from (
                select 1 as place, case c.relkind when 'm' then 'materialized view' else 'view' end as kind, c.oid::regclass::text as name from pg_class c where {Catalog.Ours} and c.relkind in ('v', 'm')
                union all select 2, case c.relkind when 'f' then 'foreign table' else 'table' end, c.oid::regclass::text from pg_class c where {Catalog.Ours} and c.relkind in ('r', 'p', 'f') and not c.relispartition
                union all select 3, 'sequence', c.oid::regclass::text from pg_class c where {Catalog.Ours} and c.relkind = 'S'
                    and not exists (select from pg_depend o where o.classid = 'pg_class'::regclass and o.objid = c.oid and o.deptype in ('a', 'i'))
                union all select 4, 'routine', p.oid::regprocedure::text from pg_proc p
                    where p.pronamespace = current_schema()::regnamespace and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
                union all select 5, 'type', t.oid::regtype::text from pg_type t
                    where t.typnamespace = current_schema()::regnamespace and t.typtype in ('e', 'd') and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
            ) as o order by place, name
            """, r => (r.GetString(0), r.GetString(1)), ct);
        if (objects.Count == 0) return null;
        var migrations = objects.Contains(("table", Catalog.History)) ? await Catalog.MigrationsAsync(connection, ct) : null;
        if (objects.Count == 1 && migrations is []) return null;
        var isHub = migrations?.Contains("0001_init") == true;
        return new(objects, isHub, await CountAsync("tickets"), await CountAsync("messages"));

        async Task<long> CountAsync(string table) =>
            isHub && objects.Contains(("table", table)) ? (await connection.ListAsync($"select count(*) from {table}", r => r.GetInt64(0), ct))[0] : 0;
    }

    /// <summary>Deletes it. What others built on it outside of Hub's schema is not deleted, and stops this.</summary>
    /// <exception cref="BackupRefusedException">Something depends on it.</exception>
    public async Task DropAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            foreach (var kind in objects.GroupBy(o => o.Kind, o => o.Name))
                await connection.ExecuteAsync($"drop {kind.Key} {string.Join(", ", kind)}", ct);
        }
        catch (PostgresException other) when (other.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new BackupRefusedException($"Something that is not Hub's depends on its tables, and a restore does not delete it: {(other.Detail ?? other.MessageText).TrimEnd('.').ReplaceLineEndings("; ")}. Delete it, then restore again. Nothing was changed.");
        }
        catch (PostgresException other) when (other.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new BackupRefusedException("Somebody else is using the tables of this database. End their connections, then restore again. Nothing was changed.");
        }
    }
}
