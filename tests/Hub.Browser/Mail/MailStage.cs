using Hub.Browser.Support;

namespace Hub.Browser.Mail;

/// <summary>What the tests of mail play on: a hub like that of <see cref="Stage"/> which also sends and receives mail.</summary>
public sealed class MailStage : IAsyncLifetime
{
    /// <summary>Longer than a page needs to say that it showed an answer; tests do not wait so long, they turn the clock on.</summary>
    public static readonly TimeSpan ContinueAfter = TimeSpan.FromSeconds(20);

    public HubApp Server { get; private set; } = null!;

    public MailWorld World { get; private set; } = null!;

    public IBrowser Chromium { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Chromium = await Support.Chromium.Instance.WaitAsync(Wait.Guard);
        World = await MailWorld.StartAsync();
        try
        {
            Server = await HubApp.StartAsync(
                $"--contentRoot={Path.Combine(Root(), "src", "Hub")}", "--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0",
                $"--Hub:Mail:Lmtp=127.0.0.1:{World.LmtpPort}", $"--Hub:Mail:SmartHost={World.SmartHost}", $"--Hub:Mail:Domain={MailWorld.Domain}",
                $"--Hub:Mail:ContinueAfter={ContinueAfter.TotalSeconds:0}", "--Hub:Mail:UndoSeconds=0");
        }
        // Nobody disposes of a fixture that did not come to be.
        catch
        {
            await World.DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
        if (World is not null) await World.DisposeAsync();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hub.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
