using Npgsql;

namespace Hub.Storage.Backup;

/// <summary>
/// Takes away what stands between rows and their tables: foreign keys (so that tables come in any order), indexes and triggers; and puts it back.
/// All of it is the tables' owner's right, so no superuser is needed; and built at the end over all rows, keys and indexes cost a fraction.
/// </summary>
internal sealed class BulkLoad
{
    private readonly List<(string Table, string Name, string Definition)> keys;
    private readonly List<(string Name, string Definition)> indexes;
    private readonly List<string> triggered;

    private BulkLoad(List<(string, string, string)> keys, List<(string, string)> indexes, List<string> triggered) => (this.keys, this.indexes, this.triggered) = (keys, indexes, triggered);

    public static async Task<BulkLoad> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var load = new BulkLoad(
            await connection.ListAsync(
                """
                select k.conrelid::regclass::text, quote_ident(k.conname), pg_get_constraintdef(k.oid)
                from pg_constraint k where k.contype = 'f' and k.connamespace = current_schema()::regnamespace order by k.oid
                """, r => (r.GetString(0), r.GetString(1), r.GetString(2)), ct),
            await connection.ListAsync(
                """
                select c.oid::regclass::text, pg_get_indexdef(c.oid) from pg_class c
                where c.relkind = 'i' and c.relnamespace = current_schema()::regnamespace
                  and not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x')) order by c.oid
                """, r => (r.GetString(0), r.GetString(1)), ct),
            await connection.ListAsync(
                """
                select distinct c.oid::regclass::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
                where not t.tgisinternal and c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
                """, r => r.GetString(0), ct));
        foreach (var (table, name, _) in load.keys) await connection.ExecuteAsync($"alter table {table} drop constraint {name}", ct);
        foreach (var (name, _) in load.indexes) await connection.ExecuteAsync($"drop index {name}", ct);
        foreach (var table in load.triggered) await connection.ExecuteAsync($"alter table {table} disable trigger user", ct);
        return load;
    }

    /// <exception cref="PostgresException">The rows do not fit together.</exception>
    public async Task EndAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var (_, definition) in indexes) await connection.ExecuteAsync(definition, ct);
        foreach (var (table, name, definition) in keys) await connection.ExecuteAsync($"alter table {table} add constraint {name} {definition}", ct);
        foreach (var table in triggered) await connection.ExecuteAsync($"alter table {table} enable trigger user", ct);
    }
}
