using System.Collections.Concurrent;
using System.Net;
using Hub.Mail.Lmtp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Mail.Tests.Lmtp;

/// <summary>A receiver that keeps what it is given, and answers as it is told.</summary>
public sealed class Mailroom : ILmtpReceiver
{
    public sealed record Kept(string? From, IReadOnlyList<string> Recipients, byte[] Content, long Size)
    {
        public string Text => RawPeer.Text(Content);
    }

    public ConcurrentQueue<Kept> Mails { get; } = new();

    public Func<string, LmtpReply?> Accept { get; set; } = _ => null;

    public Func<LmtpMail, CancellationToken, Task<IReadOnlyList<LmtpReply>>> Receive { get; set; } = (mail, _) =>
        Task.FromResult<IReadOnlyList<LmtpReply>>([.. mail.Recipients.Select(_ => LmtpReply.Delivered)]);

    public ValueTask<LmtpReply?> AcceptAsync(string recipient, CancellationToken ct) => ValueTask.FromResult(Accept(recipient));

    public async Task<IReadOnlyList<LmtpReply>> ReceiveAsync(LmtpMail mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var content = new MemoryStream();
        Assert.Equal(0, mail.Content.Position);
        await mail.Content.CopyToAsync(content, ct);
        Mails.Enqueue(new(mail.From, mail.Recipients, content.ToArray(), mail.Size));
        mail.Content.Position = 0;
        return await Receive(mail, ct);
    }

    /// <summary>The only mail that came.</summary>
    public Kept OnlyMail() => Assert.Single(Mails);

    /// <summary>Waits until so many mails have come.</summary>
    public Task UntilAsync(int count) => Servers.Programs.UntilAsync($"{count} mails", () => Task.FromResult(Mails.Count >= count));
}

/// <summary>Our LMTP server on a free port of 127.0.0.1.</summary>
public sealed class LmtpHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private LmtpHost(WebApplication app, Mailroom mailroom, LogKeeper log) => (this.app, Mailroom, Log) = (app, mailroom, log);

    public Mailroom Mailroom { get; }

    public LogKeeper Log { get; }

    public int Port { get; private set; }

    public static async Task<LmtpHost> StartAsync(LmtpOptions? options = null, TimeProvider? clock = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var (mailroom, log) = (new Mailroom(), new LogKeeper());
        builder.Services.AddSingleton<ILmtpReceiver>(mailroom);
        builder.Services.AddSingleton(options ?? new() { HostName = "lmtp.hub.test" });
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Logging.AddProvider(log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseConnectionHandler<LmtpConnectionHandler>()));
        var app = builder.Build();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(app, mailroom, log) { Port = new Uri(address).Port };
    }

    /// <summary>A peer that has been greeted.</summary>
    public async Task<RawPeer> ConnectAsync()
    {
        var wire = await RawPeer.ConnectAsync(Port);
        Assert.StartsWith("220 ", await wire.LineAsync(), StringComparison.Ordinal);
        return wire;
    }

    /// <summary>A peer that has been greeted and has said LHLO.</summary>
    public async Task<RawPeer> GreetAsync()
    {
        var wire = await ConnectAsync();
        Assert.StartsWith("250", await wire.AskAsync("LHLO test.example"), StringComparison.Ordinal);
        return wire;
    }

    public Task StopAsync(CancellationToken ct) => app.StopAsync(ct);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }
}

/// <summary>Keeps what was logged.</summary>
public sealed class LogKeeper : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
