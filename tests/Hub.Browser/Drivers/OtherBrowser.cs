using System.Diagnostics;

namespace Hub.Browser.Drivers;

/// <summary>A browser that Playwright does not drive as distributions ship it: started here, told what to do over the protocol that it speaks itself, and ended with its files.</summary>
public abstract class OtherBrowser : IAsyncDisposable
{
    private readonly List<Process> programs = [];

    /// <summary>A folder of its own for profile, caches and the like.</summary>
    protected string Home { get; } = Directory.CreateTempSubdirectory("hub-browser-").FullName;

    /// <summary>Script errors of its pages, where the browser tells them.</summary>
    public virtual IReadOnlyCollection<string> Trouble => [];

    /// <summary>Opens an address in its one tab and waits until the page is loaded.</summary>
    public abstract Task GoToAsync(Uri address);

    public abstract Task ReloadAsync();

    /// <summary>The value of an expression as text, in the page or in the first frame of it.</summary>
    public abstract Task<string> AskAsync(Where where, string expression);

    /// <summary>A real click on what the expression gives.</summary>
    public abstract Task ClickAsync(Where where, string element);

    /// <summary>Real keys, for what has the focus. A line end is the Enter key.</summary>
    public abstract Task TypeAsync(Where where, string text);

    /// <summary>Waits until an expression is true.</summary>
    public Task UntilAsync(Where where, string expression) => Wait.UntilAsync($"{GetType().Name}: {expression}", async () => await AskAsync(where, expression) == "true");

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var program in Enumerable.Reverse(programs))
        {
            if (!program.HasExited) program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync().WaitAsync(Wait.Guard);
            program.Dispose();
        }
        // What a killed child still writes must not fail the test.
        await Wait.UntilAsync($"{Home} is gone", () => Task.FromResult(Delete()));
    }

    /// <summary>Starts a program and waits for a line of its output.</summary>
    /// <param name="name">Of the program, on the PATH.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="variables">Environment, beside HOME.</param>
    /// <param name="fits">Picks what is wanted out of a line; null where it is another line.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or it ended.</exception>
    protected async Task<string> StartAsync(string name, string[] arguments, (string Name, string Value)[] variables, Func<string, string?> fits)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(fits);
        var start = new ProcessStartInfo(Find(name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Home };
        foreach (var (variable, value) in variables.Append(("HOME", Home))) start.Environment[variable] = value;
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Hear(object? _, DataReceivedEventArgs line)
        {
            if (line.Data is { } text && fits(text) is { } wanted) found.TrySetResult(wanted);
        }
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.Exited += (_, _) => found.TrySetException(new InvalidOperationException($"{name} ended before it was ready."));
        process.Start();
        programs.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await found.Task.WaitAsync(Wait.Guard);
    }

    private static string Find(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Prepend("/usr/bin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is not here. Run ./ops/test in the root of the repository: it installs what is missing, or names the command.");
    }

    private bool Delete()
    {
        try
        {
            Directory.Delete(Home, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

/// <summary>A document of the tab.</summary>
public enum Where
{
    Page,

    /// <summary>The first frame in the page.</summary>
    Chat,
}
