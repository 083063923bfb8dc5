using System.Globalization;

namespace Hub.Channels.WebChat;

/// <summary>What a site's colour does to reading, by WCAG 2.2.</summary>
/// <param name="Ink">Of words on the colour, <c>#rrggbb</c>.</param>
/// <param name="Text">Contrast of these words on the colour as it was given, 1 to 21.</param>
/// <param name="Shown">The colour that is shown: the given one, or the nearest on which <paramref name="Ink"/> has 4.5.</param>
/// <param name="OnLight">Contrast of the launcher with a white page.</param>
/// <param name="OnDark">And with a black one.</param>
/// <param name="Warnings"><c>text</c>: below 4.5, so the colour was moved (1.4.3); <c>light</c>, <c>dark</c>: the launcher has less than 3 on such a page (1.4.11).</param>
public sealed record SiteContrast(string Ink, double Text, string Shown, double OnLight, double OnDark, IReadOnlyList<string> Warnings)
{
    /// <summary>The colour of a site that has none of its own.</summary>
    public const string Petrol = "#0b6073";

    private const string White = "#ffffff", Night = "#06242b", Black = "#000000";
    private const double Readable = 4.5, Visible = 3;

    /// <param name="accent">A colour <c>#rrggbb</c>; none: Hub's.</param>
    public static SiteContrast Of(string? accent)
    {
        var colour = accent ?? Petrol;
        var ink = Between(colour, White) >= Between(colour, Night) ? White : Night;
        var shown = Away(colour, ink);
        var (text, onLight, onDark) = (Between(colour, ink), Between(shown, White), Between(shown, Black));
        List<string> warnings = [];
        if (text < Readable) warnings.Add("text");
        if (onLight < Visible) warnings.Add("light");
        if (onDark < Visible) warnings.Add("dark");
        return new(ink, Cut(text), shown, Cut(onLight), Cut(onDark), warnings);
    }

    /// <summary>Contrast of two colours, 1 to 21.</summary>
    public static double Between(string a, string b)
    {
        var (x, y) = (Luminance(Parse(a)), Luminance(Parse(b)));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    // The same steps as in the chat (widget/src/chat/colour.ts), so that the launcher has its colour before the chat is there.
    private static string Away(string colour, string ink)
    {
        var (from, target, moved) = (Parse(colour), ink == White ? 0 : 255, colour);
        for (var share = 0.05; Between(moved, ink) < Readable && share <= 1; share += 0.05)
            moved = string.Concat(from.Select(v => ((int)Math.Floor(v + (target - v) * share + 0.5)).ToString("x2", CultureInfo.InvariantCulture)).Prepend("#"));
        return moved;
    }

    private static int[] Parse(string colour) => [Part(colour, 1), Part(colour, 3), Part(colour, 5)];

    private static int Part(string colour, int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static double Luminance(int[] rgb)
    {
        var linear = rgb.Select(v => v <= 10.31 ? v / 3294.6 : Math.Pow((v / 255.0 + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    // Cut, not rounded: 4.496 is not enough and must not read as 4.5.
    private static double Cut(double ratio) => Math.Floor(ratio * 100) / 100;
}
