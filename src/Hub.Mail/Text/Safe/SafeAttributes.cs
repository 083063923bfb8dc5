using System.Collections.Frozen;
using System.Globalization;

namespace Hub.Mail.Text.Safe;

/// <summary>The attributes that are kept, each with the values it may have; addresses and styles are somebody else's.</summary>
internal static class SafeAttributes
{
    private const int MostText = 500;

    /// <summary>Pixels; no screen is wider, and no mail is higher than that for want of words.</summary>
    private const int MostPixels = 4_000;

    private delegate string? Rule(string value);

    private static readonly Rule Align = OneOf("left", "right", "center", "justify", "middle", "top", "bottom");
    private static readonly Rule Length = LengthOf;
    private static readonly Rule Few = value => Number(value, 0, 100);
    private static readonly Rule Colour = ColourOf;
    private static readonly Rule Words = value => Characters.Clean(value.Length > MostText ? value[..MostText] : value).Trim() is { Length: > 0 } words ? words : null;

    private static readonly FrozenDictionary<string, Rule> Everywhere = new Dictionary<string, Rule>
    {
        ["dir"] = OneOf("ltr", "rtl", "auto"),
        ["lang"] = value => value.Length <= 20 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && value.Length > 0 ? value : null,
        ["title"] = Words,
        ["align"] = Align,
    }.ToFrozenDictionary();

    private static readonly Dictionary<string, Rule> Cell = new()
    {
        ["width"] = Length,
        ["height"] = Length,
        ["valign"] = OneOf("top", "middle", "bottom", "baseline"),
        ["bgcolor"] = Colour,
        ["colspan"] = value => Number(value, 1, 100),
        ["rowspan"] = value => Number(value, 1, 100),
        ["span"] = value => Number(value, 1, 100),
        ["nowrap"] = _ => "",
        ["scope"] = OneOf("row", "col", "rowgroup", "colgroup"),
        ["abbr"] = Words,
    };

    private static readonly Dictionary<string, Rule> Item = new()
    {
        ["type"] = value => value is "1" or "a" or "A" or "i" or "I" or "disc" or "circle" or "square" ? value : null,
        ["start"] = value => Number(value, -9_999, 9_999),
        ["value"] = value => Number(value, -9_999, 9_999),
        ["reversed"] = _ => "",
    };

    private static readonly FrozenDictionary<string, Dictionary<string, Rule>> ByTag = new Dictionary<string, Dictionary<string, Rule>>
    {
        ["table"] = new()
        {
            ["width"] = Length,
            ["height"] = Length,
            ["border"] = Few,
            ["cellpadding"] = Few,
            ["cellspacing"] = Few,
            ["bgcolor"] = Colour,
            ["role"] = OneOf("presentation", "none"),
        },
        ["td"] = Cell,
        ["th"] = Cell,
        ["tr"] = Cell,
        ["tbody"] = Cell,
        ["thead"] = Cell,
        ["tfoot"] = Cell,
        ["col"] = Cell,
        ["colgroup"] = Cell,
        ["img"] = new() { ["alt"] = Words, ["width"] = Length, ["height"] = Length, ["border"] = Few, ["hspace"] = Few, ["vspace"] = Few },
        ["font"] = new() { ["color"] = Colour, ["face"] = FaceOf, ["size"] = value => value.Length is > 0 and < 3 && Number(value.TrimStart('+'), -7, 7) is { } size ? (value[0] == '+' ? "+" : "") + size : null },
        ["hr"] = new() { ["width"] = Length, ["size"] = Few, ["color"] = Colour, ["noshade"] = _ => "" },
        ["ol"] = Item,
        ["ul"] = Item,
        ["li"] = Item,
    }.ToFrozenDictionary();

    /// <summary>The value with which an attribute is written; null: it is not.</summary>
    public static string? Of(string tag, string name, string value) =>
        Everywhere.TryGetValue(name, out var rule) || (ByTag.TryGetValue(tag, out var rules) && rules.TryGetValue(name, out rule)) ? rule(value.Trim()) : null;

    /// <summary>A colour as HTML takes it: a name, or the hexadecimal form.</summary>
    public static string? ColourOf(string value)
    {
        var colour = value.Trim();
        var digits = colour.StartsWith('#') ? colour[1..] : colour;
        if (digits.Length is 3 or 6 && digits.All(char.IsAsciiHexDigit) && (colour[0] == '#' || digits.Length == 6)) return "#" + digits.ToLowerInvariant();
        return colour.Length is > 2 and < 25 && colour.All(char.IsAsciiLetter) ? colour.ToLowerInvariant() : null;
    }

    private static Rule OneOf(params string[] words) => value => Array.Find(words, w => w.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static string? Number(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number.ToString(CultureInfo.InvariantCulture) : null;

    private static string? LengthOf(string value)
    {
        if (value.EndsWith('%')) return Number(value[..^1], 0, 100) is { } share ? share + "%" : null;
        return Number(value.EndsWith("px", StringComparison.OrdinalIgnoreCase) ? value[..^2] : value, 0, MostPixels);
    }

    private static string? FaceOf(string value)
    {
        var face = string.Concat(value.Where(c => char.IsLetterOrDigit(c) || c is ' ' or ',' or '-' or '_')).Trim();
        return face.Length is > 0 and <= 200 ? face : null;
    }
}
