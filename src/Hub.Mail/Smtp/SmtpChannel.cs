using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Hub.Mail.Wire;

namespace Hub.Mail.Smtp;

/// <summary>The octets of one SMTP connection: commands out, replies in, each wait bounded, TLS below.</summary>
/// <remarks>Whatever goes wrong is a <see cref="SmtpUnavailableException"/>, and the channel is broken from then on.</remarks>
internal sealed class SmtpChannel : IAsyncDisposable
{
    private const int LongestLine = 4096;
    private const int MostLines = 100;

    private readonly SmtpServer server;
    private readonly SmtpClientOptions options;
    private Stream stream;
    private PipeReader input;
    private PipeWriter output;
    private LineReader lines;

    private SmtpChannel(Stream stream, SmtpServer server, SmtpClientOptions options)
    {
        (this.server, this.options) = (server, options);
        Over(this.stream = stream);
    }

    /// <summary>Nothing more can be said here.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>TLS, with a certificate that proves the host or is trusted by the options.</summary>
    public bool IsProved { get; private set; }

    public bool IsEncrypted => stream is SslStream;

    /// <summary>The final dot is on its way and no reply has come: whatever fails now may have succeeded.</summary>
    public bool AwaitsDataEnd { get; set; }

    public static async Task<SmtpChannel> OpenAsync(SmtpServer server, SmtpClientOptions options, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Connect, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return new(await (options.Dial ?? DialAsync)(server, either.Token), server, options);
        }
        catch (Exception failure) when (failure is IOException or SocketException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new SmtpUnavailableException($"{server} could not be reached: {Reason(failure)}", SmtpPhase.Connect, inner: failure);
        }
    }

    /// <summary>Says one command and reads its reply.</summary>
    public async Task<SmtpReply> AskAsync(string command, SmtpPhase phase, CancellationToken ct)
    {
        Say(command);
        await FlushAsync(phase, ct);
        return await ReadAsync(phase, options.Command, ct);
    }

    /// <summary>Says one command; it goes out with the next flush. Its caller has seen to it that it is one line.</summary>
    public void Say(string command)
    {
        if (command.AsSpan().ContainsAny('\r', '\n')) throw new ArgumentException("A command is one line.", nameof(command));
        Encoding.UTF8.GetBytes(command, output);
        output.Write("\r\n"u8);
    }

    /// <summary>Where content is written; it goes out with the next flush.</summary>
    public PipeWriter Output => output;

    public Task FlushAsync(SmtpPhase phase, CancellationToken ct) => InTimeAsync(async bound => await output.FlushAsync(bound), phase, options.Command, ct);

    /// <summary>Reads one reply, of as many lines as it has.</summary>
    public Task<SmtpReply> ReadAsync(SmtpPhase phase, TimeSpan limit, CancellationToken ct) => InTimeAsync(ReadReplyAsync, phase, limit, ct);

    /// <summary>The reply that lies unread on a connection that can no longer be written to; null where there is none.</summary>
    public async Task<SmtpReply?> LastWordsAsync()
    {
        using var patience = new CancellationTokenSource(options.Quit, options.Clock);
        try
        {
            return await ReadReplyAsync(patience.Token);
        }
        catch (Exception none) when (none is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Begins TLS, as the client.</summary>
    public Task EncryptAsync(CancellationToken ct) => InTimeAsync(async bound =>
    {
        // What came in clear text behind the reply to STARTTLS would be read as the server's word inside TLS (CVE-2021-38371 and its kin).
        if (input.TryRead(out var early) && !early.Buffer.IsEmpty) throw new IOException("the server went on in clear text behind STARTTLS");
        var tls = new SslStream(stream);
        stream = tls;
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = server.Host,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    IsProved = errors == SslPolicyErrors.None
                        || (options.TrustedCertificate is { } trusted && certificate is not null && trusted.RawDataMemory.Span.SequenceEqual(certificate.GetRawCertData()));
                    // A mail server on this machine comes with a certificate that it made for itself; nobody stands between.
                    return IsProved || (server is { Tls: SmtpTls.Optional, IsLoopback: true });
                },
            },
            bound);
        Over(tls);
        return true;
    }, SmtpPhase.StartTls, options.Command, ct);

    /// <summary>For a caller that has seen something no server says.</summary>
    public SmtpUnavailableException Break(string why, SmtpPhase phase, Exception? inner = null)
    {
        IsBroken = true;
        return new($"{server}: {why}", phase, AwaitsDataEnd, inner);
    }

    public ValueTask DisposeAsync()
    {
        IsBroken = true;
        return stream.DisposeAsync();
    }

    private static async Task<Stream> DialAsync(SmtpServer server, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Reason(Exception failure) => failure is OperationCanceledException ? "it took too long" : failure.Message;

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(input), nameof(output), nameof(lines))]
    private void Over(Stream carrier)
    {
        input = PipeReader.Create(carrier, new(leaveOpen: true));
        output = PipeWriter.Create(carrier, new(leaveOpen: true));
        lines = new(input, LongestLine);
    }

    private async Task<SmtpReply> ReadReplyAsync(CancellationToken ct)
    {
        var texts = new List<string>();
        var first = 0;
        while (true)
        {
            var line = await lines.ReadAsync(ct);
            if (line.State is LineState.Closed) throw new IOException("the server closed the connection");
            if (line.State is not LineState.Whole || !SmtpReply.TryReadLine(line.Octets, out var code, out var last, out var text)) throw new IOException("the server says what is no SMTP");
            if (texts.Count > 0 && code != first) throw new IOException("the server changes its code within a reply");
            first = code;
            texts.Add(text);
            if (last) return SmtpReply.Of(code, texts);
            if (texts.Count >= MostLines) throw new IOException($"the server's reply has more than {MostLines} lines");
        }
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work, SmtpPhase phase, TimeSpan limit, CancellationToken ct)
    {
        if (IsBroken) throw Break("the connection is closed", phase);
        using var clock = new CancellationTokenSource(limit, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, clock.Token);
        try
        {
            return await work(either.Token);
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            throw Break(failure.Message, phase, failure);
        }
        catch (OperationCanceledException late)
        {
            // The caller gives up, but must know that the mail may be gone.
            if (ct.IsCancellationRequested && !AwaitsDataEnd)
            {
                IsBroken = true;
                throw;
            }
            throw Break(Reason(late), phase, new TimeoutException("No answer in time.", late));
        }
    }
}
