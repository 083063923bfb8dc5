using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hub.Tests.Support;

/// <summary>The server as users run it: a process of its own, which can be killed like one.</summary>
public sealed class HubProcess : IAsyncDisposable
{
    /// <summary>The first administrator of a database that has nobody yet.</summary>
    public const string Email = "admin@hub.test";

    private readonly string connectionString;
    private readonly ConcurrentQueue<string> output = new();
    private Process? server;
    private Process? watchman;

    private readonly (string Name, string Value)[] settings;

    private HubProcess(string connectionString, int port, int lmtpPort, (string Name, string Value)[] settings) =>
        (this.connectionString, Address, LmtpPort, this.settings) = (connectionString, new Uri($"http://127.0.0.1:{port}/"), lmtpPort, settings);

    /// <summary>Where it takes mail; the same after each start.</summary>
    public int LmtpPort { get; }

    /// <summary>Where it listens; the same after each start.</summary>
    public Uri Address { get; }

    /// <summary>What it printed, over all its lives.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>Starts a server on this database and waits until it says that it is ready.</summary>
    /// <param name="connectionString">Its database.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<HubProcess> StartAsync(string connectionString, params (string Name, string Value)[] settings)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        using var mailProbe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        mailProbe.Start();
        var hub = new HubProcess(connectionString, ((IPEndPoint)probe.LocalEndpoint).Port, ((IPEndPoint)mailProbe.LocalEndpoint).Port, settings);
        probe.Stop();
        mailProbe.Stop();
        try
        {
            await hub.StartAgainAsync();
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it anew, on the same port, after <see cref="Kill"/>.</summary>
    public async Task StartAgainAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Hub.dll"), "--urls", Address.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ConnectionStrings__Hub"] = connectionString;
        start.Environment["Hub__Mail__Lmtp"] = $"127.0.0.1:{LmtpPort}";
        start.Environment["Hub__Limits__Visitor"] = "0";
        start.Environment["Hub__Limits__Address"] = "0";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["Hub__Admin__Email"] = Email;
        start.Environment["Hub__Admin__Password"] = HubApp.Password;
        server = new Process { StartInfo = start, EnableRaisingEvents = true };
        server.OutputDataReceived += (_, line) => Print(line.Data, ready);
        server.ErrorDataReceived += (_, line) => Print(line.Data, ready);
        server.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The server ended before it was ready."));
        server.Start();
        watchman = Watch(server.Id);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(ReturningClient.Patience);
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"The server is not ready. It said:\n{string.Join('\n', output.TakeLast(20))}", failure);
        }
    }

    /// <summary>A browser in which the administrator is signed in.</summary>
    public async Task<Browser> SignInAsync()
    {
        var browser = new Browser(Address);
        using var answer = await browser.SignInAsync(Email, HubApp.Password);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>SIGTERM, as when it is to be updated: it ends what it has begun.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-s", "TERM", "--", $"{server!.Id}"])) await kill.WaitForExitAsync().WaitAsync(Wait.Guard);
        await server.WaitForExitAsync().WaitAsync(Wait.Guard);
        await KillAsync();
    }

    /// <summary>SIGKILL: no goodbye to anybody, and nothing written.</summary>
    public async Task KillAsync()
    {
        if (server is null) return;
        server.Kill();
        await server.WaitForExitAsync().WaitAsync(Wait.Guard);
        server.Dispose();
        server = null;
        watchman!.Kill();
        await watchman.WaitForExitAsync().WaitAsync(Wait.Guard);
        watchman.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Print(string? line, TaskCompletionSource ready)
    {
        if (line is null) return;
        output.Enqueue(line);
        if (line.StartsWith("ready in ", StringComparison.Ordinal)) ready.TrySetResult();
    }

    /// <summary>A shell that kills the server when its input ends, which is when this process has ended, even by a kill.</summary>
    private static Process Watch(int server)
    {
        var start = new ProcessStartInfo("sh", ["-c", "trap '' INT TERM HUP; exec >/dev/null 2>&1; cat; kill -9 \"$0\"", $"{server}"]) { RedirectStandardInput = true };
        return Process.Start(start)!;
    }
}
