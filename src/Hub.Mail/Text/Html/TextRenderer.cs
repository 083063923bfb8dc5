using Hub.Mail.Text.Quotations;

namespace Hub.Mail.Text.Html;

/// <summary>Walks a tree and writes it as plain text: paragraphs, lists, rows of tables, links, block quotations.</summary>
internal sealed class TextRenderer
{
    private const int MaxIndent = 8;

    private readonly LineWriter writer = new();
    private bool preserved;
    private bool zeroFont;
    private bool inLink;
    private int listDepth;

    /// <summary>The text of a tree, with what the tree says about its lines, and where in the tree each line begins.</summary>
    /// <param name="root">What the parser built.</param>
    /// <param name="isCut">Whether the tree is only the beginning of a mail.</param>
    public static (MailLines Lines, IReadOnlyList<LineWriter.Origin> Origins) Render(HtmlNode root, bool isCut)
    {
        var renderer = new TextRenderer();
        renderer.Children(root);
        return (renderer.writer.ToLines(isCut), renderer.writer.Origins);
    }

    // Recursion is bounded by HtmlTree.MaxDepth.
    private void Children(HtmlNode node)
    {
        foreach (var child in node.Children) Node(child);
    }

    private void Node(HtmlNode node)
    {
        if (node.Name.Length == 0)
        {
            if (zeroFont) return;
            if (preserved) writer.Preserved(node);
            else writer.Words(node.Data, node);
            return;
        }
        if (Blocks.IsUnread(node.Name) || node.Style.IsHidden || node.Attributes.ContainsKey("hidden")) return;
        var outer = (preserved, zeroFont);
        preserved = node.Style.IsPreserved ?? (preserved || node.Name is "pre" or "xmp" or "textarea");
        zeroFont = node.Style.ZeroFont ?? zeroFont;
        Marked(node);
        (preserved, zeroFont) = outer;
    }

    private void Marked(HtmlNode node)
    {
        var outer = writer.Hint;
        switch (QuoteMarks.Of(node))
        {
            case QuoteMark.Start:
                writer.Break(1);
                writer.FromHere(LineHint.QuotedFromHere);
                Element(node);
                break;
            case QuoteMark.Forward:
                writer.Break(1);
                writer.FromHere(LineHint.SentOnFromHere);
                Element(node);
                writer.Break(1);
                break;
            case QuoteMark.Cited:
                writer.Hint = LineHint.Quoted;
                Quotation(node);
                writer.Hint = outer;
                break;
            case QuoteMark.Block:
                Quotation(node);
                break;
            case QuoteMark.Signature:
                writer.Break(1);
                if (outer is LineHint.None) writer.Hint = LineHint.Signature;
                Element(node);
                writer.Break(1);
                writer.Hint = outer;
                break;
            case QuoteMark.Quotation:
                writer.Break(1);
                writer.Hint = LineHint.Quoted;
                Element(node);
                writer.Break(1);
                writer.Hint = outer;
                break;
            case QuoteMark.Frame:
                writer.Break(1);
                writer.Hint = LineHint.Quoted;
                foreach (var child in node.Children)
                {
                    Node(child);
                    if (child.Name == "blockquote") writer.Hint = outer;
                }
                writer.Break(1);
                writer.Hint = outer;
                break;
            case QuoteMark.None:
                Element(node);
                break;
        }
    }

    private void Quotation(HtmlNode node)
    {
        writer.Break(2);
        writer.QuoteDepth++;
        Children(node);
        writer.Break(1);
        writer.QuoteDepth--;
        writer.Break(2);
    }

    private void Element(HtmlNode node)
    {
        switch (node.Name)
        {
            case "br":
                writer.Line();
                break;
            case "hr":
                writer.Break(1);
                writer.Words("________________________________", node);
                writer.Break(1);
                break;
            case "img":
                writer.Words(node["alt"], node);
                break;
            case "a":
                Link(node);
                break;
            case "ul" or "ol" or "menu" or "dir":
                List(node);
                break;
            case "tr":
                Row(node);
                break;
            case "p" or "blockquote" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "pre" or "xmp" or "table":
                Block(node, IsOnlyALine(node) ? 1 : 2);
                break;
            default:
                if (Blocks.Contains(node.Name)) Block(node, 1);
                else Children(node);
                break;
        }
    }

    // Word's paragraphs have their margins taken off in a style sheet; a table only holds the layout together, mostly.
    private static bool IsOnlyALine(HtmlNode node) =>
        node.Name == "table" || node.Style.HasNoMargin || node["class"].Contains("Mso", StringComparison.OrdinalIgnoreCase);

    private void Block(HtmlNode node, int breaks)
    {
        writer.Break(breaks);
        var before = writer.Mark();
        Children(node);
        // A paragraph of nothing but a no-break space is how editors write an empty line.
        if (writer.OnlySpaceSince(before)) writer.Line();
        writer.Break(breaks);
    }

    private void List(HtmlNode node)
    {
        writer.Break(listDepth == 0 ? 2 : 1);
        listDepth++;
        var number = int.TryParse(node["start"], out var start) ? start : 1;
        foreach (var child in node.Children)
        {
            if (child.Name != "li")
            {
                Node(child);
                continue;
            }
            writer.Break(1);
            var indent = new string(' ', 2 * Math.Min(listDepth - 1, MaxIndent));
            writer.Bullet(node.Name == "ol" ? $"{indent}{number}. " : $"{indent}- ");
            number = number == int.MaxValue ? number : number + 1;
            Node(child);
            writer.DropBullet();
        }
        listDepth--;
        writer.Break(listDepth == 0 ? 2 : 1);
    }

    private void Row(HtmlNode row)
    {
        writer.Break(1);
        var outer = writer.BeginRow();
        foreach (var cell in row.Children)
        {
            if (cell.Name is "td" or "th") writer.Cell();
            Node(cell);
        }
        writer.EndRow(outer);
        writer.Break(1);
    }

    private void Link(HtmlNode node)
    {
        if (inLink)
        {
            Children(node);
            return;
        }
        inLink = true;
        var start = writer.Mark();
        Children(node);
        inLink = false;
        if (writer.Mark() > start && LinkTarget.Of(node["href"], node.InnerText(LinkTarget.MaxLength)) is { } target) writer.Append($" <{target}>");
    }
}
