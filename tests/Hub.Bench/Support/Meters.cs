using System.Globalization;

namespace Hub.Bench.Support;

/// <summary>Processor time and memory of processes, as Linux counts them.</summary>
internal static class Meters
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of processor time.</summary>
    public static double Cpu(int process)
    {
        var fields = Stat(process);
        return (Number(fields, 11) + Number(fields, 12)) / TicksPerSecond;
    }

    /// <summary>Seconds of processor time of a process and its children, those gone as well.</summary>
    public static double CpuOfFamily(int parent)
    {
        var own = Stat(parent);
        return (Number(own, 11) + Number(own, 12) + Number(own, 13) + Number(own, 14)) / TicksPerSecond + Children(parent).Sum(Cpu);
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long Resident(int process) => Field(process, "VmRSS:") * 1024;

    /// <summary>The most that was ever resident, in bytes.</summary>
    public static long PeakResident(int process) => Field(process, "VmHWM:") * 1024;

    /// <summary>The process's parent.</summary>
    public static int Parent(int process) => (int)Number(Stat(process), 1);

    private static long Field(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<int> Children(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Number(Stat(process), 1) == parent)
                yield return process;
    }

    // After the name, which may hold anything: state is field 0 (proc(5) counts it as 3).
    private static string[] Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long Number(string[] fields, int at) => at < fields.Length ? long.Parse(fields[at], CultureInfo.InvariantCulture) : 0;
}
