using AngleSharp.Dom;

namespace Hub.Mail.Text.Html;

/// <summary>Reads a parsed document into the tree that <see cref="TextRenderer"/> walks, so that one set of rules serves both.</summary>
internal static class DomTree
{
    /// <summary>What the rules read of an element.</summary>
    public static readonly string[] Attributes = ["class", "id", "style", "type", "cite", "name", "data-marker", "data-smartmail", "hidden", "alt", "href", "start"];

    // A style longer than that hides something else than a quotation.
    private const int MaxAttribute = 4_000;

    private const int MaxNodes = 500_000;

    /// <summary>The elements and texts below an element; cut when there are more than any mail has.</summary>
    public static (HtmlNode Root, bool IsCut) Read(IElement body)
    {
        var root = new HtmlNode("");
        var open = new Stack<(INode Node, HtmlNode Parent, int Depth)>();
        Push(open, body, root, 0);
        for (var nodes = 0; open.TryPop(out var next); nodes++)
        {
            if (nodes == MaxNodes) return (root, true);
            if (next.Node is IText text) next.Parent.Children.Add(new HtmlNode("") { Data = text.Data, Source = text });
            else if (next.Node is IElement element)
            {
                var node = next.Parent;
                // Deeper elements are left out; their text stays.
                if (next.Depth < HtmlTree.MaxDepth)
                {
                    node = new HtmlNode(element.LocalName.ToLowerInvariant()) { Attributes = Read(element.Attributes), Source = element };
                    next.Parent.Children.Add(node);
                }
                Push(open, element, node, next.Depth + 1);
            }
        }
        return (root, false);
    }

    private static void Push(Stack<(INode, HtmlNode, int)> open, INode node, HtmlNode parent, int depth)
    {
        var children = node.ChildNodes;
        for (var i = children.Length - 1; i >= 0; i--) open.Push((children[i], parent, depth));
    }

    private static Dictionary<string, string> Read(INamedNodeMap attributes)
    {
        if (attributes.Length == 0) return HtmlNode.NoAttributes;
        var read = new Dictionary<string, string>();
        foreach (var name in Attributes)
        {
            if (attributes.GetNamedItem(name)?.Value is { Length: <= MaxAttribute } value) read.Add(name, value);
        }
        return read;
    }
}
