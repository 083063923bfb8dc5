using System.Diagnostics.CodeAnalysis;

namespace Hub.Mail.Smtp;

/// <summary>The connections to one server.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A SemaphoreSlim whose wait handle nobody asks for holds nothing, and connections come back after the pool is closed.")]
internal sealed class SmtpLane(SmtpServer server, SmtpClientOptions client, SmtpPoolOptions options)
{
    private readonly SemaphoreSlim places = new(options.PerServer);
    private readonly Lock guard = new();
    private readonly LinkedList<(SmtpConnection Connection, DateTimeOffset Since)> idle = [];
    private bool closed;

    public async Task<SmtpLease> LendAsync(CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            while (Take() is { } kept)
            {
                if (await IsGoodAsync(kept.Connection, kept.Since, ct)) return new(this, kept.Connection, reused: true);
            }
            return new(this, await SmtpConnection.ConnectAsync(server, client, ct), reused: false);
        }
        catch
        {
            places.Release();
            throw;
        }
    }

    public async Task ReturnAsync(SmtpConnection connection)
    {
        var kept = connection.IsUsable && connection.Mails < options.Mails && Keep(connection);
        // The place is free before QUIT is answered: a slow farewell holds nobody up.
        places.Release();
        if (!kept) await connection.DisposeAsync();
    }

    /// <summary>Closes those that nobody has used for too long.</summary>
    public Task SweepAsync() => DropAsync(since => client.Clock.GetUtcNow() - since >= options.Idle);

    /// <summary>Closes all that lie here.</summary>
    public Task EmptyAsync() => DropAsync(_ => true);

    public Task CloseAsync()
    {
        lock (guard) closed = true;
        return DropAsync(_ => true);
    }

    /// <summary>The one used last, so that the others grow old and go.</summary>
    private (SmtpConnection Connection, DateTimeOffset Since)? Take()
    {
        lock (guard)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(SmtpPool));
            if (idle.Last is not { } last) return null;
            idle.RemoveLast();
            return last.Value;
        }
    }

    /// <summary>One that is not is closed.</summary>
    private async Task<bool> IsGoodAsync(SmtpConnection connection, DateTimeOffset since, CancellationToken ct)
    {
        var good = false;
        try
        {
            var idleFor = client.Clock.GetUtcNow() - since;
            return good = idleFor < options.Idle && (idleFor < options.Doubt || await connection.IsAliveAsync(ct));
        }
        finally
        {
            if (!good) await connection.DisposeAsync();
        }
    }

    private bool Keep(SmtpConnection connection)
    {
        lock (guard)
        {
            if (closed) return false;
            idle.AddLast((connection, client.Clock.GetUtcNow()));
            return true;
        }
    }

    private Task DropAsync(Func<DateTimeOffset, bool> which)
    {
        var dropped = new List<SmtpConnection>();
        lock (guard)
        {
            for (var node = idle.First; node is not null;)
            {
                var next = node.Next;
                if (which(node.Value.Since))
                {
                    dropped.Add(node.Value.Connection);
                    idle.Remove(node);
                }
                node = next;
            }
        }
        return Task.WhenAll(dropped.Select(connection => connection.DisposeAsync().AsTask()));
    }
}
