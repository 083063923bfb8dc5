using System.Runtime.InteropServices;

namespace Hub.Mail.Smtp;

/// <summary>A connection to an SMTP server that takes mail, one after another; not for two at a time.</summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    private readonly SmtpChannel channel;
    private readonly SmtpClientOptions options;

    private SmtpConnection(SmtpChannel channel, SmtpClientOptions options, SmtpCapabilities capabilities)
    {
        (this.channel, this.options) = (channel, options);
        Capabilities = capabilities;
    }

    /// <summary>What the server offered last: after TLS, if there is TLS.</summary>
    public SmtpCapabilities Capabilities { get; }

    public bool IsEncrypted => channel.IsEncrypted;

    /// <summary>A mail can be sent: nothing broke, and the server did not say that it closes.</summary>
    public bool IsUsable => !channel.IsBroken;

    /// <summary>Mails that the server took on this connection.</summary>
    public int Mails { get; private set; }

    /// <summary>Connects, encrypts and logs in, as the server's address asks.</summary>
    /// <exception cref="SmtpRefusedException">The server does not want us.</exception>
    /// <exception cref="SmtpUnavailableException">It cannot be reached, or not as safely as asked.</exception>
    public static async Task<SmtpConnection> ConnectAsync(SmtpServer server, SmtpClientOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        var channel = await SmtpChannel.OpenAsync(server, options, ct);
        try
        {
            return new(channel, options, await SmtpHandshake.RunAsync(channel, server, options, ct));
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="SendAsync(SmtpEnvelope, Stream, CancellationToken)"/>
    public async Task<SmtpResult> SendAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using var stream = MemoryMarshal.TryGetArray(content, out var array) && array.Array is { } octets
            ? new MemoryStream(octets, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        return await SendAsync(envelope, stream, ct);
    }

    /// <summary>Sends one mail. Bare CR and LF become CRLF; other octets stay.</summary>
    /// <param name="envelope">Addresses that are none are refused here, with 501, and never said to the server.</param>
    /// <param name="content">Seekable; read from 0, twice.</param>
    /// <param name="ct">Given up behind the final dot, the mail may have been taken: that is an <see cref="SmtpUnavailableException"/>, not a cancellation.</param>
    /// <exception cref="SmtpRefusedException">The mail was refused, or every recipient. The connection can be used again if <see cref="IsUsable"/>.</exception>
    /// <exception cref="SmtpUnavailableException">The conversation broke; see <see cref="SmtpUnavailableException.AfterData"/>.</exception>
    public async Task<SmtpResult> SendAsync(SmtpEnvelope envelope, Stream content, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek) throw new ArgumentException("The content is read twice and must be seekable.", nameof(content));
        if (envelope.Recipients.Count == 0) throw new ArgumentException("A mail has a recipient.", nameof(envelope));
        try
        {
            var result = await new SmtpTransaction(channel, Capabilities, options).RunAsync(envelope, content, ct);
            Mails++;
            return result;
        }
        catch (SmtpRefusedException refused)
        {
            await ResetAsync(refused.Code, ct);
            throw;
        }
        catch (Exception)
        {
            // Half a mail may be on the wire: nothing else may follow it.
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks whether the server is still there.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        try
        {
            return IsUsable && (await channel.AskAsync("NOOP", SmtpPhase.Reset, ct)).IsPositive;
        }
        catch (SmtpUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Says QUIT, if anybody listens, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            using var patience = new CancellationTokenSource(options.Quit, options.Clock);
            try
            {
                await channel.AskAsync("QUIT", SmtpPhase.Reset, patience.Token);
            }
            catch (Exception gone) when (gone is SmtpUnavailableException or OperationCanceledException)
            {
                // What was sent is sent.
            }
        }
        await channel.DisposeAsync();
    }

    /// <summary>So that the next mail finds no half transaction. 421 means that the server closes.</summary>
    private async Task ResetAsync(int code, CancellationToken ct)
    {
        try
        {
            if (code != 421 && IsUsable && (await channel.AskAsync("RSET", SmtpPhase.Reset, ct)).IsPositive) return;
        }
        catch (Exception gone) when (gone is SmtpUnavailableException or OperationCanceledException)
        {
            // The refusal is what the caller must hear.
        }
        await channel.DisposeAsync();
    }
}
