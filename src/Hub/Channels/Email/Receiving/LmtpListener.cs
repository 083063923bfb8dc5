using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hub.Mail.Lmtp;
using Hub.Platform;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace Hub.Channels.Email.Receiving;

/// <summary>Listens for mail (LMTP, RFC 2033) on connections of Kestrel's transport, apart from HTTP's.</summary>
public sealed class LmtpListener(
    ILmtpReceiver receiver, IConnectionListenerFactory transport, IOptions<HubOptions> options, TimeProvider time, ILoggerFactory logs) : IHostedService, IAsyncDisposable
{
    private readonly ILogger log = logs.CreateLogger<LmtpListener>();
    private readonly CancellationTokenSource stopping = new();
    private IConnectionListener? listener;
    private Task accepting = Task.CompletedTask;
    private X509Certificate2? certificate;

    /// <summary>Where it listens; none where this process takes no mail.</summary>
    public IPEndPoint? Address => listener?.EndPoint as IPEndPoint;

    /// <exception cref="StartRefusedException">The settings cannot be used, or the port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var mail = options.Value.Mail;
        if (!mail.Enabled) return;
        var endpoint = LmtpSettings.EndPointOf(mail);
        certificate = LmtpSettings.CertificateOf(mail);
        var handler = new LmtpConnectionHandler(receiver, new LmtpOptions { HostName = mail.Domain, MaxSize = mail.MaxSize, Certificate = certificate }, time, logs.CreateLogger<LmtpConnectionHandler>());
        try
        {
            listener = await transport.BindAsync(endpoint, cancellationToken);
        }
        catch (Exception failure) when (failure is AddressInUseException or SocketException)
        {
            throw new StartRefusedException($"Hub cannot receive mail on {endpoint}: {(failure is AddressInUseException ? "the port is in use by another program" : failure.Message)}. Choose another address: Hub__Mail__Lmtp=127.0.0.1:{endpoint.Port + 1}, or none: Hub__Mail__Enabled=false");
        }
        accepting = AcceptAsync(listener, handler, LmtpSettings.AllowedOf(mail), stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        if (listener is not null) await listener.UnbindAsync(cancellationToken);
        await accepting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        if (listener is not null) await listener.DisposeAsync();
        certificate?.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync(IConnectionListener here, LmtpConnectionHandler handler, IReadOnlyList<IPNetwork> allowed, CancellationToken ct)
    {
        var open = new List<Task>();
        while (await here.AcceptAsync(CancellationToken.None) is { } connection)
        {
            open.RemoveAll(t => t.IsCompleted);
            if (ct.IsCancellationRequested || !IsAllowed(connection.RemoteEndPoint, allowed)) await connection.DisposeAsync();
            else open.Add(Task.Run(() => ServeAsync(connection, handler, ct), CancellationToken.None));
        }
        await Task.WhenAll(open);
    }

    private async Task ServeAsync(ConnectionContext connection, LmtpConnectionHandler handler, CancellationToken ct)
    {
        await using (connection)
        {
            connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Stopping(connection, ct));
            try
            {
                await handler.OnConnectedAsync(connection);
            }
            catch (Exception failure)
            {
                log.LogWarning("A mail connection broke: {Reason}", failure.GetType().Name);
            }
        }
    }

    /// <summary>Tells an open conversation that Hub is stopping, as Kestrel does for its own endpoints.</summary>
    private sealed class Stopping(ConnectionContext connection, CancellationToken stopping) : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; } = stopping;

        public void RequestClose() => connection.Abort();
    }

    private static bool IsAllowed(EndPoint? remote, IReadOnlyList<IPNetwork> allowed)
    {
        if (remote is not IPEndPoint { Address: var address }) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) || allowed.Any(network => network.Contains(address));
    }
}
