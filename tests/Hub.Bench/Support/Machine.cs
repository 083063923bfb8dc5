using System.Globalization;
using System.Runtime.InteropServices;

namespace Hub.Bench.Support;

/// <summary>The machine on which a figure was found.</summary>
/// <param name="Processors">Cores as the process sees them.</param>
/// <param name="Model">The processor's name.</param>
/// <param name="MemoryGb">Of the machine.</param>
/// <param name="Load">Runnable processes, mean of a minute: above the number of processors, others took a share.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET.</param>
internal sealed record Machine(int Processors, string Model, double MemoryGb, double Load, string System, string Runtime)
{
    public static Machine Read() => new(
        Environment.ProcessorCount, Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Math.Round(double.Parse((Field("/proc/meminfo", "MemTotal") ?? "0 kB").Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024, 1), LoadNow(),
        RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);

    public static double LoadNow() => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : -1;

    private static string? Field(string file, string name) => !File.Exists(file) ? null
        : File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
