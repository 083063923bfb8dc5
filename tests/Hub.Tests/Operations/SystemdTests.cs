using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hub.Tests.Support;

namespace Hub.Tests.Operations;

/// <summary>The unit of ops/systemd, as systemd itself judges it; it is not started, for tests have no systemd that runs.</summary>
public sealed class SystemdTests
{
    [Fact]
    public async Task The_unit_is_without_a_mistake()
    {
        var (code, said) = await AnalyseAsync("verify", unit => unit);
        Assert.True(code == 0 && said.Length == 0, said);
        // The judge does see mistakes.
        (code, said) = await AnalyseAsync("verify", unit => unit.Replace("Restart=always", "Restart=sometimes", StringComparison.Ordinal).Replace("DynamicUser", "DinamicUser", StringComparison.Ordinal));
        Assert.Contains("sometimes", said, StringComparison.Ordinal);
        Assert.Contains("DinamicUser", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_is_exposed_to_little()
    {
        // Of 10: 9.6 is a service without any protection; above the threshold the exit code is 1.
        var (code, said) = await AnalyseAsync("security", unit => unit, "--offline=yes", "--threshold=20", "--no-pager");
        Assert.True(code == 0, said);
    }

    private static async Task<(int Code, string Said)> AnalyseAsync(string verb, Func<string, string> change, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("hub-unit-");
        try
        {
            var unit = change(await File.ReadAllTextAsync(Path.Combine(Root(), "ops/systemd/hub@.service")));
            // What it runs must be there to be judged.
            var program = Path.Combine(folder.FullName, "dotnet");
            await File.WriteAllTextAsync(program, "#!/bin/sh\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
            Assert.Contains("/usr/bin/dotnet", unit, StringComparison.Ordinal);
            var file = Path.Combine(folder.FullName, "hub@one.service");
            await File.WriteAllTextAsync(file, unit.Replace("/usr/bin/dotnet", program, StringComparison.Ordinal));
            using var process = Process.Start(new ProcessStartInfo("systemd-analyze", [verb, .. options, file]) { RedirectStandardOutput = true, RedirectStandardError = true })
                ?? throw new InvalidOperationException("This test needs systemd-analyze: apt-get install -y --no-install-recommends systemd");
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Wait.Guard);
            return (process.ExitCode, await errors + (verb is "verify" ? "" : await output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
