using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Hub.Mail.Lmtp;

/// <summary>
/// LMTP (RFC 2033) on a Kestrel endpoint: <c>kestrel.Listen(endpoint, o =&gt; o.UseConnectionHandler&lt;LmtpConnectionHandler&gt;())</c>.
/// With PIPELINING (RFC 2920), ENHANCEDSTATUSCODES (2034), 8BITMIME (6152), SMTPUTF8 (6531), SIZE (1870) and STARTTLS (3207).
/// </summary>
/// <remarks>Whoever reaches the port can bring mail in from anybody: the endpoint belongs on loopback or behind a list of addresses.</remarks>
public sealed class LmtpConnectionHandler(ILmtpReceiver receiver, LmtpOptions options, TimeProvider clock, ILogger<LmtpConnectionHandler> log) : ConnectionHandler
{
    private static readonly LmtpReply Busy = new(421, "4.3.2", "Too many connections; try again later");

    /// <summary>Made once, and offline: a handshake must not wait for a certificate authority's web server.</summary>
    private readonly SslStreamCertificateContext? certificate = options.Certificate is { } own ? SslStreamCertificateContext.Create(own, null, offline: true) : null;

    private int connections;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        try
        {
            await using var wire = new LmtpWire(connection, options, certificate, clock);
            if (Interlocked.Increment(ref connections) > options.MaxConnections) await wire.PartAsync(Busy);
            else await TalkAsync(connection, wire);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException)
        {
            // A peer that cuts the line, or speaks no TLS that we know: it comes again if it has mail.
            log.LogInformation("LMTP connection {Connection} broke: {Reason}", connection.ConnectionId, gone.Message);
            connection.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref connections);
        }
    }

    private async Task TalkAsync(ConnectionContext connection, LmtpWire wire)
    {
        // The transport closes under a connection that did not end in the time a stopping server gives it.
        using var forced = new CancellationTokenSource();
        using var closed = connection.ConnectionClosed.UnsafeRegister(_ =>
        {
            if (wire.Stopping.IsCancellationRequested) forced.Cancel();
        }, null);
        await new LmtpSession(wire, receiver, options, log, connection.ConnectionId, forced.Token).RunAsync();
    }
}
