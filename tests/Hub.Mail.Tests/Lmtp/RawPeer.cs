using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

/// <summary>One end of a raw connection: says octets, reads lines and replies, each wait bounded.</summary>
public sealed class RawPeer(Socket socket) : IAsyncDisposable
{
    private readonly List<byte> unread = [];
    private Stream stream = new NetworkStream(socket, ownsSocket: true);

    public static async Task<RawPeer> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new(socket);
    }

    /// <summary>One octet, one character.</summary>
    public static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);

    public async Task SendAsync(string text)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(Programs.Guard);
        await stream.FlushAsync();
    }

    /// <summary>The next line without its CRLF; null when the other side has closed.</summary>
    public async Task<string?> LineAsync()
    {
        var piece = new byte[4096];
        while (true)
        {
            var lf = unread.IndexOf((byte)'\n');
            if (lf >= 0)
            {
                var line = Text(unread.GetRange(0, lf + 1).ToArray());
                unread.RemoveRange(0, lf + 1);
                Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
                return line[..^2];
            }
            try
            {
                var read = await stream.ReadAsync(piece).AsTask().WaitAsync(Programs.Guard);
                if (read == 0) return null;
                unread.AddRange(piece.AsSpan(0, read));
            }
            catch (IOException)
            {
                // Reset: closed as well.
                return null;
            }
        }
    }

    /// <summary>The next reply, its lines parted by LF.</summary>
    public async Task<string> ReplyAsync()
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await LineAsync() ?? throw new IOException($"Closed where a reply was due; last: {lines.LastOrDefault()}");
            lines.Add(line);
            if (line.Length < 4 || line[3] != '-') return string.Join('\n', lines);
        }
    }

    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await ReplyAsync();
    }

    /// <summary>Asks, and expects a reply that begins so.</summary>
    public async Task ExpectAsync(string command, string reply) => Assert.StartsWith(reply, await AskAsync(command), StringComparison.Ordinal);

    /// <summary>The next reply begins so.</summary>
    public async Task ExpectAsync(string reply) => Assert.StartsWith(reply, await ReplyAsync(), StringComparison.Ordinal);

    /// <summary>MAIL, RCPT and DATA, up to 354.</summary>
    public async Task BeginMailAsync(params string[] recipients)
    {
        await ExpectAsync("MAIL FROM:<sender@example.org>", "250 2.1.0");
        foreach (var recipient in recipients) await ExpectAsync($"RCPT TO:<{recipient}>", "250 2.1.5");
        await ExpectAsync("DATA", "354");
    }

    /// <summary>The other side says nothing more and closes.</summary>
    public async Task ClosedAsync() => Assert.Null(await LineAsync());

    /// <summary>TLS as the client of whoever has that certificate.</summary>
    public async Task EncryptToAsync(TestCertificate server)
    {
        Assert.Empty(unread);
        var tls = new SslStream(stream, false, (_, certificate, _, _) => certificate?.GetCertHashString() == server.Certificate.Thumbprint);
        await tls.AuthenticateAsClientAsync("localhost").WaitAsync(Programs.Guard);
        stream = tls;
    }

    /// <summary>TLS as the server.</summary>
    public async Task EncryptAsAsync(TestCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Assert.Empty(unread);
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(certificate.Certificate).WaitAsync(Programs.Guard);
        stream = tls;
    }

    /// <summary>Closes for writing; the other side may still talk.</summary>
    public void Finish() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends as a machine does that loses its power: a reset, without a farewell.</summary>
    public void Cut()
    {
        socket.LingerState = new(true, 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
