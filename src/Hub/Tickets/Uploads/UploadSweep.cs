using Dapper;
using Hub.Platform;
using Npgsql;

namespace Hub.Tickets.Uploads;

/// <summary>Takes away uploads that no message took within a day.</summary>
public sealed class UploadSweep(NpgsqlDataSource database, TimeProvider time, ILogger<UploadSweep> log) : BackgroundService
{
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(30);
    private const int Batch = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SweepAsync(stoppingToken) == Batch) { }
            }
            catch (Exception failure) when (Problems.IsOutage(failure) || failure is NpgsqlException)
            {
                log.LogWarning("Uploads cannot be tidied up just now: {Reason}", failure.GetType().Name);
            }
            await Task.Delay(beat, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look. A message that is just taking a file keeps it.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var blobs = (await connection.QueryAsync<long>(new CommandDefinition(
            """
            delete from files where id in (select id from files where message is null and at <= @dead order by at limit @Batch for update skip locked) returning blob
            """, new { dead = time.GetUtcNow() - UploadStore.Waiting, Batch }, transaction, cancellationToken: ct))).AsList();
        if (blobs.Count > 0)
            await connection.ExecuteAsync(new CommandDefinition(
                "delete from blobs b where b.id = any(@blobs) and not exists (select from files f where f.blob = b.id) and not exists (select from raw_payloads r where r.blob = b.id)",
                new { blobs = blobs.ToArray() }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return blobs.Count;
    }
}
