using System.Collections.Frozen;

namespace Hub.Mail.Text.Safe;

/// <summary>The elements of a mail that are shown. All others go, with what is in them or without.</summary>
/// <remarks>
/// None of these makes a browser's tokenizer read differently (HTML standard, 13.2.6: raw text, foreign content, templates, select). So a
/// browser finds in what we write exactly the tags that we wrote, in whatever order it nests them: nothing can mutate into markup.
/// </remarks>
internal static class SafeTags
{
    private static readonly FrozenSet<string> Kept = FrozenSet.ToFrozenSet(
    [
        "a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div",
        "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "nobr", "ol", "p", "pre", "q", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
    ]);

    // Parts of a page mean nothing within a message.
    private static readonly FrozenSet<string> AsBlock = FrozenSet.ToFrozenSet(
        ["article", "aside", "figcaption", "figure", "footer", "form", "header", "hgroup", "fieldset", "legend", "main", "nav", "section"]);

    private static readonly FrozenSet<string> DroppedWhole = FrozenSet.ToFrozenSet(
    [
        "applet", "audio", "canvas", "datalist", "embed", "frameset", "iframe", "map", "math", "noembed", "noframes", "object", "option", "portal", "script", "select",
        "style", "svg", "template", "textarea", "title", "video", "xml",
    ]);

    /// <summary>The element that stands for one of a mail; null where only its content is shown.</summary>
    public static string? Of(string name) => Kept.Contains(name) ? name : AsBlock.Contains(name) ? "div" : name is "dir" or "menu" ? "ul" : null;

    /// <summary>Whether what is inside goes with the element.</summary>
    public static bool IsDroppedWhole(string name) => DroppedWhole.Contains(name);

    public static bool IsVoid(string name) => name is "br" or "col" or "hr" or "img" or "wbr";
}
