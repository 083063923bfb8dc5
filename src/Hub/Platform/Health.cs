using Hub.Platform.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Hub.Platform;

/// <summary>Whether this process lives, and whether it can do its work. A feature adds its own check with <c>AddHealthChecks()</c>.</summary>
public static class Health
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<ClockCheck>("clock");
    }

    public static void MapHealth(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var health = app.MapGroup("/health").WithTags("Health").RequireAuthorization(Policies.Public);
        health.MapGet("/live", () => TypedResults.Ok(new Life("live"))).WithName("isLive").WithSummary("Whether this process lives");
        health.MapGet("/ready", Ready).Produces<Readiness>().Produces<Readiness>(503)
            .WithName("isReady").WithSummary("Whether it can do its work").WithDescription("503, with the same body, where a check fails.");
    }

    private static async Task<JsonHttpResult<Readiness>> Ready(HealthCheckService checks, CancellationToken ct)
    {
        var report = await checks.CheckHealthAsync(ct);
        var ready = report.Status != HealthStatus.Unhealthy;
        return TypedResults.Json(
            new Readiness(ready ? "ready" : "unready", report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new CheckView($"{entry.Value.Status}", entry.Value.Description ?? "The check failed."))),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>A sign of life.</summary>
    /// <param name="Status">Said whenever it can be said.</param>
    internal sealed record Life([property: Words("live")] string Status);

    /// <summary>Whether the process can do its work.</summary>
    /// <param name="Status">Ready where no check is unhealthy.</param>
    /// <param name="Checks">By name.</param>
    internal sealed record Readiness([property: Words("ready", "unready")] string Status, IReadOnlyDictionary<string, CheckView> Checks);

    /// <summary>What a check found.</summary>
    /// <param name="State">Its verdict.</param>
    /// <param name="Detail">A sentence for the operator.</param>
    internal sealed record CheckView([property: Words("Healthy", "Degraded", "Unhealthy")] string State, string Detail);
}

/// <summary>The database answers within two seconds.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await DatabaseClock.ReadAsync(database, cancellationToken) is null
            ? HealthCheckResult.Unhealthy("The database does not answer.")
            : HealthCheckResult.Healthy("The database answers.");
}

/// <summary>This machine's clock and the database's are at most two seconds apart: clocks decide when a ticket is overdue.</summary>
internal sealed class ClockCheck(NpgsqlDataSource database, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow();
        if (await DatabaseClock.ReadAsync(database, cancellationToken) is not { } theirs)
            return HealthCheckResult.Unhealthy("The clock cannot be compared: the database does not answer.");
        // The database read its clock at some moment between these two; the nearer end counts.
        var after = time.GetUtcNow();
        var skew = theirs < before ? before - theirs : theirs > after ? theirs - after : TimeSpan.Zero;
        return skew > Allowed
            ? HealthCheckResult.Unhealthy($"This machine's clock and the database's are {skew.TotalSeconds:0} s apart. Set both by NTP.")
            : HealthCheckResult.Healthy("This machine's clock agrees with the database's.");
    }
}

internal static class DatabaseClock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The database's time; null where it does not answer in time.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        // The first connection of the pool may be one that broke while the database was away.
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            try
            {
                await using var command = database.CreateCommand("select clock_timestamp()");
                return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(patience.Token))!);
            }
            catch (Exception failure) when (Problems.IsOutage(failure) || (failure is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // The answer is that there is none.
            }
        }
        return null;
    }
}
