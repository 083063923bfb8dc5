using Npgsql;

namespace Hub.Agents;

/// <summary>An agent as of now.</summary>
/// <param name="Id">Which.</param>
/// <param name="Stamp">Changes with the password, and when sessions are ended.</param>
/// <param name="Name">As colleagues read it.</param>
/// <param name="Role">What they may do.</param>
public sealed record AgentHead(long Id, string? Stamp, string Name, Role Role);

/// <summary>Reads who an agent is now. Nothing is remembered; those who ask while a read is under way are read together by the next one.</summary>
public sealed class AgentDirectory(NpgsqlDataSource database)
{
    private readonly Lock gate = new();
    private Round? next;
    private bool reads;

    private sealed class Round
    {
        public HashSet<long> Ids { get; } = [];
        public TaskCompletionSource<Dictionary<long, AgentHead>> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The agent, as read after the call; none where there is none or the account is closed.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<AgentHead?> FindAsync(long id, CancellationToken ct)
    {
        Round mine;
        bool begins;
        lock (gate)
        {
            mine = next ??= new();
            mine.Ids.Add(id);
            begins = !reads;
            reads = true;
        }
        if (begins) Begin();
        return (await mine.Found.Task.WaitAsync(ct)).GetValueOrDefault(id);
    }

    private void Begin()
    {
        // It goes on for others: nothing of this request, its trace least of all, goes with it.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(ReadAsync);
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            Round? round;
            lock (gate)
            {
                (round, next) = (next, null);
                if (round is null)
                {
                    reads = false;
                    return;
                }
            }
            try
            {
                round.Found.SetResult(await ReadAsync([.. round.Ids]));
            }
            catch (Exception failure)
            {
                round.Found.SetException(failure);
            }
        }
    }

    private async Task<Dictionary<long, AgentHead>> ReadAsync(long[] ids)
    {
        await using var command = database.CreateCommand("select id, security_stamp, name, role from agents where id = any($1) and disabled_at is null");
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ids });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<long, AgentHead>();
        while (await reader.ReadAsync()) found[reader.GetInt64(0)] = new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), (Role)reader.GetInt16(3));
        return found;
    }
}
