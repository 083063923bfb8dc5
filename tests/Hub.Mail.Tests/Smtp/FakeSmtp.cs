using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hub.Mail.Smtp;
using Hub.Mail.Tests.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Smtp;

/// <summary>One connection to the fake server, seen from the server.</summary>
public sealed class FakePeer(RawPeer wire)
{
    public RawPeer Wire => wire;

    public Task SayAsync(string line) => wire.SendAsync(line + "\r\n");

    /// <summary>The next command begins so; nothing else will do.</summary>
    public async Task<string> HearAsync(string command)
    {
        var line = await wire.LineAsync();
        Assert.StartsWith(command, line, StringComparison.Ordinal);
        return line!;
    }

    /// <summary>Hears a command and answers it.</summary>
    public async Task<string> HearAsync(string command, string reply)
    {
        var line = await HearAsync(command);
        await SayAsync(reply);
        return line;
    }

    /// <summary>Hears a command and answers it in several lines, octet by octet as a slow network would.</summary>
    public async Task SayMultipleAsync(string command, params string[] lines)
    {
        await HearAsync(command);
        foreach (var octet in string.Concat(lines.Select(line => line + "\r\n"))) await wire.SendAsync(octet.ToString());
    }

    /// <summary>Greets and offers, a word each.</summary>
    public async Task GreetAsync(params string[] offers)
    {
        await SayAsync("220 fake.test ESMTP");
        await HelloAsync(offers);
    }

    public async Task HelloAsync(params string[] offers)
    {
        await HearAsync("EHLO ");
        string[] lines = ["fake.test", .. offers];
        for (var i = 0; i < lines.Length; i++) await SayAsync($"250{(i + 1 < lines.Length ? '-' : ' ')}{lines[i]}");
    }

    /// <summary>MAIL, RCPT and DATA, taken; for a client that does not pipeline.</summary>
    public async Task BeginMailAsync(int recipients = 1)
    {
        await HearAsync("MAIL FROM:", "250 2.1.0 ok");
        for (var i = 0; i < recipients; i++) await HearAsync("RCPT TO:", "250 2.1.5 ok");
        await HearAsync("DATA", "354 go");
    }

    /// <summary>What comes up to the final dot, as it stands on the wire.</summary>
    public async Task<string> ContentAsync()
    {
        var content = "";
        while (true)
        {
            var line = await wire.LineAsync() ?? throw new IOException("closed within a mail");
            if (line == ".") return content;
            content += line + "\r\n";
        }
    }

    public async Task TakeMailAsync()
    {
        await BeginMailAsync();
        await ContentAsync();
        await SayAsync("250 2.0.0 taken");
    }

    public async Task GoodbyeAsync()
    {
        await HearAsync("QUIT", "221 bye");
        await wire.ClosedAsync();
    }
}

/// <summary>An SMTP server that does what a test tells it, connection by connection. It is strict: what it did not expect fails the test.</summary>
public sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Func<FakePeer, Task>> scripts;
    private readonly ConcurrentBag<Task> talks = [];
    private readonly Task accepting;
    private int connections;

    public FakeSmtp(params Func<FakePeer, Task>[] scripts)
    {
        this.scripts = new(scripts);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => connections;

    public SmtpServer Server => SmtpServer.Parse($"smtp://127.0.0.1:{Port}");

    /// <summary>As if it were on another machine, by that name.</summary>
    public SmtpClientOptions Elsewhere(SmtpClientOptions? options = null) => (options ?? new()) with
    {
        Dial = async (_, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public Task<SmtpConnection> ConnectAsync(SmtpClientOptions? options = null) =>
        SmtpConnection.ConnectAsync(Server, options ?? new(), CancellationToken.None).WaitAsync(Programs.Guard);

    /// <summary>Waits until every conversation went as told, to its end.</summary>
    public async Task FinishAsync()
    {
        await Programs.UntilAsync("all connections", () => Task.FromResult(scripts.IsEmpty));
        await Task.WhenAll(talks).WaitAsync(Programs.Guard);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref connections);
                talks.Add(TalkAsync(socket));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        // On its own: the client must not be held up by what is said to it.
        await Task.Yield();
        socket.NoDelay = true;
        await using var wire = new RawPeer(socket);
        if (!scripts.TryDequeue(out var script)) throw new InvalidOperationException("A connection that no script was for.");
        await script(new(wire));
    }
}
