using Npgsql;

namespace Hub.Platform;

/// <summary>A queue in the database, named by the feature whose it is.</summary>
/// <param name="Name">Its tag.</param>
/// <param name="OldestSql">A query for one time: since when the oldest has been due; <c>$1</c> is now. It must be cheap however long the queue is.</param>
public sealed record TelemetryQueue(string Name, string OldestSql);

/// <summary>Reads now and then how long the oldest in each queue has been due; only while somebody listens.</summary>
public sealed class TelemetryQueues(TelemetryMeter meter, IEnumerable<TelemetryQueue> queues, NpgsqlDataSource database, TimeProvider time, ILogger<TelemetryQueues> log) : BackgroundService
{
    private static readonly TimeSpan every = TimeSpan.FromSeconds(10);

    private readonly string sql = string.Join(" union all ", queues.Select(q => $"select '{q.Name}', ({q.OldestSql})"));

    /// <summary>Measures once.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = now });
        var ages = new Dictionary<string, TimeSpan>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var age = reader.IsDBNull(1) ? TimeSpan.Zero : now - reader.GetFieldValue<DateTimeOffset>(1);
            ages[reader.GetString(0)] = age > TimeSpan.Zero ? age : TimeSpan.Zero;
        }
        meter.SetQueues(ages);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every);
        do
        {
            if (!meter.WantsQueues) continue;
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // An old figure would pass for a good one.
                meter.SetQueues(new Dictionary<string, TimeSpan>());
                log.LogWarning("The queues cannot be measured just now: {Reason}", failure.GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
