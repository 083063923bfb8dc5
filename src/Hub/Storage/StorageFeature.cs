using Hub.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Hub.Storage;

/// <summary>The database of this process: its connections, its schema.</summary>
public static class StorageFeature
{
    public static void AddStorage(this WebApplicationBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "hub",
            // A statement is planned once and then kept; the hot path runs the same few for ever.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            // No code leaves a setting, a lock or a subscription behind, so nothing need be wiped away each time a connection is taken: that would cost more than most statements.
            NoResetOnClose = true,
        };
        if (!connectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase)) settings.MaxPoolSize = 30;
        if (!connectionString.Contains("Command Timeout", StringComparison.OrdinalIgnoreCase)) settings.CommandTimeout = 15;
        if (!connectionString.Contains("Timeout=", StringComparison.OrdinalIgnoreCase)) settings.Timeout = 5;
        // Without a name of its own, measurements would be labelled with the connection string.
        builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "hub" }.Build());
        builder.Services.AddSingleton(_ => new HotDatabase(settings.ConnectionString));
        builder.Services.AddDbContext<HubDb>((services, options) => options
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
            // Our SQL files are the model; EF's snapshot does not exist.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning)));
        // For whoever needs it seldom: making one is dear.
        builder.Services.AddScoped(services => new Lazy<HubDb>(services.GetRequiredService<HubDb>));
        builder.Services.AddSingleton<Secrets>();
        builder.Services.AddSingleton<Blobs>();
    }

    private const int Attempts = 20;

    /// <summary>Brings the schema up to date, under EF's own lock: processes that start together wait for one another.</summary>
    /// <remarks>Processes of the version before go on writing meanwhile. Each migration is one transaction, and the database may end it to untie a deadlock with theirs: then it is begun again.</remarks>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = services.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<HubDb>().Database.MigrateAsync(ct);
                return;
            }
            catch (Exception failure) when (attempt < Attempts && (failure as PostgresException ?? failure.InnerException as PostgresException) is { SqlState: PostgresErrorCodes.DeadlockDetected })
            {
                // Nothing of it was kept.
            }
        }
    }
}
