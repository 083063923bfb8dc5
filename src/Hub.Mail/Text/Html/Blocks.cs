using System.Collections.Frozen;

namespace Hub.Mail.Text.Html;

/// <summary>Elements that stand on lines of their own (HTML standard, 15.3.3), or whose text nobody sees.</summary>
internal static class Blocks
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
    ]);

    // Word puts its settings into <xml>; the fallback of a template or frame is not for reading.
    private static readonly FrozenSet<string> Unread = FrozenSet.ToFrozenSet(
        ["script", "style", "title", "template", "iframe", "noembed", "noframes", "xml", "object", "applet", "svg", "math", "datalist"]);

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>Whether an element's content is never shown.</summary>
    public static bool IsUnread(string name) => Unread.Contains(name);
}
