using System.Net.Sockets;
using System.Text;

namespace Hub.Bench.Mail;

/// <summary>A mail server that delivers many mails over one LMTP connection, with its commands pipelined (RFC 2920).</summary>
internal sealed class LmtpPeer : IDisposable
{
    private readonly TcpClient tcp = new() { NoDelay = true };
    private StreamReader? reader;

    public static async Task<LmtpPeer> OpenAsync(int port, CancellationToken ct)
    {
        var peer = new LmtpPeer();
        await peer.tcp.ConnectAsync("127.0.0.1", port, ct);
        peer.reader = new StreamReader(peer.tcp.GetStream(), Encoding.ASCII);
        await peer.ExpectAsync('2', ct);
        await peer.tcp.GetStream().WriteAsync("LHLO client.test\r\n"u8.ToArray(), ct);
        await peer.ExpectAsync('2', ct);
        return peer;
    }

    /// <summary>Returns when the mail was taken.</summary>
    /// <exception cref="IOException">It was not.</exception>
    public async Task DeliverAsync(byte[] mail, CancellationToken ct)
    {
        var stream = tcp.GetStream();
        await stream.WriteAsync("MAIL FROM:<sender@client.test>\r\nRCPT TO:<support@localhost>\r\nDATA\r\n"u8.ToArray(), ct);
        await ExpectAsync('2', ct);
        await ExpectAsync('2', ct);
        await ExpectAsync('3', ct);
        await stream.WriteAsync(mail, ct);
        await stream.WriteAsync(".\r\n"u8.ToArray(), ct);
        await ExpectAsync('2', ct);
    }

    public void Dispose()
    {
        reader?.Dispose();
        tcp.Dispose();
    }

    private async Task ExpectAsync(char kind, CancellationToken ct)
    {
        string line;
        do line = await reader!.ReadLineAsync(ct) ?? throw new IOException("The server hung up.");
        while (line.Length > 3 && line[3] == '-');
        if (line[0] != kind) throw new IOException($"The server said: {line}");
    }
}
