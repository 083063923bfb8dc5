using System.Collections.Concurrent;

namespace Hub.Mail.Smtp;

/// <summary>What a pool keeps.</summary>
public sealed record SmtpPoolOptions
{
    /// <summary>Connections to one server at a time, lent and idle; further borrowers wait.</summary>
    public int PerServer { get; init; } = 4;

    /// <summary>Mails on one connection; many servers close after a hundred.</summary>
    public int Mails { get; init; } = 100;

    /// <summary>How long a connection is kept that nobody uses.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection idle for longer is asked whether it lives before it is lent.</summary>
    public TimeSpan Doubt { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>Open connections to outgoing servers, each lent to one borrower at a time.</summary>
public sealed class SmtpPool : IAsyncDisposable
{
    private readonly ConcurrentDictionary<SmtpServer, SmtpLane> lanes = new();
    private readonly SmtpClientOptions client;
    private readonly SmtpPoolOptions options;
    private readonly ITimer sweep;

    public SmtpPool(SmtpClientOptions client, SmtpPoolOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        (this.client, this.options) = (client, options ?? new());
        sweep = client.Clock.CreateTimer(_ => Sweep(), null, this.options.Idle, this.options.Idle);
    }

    /// <summary>Lends a connection, an open one if there is one.</summary>
    /// <exception cref="SmtpRefusedException">As of <see cref="SmtpConnection.ConnectAsync"/>.</exception>
    /// <exception cref="SmtpUnavailableException">As of <see cref="SmtpConnection.ConnectAsync"/>.</exception>
    public Task<SmtpLease> LendAsync(SmtpServer server, CancellationToken ct) => lanes.GetOrAdd(server, key => new(key, client, options)).LendAsync(ct);

    /// <summary>Sends one mail over a lent connection. One that turns out dead before the mail's content went out is replaced, once.</summary>
    /// <inheritdoc cref="SmtpConnection.SendAsync(SmtpEnvelope, Stream, CancellationToken)"/>
    public async Task<SmtpResult> SendAsync(SmtpServer server, SmtpEnvelope envelope, Stream content, CancellationToken ct)
    {
        for (var first = true; ; first = false)
        {
            await using var lease = await LendAsync(server, ct);
            try
            {
                return await lease.Connection.SendAsync(envelope, content, ct);
            }
            catch (SmtpUnavailableException stale) when (first && lease.IsReused && stale.Phase is SmtpPhase.Mail)
            {
                // The server closed it while it lay here: no other one that lay as long is worth trying.
                _ = lanes[server].EmptyAsync();
            }
            catch (SmtpRefusedException stale) when (first && lease.IsReused && stale is { Phase: SmtpPhase.Mail, Code: 421 })
            {
                _ = lanes[server].EmptyAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        await Task.WhenAll(lanes.Values.Select(lane => lane.CloseAsync()));
    }

    private void Sweep()
    {
        foreach (var lane in lanes.Values) _ = lane.SweepAsync();
    }
}

/// <summary>A lent connection; disposing gives it back.</summary>
public sealed class SmtpLease : IAsyncDisposable
{
    private readonly SmtpLane lane;
    private bool returned;

    internal SmtpLease(SmtpLane lane, SmtpConnection connection, bool reused) => (this.lane, Connection, IsReused) = (lane, connection, reused);

    public SmtpConnection Connection { get; }

    /// <summary>It was open before, so that it may have been closed by the server since.</summary>
    public bool IsReused { get; }

    public async ValueTask DisposeAsync()
    {
        if (returned) return;
        returned = true;
        await lane.ReturnAsync(Connection);
    }
}
