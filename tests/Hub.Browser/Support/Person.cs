using System.Collections.Concurrent;

namespace Hub.Browser.Support;

/// <summary>Somebody with a browser profile of their own, and everything their pages heard and complained about.</summary>
public sealed class Person
{
    private readonly ConcurrentQueue<string> heard = new();
    private readonly ConcurrentQueue<string> trouble = new();
    private readonly ConcurrentQueue<Uri> asked = new();

    private Person(IBrowserContext profile, Uri home) => (Profile, Home) = (profile, home);

    public IBrowserContext Profile { get; }

    /// <summary>Where this person finds Hub.</summary>
    public Uri Home { get; }

    public IPage Page { get; private set; } = null!;

    /// <summary>What came over all WebSockets of all pages.</summary>
    public IReadOnlyCollection<string> Heard => heard;

    /// <summary>The address of each request.</summary>
    public IReadOnlyCollection<Uri> Asked => asked;

    public static async Task<Person> OpenAsync(IBrowser browser, Uri home, Screen screen)
    {
        ArgumentNullException.ThrowIfNull(browser);
        ArgumentNullException.ThrowIfNull(screen);
        var profile = await browser.NewContextAsync(new()
        {
            BaseURL = home.AbsoluteUri,
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            HasTouch = screen.Touch,
            Locale = screen.Language,
            ColorScheme = screen.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        profile.SetDefaultTimeout((float)Wait.Guard.TotalMilliseconds);
        var person = new Person(profile, home);
        profile.Request += (_, request) => person.Ask(request.Url);
        profile.Console += (_, line) => person.Read(line);
        profile.WebError += (_, error) => person.trouble.Enqueue($"Script error: {error.Error}");
        profile.Dialog += (_, dialog) => person.Refuse(dialog);
        profile.Page += (_, page) => page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => person.heard.Enqueue(frame.Text ?? "");
        person.Page = await profile.NewPageAsync();
        return person;
    }

    public Task<IPage> OpenTabAsync() => Profile.NewPageAsync();

    /// <summary>Script errors, violations of a content policy, dialogs and requests to strangers since the last time somebody asked.</summary>
    public IReadOnlyList<string> TakeTrouble()
    {
        var taken = new List<string>();
        while (trouble.TryDequeue(out var one)) taken.Add(one);
        return taken;
    }

    private void Ask(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            trouble.Enqueue($"Request to what is no address: {url}");
            return;
        }
        asked.Enqueue(address);
        if (address.Scheme is not ("data" or "blob" or "about") && !address.IsLoopback) trouble.Enqueue($"Request to a stranger: {address}");
    }

    private void Read(IConsoleMessage line)
    {
        if (line.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) trouble.Enqueue(line.Text);
    }

    private void Refuse(IDialog dialog)
    {
        trouble.Enqueue($"A dialog opened: {dialog.Message}");
        _ = dialog.DismissAsync();
    }
}

/// <summary>What somebody sits in front of.</summary>
public sealed record Screen(int Width = 1440, int Height = 900, string Language = "en-GB", bool Dark = false, bool Touch = false)
{
    public static Screen Phone { get; } = new(390, 844, Touch: true);
}
