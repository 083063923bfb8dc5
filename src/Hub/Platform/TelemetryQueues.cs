using Npgsql;

namespace Hub.Platform;

/// <summary>A queue in the database, named by the feature whose it is.</summary>
/// <param name="Name">Its tag.</param>
/// <param name="OldestSql">A query for one time: since when the oldest has been due; <c>$1</c> is now. It must be cheap however long the queue is.</param>
public sealed record TelemetryQueue(string Name, string OldestSql);

/// <summary>Reads how long the oldest in each queue has been due, whenever a collector is told and never otherwise.</summary>
public sealed class TelemetryQueues(IEnumerable<TelemetryQueue> queues, NpgsqlDataSource database, TimeProvider time, ILogger<TelemetryQueues> log)
{
    // The thread that tells the collector waits for the answer; the other measurements wait with it.
    private const int PatienceSeconds = 5;

    private readonly string sql = string.Join(" union all ", queues.Select(q => $"select '{q.Name}', ({q.OldestSql})"));

    /// <summary>Ages by queue, zero where nothing is due; none at all while the database is away, for an old figure would pass for a good one.</summary>
    public IReadOnlyList<(string Queue, TimeSpan Age)> Read()
    {
        var now = time.GetUtcNow();
        var ages = new List<(string, TimeSpan)>();
        try
        {
            using var command = database.CreateCommand(sql);
            command.CommandTimeout = PatienceSeconds;
            command.Parameters.Add(new() { Value = now });
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var age = reader.IsDBNull(1) ? TimeSpan.Zero : now - reader.GetFieldValue<DateTimeOffset>(1);
                ages.Add((reader.GetString(0), age > TimeSpan.Zero ? age : TimeSpan.Zero));
            }
            return ages;
        }
        catch (ObjectDisposedException)
        {
            // The last measurements leave when everything else has stopped.
            return [];
        }
        catch (Exception failure) when (Problems.IsOutage(failure))
        {
            log.LogWarning("The queues cannot be measured just now: {Reason}", failure.GetType().Name);
            return [];
        }
    }
}
