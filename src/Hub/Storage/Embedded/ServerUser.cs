using Hub.Platform;

namespace Hub.Storage.Embedded;

/// <summary>The user under whom PostgreSQL's programs run: ours, or another where we are root, whom <c>postgres</c> refuses.</summary>
internal sealed class ServerUser
{
    /// <summary>"nobody", everywhere on Linux.</summary>
    private const string Nobody = "65534";

    private readonly string? uid;
    private readonly string? gid;

    private ServerUser(string? uid, string? gid) => (this.uid, this.gid) = (uid, gid);

    /// <summary>True where the programs run under a user of their own.</summary>
    public bool IsAnother => uid is not null;

    /// <param name="cluster">A cluster that exists keeps its owner.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="StartRefusedException">We are root on a system without <c>setpriv</c>.</exception>
    public static async Task<ServerUser> OfAsync(string cluster, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new(null, null);
        var setpriv = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "setpriv")));
        if (!setpriv)
            throw new StartRefusedException("PostgreSQL does not run as root, and `setpriv` (package util-linux) is not here to run it under another user. Start Hub as an ordinary user, or give an existing PostgreSQL: ConnectionStrings__Hub=…");
        if (!Directory.Exists(cluster)) return new(Nobody, Nobody);
        var owner = await Command.RunAsync("stat", ["-c", "%u %g", cluster], ct);
        return owner.Output.Split(' ') is [not "0" and var user, var group] ? new(user, group) : new(Nobody, Nobody);
    }

    public Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct) => uid is null
        ? Command.RunAsync(program, arguments, ct)
        : Command.RunAsync("setpriv", [$"--reuid={uid}", $"--regid={gid}", "--clear-groups", "--no-new-privs", program, .. arguments], ct);

    /// <summary>Asks the system itself, with that user's eyes: every folder above counts, and mount options too.</summary>
    public async Task<bool> CanEnterAsync(string path, CancellationToken ct) =>
        uid is null || (await RunAsync("test", ["-x", path], ct)).Succeeded;

    /// <summary>Makes a folder that only this user may enter.</summary>
    public async Task MakeFolderAsync(string path, CancellationToken ct)
    {
        if (uid is null) Directory.CreateDirectory(path);
        else await InstallAsync(["-d", "-m", "700", path], ct);
    }

    /// <summary>A copy of a secret file that this user may read; the file itself where we are that user.</summary>
    public async Task<string> ReadableAsync(string file, string folder, CancellationToken ct)
    {
        if (uid is null) return file;
        var copy = Path.Combine(folder, Path.GetFileName(file));
        await InstallAsync(["-m", "600", file, copy], ct);
        return copy;
    }

    private async Task InstallAsync(string[] arguments, CancellationToken ct)
    {
        var result = await Command.RunAsync("install", ["-o", uid!, "-g", gid!, .. arguments], ct);
        if (!result.Succeeded) throw new StartRefusedException($"The database's files cannot be given to the user that runs PostgreSQL: {result.Output}");
    }
}
