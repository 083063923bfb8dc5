using System.Diagnostics;
using System.Text;
using Hub.Tests.Support;

namespace Hub.Tests.Demo;

/// <summary>The option on the command line, in a process of its own.</summary>
public sealed class DemoStartTests
{
    [Fact]
    public async Task Started_with_demo_an_empty_hub_is_filled_and_a_filled_one_is_refused()
    {
        var database = await (await TestCluster.Instance).CreateDatabaseAsync();

        var (first, ready) = await RunAsync(database, until: "ready in ");
        Assert.True(ready, first);
        Assert.Matches(@"Demo: Maison Aubelune, \d{3} tickets and \d,\d{3} messages of \d{3} customers in 90 days; filled in \d+\.\d s", first);
        Assert.Matches(@"Demo sign-ins: manon@aubelune\.example, .* \(agents\), nadia@aubelune\.example \(supervisor\)   Password of all six, shown this once: \w{5}-\w{5}-\w{5}-\w{5}", first);
        Assert.Contains("Administrator: admin@localhost   Password, shown this once: ", first, StringComparison.Ordinal);
        Assert.Contains("Mailbox: support@aubelune.example", first, StringComparison.Ordinal);

        var (second, started) = await RunAsync(database, until: "ready in ");
        Assert.False(started);
        Assert.Matches(@"^This hub holds \d{3} tickets\. The demo fills an empty hub and touches no other\.", second);
    }

    /// <summary>Runs until the text is said, or the process ends.</summary>
    private static async Task<(string Output, bool Said)> RunAsync(string database, string until)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hub.dll"), "--demo"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Hub"] = database;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Hub__Mail__Lmtp"] = "127.0.0.1:0";
        using var hub = new Process { StartInfo = start };
        var output = new StringBuilder();
        var said = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(string? line)
        {
            lock (output)
            {
                if (line is null) return;
                output.AppendLine(line);
                if (line.Contains(until, StringComparison.Ordinal)) said.TrySetResult(true);
            }
        }
        hub.OutputDataReceived += (_, line) => Hear(line.Data);
        hub.ErrorDataReceived += (_, line) => Hear(line.Data);
        hub.Start();
        hub.BeginOutputReadLine();
        hub.BeginErrorReadLine();
        try
        {
            var ended = hub.WaitForExitAsync();
            var isSaid = await Task.WhenAny(said.Task, ended).WaitAsync(Wait.Guard * 2) == said.Task;
            lock (output) return (output.ToString(), isSaid);
        }
        finally
        {
            if (!hub.HasExited)
            {
                hub.Kill();
                await hub.WaitForExitAsync().WaitAsync(Wait.Guard);
            }
        }
    }
}
