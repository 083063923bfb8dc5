using System.Collections.Frozen;
using System.Text;

namespace Hub.Mail.Text.Safe;

/// <summary>The declarations of a style that are kept: property by property, value by value, written anew.</summary>
internal static class SafeStyle
{
    [Flags]
    private enum Takes
    {
        Words = 1,
        Lengths = 2,
        Colours = 4,
        Texts = 8,
        Addresses = 16,

        /// <summary>Below zero too, a little: lists of Word, tight headlines.</summary>
        Negative = 32,
    }

    private sealed record Rule(Takes Takes, double Pixels = 4_000, string[]? Only = null);

    private static readonly Rule Box = new(Takes.Lengths | Takes.Words, 500);
    private static readonly Rule Size = new(Takes.Lengths | Takes.Words);
    private static readonly Rule Line = new(Takes.Lengths | Takes.Words | Takes.Colours, 100);
    private static readonly Rule Word = new(Takes.Words);

    private static readonly FrozenDictionary<string, Rule> Rules = Made();

    private static FrozenDictionary<string, Rule> Made()
    {
        var rules = new Dictionary<string, Rule>
        {
            ["color"] = new(Takes.Words | Takes.Colours),
            ["background-color"] = new(Takes.Words | Takes.Colours),
            ["background"] = new(Takes.Words | Takes.Colours | Takes.Lengths | Takes.Addresses),
            ["background-image"] = new(Takes.Addresses),
            ["background-position"] = Size,
            ["background-size"] = Size,
            ["background-repeat"] = Word,
            ["font"] = new(Takes.Words | Takes.Lengths | Takes.Texts, 200),
            ["font-family"] = new(Takes.Words | Takes.Texts),
            ["font-size"] = new(Takes.Lengths | Takes.Words, 200),
            ["font-style"] = Word,
            ["font-variant"] = Word,
            ["font-weight"] = new(Takes.Words | Takes.Lengths, 16_000),
            ["line-height"] = new(Takes.Lengths | Takes.Words, 300),
            ["letter-spacing"] = new(Takes.Lengths | Takes.Words | Takes.Negative, 50),
            ["word-spacing"] = new(Takes.Lengths | Takes.Words | Takes.Negative, 50),
            ["text-indent"] = new(Takes.Lengths | Takes.Words | Takes.Negative, 100),
            ["text-align"] = Word,
            ["text-decoration"] = new(Takes.Words | Takes.Colours | Takes.Lengths, 20),
            ["text-decoration-line"] = Word,
            ["text-decoration-color"] = new(Takes.Words | Takes.Colours),
            ["text-transform"] = Word,
            ["vertical-align"] = new(Takes.Words | Takes.Lengths | Takes.Negative, 100),
            ["white-space"] = Word,
            ["word-break"] = Word,
            ["word-wrap"] = Word,
            ["overflow-wrap"] = Word,
            ["overflow"] = new(Takes.Words, Only: ["hidden", "visible", "auto"]),
            ["direction"] = Word,
            ["unicode-bidi"] = Word,
            ["display"] = new(Takes.Words, Only: ["none", "block", "inline", "inline-block", "table", "table-row", "table-cell", "table-row-group", "table-header-group", "table-footer-group", "inline-table", "list-item"]),
            ["visibility"] = new(Takes.Words, Only: ["hidden", "visible", "collapse", "inherit"]),
            ["float"] = new(Takes.Words, Only: ["left", "right", "none"]),
            ["clear"] = Word,
            ["border-collapse"] = Word,
            ["border-spacing"] = new(Takes.Lengths, 100),
            ["border-radius"] = new(Takes.Lengths, 1_000),
            ["border-color"] = Line,
            ["border-style"] = Line,
            ["border-width"] = Line,
            ["table-layout"] = Word,
            ["empty-cells"] = Word,
            ["caption-side"] = Word,
            ["list-style"] = Word,
            ["list-style-type"] = Word,
            ["list-style-position"] = Word,
            ["box-sizing"] = Word,
            ["margin"] = Box,
            ["padding"] = Box,
            ["border"] = Line,
            ["width"] = Size,
            ["max-width"] = Size,
            ["min-width"] = Size,
            ["height"] = Size,
            ["max-height"] = Size,
            ["min-height"] = Size,
        };
        foreach (var side in new[] { "top", "right", "bottom", "left" })
        {
            rules["margin-" + side] = Box;
            rules["padding-" + side] = Box;
            rules["border-" + side] = Line;
            foreach (var what in new[] { "color", "style", "width" }) rules[$"border-{side}-{what}"] = Line;
        }
        foreach (var corner in new[] { "top-left", "top-right", "bottom-left", "bottom-right" }) rules[$"border-{corner}-radius"] = new(Takes.Lengths, 1_000);
        return rules.ToFrozenDictionary();
    }

