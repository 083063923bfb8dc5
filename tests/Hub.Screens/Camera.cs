namespace Hub.Screens;

/// <summary>How a screen is looked at.</summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="Dark">The device's theme.</param>
/// <param name="Width">Pixels: 1440 a desk, 390 a phone.</param>
internal sealed record Look(string Language, bool Dark, int Width)
{
    public bool IsPhone => Width < 700;

    public Screen Screen => new(Width, IsPhone ? 844 : 900, Language == "fr" ? "fr-FR" : "en-GB", Dark, Touch: IsPhone);

    public override string ToString() => $"{Language}-{(Dark ? "dark" : "light")}-{Width}";
}

/// <summary>Takes pictures, and notes what is wrong with the pages on them.</summary>
internal sealed class Camera(string folder)
{
    // By how many pixels the page, or a part of it that scrolls up and down, is wider than what is seen; code may be.
    private const string Overhang = """
        () => {
          const scrolls = (part) => /auto|scroll/.test(getComputedStyle(part).overflowX) && !part.matches("textarea, pre, code, pre *");
          const parts = [document.documentElement, ...[...document.body.querySelectorAll("*")].filter(scrolls)];
          return Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth));
        }
        """;

    private readonly List<string> faults = [];

    public IReadOnlyList<string> Faults => faults;

    public int Taken { get; private set; }

    /// <summary>Somebody with a fresh browser profile, whose pages' complaints become faults.</summary>
    public async Task<Person> SeatAsync(Uri home, Look look)
    {
        var person = await Person.OpenAsync(await Chromium.Instance, home, look.Screen);
        person.Profile.Console += (_, line) =>
        {
            if (line.Type == "error") lock (faults) faults.Add($"{look}: the page {line.Page?.Url} logged: {line.Text}");
        };
        return person;
    }

    public async Task TakeAsync(Person person, string screen, Look look)
    {
        var page = person.Page;
        await page.EvaluateAsync("document.fonts.ready");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{screen}-{look}.png"), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Taken++;
        var over = await page.EvaluateAsync<int>(Overhang);
        lock (faults)
        {
            if (over > 0) faults.Add($"{screen}-{look}: {over} pixels too wide");
            faults.AddRange(person.TakeTrouble().Select(trouble => $"{screen}-{look}: {trouble}"));
        }
    }
}
