using Npgsql;

namespace Hub.Storage.Backup;

/// <summary>What a database holds, as a backup sees it, and the connections that a backup and a restore use.</summary>
internal static class Catalog
{
    /// <summary>Names by which PostgreSQL knows us; a server of Hub is <c>hub</c>.</summary>
    public const string TakerName = "hub backup", RestorerName = "hub restore";

    /// <summary>EF Core's list of migrations. A migration, and every start, locks it: whoever reads it must let go at once.</summary>
    public const string History = "\"__EFMigrationsHistory\"";

    /// <summary>A connection without a time limit for statements, whatever the role has.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, string name, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            Pooling = false,
            CommandTimeout = 0,
            MaxAutoPrepare = 0,
            // Says what stands in the way of a replacement; details are shown for that alone, as others may hold the values of a row.
            IncludeErrorDetail = true,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync("set statement_timeout = 0; set lock_timeout = '30s'; set idle_in_transaction_session_timeout = 0", ct);
            if (connection.PostgreSqlVersion.Major >= 17) await connection.ExecuteAsync("set transaction_timeout = 0", ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The tables whose rows are worth keeping: what is unlogged is worth nothing after a crash either.</summary>
    /// <remarks>
    /// Left out are columns that the database makes by itself, and those of type xid8: a transaction's number means something in one
    /// cluster only, so a restored row takes the column's default, the number of the restoring transaction.
    /// </remarks>
    /// <exception cref="BackupRefusedException">The schema holds what a backup does not know.</exception>
    public static async Task<IReadOnlyList<(string Name, IReadOnlyList<ColumnEntry> Columns)>> TablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var strangers = await connection.ListAsync(
            $"select c.relname from pg_class c where {Ours} and (c.relkind in ('p', 'f', 'm') or c.relispartition or c.relhassubclass)", r => r.GetString(0), ct);
        if (strangers.Count > 0)
            throw new BackupRefusedException($"This database holds what is not an ordinary table, and a backup knows nothing else: {string.Join(", ", strangers)}. Hub makes none such; move it to a schema of its own.");
        var columns = await connection.ListAsync(
            $"""
            select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where {Ours} and c.relkind = 'r' and c.relpersistence = 'p' and c.relname <> '__EFMigrationsHistory'
              and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype
            order by c.relname collate "C", a.attnum
            """, r => (Table: r.GetString(0), Column: new ColumnEntry(r.GetString(1), r.GetString(2))), ct);
        return [.. columns.GroupBy(c => c.Table).Select(t => (t.Key, (IReadOnlyList<ColumnEntry>)[.. t.Select(c => c.Column)]))];
    }

    public static async Task<IReadOnlyList<SequenceEntry>> SequencesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var names = await connection.ListAsync($"select c.relname from pg_class c where {Ours} and c.relkind = 'S' order by c.relname collate \"C\"", r => r.GetString(0), ct);
        if (names.Count == 0) return [];
        // Asked of each, not of pg_sequences: that hides where a sequence stands which has not been used since it was set.
        var all = string.Join(" union all ", names.Select((name, n) => $"select {n}, last_value, is_called from {Quoted(name)}"));
        return await connection.ListAsync(all, r => new SequenceEntry(names[r.GetInt32(0)], r.GetInt64(1), r.GetBoolean(2)), ct);
    }

    public static Task<List<string>> MigrationsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ListAsync($"select \"MigrationId\" from {History} order by \"MigrationId\" collate \"C\"", r => r.GetString(0), ct);

    /// <summary>How many servers of Hub, and backups and restores beside us, are connected to this database.</summary>
    public static async Task<(long Hubs, long Others)> CompanyAsync(NpgsqlConnection connection, CancellationToken ct) => (await connection.ListAsync(
        $"""
        select count(*) filter (where application_name = 'hub'), count(*) filter (where application_name in ('{TakerName}', '{RestorerName}'))
        from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """, r => (r.GetInt64(0), r.GetInt64(1)), ct))[0];

    /// <summary>A condition on <c>pg_class c</c>: in the schema of the connection, and not an extension's.</summary>
    public const string Ours = "c.relnamespace = current_schema()::regnamespace and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')";

    /// <summary>A name as SQL wants it.</summary>
    public static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    public static string Quoted(IEnumerable<ColumnEntry> columns) => string.Join(", ", columns.Select(c => Quoted(c.Name)));

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<List<T>> ListAsync<T>(this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }
}
