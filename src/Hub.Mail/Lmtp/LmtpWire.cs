using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Text;
using Hub.Mail.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Hub.Mail.Lmtp;

/// <summary>The octets of one LMTP connection: lines in, replies out, the clock over both, TLS below both.</summary>
/// <remarks>A wait that takes too long, or is cut short by the server's stop, ends in <see cref="OperationCanceledException"/>; a peer gone in <see cref="IOException"/>.</remarks>
internal sealed class LmtpWire : IAsyncDisposable
{
    /// <summary>Octets of a command line; RFC 5321 section 4.5.3.1.4 asks for 512, extensions for more.</summary>
    private const int LongestLine = 2048;

    private const int LongestText = 400;
    private const int Unflushed = 16 * 1024;
    private const int Piece = 32 * 1024;

    private readonly ConnectionContext connection;
    private readonly LmtpOptions options;
    private readonly SslStreamCertificateContext? certificate;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource idle;
    private readonly CancellationTokenSource atCommand;
    private PipeReader input;
    private PipeWriter output;
    private LineReader lines;
    private SslStream? tls;

    /// <param name="connection">Just accepted.</param>
    /// <param name="options">Its times.</param>
    /// <param name="certificate">For STARTTLS; null where that is not offered.</param>
    /// <param name="clock">Of all waits.</param>
    public LmtpWire(ConnectionContext connection, LmtpOptions options, SslStreamCertificateContext? certificate, TimeProvider clock)
    {
        (this.connection, this.options, this.certificate, this.clock) = (connection, options, certificate, clock);
        (input, output) = (connection.Transport.Input, connection.Transport.Output);
        lines = new(input, LongestLine);
        Stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        idle = new(Timeout.InfiniteTimeSpan, clock);
        atCommand = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, Stopping);
    }

    /// <summary>The server stops: a mail under way is finished, no further command is taken.</summary>
    public CancellationToken Stopping { get; }

    public bool CanEncrypt => certificate is not null;

    public bool IsEncrypted => tls is not null;

    /// <summary>The next command line; replies go out first if the peer must see them to go on (RFC 2920 section 3.2).</summary>
    public async ValueTask<WireLine> ReadLineAsync()
    {
        Stopping.ThrowIfCancellationRequested();
        if (lines.TryRead(out var line)) return line;
        await FlushAsync();
        using (Bound()) return await lines.ReadAsync(atCommand.Token);
    }

    /// <summary>Reads one mail's octets up to CRLF.CRLF.</summary>
    /// <returns>False if the peer went away before.</returns>
    public async Task<bool> ReadContentAsync(LmtpSpool spool)
    {
        using var transfer = new CancellationTokenSource(options.Transfer, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, transfer.Token);
        var dots = new DotUnstuffer();
        var content = ArrayPool<byte>.Shared.Rent(Piece + 1);
        try
        {
            while (true)
            {
                ReadResult result;
                using (Bound()) result = await input.ReadAsync(either.Token);
                var buffer = result.Buffer;
                while (buffer.Length > 0 && !dots.Ended)
                {
                    var octets = buffer.First.Span;
                    var read = dots.Read(octets[..Math.Min(octets.Length, Piece)], content, out var written);
                    buffer = buffer.Slice(read);
                    await spool.WriteAsync(content.AsMemory(0, written), either.Token);
                }
                input.AdvanceTo(buffer.Start);
                if (dots.Ended) return true;
                if (result.IsCompleted) return false;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content, clearArray: true);
        }
    }

    /// <summary>Says one reply; it goes out with those that follow, when the peer waits for it.</summary>
    public ValueTask SayAsync(LmtpReply reply) => SayAsync($"{reply.Code} {reply.Enhanced} {reply.Text}");

    /// <summary>Says one line of a reply.</summary>
    public async ValueTask SayAsync(string line)
    {
        // What a receiver puts into its text, perhaps from a mail, must not become a reply of its own.
        var text = line.Length > LongestText ? line[..LongestText] : line;
        Encoding.ASCII.GetBytes(string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
        }) + "\r\n", output);
        if (output.UnflushedBytes > Unflushed) await FlushAsync();
    }

    public async ValueTask FlushAsync()
    {
        if (output.UnflushedBytes == 0) return;
        using (Bound())
        {
            if ((await output.FlushAsync(idle.Token)).IsCompleted) throw new IOException("The peer has gone.");
        }
    }

    /// <summary>Says what is to be said before TLS, then begins it.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The peer does not speak it, or not ours.</exception>
    public async Task EncryptAsync(LmtpReply ready)
    {
        // Whatever lies behind STARTTLS came in clear, from anybody: it must not count as said inside TLS (CVE-2011-0411).
        // Dropped before the reply, since what comes after it may already be the handshake.
        if (input.TryRead(out var early)) input.AdvanceTo(early.Buffer.End);
        await SayAsync(ready);
        await FlushAsync();
        tls = new(new DuplexStream(connection.Transport));
        try
        {
            using (Bound()) await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate, AllowRenegotiation = false }, idle.Token);
        }
        catch (OperationCanceledException late)
        {
            // Nothing can be said any more: in clear text it would be garbage.
            throw new IOException("The TLS handshake took too long.", late);
        }
        input = PipeReader.Create(tls, new(leaveOpen: true));
        output = PipeWriter.Create(tls, new(leaveOpen: true));
        lines = new(input, LongestLine);
    }

    /// <summary>Says a last word, as far as the peer listens.</summary>
    public async Task PartAsync(LmtpReply word)
    {
        try
        {
            await SayAsync(word);
            // The clock over reading may have run out; this has its own.
            using var last = new CancellationTokenSource(options.Idle, clock);
            await output.FlushAsync(last.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            connection.Abort();
        }
    }

    /// <summary>Closes, and waits until the peer has its replies, but not for ever.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var last = new CancellationTokenSource(options.Idle, clock);
            if (tls is not null) await CloseTlsAsync(tls, last.Token);
            await connection.Transport.Output.CompleteAsync();
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var closed = connection.ConnectionClosed.UnsafeRegister(_ => gone.TrySetResult(), null);
            using var enough = last.Token.UnsafeRegister(_ => gone.TrySetResult(), null);
            await gone.Task;
            if (last.IsCancellationRequested) connection.Abort();
        }
        finally
        {
            atCommand.Dispose();
            idle.Dispose();
        }
    }

    private static async Task CloseTlsAsync(SslStream tls, CancellationToken ct)
    {
        try
        {
            if (tls.IsAuthenticated) await tls.ShutdownAsync().WaitAsync(ct);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // A peer that left first wants no farewell.
        }
        finally
        {
            await tls.DisposeAsync();
        }
    }

    private Watch Bound()
    {
        idle.CancelAfter(options.Idle);
        return new(idle);
    }

    /// <summary>The idle clock runs while this lives.</summary>
    private readonly struct Watch(CancellationTokenSource idle) : IDisposable
    {
        public void Dispose() => idle.CancelAfter(Timeout.InfiniteTimeSpan);
    }
}
