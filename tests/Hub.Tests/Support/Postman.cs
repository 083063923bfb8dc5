using System.Net.Sockets;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>Delivers mail to a hub by LMTP, as a mail server does.</summary>
public sealed partial class Postman(int port)
{
    /// <summary>A plain mail with the usual headers.</summary>
    /// <param name="from">Its author: <c>Anna &lt;anna@shop.test&gt;</c> or a bare address.</param>
    /// <param name="subject">As written.</param>
    /// <param name="text">As written.</param>
    /// <param name="headers">More of them, or others in place of those with the same name; an empty value leaves one out.</param>
    public static string Mail(string from, string subject, string text, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var fields = new List<(string Name, string Value)>
        {
            ("From", from), ("To", "support@localhost"), ("Subject", subject), ("Date", "Sun, 22 Nov 2026 10:00:00 +0100"),
            ("Message-ID", $"<{Guid.CreateVersion7():N}@client.test>"), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit"),
        };
        foreach (var (name, value) in headers)
        {
            fields.RemoveAll(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (value.Length > 0) fields.Add((name, value));
        }
        return string.Concat(fields.Select(f => $"{f.Name}: {f.Value}\r\n")) + "\r\n" + text.ReplaceLineEndings("\r\n") + "\r\n";
    }

    /// <summary>Delivers; gives the reply to each recipient.</summary>
    public Task<IReadOnlyList<string>> DeliverAsync(string mail, params string[] recipients) => DeliverAsync(mail, "sender@client.test", recipients);

    /// <param name="mail">With CRLF.</param>
    /// <param name="envelopeFrom">Empty for the empty reverse-path.</param>
    /// <param name="recipients">None: <c>support@localhost</c>.</param>
    public async Task<IReadOnlyList<string>> DeliverAsync(string mail, string envelopeFrom, string[] recipients)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(recipients);
        if (recipients.Length == 0) recipients = ["support@localhost"];
        using var guard = new CancellationTokenSource(Wait.Guard);
        using var peer = new TcpClient();
        await peer.ConnectAsync("127.0.0.1", port, guard.Token);
        await using var stream = peer.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await ReadAsync(reader, guard.Token);
        await SayAsync("LHLO client.test");
        await SayAsync($"MAIL FROM:<{envelopeFrom}>");
        var replies = new List<string>();
        foreach (var recipient in recipients) replies.Add(await SayAsync($"RCPT TO:<{recipient}>"));
        if (replies.TrueForAll(r => r[0] != '2')) return replies;
        await SayAsync("DATA");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + (mail.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n") + ".\r\n"), guard.Token);
        for (var i = 0; i < replies.Count; i++)
            if (replies[i][0] == '2') replies[i] = await ReadAsync(reader, guard.Token);
        await SayAsync("QUIT");
        return replies;

        async Task<string> SayAsync(string line)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), guard.Token);
            return await ReadAsync(reader, guard.Token);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken ct)
    {
        string line;
        do line = await reader.ReadLineAsync(ct) ?? throw new IOException("The server hung up.");
        while (line.Length > 3 && line[3] == '-');
        return line;
    }
}