    private const double MostPercent = 400;

    // Pixels of each unit, or about; those of the window's size are missing, because the window is made as high as the mail. Without a unit: lines.
    private static readonly FrozenDictionary<string, double> Units = new Dictionary<string, double>
    {
        [""] = 16,
        ["px"] = 1,
        ["pt"] = 1.34,
        ["pc"] = 16,
        ["em"] = 16,
        ["rem"] = 16,
        ["ex"] = 8,
        ["ch"] = 8,
        ["in"] = 96,
        ["cm"] = 38,
        ["mm"] = 3.8,
    }.ToFrozenDictionary();

    /// <summary>Puts what is kept of the declarations of a style behind others, and over them.</summary>
    /// <param name="style">As the mail has it.</param>
    /// <param name="kept">Property and value, each property once.</param>
    /// <returns>The address of a picture behind the element; null where there is none.</returns>
    public static string? Read(string style, List<KeyValuePair<string, string>> kept)
    {
        string? picture = null;
        foreach (var range in Declarations(style))
        {
            var declaration = style.AsSpan(range);
            var colon = declaration.IndexOf(':');
            if (colon <= 0) continue;
            var property = declaration[..colon].Trim().ToString().ToLowerInvariant();
            if (!Rules.TryGetValue(property, out var rule) || CssTokens.Read(WithoutImportant(declaration[(colon + 1)..])) is not { Count: > 0 } tokens) continue;
            if (!tokens.TrueForAll(token => IsFit(token, rule))) continue;
            if (tokens.Find(t => t.Kind is CssKind.Address) is { Text: { Length: > 0 } address }) picture = address;
            var value = Write(tokens);
            if (value.Length == 0) continue;
            Put(kept, new(property, value));
        }
        return picture;
    }

    /// <summary>Adds a declaration, in place of one for the same property.</summary>
    public static void Put(List<KeyValuePair<string, string>> kept, KeyValuePair<string, string> declaration)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            if (kept[i].Key != declaration.Key) continue;
            kept.RemoveAt(i);
            break;
        }
        kept.Add(declaration);
    }

    /// <summary>The value of an attribute.</summary>
    public static string Write(List<KeyValuePair<string, string>> declarations) =>
        string.Join(";", declarations.Select(d => $"{d.Key}:{d.Value}"));

    private static string Write(List<CssToken> tokens)
    {
        var value = new StringBuilder();
        foreach (var token in tokens)
        {
            var written = CssTokens.Write(token);
            if (written.Length == 0) continue;
            if (value.Length > 0 && token.Kind is not CssKind.Comma) value.Append(' ');
            value.Append(written);
        }
        return value.ToString();
    }

    private static bool IsFit(CssToken token, Rule rule) => token.Kind switch
    {
        CssKind.Word => (rule.Takes & (Takes.Words | Takes.Colours)) != 0 && (rule.Only is null || rule.Only.Contains(token.Text)),
        CssKind.Number => rule.Takes.HasFlag(Takes.Lengths) && IsFit(token.Number, token.Text, rule),
        CssKind.Hash or CssKind.Colour => rule.Takes.HasFlag(Takes.Colours),
        CssKind.Text => rule.Takes.HasFlag(Takes.Texts),
        CssKind.Address => rule.Takes.HasFlag(Takes.Addresses),
        CssKind.Comma or CssKind.Slash => rule.Only is null,
    };

    private static bool IsFit(double number, string unit, Rule rule)
    {
        if (number < 0 && !rule.Takes.HasFlag(Takes.Negative)) return false;
        return unit == "%" ? Math.Abs(number) <= MostPercent : Units.TryGetValue(unit, out var pixels) && Math.Abs(number * pixels) <= rule.Pixels;
    }

    private static ReadOnlySpan<char> WithoutImportant(ReadOnlySpan<char> value)
    {
        var mark = value.LastIndexOf('!');
        return mark >= 0 && value[(mark + 1)..].Trim().Equals("important", StringComparison.OrdinalIgnoreCase) ? value[..mark] : value;
    }

    // Parted at semicolons outside quotation marks and brackets.
    private static List<Range> Declarations(string style)
    {
        var parts = new List<Range>();
        var (start, depth, quote) = (0, 0, '\0');
        for (var i = 0; i <= style.Length; i++)
        {
            var c = i < style.Length ? style[i] : ';';
            if (i == style.Length || (c == ';' && depth == 0 && quote == '\0'))
            {
                parts.Add(start..i);
                start = i + 1;
            }
            else if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c == '(') depth++;
            else if (c == ')' && depth > 0) depth--;
        }
        return parts;
    }
}
