using System.Diagnostics;
using Hub.Storage.Embedded;
using Npgsql;

namespace Hub.Bench.Support;

/// <summary>The PostgreSQL that Hub brings, with the settings it has at users', for the time of a bench. Commits reach the disk.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private readonly EmbeddedPostgres server;
    private readonly Process watchman;

    private Postgres(EmbeddedPostgres server, int process, Process watchman) => (this.server, Process, this.watchman) = (server, process, watchman);

    /// <summary>Its first process, the parent of all others.</summary>
    public int Process { get; }

    /// <summary>True where it counts its statements.</summary>
    public bool Counts { get; private init; }

    /// <param name="arguments"><c>--folder</c>: where the database stays; none: one that is deleted afterwards. <c>--statements</c>: it counts its statements.</param>
    /// <param name="ct">Stops starting.</param>
    public static Task<Postgres> StartAsync(Arguments arguments, CancellationToken ct) => StartAsync(arguments, arguments.Text("folder"), ct);

    public static async Task<Postgres> StartAsync(Arguments arguments, string? folder, CancellationToken ct)
    {
        var scratch = folder is null ? Path.Combine(Path.GetTempPath(), "hub-bench-" + Guid.CreateVersion7().ToString("N")[20..]) : null;
        var options = new EmbeddedPostgresOptions(folder ?? scratch!);
        var server = await EmbeddedPostgres.StartAsync(options, TextWriter.Null, ct);
        if (arguments.Has("statements"))
        {
            await Statements.PrepareAsync(In(server.ConnectionString, "postgres"), ct);
            await server.DisposeAsync();
            server = await EmbeddedPostgres.StartAsync(options, TextWriter.Null, ct);
        }
        try
        {
            await using var connection = await OpenAsync(In(server.ConnectionString, "postgres"), ct);
            var process = Meters.Parent(connection.ProcessID);
            return new(server, process, Watch(process, scratch)) { Counts = arguments.Has("statements") };
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public string ConnectionString(string database) => In(server.ConnectionString, database);

    /// <summary>A connection apart from any pool.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Makes a database anew, empty.</summary>
    public async Task<string> CreateAsync(string database, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ConnectionString("postgres"), ct);
        await using var batch = new NpgsqlCommand($"drop database if exists {database} with (force)", connection);
        await batch.ExecuteNonQueryAsync(ct);
        batch.CommandText = $"create database {database}";
        await batch.ExecuteNonQueryAsync(ct);
        return ConnectionString(database);
    }

    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ConnectionString("postgres"), ct);
        return connection.PostgreSqlVersion.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        watchman.StandardInput.Close();
        await watchman.WaitForExitAsync();
        watchman.Dispose();
    }

    private static string In(string connectionString, string database) => new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    /// <summary>A shell that stops the server and deletes what was only for this run when this process has ended, even by a kill.</summary>
    private static Process Watch(int process, string? scratch)
    {
        var start = new ProcessStartInfo("sh", ["-c", "trap '' INT TERM HUP; exec >/dev/null 2>&1; cd /; cat; kill -QUIT \"$0\"; while kill -0 \"$0\"; do sleep 0.1; done; [ -z \"$1\" ] || rm -rf \"$1\"", $"{process}", scratch ?? ""])
        {
            RedirectStandardInput = true,
        };
        return System.Diagnostics.Process.Start(start)!;
    }
}
