using System.Diagnostics;

namespace Hub.Mail.Tests.Servers;

/// <summary>A fresh folder that a server lives in, and the command that stops the server. Both go with the test, or at the latest with its process.</summary>
public sealed class ServerFolder : IAsyncDisposable
{
    private readonly string stopProgram;
    private readonly string[] stopArguments;
    private int gone;

    /// <param name="name">Part of the folder's name.</param>
    /// <param name="stopProgram">Stops the server.</param>
    /// <param name="stopArguments">Of the folder's path.</param>
    public ServerFolder(string name, string stopProgram, Func<string, string[]> stopArguments)
    {
        ArgumentNullException.ThrowIfNull(stopArguments);
        Path = Directory.CreateTempSubdirectory($"hub-{name}-").FullName;
        // The server's parts run under users of their own and must come through.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        (this.stopProgram, this.stopArguments) = (stopProgram, stopArguments(Path));
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public string Path { get; }

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Makes a folder in it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(In(name)).FullName;

    public string Write(string name, string content)
    {
        File.WriteAllText(In(name), content);
        return In(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref gone, 1) != 0) return;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await Programs.RunAsync(stopProgram, stopArguments);
        await Programs.UntilAsync($"{Path} to go", () => Task.FromResult(Delete()));
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (Interlocked.Exchange(ref gone, 1) != 0) return;
        using var stop = Process.Start(new ProcessStartInfo(stopProgram, stopArguments) { RedirectStandardError = true, RedirectStandardOutput = true });
        stop?.WaitForExit(TimeSpan.FromSeconds(5));
        Delete();
    }

    /// <summary>A server on its way out may still write.</summary>
    private bool Delete()
    {
        try
        {
            if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
