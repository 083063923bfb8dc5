using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Hub.Screens;

/// <summary>Hub with the demo's company, on free ports and a folder that is deleted afterwards.</summary>
internal sealed partial class DemoServer : IAsyncDisposable
{
    /// <summary>Signs in with <see cref="AdministratorPassword"/>.</summary>
    public const string Administrator = "admin@aubelune.example";

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> output = [];
    private readonly string data = Directory.CreateTempSubdirectory("hub-screens-").FullName;
    private readonly Process process;

    private DemoServer(string repository)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var server = Path.Combine(repository, "src", "Hub");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(server, "bin", "Release", "net10.0", "Hub.dll"), "--demo", "--urls", Address.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_CONTENTROOT"] = server,
                ["ConnectionStrings__Hub"] = "",
                ["Hub__DataDir"] = data,
                ["Hub__Mail__Lmtp"] = $"127.0.0.1:{LmtpPort}",
                // Nobody listens there; but the chat offers what goes by mail.
                ["Hub__Mail__SmartHost"] = "smtp://127.0.0.1:9",
                ["Hub__Admin__Email"] = Administrator,
                ["Hub__Admin__Password"] = AdministratorPassword,
            },
        };
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("Hub ended before it was ready."));
    }

    /// <summary>Where it takes mail.</summary>
    public int LmtpPort { get; } = FreePort();

    public static string AdministratorPassword => "lamps of blown glass";

    public Uri Address { get; }

    /// <summary>Of the demo's six agents.</summary>
    public string Password { get; private set; } = "";

    public static async Task<DemoServer> StartAsync(string repository)
    {
        var hub = new DemoServer(repository);
        hub.process.Start();
        hub.process.BeginOutputReadLine();
        hub.process.BeginErrorReadLine();
        try
        {
            // The first start makes a database, and the demo fills it.
            await hub.ready.Task.WaitAsync(3 * Wait.Guard);
            return hub;
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
        {
            await hub.DisposeAsync();
            throw new InvalidOperationException($"Hub is not ready. It said:\n{string.Join('\n', hub.output)}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // Hub ends its database on SIGTERM, which .NET cannot send.
            using (var kill = Process.Start("kill", ["-s", "TERM", "--", $"{process.Id}"])) await kill.WaitForExitAsync().WaitAsync(Wait.Guard);
            await process.WaitForExitAsync().WaitAsync(Wait.Guard);
        }
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (output) output.Add(line);
        if (SignIns().Match(line) is { Success: true } match) Password = match.Groups[1].Value;
        if (line.StartsWith("ready in ", StringComparison.Ordinal)) ready.TrySetResult();
    }

    [GeneratedRegex("^Demo sign-ins: .* Password of all six, shown this once: (\\S+)$")]
    private static partial Regex SignIns();
}
