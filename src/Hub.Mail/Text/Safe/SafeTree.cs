using Hub.Mail.Text.Html;

namespace Hub.Mail.Text.Safe;

/// <summary>Builds, out of the tree of a mail, one that holds nothing but what is allowed.</summary>
/// <remarks>
/// What is kept goes through the rules of nesting once more, because they depend on elements that are gone by now. So the result, written and
/// read again, is the same tree: cleaning what is clean changes nothing.
/// </remarks>
internal sealed class SafeTree(StyleSheet sheet)
{
    private const int MostRemembered = 1_000;

    private readonly HtmlTree clean = new();

    // A mail has a few styles, many times.
    private readonly Dictionary<string, (List<KeyValuePair<string, string>> Kept, string? Picture)> styles = [];
    private System.Text.StringBuilder? linkWords;
    private bool quoted;

    public static HtmlNode Of(HtmlTree mail)
    {
        var tree = new SafeTree(StyleSheet.Of(mail.Root));
        var page = new HtmlNode("body") { Attributes = mail.Body };
        var style = tree.StyleOf(page, out var picture);
        if (SafeAttributes.ColourOf(page["bgcolor"]) is { } colour && !style.Exists(d => d.Key is "background-color" or "background")) style.Add(new("background-color", colour));
        if (SafeAttributes.ColourOf(page["text"]) is { } ink && !style.Exists(d => d.Key == "color")) style.Add(new("color", ink));
        // The page is as wide and high as the window.
        style.RemoveAll(d => d.Key is "display" or "visibility" or "float" or "overflow" || d.Key.Contains("width", StringComparison.Ordinal) || d.Key.Contains("height", StringComparison.Ordinal) || d.Key.StartsWith("margin", StringComparison.Ordinal));
        var attributes = new Dictionary<string, string>();
        Style(attributes, style, picture);
        if (attributes.Count > 0) tree.clean.Open("div", () => attributes);
        tree.Children(mail.Root);
        return tree.clean.Root;
    }

    // Recursion is bounded by HtmlTree.MaxDepth.
    private void Children(HtmlNode node)
    {
        foreach (var child in node.Children)
        {
            if (child.Name.Length > 0) Element(child);
            else Text(Characters.Clean(child.Data));
        }
    }

    private void Text(string text)
    {
        if (text.Length == 0) return;
        linkWords?.Append(text);
        clean.Add(new HtmlNode("") { Data = text });
    }

    private void Element(HtmlNode node)
    {
        if (SafeTags.IsDroppedWhole(node.Name)) return;
        if (node.Name == "details" && node.Attributes.ContainsKey(SafeHtml.QuotedMark) && !quoted) Quotation(node);
        else if (node.Name == "summary" && quoted) return;
        else if (node.Name == "a") Link(node);
        else if (node.Name == "img") Picture(node);
        // Ours, from before: it is written anew.
        else if (linkWords is not null && node.Attributes.ContainsKey(SafeHtml.TargetMark)) return;
        else if (SafeTags.Of(node.Name) is { } tag) Wrap(tag, Attributes(tag, node), node);
        else Children(node);
    }

    private void Wrap(string tag, Dictionary<string, string> attributes, HtmlNode node)
    {
        clean.Open(tag, () => attributes);
        if (SafeTags.IsVoid(tag)) return;
        Children(node);
        clean.Close(tag);
    }

    private void Quotation(HtmlNode node)
    {
        quoted = true;
        Wrap("details", new() { [SafeHtml.QuotedMark] = "" }, node);
        quoted = false;
    }

    private void Link(HtmlNode node)
    {
        if (linkWords is not null)
        {
            Children(node);
            return;
        }
        var attributes = Attributes("a", node);
        if (SafeAddress.OfLink(node["href"]) is not { } target)
        {
            attributes.Remove("title");
            if (attributes.Count == 0) Children(node);
            else Wrap("span", attributes, node);
            return;
        }
        // In one order, whatever the mail had: what is clean stays as it is.
        var link = attributes.Where(a => a.Key is not ("title" or "style" or SafeHtml.BackgroundMark)).ToDictionary();
        link["title"] = LinkNote.Title(target);
        link["href"] = target.Text;
        link["target"] = "_blank";
        link["rel"] = "noopener noreferrer nofollow";
        foreach (var last in new[] { "style", SafeHtml.BackgroundMark })
            if (attributes.TryGetValue(last, out var value)) link[last] = value;
        linkWords = new();
        clean.Open("a", () => link);
        Children(node);
        if (LinkNote.Of(linkWords.ToString(), target) is { } host)
        {
            clean.Open("span", () => new() { [SafeHtml.TargetMark] = "" });
            clean.Add(new HtmlNode("") { Data = $" [→ {host}]" });
            clean.Close("span");
        }
        clean.Close("a");
        linkWords = null;
    }

    private void Picture(HtmlNode node)
    {
        var attributes = Attributes("img", node);
        var source = node["src"].Trim();
        var cid = source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) ? Unescaped(source[4..]) : node["data-cid"];
        if (cid.Length is > 0 and <= 500) attributes["data-cid"] = Characters.Clean(cid);
        else if (SafePicture.IsEmbedded(source)) attributes["src"] = source;
        else if (SafeAddress.OfWeb(source.Length > 0 ? source : node[SafeHtml.RemoteMark]) is { } remote)
        {
            // A point that nobody sees only tells its sender who looks.
            if (IsPoint(attributes, "width") && IsPoint(attributes, "height")) return;
            attributes[SafeHtml.RemoteMark] = remote.Text;
        }
        else if (!attributes.ContainsKey("alt")) return;
        attributes.TryAdd("alt", "");
        clean.Open("img", () => attributes);
    }

    private static bool IsPoint(Dictionary<string, string> attributes, string side) => attributes.GetValueOrDefault(side) is "0" or "1";

    private static string Unescaped(string cid) => cid.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(cid) : cid;

    private Dictionary<string, string> Attributes(string tag, HtmlNode node)
    {
        var kept = new Dictionary<string, string>();
        foreach (var (name, value) in node.Attributes)
            if (SafeAttributes.Of(tag, name, value) is { } safe) kept[name] = safe;
        Style(kept, StyleOf(node, out var picture), picture);
        return kept;
    }

    private static void Style(Dictionary<string, string> attributes, List<KeyValuePair<string, string>> style, string? picture)
    {
        if (style.Count > 0) attributes["style"] = SafeStyle.Write(style);
        if (picture is not null) attributes[SafeHtml.BackgroundMark] = picture;
    }

    private List<KeyValuePair<string, string>> StyleOf(HtmlNode node, out string? picture)
    {
        var style = new List<KeyValuePair<string, string>>();
        sheet.Apply(node, style);
        if (node["style"] is { Length: > 0 } own)
        {
            if (!styles.TryGetValue(own, out var read))
            {
                read.Picture = SafeStyle.Read(own, read.Kept = []);
                if (styles.Count < MostRemembered) styles[own] = read;
            }
            foreach (var declaration in read.Kept) SafeStyle.Put(style, declaration);
            picture = read.Picture;
            if (picture is not null) return style;
        }
        picture = SafeAddress.OfWeb(node["background"])?.Text ?? SafeAddress.OfWeb(node[SafeHtml.BackgroundMark])?.Text;
        return style;
    }
}
