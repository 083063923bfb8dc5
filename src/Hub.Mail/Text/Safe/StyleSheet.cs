using System.Text.RegularExpressions;
using Hub.Mail.Text.Html;

namespace Hub.Mail.Text.Safe;

/// <summary>
/// The style sheets of a mail, so that its elements can carry them: Word and newsletters put margins and typefaces there. Only rules for a tag,
/// a class, or both are taken; what depends on the window, on neighbours or on the pointer is not.
/// </summary>
internal sealed partial class StyleSheet
{
    private const int MostRules = 1_000;
    private const int MostCharacters = 200_000;

    private const int MostOfAName = 50;
    private const int MostRemembered = 1_000;

    // Rules weighed for elements that are not like an earlier one.
    private const int MostWeighed = 1_000_000;

    private readonly Dictionary<string, List<Entry>> byName = [];
    private readonly Dictionary<(string, string), List<KeyValuePair<string, string>>> merged = [];
    private int rules, weighed;

    private sealed record Entry(string Tag, string Class, int Order, List<KeyValuePair<string, string>> Declarations);

    /// <summary>Reads the style elements below a node.</summary>
    public static StyleSheet Of(HtmlNode root)
    {
        var sheet = new StyleSheet();
        var next = new Stack<HtmlNode>([root]);
        var read = 0;
        // Last in, first out: the children are pushed from the end.
        while (next.TryPop(out var node))
        {
            if (node.Name == "style" && read < MostCharacters)
            {
                var text = node.InnerText(MostCharacters - read);
                read += text.Length;
                sheet.Read(text);
            }
            else if (!SafeTags.IsDroppedWhole(node.Name))
            {
                for (var i = node.Children.Count - 1; i >= 0; i--) next.Push(node.Children[i]);
            }
        }
        return sheet;
    }

    /// <summary>Appends what it says of an element: rules for its tag, for its classes, for both.</summary>
    public void Apply(HtmlNode node, List<KeyValuePair<string, string>> kept)
    {
        if (rules == 0) return;
        var like = (node.Name, node["class"]);
        if (!merged.TryGetValue(like, out var declarations))
        {
            declarations = Merged(node.Name, node["class"]);
            if (merged.Count < MostRemembered) merged[like] = declarations;
        }
        kept.AddRange(declarations);
    }

    private List<KeyValuePair<string, string>> Merged(string tag, string classes)
    {
        var found = new List<Entry>();
        if (weighed < MostWeighed)
        {
            found.AddRange(byName.GetValueOrDefault(tag, []));
            foreach (var name in classes.Split([' ', '\t', '\r', '\n', '\f'], 20, StringSplitOptions.RemoveEmptyEntries))
                found.AddRange(byName.GetValueOrDefault("." + name, []).Where(e => e.Tag.Length == 0 || e.Tag == tag));
        }
        weighed += found.Count;
        var kept = new List<KeyValuePair<string, string>>();
        foreach (var entry in found.OrderBy(e => (e.Class.Length > 0 ? 2 : 0) + (e.Tag.Length > 0 ? 1 : 0)).ThenBy(e => e.Order))
        {
            foreach (var declaration in entry.Declarations) SafeStyle.Put(kept, declaration);
        }
        return kept;
    }

    private void Read(string text)
    {
        var css = Comments().Replace(text, " ");
        for (var at = 0; at < css.Length && rules < MostRules;)
        {
            var open = css.IndexOf('{', at);
            if (open < 0) return;
            var selectors = css[at..open].Trim();
            // "@import …;" stands before the rule.
            if (selectors.LastIndexOf(';') is >= 0 and var end) selectors = selectors[(end + 1)..].Trim();
            if (selectors.StartsWith('@'))
            {
                at = EndOfBlock(css, open);
                continue;
            }
            var close = css.IndexOf('}', open);
            if (close < 0) return;
            Add(selectors, css[(open + 1)..close]);
            at = close + 1;
        }
    }

    private void Add(string selectors, string declarations)
    {
        List<KeyValuePair<string, string>>? kept = null;
        foreach (var selector in selectors.Split(',', 50, StringSplitOptions.TrimEntries))
        {
            if (selector.Length > 100 || Simple().Match(selector) is not { Success: true } match || selector.Length == 0) continue;
            if (kept is null) SafeStyle.Read(declarations, kept = []);
            if (kept.Count == 0 || rules == MostRules) return;
            var entry = new Entry(match.Groups[1].Value.ToLowerInvariant(), match.Groups[2].Value, rules++, kept);
            var key = entry.Class.Length > 0 ? "." + entry.Class : entry.Tag;
            if (!byName.TryGetValue(key, out var same)) byName[key] = same = [];
            if (same.Count < MostOfAName) same.Add(entry);
        }
    }

    private static int EndOfBlock(string css, int open)
    {
        var depth = 0;
        for (var i = open; i < css.Length; i++)
        {
            if (css[i] == '{') depth++;
            else if (css[i] == '}' && --depth == 0) return i + 1;
        }
        return css.Length;
    }

    [GeneratedRegex("^([a-zA-Z][a-zA-Z0-9]*)?(?:\\.([a-zA-Z_][a-zA-Z0-9_-]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Simple();

    [GeneratedRegex(@"/\*.*?(?:\*/|$)|<!--|-->", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comments();
}
