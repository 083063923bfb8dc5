using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Hub.Mail.Text.Safe;

namespace Hub.Mail.Tests.Text.Safe;

/// <summary>Says what is wrong with cleaned HTML, by reading it as a browser does and not as the product does.</summary>
internal static class Harmless
{
    private static readonly HashSet<string> elements =
    [
        "a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt",
        "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "nobr", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong",
        "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
    ];

    private static readonly HashSet<string> attributes =
    [
        "abbr", "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "data-background", "data-cid", "data-quoted", "data-remote", "data-target", "dir", "face",
        "height", "href", "hspace", "lang", "noshade", "nowrap", "rel", "reversed", "role", "rowspan", "scope", "size", "span", "src", "start", "style", "target", "title", "type", "valign", "value", "vspace", "width",
    ];

    private static readonly HashSet<string> properties =
    [
        "background", "background-color", "background-position", "background-repeat", "background-size", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
        "border-right", "border-spacing", "border-style", "border-top", "border-width", "box-sizing", "caption-side", "clear", "color", "direction", "display", "empty-cells", "float", "font",
        "font-family", "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style", "list-style-position", "list-style-type", "margin",
        "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "overflow", "overflow-wrap", "padding", "padding-bottom", "padding-left",
        "padding-right", "padding-top", "table-layout", "text-align", "text-decoration", "text-decoration-color", "text-decoration-line", "text-indent", "text-transform", "unicode-bidi",
        "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing", "word-wrap",
    ];

    /// <summary>Cleans a mail and insists that the result is harmless, in a page and within an element, and that cleaning it again changes nothing.</summary>
    public static string Cleaned(string mail)
    {
        var clean = SafeHtml.Of(mail);
        Assert.NotNull(clean);
        Assert.Equal([], Wrong(clean).Select(wrong => $"{wrong} in {clean} of {mail}"));
        Assert.True(SafeHtml.Again(clean) == clean, $"cleaned again: {SafeHtml.Again(clean)}, once: {clean}, of {mail}");
        return clean;
    }

    public static IEnumerable<string> Wrong(string html)
    {
        foreach (var page in new[] { html, "<!doctype html><body>" + html, $"<div><p>{html}</p></div>", $"<noscript>{html}</noscript>", $"<table><tr><td>{html}</table>" })
        {
            var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(page);
            if (document.Descendants<IComment>().Any()) yield return "a comment";
            foreach (var element in document.All.Where(e => e is not { LocalName: "html" or "head" or "body" or "noscript" }))
            {
                if (!elements.Contains(element.LocalName) || element.NamespaceUri != "http://www.w3.org/1999/xhtml") yield return $"<{element.LocalName}>";
                foreach (var attribute in element.Attributes)
                {
                    if (!attributes.Contains(attribute.Name) || Wrong(element.LocalName, attribute.Name, attribute.Value) is not null) yield return $"<{element.LocalName} {attribute.Name}=\"{attribute.Value}\">";
                }
            }
        }
    }

    private static string? Wrong(string element, string name, string value) => name switch
    {
        "href" => element == "a" && (value.StartsWith("https://", StringComparison.Ordinal) || value.StartsWith("http://", StringComparison.Ordinal)
            || value.StartsWith("mailto:", StringComparison.Ordinal) || value.StartsWith("tel:", StringComparison.Ordinal)) && !value.Any(c => c <= ' ') ? null : name,
        "src" => element == "img" && value.StartsWith("data:image/", StringComparison.Ordinal) && !value.Contains("svg", StringComparison.Ordinal) ? null : name,
        "data-remote" or "data-background" => value.StartsWith("http", StringComparison.Ordinal) ? null : name,
        "target" => value == "_blank" ? null : name,
        "rel" => value == "noopener noreferrer nofollow" ? null : name,
        "style" => value.Split(';').All(IsFit) ? null : name,
        "width" or "height" => value.EndsWith('%') || int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) is >= 0 and <= 4_000 ? null : name,
        _ => null,
    };

    private static bool IsFit(string declaration)
    {
        var (property, value) = declaration.Split(':', 2) is [var p, var v] ? (p, v) : ("", "");
        if (!properties.Contains(property) && !property.StartsWith("border-", StringComparison.Ordinal)) return false;
        if (value.Any(c => "\\{}@<>!&".Contains(c, StringComparison.Ordinal)) || value.Contains("/*", StringComparison.Ordinal)) return false;
        var called = value.Split('(')[..^1].Select(head => head.Split(' ', ',', '\'')[^1]);
        return called.All(f => f is "rgb" or "rgba" or "hsl" or "hsla") && (!property.StartsWith("margin", StringComparison.Ordinal) || !value.Contains('-', StringComparison.Ordinal));
    }
}
