using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hub.Bench.Support;

/// <summary>A server in a process of its own: Hub, or the bare program beside which it is measured.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;
    private Process? watchman;

    private ServerProcess(Process process, int port, int lmtpPort, int probePort) =>
        (this.process, Address, LmtpPort, Probe) = (process, new Uri($"http://127.0.0.1:{port}/"), lmtpPort, new Probe(probePort));

    public int Id => process.Id;

    public Uri Address { get; }

    public int LmtpPort { get; }

    /// <summary>What is measured inside.</summary>
    public Probe Probe { get; }

    /// <summary>Hub as users run it, without the limits that would stop a bench.</summary>
    /// <param name="connectionString">Its database.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <param name="at">Where it listens; 0: at any free port.</param>
    public static Task<ServerProcess> StartHubAsync(string connectionString, CancellationToken ct, int at = 0) =>
        StartAsync("Hub.dll", at, port => ["--urls", $"http://127.0.0.1:{port}"], ("ConnectionStrings__Hub", connectionString),
            ct, ("Hub__Limits__Visitor", "0"), ("Hub__Limits__Address", "0"), ("Hub__Mail__SenderLimit", "1000000"),
            ("Hub__Admin__Email", Desk.Administrator), ("Hub__Admin__Password", Desk.Password));

    /// <summary>The bare program.</summary>
    /// <param name="connectionString">Its database; none where it writes nothing.</param>
    /// <param name="writer">See <see cref="Chat.BareServer"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <param name="at">Where it listens; 0: at any free port.</param>
    public static Task<ServerProcess> StartBareAsync(string? connectionString, string writer, CancellationToken ct, int at = 0) =>
        StartAsync("Hub.Bench.dll", at, port => ["bare", "--port", $"{port}", "--writer", writer], ("HUB_BENCH_DATABASE", connectionString ?? ""), ct);

    private static async Task<ServerProcess> StartAsync(string program, int at, Func<int, string[]> arguments, (string Name, string Value) database, CancellationToken ct, params (string Name, string Value)[] settings)
    {
        var (port, lmtpPort, probePort) = (at > 0 ? at : FreePort(), FreePort(), FreePort());
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, program), .. arguments(port)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["Hub__Mail__Lmtp"] = $"127.0.0.1:{lmtpPort}";
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(Probe).Assembly.Location;
        start.Environment[Probe.Variable] = $"{probePort}";
        foreach (var (name, value) in settings.Append(database)) start.Environment[name] = value;

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new ServerProcess(process, port, lmtpPort, probePort);
        process.OutputDataReceived += (_, line) => server.Hear(line.Data, ready);
        process.ErrorDataReceived += (_, line) => server.Hear(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("It ended before it was ready."));
        process.Start();
        server.watchman = Watch(process.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(Patience, ct);
            return server;
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"{program} is not ready. It said:\n{string.Join('\n', server.output.TakeLast(20))}", failure);
        }
    }

    /// <summary>Lines that warn of something: a bench whose server complains measured something else.</summary>
    public IReadOnlyList<string> Complaints => [.. output.Where(l => l.Contains("warn", StringComparison.OrdinalIgnoreCase) || l.Contains("fail", StringComparison.OrdinalIgnoreCase) || l.Contains("error", StringComparison.OrdinalIgnoreCase)).Take(10)];

    public async ValueTask DisposeAsync()
    {
        Probe.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        watchman!.Kill();
        await watchman.WaitForExitAsync();
        watchman.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is null) return;
        if (output.Count < 1_000) output.Enqueue(line);
        if (line.StartsWith("ready", StringComparison.Ordinal)) ready.TrySetResult();
    }

    /// <summary>A shell that kills the server when this process has ended, even by a kill.</summary>
    private static Process Watch(int server) => Process.Start(
        new ProcessStartInfo("sh", ["-c", "trap '' INT TERM HUP; exec >/dev/null 2>&1; cat; kill -9 \"$0\"", $"{server}"]) { RedirectStandardInput = true })!;
}
