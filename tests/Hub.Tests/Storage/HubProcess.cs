using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hub.Tests.Storage;

/// <summary>A real process of Hub.dll, in a session of its own, as a terminal would start it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private HubProcess(Process process) => this.process = process;

    public string Output => string.Join('\n', lines);

    public static HubProcess Start(params (string Name, string Value)[] settings) => StartIn(AppContext.BaseDirectory, [], settings);

    /// <param name="folder">Holds Hub.dll.</param>
    /// <param name="wrapper">Runs Hub as another user, for one.</param>
    /// <param name="settings">Environment variables.</param>
    public static HubProcess StartIn(string folder, string[] wrapper, params (string Name, string Value)[] settings)
    {
        // Tests may run in the background, where the shell has Ctrl-C ignored for all of its children.
        string[] terminal = OperatingSystem.IsLinux() ? ["setsid", "env", "--default-signal=INT,QUIT"] : ["env"];
        string[] command = [.. terminal, .. wrapper, Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", Path.Combine(folder, "Hub.dll")];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Hub__Mail__Lmtp"] = "127.0.0.1:0";
        start.Environment.Remove("ConnectionStrings__Hub");
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var hub = new HubProcess(new Process { StartInfo = start });
        hub.process.OutputDataReceived += (_, line) => hub.Add(line.Data);
        hub.process.ErrorDataReceived += (_, line) => hub.Add(line.Data);
        hub.process.Start();
        hub.process.BeginOutputReadLine();
        hub.process.BeginErrorReadLine();
        return hub;
    }

    public Task ReadyAsync() => SaysAsync("ready in ");

    public Task SaysAsync(string text) => DataFolders.UntilAsync($"\"{text}\" in:\n{Output}", () =>
    {
        Assert.False(process.HasExited && !Output.Contains(text, StringComparison.Ordinal), $"Hub ended without saying \"{text}\":\n{Output}");
        return Task.FromResult(Output.Contains(text, StringComparison.Ordinal));
    });

    /// <summary>Kills the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Ctrl-C: the terminal tells every process of the foreground group.</summary>
    public Task CtrlCAsync() => DataFolders.SignalAsync("INT", OperatingSystem.IsLinux() ? -process.Id : process.Id);

    /// <summary>Waits for the end; gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
