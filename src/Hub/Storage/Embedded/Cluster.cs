using System.Security.Cryptography;
using Hub.Platform;

namespace Hub.Storage.Embedded;

/// <summary>The cluster on disk: where it lies, who owns it, how it is made.</summary>
/// <param name="Folder">PostgreSQL's own data folder.</param>
/// <param name="Binaries">Programs that its user can run.</param>
/// <param name="User">Its owner.</param>
internal sealed record Cluster(string Folder, Binaries Binaries, ServerUser User)
{
    /// <summary>Settings for a small machine. They go to <c>postgresql.conf</c>, where the owner may change them.</summary>
    private static readonly string[] Settings =
    [
        "max_connections=200", "shared_buffers=192MB", "effective_cache_size=1GB", "maintenance_work_mem=128MB",
        "max_wal_size=2GB", "random_page_cost=1.1", "jit=off", "timezone=UTC", "log_timezone=UTC",
        // The details of an error hold the values of a row, and so names and addresses.
        "log_error_verbosity=terse",
        "log_min_error_statement=panic",
    ];

    public string Log => Path.Combine(Folder, "server.log");

    /// <summary>Finds the cluster of a data folder, or makes it. What a kill left half made is made anew.</summary>
    /// <exception cref="StartRefusedException">It is of another version, or not ours to use.</exception>
    public static async Task<Cluster> OpenAsync(DataFolder data, TextWriter log, CancellationToken ct)
    {
        var binaries = Binaries.Find();
        var user = await ServerUser.OfAsync(FolderIn(data.Path), ct);
        var home = await HomeAsync(data, user, log, ct);
        if (!await user.CanEnterAsync(binaries.Program("postgres"), ct)) binaries = await CopyAsync(binaries, home, log, ct);
        var cluster = new Cluster(Path.Combine(home, "postgres"), binaries, user);
        foreach (var draft in Directory.GetDirectories(home, "postgres.new-*")) await DeleteDraftAsync(draft, log, ct);
        if (cluster.Exists()) cluster.CheckVersion();
        else await cluster.MakeAsync(data, home, log, ct);
        return cluster;
    }

    /// <summary>Runs <c>pg_ctl</c>, which gives the server a session of its own: Ctrl-C in the terminal does not reach it before Hub has closed.</summary>
    public Task<CommandResult> ControlAsync(string[] arguments, CancellationToken ct) =>
        User.RunAsync(Binaries.Program("pg_ctl"), [.. arguments, "-D", Folder], ct);

    /// <summary>PostgreSQL's own folder of a data folder.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(Home(dataFolder), "postgres");

    private bool Exists()
    {
        try
        {
            if (!Directory.Exists(Folder)) return false;
            if (File.Exists(Path.Combine(Folder, "PG_VERSION"))) return true;
            if (Directory.EnumerateFileSystemEntries(Folder).Any())
                throw new StartRefusedException($"The folder {Folder} holds files but no PostgreSQL cluster (no PG_VERSION). Restore it from a backup, or move it away to begin with an empty database.");
            Directory.Delete(Folder);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The database in {Folder} belongs to another user. Start Hub as that user (or as root), or choose another folder: Hub__DataDir=/a/folder ./ops/run");
        }
    }

    private void CheckVersion()
    {
        var version = File.ReadAllText(Path.Combine(Folder, "PG_VERSION")).Trim();
        if (version != Binaries.Major)
            throw new StartRefusedException($"The database in {Folder} was made by PostgreSQL {version}, and this Hub brings PostgreSQL {Binaries.Major}. "
                + $"Nothing was changed. Start the Hub that made it, or move the data with pg_dump and pg_restore into a new folder (Hub__DataDir=/a/folder), or run PostgreSQL {version} yourself and give ConnectionStrings__Hub.");
    }

