using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Browser.Mail;

/// <summary>The mail around a hub: a real Postfix that takes what the hub sends and brings what the world writes to it, and a real Dovecot in which the world reads.</summary>
/// <remarks>What is peculiar to these servers is in MailWorld.Servers.cs.</remarks>
public sealed partial class MailWorld : IAsyncDisposable
{
    /// <summary>The company's own domain: mail to it goes to the hub.</summary>
    public const string Domain = "shop.test";

    /// <summary>Where everybody else has a mailbox, whatever stands before the @.</summary>
    public const string Elsewhere = "home.test";

    /// <summary>The hub's first mailbox.</summary>
    public const string Support = $"support@{Domain}";

    private MailWorld(int lmtpPort) => LmtpPort = lmtpPort;

    /// <summary>The port of 127.0.0.1 on which the hub has to take mail by LMTP.</summary>
    public int LmtpPort { get; }

    public static async Task<MailWorld> StartAsync()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var world = new MailWorld(((IPEndPoint)probe.LocalEndpoint).Port);
        probe.Stop();
        try
        {
            await world.StartServersAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>What lies in a mailbox, oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> ReadMailAsync(string address) => [.. (await ListAsync(address)).Select(raw => new ReceivedMail(raw))];

    /// <summary>Waits until one mail in a mailbox says this.</summary>
    public async Task<ReceivedMail> ExpectMailAsync(string address, string text)
    {
        ReceivedMail? found = null;
        await Wait.UntilAsync($"a mail to {address} that says \"{text}\"", async () =>
            (found = (await ReadMailAsync(address)).FirstOrDefault(mail => mail.Text.Contains(text, StringComparison.Ordinal))) is not null);
        return found!;
    }

    /// <summary>Hands a mail to Postfix as another server does (RFC 5321), byte for byte.</summary>
    /// <param name="from">Who sends; empty: nobody, as bounces do.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="raw">The whole mail with its headers; its line ends are made CRLF.</param>
    /// <exception cref="InvalidOperationException">The server refuses.</exception>
    public async Task SendMailAsync(string from, string to, string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        using var guard = new CancellationTokenSource(Wait.Guard);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, SmtpPort, guard.Token);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await ExpectAsync("220");
        await SayAsync($"EHLO {Elsewhere}", "250");
        await SayAsync($"MAIL FROM:<{from}>", "250");
        await SayAsync($"RCPT TO:<{to}>", "250");
        await SayAsync("DATA", "354");
        // A line that begins with a dot gets another (section 4.5.2).
        var lines = raw.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.StartsWith('.') ? $".{line}" : line);
        await SayAsync(string.Join("\r\n", lines.Append(".")), "250");
        await SayAsync("QUIT", "221");

        async Task SayAsync(string line, string answer)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n"), guard.Token);
            await ExpectAsync(answer);
        }

        async Task ExpectAsync(string code)
        {
            string? line;
            // All but the last line of an answer have a hyphen after the code.
            do line = await reader.ReadLineAsync(guard.Token); while (line is { Length: > 3 } && line[3] == '-');
            if (line?.StartsWith(code, StringComparison.Ordinal) != true) throw new InvalidOperationException($"Postfix should have said {code}, but said: {line}");
        }
    }

    public async ValueTask DisposeAsync() => await StopServersAsync();
}
