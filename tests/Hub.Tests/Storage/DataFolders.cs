using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace Hub.Tests.Storage;

/// <summary>Fresh data folders for embedded databases; whatever still runs on them in the end is stopped.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DataFolders : IDisposable
{
    private readonly List<string> roots = [];

    /// <summary>A folder that does not exist yet, in one that every user may enter.</summary>
    public string Next() => Path.Combine(Root(), "data");

    /// <summary>A folder that every user may enter.</summary>
    public string Root()
    {
        var root = Directory.CreateTempSubdirectory("hub-test-").FullName;
        File.SetUnixFileMode(root, (UnixFileMode)Convert.ToInt32("755", 8));
        roots.Add(root);
        return root;
    }

    /// <summary>PostgreSQL's folder of a data folder.</summary>
    public static string Cluster(string data)
    {
        var pointer = Path.Combine(data, "postgres.path");
        return Path.Combine(File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : data, "postgres");
    }

    /// <summary>The process of the server that runs on a data folder.</summary>
    public static int Postmaster(string data) =>
        int.Parse(File.ReadLines(Path.Combine(Cluster(data), "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-s", signal, "--", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>True while the process runs; one that ended and waits for its burial does not.</summary>
    public static bool IsRunning(int process)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
            using var _ = Process.GetProcessById(process);
            return true;
        }
        catch (Exception gone) when (gone is IOException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits for something to become true, for a minute at most.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within a minute: {what}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        foreach (var root in roots)
        {
            foreach (var data in Directory.GetDirectories(root, "data", SearchOption.AllDirectories).Where(d => File.Exists(Path.Combine(d, "hub.lock"))))
            {
                var cluster = Cluster(data);
                if (File.Exists(Path.Combine(cluster, "postmaster.pid")) && IsRunning(Postmaster(data)))
                {
                    using var kill = Process.Start("kill", ["-s", "QUIT", Postmaster(data).ToString(CultureInfo.InvariantCulture)]);
                    kill.WaitForExit(TimeSpan.FromSeconds(10));
                }
                if (File.Exists(Path.Combine(data, "postgres.path"))) Delete(Path.GetDirectoryName(cluster)!);
            }
            Delete(root);
        }
    }

    // A server that is just ending may still remove files of its own.
    private static void Delete(string folder)
    {
        using var remove = Process.Start("rm", ["-rf", folder]);
        remove.WaitForExit(TimeSpan.FromSeconds(30));
    }
}
