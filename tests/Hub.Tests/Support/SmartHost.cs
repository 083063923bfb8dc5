using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Tests.Support;

/// <summary>A mail that an outgoing server took.</summary>
/// <param name="From">The reverse path; empty for <c>&lt;&gt;</c>.</param>
/// <param name="To">The recipient.</param>
/// <param name="Raw">Its bytes.</param>
public sealed record SentMail(string From, string To, string Raw)
{
    public ReceivedMail Read() => MailReader.Read(Encoding.UTF8.GetBytes(Raw));
}

/// <summary>An outgoing server that keeps what it takes, and misbehaves where a test says so. Real servers are used where behaviour, not misbehaviour, is tried.</summary>
public sealed class SmartHost : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<SentMail> mails = new();
    private readonly Task accepting;
    private int connections;
    private int waiting;

    private SmartHost()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public static SmartHost Start() => new();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The setting that makes a hub send here.</summary>
    public string Setting => $"--Hub:Mail:SmartHost=smtp://127.0.0.1:{Port}";

    /// <summary>The address that a mailbox or a hub is given to send here.</summary>
    public string Url => $"smtp://127.0.0.1:{Port}";

    public IReadOnlyList<SentMail> Mails => [.. mails];

    /// <summary>How often somebody has connected, whatever came of it.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Mails that are here and were not answered yet.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The greeting; none: 220. An empty text hangs up without a word, <see cref="Silence"/> keeps the line and says nothing.</summary>
    public Func<string?> OnConnect { get; set; } = () => null;

    /// <summary>A greeting that never comes.</summary>
    public const string Silence = "…";

    /// <summary>The answer to a recipient; none: it is taken.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>The answer to the final dot; none: 250. An empty text hangs up without a word, after the mail was kept.</summary>
    public Func<SentMail, string?> OnData { get; set; } = _ => null;

    /// <summary>Waits for a mail to an address.</summary>
    public async Task<SentMail> ReceivedAsync(string to, int which = 1)
    {
        await Wait.UntilAsync($"mail {which} to {to}; there were: {string.Join(", ", mails.Select(m => m.To))}", () => Task.FromResult(mails.Count(m => m.To == to) >= which));
        return mails.Where(m => m.To == to).ElementAt(which - 1);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var peer = await listener.AcceptTcpClientAsync(stopping.Token);
                Interlocked.Increment(ref connections);
                open.Add(Task.Run(() => ServeAsync(peer)));
            }
        }
        catch (Exception ending) when (ending is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient peer)
    {
        try
        {
            using (peer)
            await using (var stream = peer.GetStream())
            using (var reader = new StreamReader(stream, Encoding.UTF8))
            {
                var (from, to) = ("", new List<string>());
                var greeting = OnConnect() ?? "220 smart.test ESMTP";
                if (greeting is "") return;
                if (greeting is Silence) await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token);
                await SayAsync(greeting);
                while (await reader.ReadLineAsync(stopping.Token) is { } line)
                {
                    var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                    if (verb is "QUIT")
                    {
                        await SayAsync("221 2.0.0 Bye");
                        return;
                    }
                    if (verb is "MAIL") (from, to) = (Between(line), []);
                    var refusal = verb is "RCPT" ? OnRecipient(Between(line)) : null;
                    if (verb is "RCPT" && refusal is null) to.Add(Between(line));
                    if (verb is "DATA" && !await DataAsync(from, to)) return;
                    if (verb is not "DATA") await SayAsync(verb switch { "EHLO" => "250-smart.test\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME", _ => refusal ?? "250 2.0.0 Ok" });
                }

                async Task<bool> DataAsync(string sender, List<string> recipients)
                {
                    await SayAsync("354 Go ahead");
                    var raw = new StringBuilder();
                    while (true)
                    {
                        // Whoever hangs up before the final dot has sent no mail (RFC 5321, 4.1.1.4).
                        if (await reader.ReadLineAsync(stopping.Token) is not { } line) return false;
                        if (line == ".") break;
                        raw.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
                    }
                    var mail = new SentMail(sender, recipients.FirstOrDefault() ?? "", raw.ToString());
                    Interlocked.Increment(ref waiting);
                    var answer = OnData(mail);
                    Interlocked.Decrement(ref waiting);
                    if (answer is null or "" || answer[0] == '2') mails.Enqueue(mail);
                    if (answer is "") return false;
                    await SayAsync(answer ?? "250 2.0.0 Ok: queued");
                    return true;
                }

                Task SayAsync(string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), stopping.Token).AsTask();
            }
        }
        catch (Exception ending) when (ending is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone, or the test is over.
        }
    }

    private static string Between(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
