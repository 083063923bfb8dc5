using System.Threading.Channels;
using Hub.Platform;
using Hub.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Tickets.Appending;

/// <summary>Appends the usual message: many at once, in one statement and one commit, acknowledged only after it.</summary>
/// <remarks>
/// Writers are sharded by ticket, so the rows of one ticket keep their order. A writer takes whatever queued while the last
/// commit ran; there is no timer. What does not meet the preconditions comes back as <c>null</c> (cold) and takes the full path.
/// </remarks>
public sealed class HotPath : BackgroundService
{
    private const int MostRows = 500;
    private const int MostWaiting = 10_000;
    private static readonly string Sql = Resources.Read("hot.sql");

    private readonly Channel<Row>[] shards;
    private readonly HotDatabase database;
    private readonly TicketChanges changes;
    private readonly TimeProvider time;
    private readonly ILogger<HotPath> log;

    public HotPath(HotDatabase database, TicketChanges changes, TimeProvider time, ILogger<HotPath> log)
    {
        (this.database, this.changes, this.time, this.log) = (database, changes, time, log);
        shards = [.. Enumerable.Range(0, 1).Select(_ => Channel.CreateBounded<Row>(new BoundedChannelOptions(MostWaiting) { SingleReader = true }))];
    }

    /// <summary>Appends, durably. Answers none where the message needs the full path.</summary>
    /// <exception cref="NpgsqlException">The database is away; nothing is known to be saved, and a repetition with the same key is safe.</exception>
    public async Task<Placed?> TryAsync(Append append, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(append);
        var row = new Row(append);
        try
        {
            await shards[(int)(append.Ticket % shards.Length)].Writer.WriteAsync(row, ct);
        }
        catch (ChannelClosedException)
        {
            throw Stopping();
        }
        return await row.Answer.Task;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(shards.Select(shard => Task.Run(() => DrainAsync(shard.Reader, stoppingToken), stoppingToken)));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var shard in shards) shard.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        foreach (var shard in shards)
            while (shard.Reader.TryRead(out var row)) row.Answer.TrySetException(Stopping());
    }

    private async Task DrainAsync(ChannelReader<Row> rows, CancellationToken ct)
    {
        var batch = new List<Row>(MostRows);
        while (await rows.WaitToReadAsync(ct))
        {
            while (batch.Count < MostRows && rows.TryRead(out var row)) batch.Add(row);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(List<Row> batch, int attempt = 1)
    {
        try
        {
            await AppendAsync(batch);
        }
        catch (PostgresException lost) when (lost.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 4)
        {
            // Rolled back as a whole: nothing was said to anybody yet.
            await WriteAsync(batch, attempt + 1);
        }
        catch (Exception failure) when (!Problems.IsOutage(failure) && batch.Count > 1)
        {
            // One row that the database refuses must not fail its neighbours.
            log.LogWarning(failure, "A batch of {Rows} messages was refused; appending them singly", batch.Count);
            foreach (var row in batch) await WriteAsync([row]);
        }
        catch (Exception failure)
        {
            foreach (var row in batch) row.Answer.TrySetException(failure);
        }
    }

    private async Task AppendAsync(List<Row> batch)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        var changed = new Dictionary<long, (long Version, TicketStatus Status, List<MessageView> Messages)>();
        var answers = new Placed?[batch.Count];
        await using (var command = new NpgsqlCommand(Sql, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. Enumerable.Range(0, batch.Count)] });
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(r => r.Append.Ticket)] });
            command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. batch.Select(r => (short)r.Append.Kind)] });
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(r => r.Append.Source)] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(r => r.Append.Key)] });
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(r => r.Append.Channel ?? 0)] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(r => r.Append.Text)] });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var row = batch[reader.GetInt32(0)];
                if (row.Cold = reader.GetBoolean(5)) continue;
                var placed = new Placed(row.Append.Ticket, reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3)) { Version = reader.GetInt64(4) };
                var shown = Show(row.Append, placed, reader);
                answers[reader.GetInt32(0)] = placed with { Shown = shown };
                if (!changed.TryGetValue(placed.Ticket, out var change)) changed[placed.Ticket] = change = (placed.Version, (TicketStatus)reader.GetInt16(6), []);
                change.Messages.Add(shown);
            }
        }
        // In a new statement, because the first one's snapshot is older than a rival's commit it waited for.
        foreach (var row in batch.Where((row, i) => !row.Cold && answers[i] is null)) row.First = await Receipts.FirstAnswerAsync(connection, row.Append.Source, row.Append.Key);
        foreach (var (ticket, (version, status, messages)) in changed)
            changes.Publish(new TicketChange(ticket, version, new Appended(version, status, [.. messages.OrderBy(m => m.Seq)])));
        for (var i = 0; i < batch.Count; i++)
        {
            var answer = batch[i].Cold ? null : answers[i] ?? batch[i].First;
            batch[i].Answer.TrySetResult(answer);
        }
    }

    private static MessageView Show(Append append, Placed placed, NpgsqlDataReader row)
    {
        var channel = row.IsDBNull(10) ? null : row.GetFieldValue<string[]>(10);
        return MessageView.OfAppended(
            append, placed, channel is null ? null : new ChannelBrief(row.GetInt64(9), channel[0], channel[1]),
            new AuthorView(TicketWords.Of(append.AuthorKind), row.GetInt64(7), row.IsDBNull(8) ? null : row.GetString(8)));
    }

    // An outage to whoever waits: the repetition goes to the next process.
    private static TimeoutException Stopping() => new("Hub is stopping.");

    private sealed class Row(Append append)
    {
        public Append Append { get; } = append;
        public bool Cold { get; set; }
        public Placed? First { get; set; }
        public TaskCompletionSource<Placed?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