    private async Task MakeAsync(DataFolder data, string home, TextWriter log, CancellationToken ct)
    {
        await log.WriteLineAsync($"Making the database in {Folder} (PostgreSQL {Binaries.Major})");
        // Made under another name and renamed: a folder `postgres` is always a whole cluster.
        var draft = Path.Combine(home, $"postgres.new-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        await data.PasswordAsync(ct);
        await User.MakeFolderAsync(draft, ct);
        var password = await User.ReadableAsync(DataFolder.PasswordFile(data.Path), draft, ct);
        var made = Path.Combine(draft, "data");
        string[] arguments = ["-D", made, "-U", EmbeddedPostgres.Role, "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--no-instructions", .. Settings.SelectMany(s => new[] { "-c", s })];

        var result = await User.RunAsync(Binaries.Program("initdb"), [.. arguments, "--locale=C.UTF-8"], ct);
        // A C library without C.UTF-8: PostgreSQL's own has the same meaning.
        if (!result.Succeeded && result.Output.Contains("locale", StringComparison.Ordinal))
            result = await User.RunAsync(Binaries.Program("initdb"), [.. arguments, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], ct);
        if (!result.Succeeded) throw new StartRefusedException($"The database could not be made in {Folder}. initdb said:\n{result.Output}");

        Directory.Move(made, Folder);
        Directory.Delete(draft, recursive: true);
    }

    /// <summary>Deletes what a killed Hub left half made. Its <c>initdb</c> may outlive it for a moment and go on writing: then the folder fills again, and is deleted again.</summary>
    private static async Task DeleteDraftAsync(string draft, TextWriter log, CancellationToken ct)
    {
        for (var attempt = 1; Directory.Exists(draft); attempt++)
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException) when (attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
            catch (IOException refusal)
            {
                await log.WriteLineAsync($"The folder {draft}, left by a start that was broken off, could not be deleted: {refusal.Message}");
                return;
            }
        }
    }

    private static string Pointer(string dataFolder) => Path.Combine(dataFolder, "postgres.path");

    private static string Home(string dataFolder) => File.Exists(Pointer(dataFolder)) ? File.ReadAllText(Pointer(dataFolder)).Trim() : dataFolder;

    /// <summary>The folder in which the cluster lies: the data folder, unless PostgreSQL's user cannot come there (a clone under /root).</summary>
    private static async Task<string> HomeAsync(DataFolder data, ServerUser user, TextWriter log, CancellationToken ct)
    {
        var home = Home(data.Path);
        if (!Directory.Exists(home))
            throw new StartRefusedException($"The database of {data.Path} lies in {home}, which is not there. Restore it, or delete {Pointer(data.Path)} to begin with an empty database.");
        if (OperatingSystem.IsWindows() || await user.CanEnterAsync(home, ct)) return home;

        // The data folder is Hub's own, so it may be opened for passing through; the folders above are not.
        var mode = File.GetUnixFileMode(data.Path);
        File.SetUnixFileMode(data.Path, mode | UnixFileMode.OtherExecute);
        if (await user.CanEnterAsync(data.Path, ct)) return data.Path;
        File.SetUnixFileMode(data.Path, mode);

        home = $"/var/lib/hub/{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        DataFolder.Create("/var/lib/hub");
        DataFolder.Create(home);
        if (!await user.CanEnterAsync(home, ct))
            throw new StartRefusedException($"PostgreSQL does not run as root, and its user cannot enter {data.Path}. Choose a folder whose parents everybody may enter: Hub__DataDir=/srv/hub ./ops/run");
        await File.WriteAllTextAsync(Pointer(data.Path), home + "\n", ct);
        await log.WriteLineAsync($"PostgreSQL does not run as root, and its user cannot enter {data.Path}: the database lies in {home}");
        return home;
    }

    private static async Task<Binaries> CopyAsync(Binaries binaries, string home, TextWriter log, CancellationToken ct)
    {
        var copy = Path.Combine(home, $"postgresql-{binaries.Version}");
        if (!Directory.Exists(copy))
        {
            await log.WriteLineAsync($"PostgreSQL's user cannot enter {binaries.Folder}: the programs are copied to {copy}");
            var draft = copy + ".new";
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
            var result = await Command.RunAsync("cp", ["-R", "-P", binaries.Folder, draft], ct);
            if (result.Succeeded) result = await Command.RunAsync("chmod", ["-R", "a+rX", draft], ct);
            if (!result.Succeeded) throw new StartRefusedException($"The PostgreSQL programs could not be copied to {copy}: {result.Output}");
            Directory.Move(draft, copy);
        }
        return binaries with { Folder = copy };
    }
}
