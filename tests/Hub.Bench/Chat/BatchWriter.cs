using System.Threading.Channels;
using Npgsql;

namespace Hub.Bench.Chat;

/// <summary>The floor: what a message costs in PostgreSQL when nothing is done but keep it.</summary>
internal interface IBareWriter : IAsyncDisposable
{
    /// <summary>Returns when it is durable.</summary>
    Task WriteAsync(long ticket, string key, string text);
}

/// <summary>One writer drains a bounded channel: what queued while the last commit ran goes in one statement and one commit, and is acknowledged after it.</summary>
internal sealed class BatchWriter : IBareWriter
{
    private const int MostRows = 500;
    private readonly Channel<Row> rows = Channel.CreateBounded<Row>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly NpgsqlDataSource database;
    private readonly Task draining;

    public BatchWriter(NpgsqlDataSource database)
    {
        this.database = database;
        draining = Task.Run(DrainAsync);
    }

    public async Task WriteAsync(long ticket, string key, string text)
    {
        var row = new Row(ticket, key, text, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await rows.Writer.WriteAsync(row);
        await row.Kept.Task;
    }

    public async ValueTask DisposeAsync()
    {
        rows.Writer.Complete();
        await draining;
    }

    private async Task DrainAsync()
    {
        await using var connection = await database.OpenConnectionAsync();
        var batch = new List<Row>(MostRows);
        while (await rows.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostRows && rows.Reader.TryRead(out var row)) batch.Add(row);
            try
            {
                await using var command = new NpgsqlCommand(
                    "insert into bare (ticket, key, text, at) select i.ticket, i.key, i.text, $4 from unnest($1, $2, $3) as i(ticket, key, text)", connection);
                command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(r => r.Ticket)] });
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(r => r.Key)] });
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(r => r.Text)] });
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = TimeProvider.System.GetUtcNow() });
                await command.ExecuteNonQueryAsync();
                foreach (var row in batch) row.Kept.TrySetResult();
            }
            catch (NpgsqlException failure)
            {
                foreach (var row in batch) row.Kept.TrySetException(failure);
            }
            batch.Clear();
        }
    }

    private sealed record Row(long Ticket, string Key, string Text, TaskCompletionSource Kept);
}

/// <summary>One INSERT and one commit a message.</summary>
internal sealed class SingleWriter(NpgsqlDataSource database) : IBareWriter
{
    public async Task WriteAsync(long ticket, string key, string text)
    {
        await using var command = database.CreateCommand("insert into bare (ticket, key, text, at) values ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = ticket });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = text });
        command.Parameters.Add(new() { Value = TimeProvider.System.GetUtcNow() });
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
