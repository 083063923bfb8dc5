using System.Diagnostics;

namespace Hub.Storage.Embedded;

/// <summary>What a program said and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs a program to its end, without a terminal and without our environment.</summary>
internal static class Command
{
    /// <exception cref="OperationCanceledException">The wait was given up; the program was ended with it.</exception>
    public static async Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Another user may not enter the folder that Hub was started from.
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
        };
        // PG… and LC_… variables of whoever starts Hub must not bend the cluster; messages are read in English.
        var path = Environment.GetEnvironmentVariable("PATH");
        var system = Environment.GetEnvironmentVariable("SystemRoot");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        if (system is not null) start.Environment["SystemRoot"] = system;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
        var result = new CommandResult(process.ExitCode, (await errors + await output).Trim());
        // Ctrl-C in a terminal ends the program a moment before our own handler has run: that is not its failure.
        if (!result.Succeeded) await Task.Delay(100, ct);
        return result;
    }
}
