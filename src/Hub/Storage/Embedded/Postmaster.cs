using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Hub.Storage.Embedded;

/// <summary>What <c>postmaster.pid</c> says of the server that runs on a cluster, or ran when it was killed.</summary>
internal sealed record Postmaster(int Pid, int Port)
{
    public static string File(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Null where no server left its mark. The port is 0 while the server has not written it yet.</summary>
    public static Postmaster? Read(string cluster)
    {
        try
        {
            // pid, data folder, start time, port, …
            var lines = System.IO.File.ReadAllLines(File(cluster));
            if (lines.Length == 0 || !Number(lines[0], out var pid)) return null;
            return new(pid, lines.Length > 3 && Number(lines[3], out var port) ? port : 0);
        }
        catch (IOException)
        {
            return null;
        }

        static bool Number(string line, out int number) => int.TryParse(line, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>True where the process lives and is PostgreSQL on this cluster: after a restart of the machine the number may be anybody's.</summary>
    public bool IsAlive(string cluster)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Empty for a process that has ended and was not yet buried.
                var arguments = System.IO.File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0');
                return Path.GetFileName(arguments[0]) == "postgres" && arguments.Contains(cluster);
            }
            using var process = Process.GetProcessById(Pid);
            return process.ProcessName == "postgres";
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
