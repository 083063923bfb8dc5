using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hub.Mail.Tests.Servers;

/// <summary>Programs of the machine that tests talk to.</summary>
public static class Programs
{
    /// <summary>Longer than anything here may take, on a busy machine too.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>The full path of a program.</summary>
    /// <exception cref="InvalidOperationException">It is missing; the message says how to get it.</exception>
    public static string Find(string program, params string[] packages) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"This test needs {program}: apt-get install -y --no-install-recommends {string.Join(' ', packages)}");

    /// <exception cref="InvalidOperationException">A file or folder of a package is missing.</exception>
    public static void Need(string file, string package)
    {
        if (!Path.Exists(file)) throw new InvalidOperationException($"This test needs {file}: apt-get install -y --no-install-recommends {package}");
    }

    /// <exception cref="InvalidOperationException">Not root.</exception>
    public static void NeedRoot(string what)
    {
        if (!Environment.IsPrivilegedProcess) throw new InvalidOperationException($"{what} gives its parts to users of their own and so must be started by root: run the tests as root, or in a container.");
    }

    /// <summary>Runs a program to its end, 30 seconds at most.</summary>
    /// <returns>Its exit code, and what it wrote to both outputs.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var guard = new CancellationTokenSource(Guard);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(guard.Token);
            var errors = process.StandardError.ReadToEndAsync(guard.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), guard.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(guard.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end in {Guard.TotalSeconds} s.");
        }
    }

    /// <summary>As <see cref="RunAsync"/>, for one that must succeed.</summary>
    public static async Task<string> MustAsync(string program, params string[] arguments)
    {
        var (code, output) = await RunAsync(program, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    /// <summary>Starts a server that goes into the background. It keeps the outputs it was started with, so that these are a file.</summary>
    public static async Task LaunchAsync(string said, string program, params string[] arguments)
    {
        var (code, _) = await RunAsync("/bin/sh", ["-c", "said=$1; shift; exec \"$@\" </dev/null >\"$said\" 2>&1", "sh", said, program, .. arguments]);
        if (code != 0) throw new InvalidOperationException($"{program} ended with {code}: {await File.ReadAllTextAsync(said)}");
    }

    /// <summary>A port of 127.0.0.1 that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Waits until a server on 127.0.0.1 greets.</summary>
    public static Task GreetingAsync(int port, string greeting, string log) => UntilAsync($"a greeting \"{greeting}\" on port {port}", async () =>
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            using var reader = new StreamReader(client.GetStream());
            return (await reader.ReadLineAsync().WaitAsync(Guard))?.StartsWith(greeting, StringComparison.Ordinal) == true;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }, () => File.Exists(log) ? File.ReadAllText(log) : "");

    /// <summary>Asks again and again until it is so, 30 seconds at most.</summary>
    /// <exception cref="TimeoutException">It did not become so; the message says what, and what is known of why.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, Func<string>? why = null)
    {
        ArgumentNullException.ThrowIfNull(isSo);
        var clock = Stopwatch.StartNew();
        while (!await isSo().WaitAsync(Guard))
        {
            if (clock.Elapsed > Guard) throw new TimeoutException($"Waited {Guard.TotalSeconds} s in vain for {what}. {why?.Invoke()}");
            await Task.Delay(50);
        }
    }
}
