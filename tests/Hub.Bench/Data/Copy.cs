using Hub.Bench.Support;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Bench.Data;

/// <summary>A binary COPY into one table, over a connection of its own, so that PostgreSQL fills several tables at the same time.</summary>
/// <remarks>Synchronous: a hundred million values are written, and awaiting each would cost more than writing it.</remarks>
internal sealed class Copy : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlBinaryImporter importer;

    private Copy(NpgsqlConnection connection, NpgsqlBinaryImporter importer) => (this.connection, this.importer) = (connection, importer);

    /// <param name="connectionString">Its database, as the owner.</param>
    /// <param name="columns">The table with its columns: <c>customers (id, name)</c>.</param>
    /// <param name="ct">Stops opening.</param>
    public static async Task<Copy> OpenAsync(string connectionString, string columns, CancellationToken ct)
    {
        var connection = await Postgres.OpenAsync(connectionString, ct);
        // What we write is right by construction; ten million look-ups of foreign keys would only prove it.
        await using (var command = new NpgsqlCommand("set session_replication_role = replica", connection)) await command.ExecuteNonQueryAsync(ct);
        var importer = await connection.BeginBinaryImportAsync($"copy {columns} from stdin (format binary)", ct);
        importer.Timeout = TimeSpan.FromMinutes(30);
        return new(connection, importer);
    }

    public Copy Row()
    {
        importer.StartRow();
        return this;
    }

    public Copy Value(long value)
    {
        importer.Write(value, NpgsqlDbType.Bigint);
        return this;
    }

    public Copy Value(long? value)
    {
        if (value is { } number) importer.Write(number, NpgsqlDbType.Bigint);
        else importer.WriteNull();
        return this;
    }

    public Copy Int(int value)
    {
        importer.Write(value, NpgsqlDbType.Integer);
        return this;
    }

    public Copy Small(int value)
    {
        importer.Write((short)value, NpgsqlDbType.Smallint);
        return this;
    }

    public Copy Flag(bool value)
    {
        importer.Write(value, NpgsqlDbType.Boolean);
        return this;
    }

    public Copy Text(string? value)
    {
        if (value is null) importer.WriteNull();
        else importer.Write(value, NpgsqlDbType.Text);
        return this;
    }

    public Copy Texts(params string[] values)
    {
        importer.Write(values, NpgsqlDbType.Array | NpgsqlDbType.Text);
        return this;
    }

    public Copy Json(string? value)
    {
        if (value is null) importer.WriteNull();
        else importer.Write(value, NpgsqlDbType.Jsonb);
        return this;
    }

    public Copy Bytes(byte[] value)
    {
        importer.Write(value, NpgsqlDbType.Bytea);
        return this;
    }

    public Copy Time(DateTime? value)
    {
        if (value is { } time) importer.Write(time, NpgsqlDbType.TimestampTz);
        else importer.WriteNull();
        return this;
    }

    /// <summary>Nothing is kept before this.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<ulong> CompleteAsync(CancellationToken ct) => await importer.CompleteAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await importer.DisposeAsync();
        await connection.DisposeAsync();
    }
}
