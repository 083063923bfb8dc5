namespace Hub.Browser.Support;

/// <summary>The one Chromium of a test run, started by the first test that asks. It ends with the test process.</summary>
public static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> running = new(LaunchAsync);

    public static Task<IBrowser> Instance => running.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        SetDefaultExpectTimeout((float)Wait.Guard.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Find(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Prepend("/usr/bin").Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is not here. Run ./ops/test in the root of the repository: it installs Chromium, or names the command.");
    }
}
