namespace Hub.Browser.Support;

/// <summary>What a test class plays on: a hub of its own that serves the built pages, without limits on how fast one writes.</summary>
public class Stage : IAsyncLifetime
{
    /// <summary>Further settings of the hub.</summary>
    protected virtual string[] Settings => [];

    public HubApp Server { get; private set; } = null!;

    public IBrowser Chromium { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var server = ContentRoot();
        foreach (var (page, source) in new[] { ("widget/loader.js", "widget"), ("desk/index.html", "src/Hub.Desk") })
            if (!File.Exists(Path.Combine(server, "wwwroot", page)))
                throw new InvalidOperationException($"The pages of {source} are not built. Run, in the root of the repository: npm ci --prefix {source} && npm run build --prefix {source}");
        Chromium = await Support.Chromium.Instance.WaitAsync(Wait.Guard);
        Server = await HubApp.StartAsync([$"--contentRoot={server}", "--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0", .. Settings]);
    }

    public virtual Task DisposeAsync() => Server is null ? Task.CompletedTask : Server.DisposeAsync();

    /// <summary>The folder of the server, in which the built pages are.</summary>
    public static string ContentRoot() => Path.Combine(Root(), "src", "Hub");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hub.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
