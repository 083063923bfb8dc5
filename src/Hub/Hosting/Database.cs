using System.Net.Sockets;
using Hub.Platform;
using Hub.Storage.Embedded;
using Npgsql;

namespace Hub.Hosting;

/// <summary>The database of this process: an existing one by <c>ConnectionStrings:Hub</c>, else the embedded one.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly IAsyncDisposable? embedded;

    private Database(string connectionString, IAsyncDisposable? embedded) => (ConnectionString, this.embedded) = (connectionString, embedded);

    public string ConnectionString { get; }

    /// <summary>For the server, which holds the data folder of an embedded database alone.</summary>
    /// <exception cref="StartRefusedException">With the sentence for whoever starts Hub.</exception>
    public static async Task<Database> OpenAsync(IConfiguration settings, TextWriter log, CancellationToken ct)
    {
        if (Existing(settings) is { } existing) return new(await CheckedAsync(existing, ct), null);
        var postgres = await EmbeddedPostgres.StartAsync(Embedded(settings), log, ct);
        return new(postgres.ConnectionString, postgres);
    }

    /// <summary>For a command, beside the running server or without one.</summary>
    /// <exception cref="StartRefusedException">With the sentence for whoever gives the command.</exception>
    public static async Task<Database> OpenForCommandAsync(IConfiguration settings, TextWriter log, CancellationToken ct)
    {
        if (Existing(settings) is { } existing) return new(await CheckedAsync(existing, ct), null);
        for (var attempt = 1; ; attempt++)
        {
            if (await EmbeddedPostgres.FindRunningAsync(Embedded(settings), ct) is { } running) return new(running, null);
            try
            {
                return await OpenAsync(settings, log, ct);
            }
            catch (DataFolderInUseException) when (attempt < 60)
            {
                // A server that is starting or stopping just now holds the folder, and its PostgreSQL does not answer.
                await Task.Delay(250, ct);
            }
        }
    }

    public ValueTask DisposeAsync() => embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? Existing(IConfiguration settings) =>
        settings.GetConnectionString("Hub") is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static EmbeddedPostgresOptions Embedded(IConfiguration settings) =>
        new(settings["Hub:DataDir"] is { } folder && !string.IsNullOrWhiteSpace(folder) ? folder : new HubOptions().DataDir);

    private static async Task<string> CheckedAsync(string connectionString, CancellationToken ct)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new(connectionString);
        }
        catch (ArgumentException)
        {
            // Its message may quote the password.
            throw new StartRefusedException("ConnectionStrings__Hub cannot be read. It looks like: Host=127.0.0.1;Port=5432;Database=hub;Username=hub;Password=…");
        }
        try
        {
            await using var once = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString) { Name = "hub start" }.Build();
            await using var connection = await once.OpenConnectionAsync(ct);
            if (connection.PostgreSqlVersion.Major < 15)
                throw new StartRefusedException($"The database at {parts.Host} is PostgreSQL {connection.PostgreSqlVersion}; Hub needs 15 or later.");
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // It is made with the schema.
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException or TimeoutException)
        {
            var reason = (failure as PostgresException)?.MessageText ?? failure.GetBaseException().Message;
            throw new StartRefusedException($"Hub cannot reach its database at {parts.Host}:{parts.Port}: {reason.TrimEnd('.')}. Check ConnectionStrings__Hub, or leave it out to use the embedded PostgreSQL.");
        }
        return connectionString;
    }
}
