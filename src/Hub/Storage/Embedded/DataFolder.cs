using System.Security.Cryptography;
using Hub.Platform;

namespace Hub.Storage.Embedded;

/// <summary>The folder of the embedded database, held by this process alone as long as it lives.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Absolute and without symbolic links, so that two spellings of one folder are equal.</summary>
    public string Path { get; }

    /// <exception cref="StartRefusedException">Another process holds it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        path = Canonical(path);
        try
        {
            if (!Directory.Exists(path)) Create(path);
            // The operating system frees the lock however this process ends; children do not inherit it.
            return new(path, new(File("hub.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {path} cannot be written by this user. Give it to this user, or choose another: Hub__DataDir=/a/folder ./ops/run");
        }
        catch (IOException) when (System.IO.File.Exists(File("hub.lock")))
        {
            throw new DataFolderInUseException(path);
        }
        catch (IOException failure)
        {
            throw new StartRefusedException($"The data folder {path} cannot be used: {failure.Message} Choose another: Hub__DataDir=/a/folder ./ops/run");
        }

        string File(string name) => System.IO.Path.Combine(path, name);
    }

    public void Dispose() => held.Dispose();

    public static string PasswordFile(string folder) => System.IO.Path.Combine(folder, "postgres.password");

    /// <summary>The password of the cluster in this folder; made where there is none yet.</summary>
    public async Task<string> PasswordAsync(CancellationToken ct)
    {
        var file = PasswordFile(Path);
        if (File.Exists(file)) return (await File.ReadAllTextAsync(file, ct)).Trim();
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        // Renamed into place: after a kill there is a whole password or none.
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new StreamWriter(draft, options)) await stream.WriteLineAsync(password);
        File.Move(draft, file);
        return password;
    }

    /// <summary>The port that the cluster had last time; 0 where it never had one.</summary>
    public int Port
    {
        get => File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), out var port) ? port : 0;
        set => File.WriteAllText(PortFile, $"{value}\n");
    }

    private string PortFile => System.IO.Path.Combine(Path, "postgres.port");

    /// <summary>Makes a folder that others may pass through but not list: PostgreSQL may run as another user.</summary>
    public static void Create(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>The absolute path with every symbolic link followed.</summary>
    public static string Canonical(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (System.IO.Path.GetDirectoryName(path) is not { } parent) return path;
        path = System.IO.Path.Combine(Canonical(parent), System.IO.Path.GetFileName(path));
        return Directory.Exists(path) && new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Canonical(target.FullName)
            : path;
    }
}

/// <summary>Another process holds the data folder.</summary>
#pragma warning disable CA1032, CA1064 // Only the embedded database makes and catches it.
internal sealed class DataFolderInUseException(string path) : StartRefusedException(
    $"The data folder {path} is in use by another Hub. Stop that one, or give this one a folder of its own: Hub__DataDir=/another/folder ./ops/run "
    + "(several Hub processes share one database by ConnectionStrings__Hub).");
#pragma warning restore CA1032, CA1064
