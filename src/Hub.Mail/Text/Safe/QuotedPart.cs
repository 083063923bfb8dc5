using Hub.Mail.Text.Html;
using Hub.Mail.Text.Quotations;

namespace Hub.Mail.Text.Safe;

/// <summary>Folds what a mail quotes into one element, by the decisions of <see cref="WrittenText"/>. Nothing is taken out.</summary>
internal static class QuotedPart
{
    /// <summary>Folds below what the person wrote, and above where the answer stands below; changes the tree.</summary>
    /// <param name="root">The mail.</param>
    /// <param name="origins">Where in it the lines begin.</param>
    /// <param name="written">Which of them are shown.</param>
    public static void Fold(HtmlNode root, IReadOnlyList<LineWriter.Origin> origins, WrittenLines written)
    {
        // Below first: this moves nothing that stands above.
        var tail = written.Tail ?? origins.Count;
        // Empty lines within a block quotation are nowhere in the tree.
        while (tail < origins.Count && origins[tail].Node is null) tail++;
        if (tail < origins.Count) FoldAt(root, origins[tail], below: true);
        if (written.First > 0 && written.First < origins.Count) FoldAt(root, origins[written.First], below: false);
    }

    private static void FoldAt(HtmlNode root, LineWriter.Origin origin, bool below)
    {
        if (origin.Node is null || PathTo(root, origin.Node) is not { } path) return;
        var place = Place(path, origin.Offset);
        if (place == root) return;
        var folded = new HtmlNode("details") { Attributes = new() { [SafeHtml.QuotedMark] = "" } };
        HtmlNode? inner = null;
        for (var depth = path.IndexOf(place) - 1; depth >= 0; depth--)
        {
            var (parent, at) = (path[depth], path[depth + 1]);
            var index = parent.Children.IndexOf(at);
            var (start, count) = below ? (at == place ? index : index + 1, parent.Children.Count) : (0, index);
            if (below) count -= start;
            // Elements that are open at the place are copied, so that what moves keeps its look.
            var outer = parent == root ? folded : new HtmlNode(parent.Name) { Attributes = parent.Attributes };
            if (below && inner is not null) outer.Children.Add(inner);
            outer.Children.AddRange(parent.Children.GetRange(start, count));
            if (!below && inner is not null) outer.Children.Add(inner);
            parent.Children.RemoveRange(start, count);
            inner = outer;
        }
        if (below) root.Children.Add(folded);
        else root.Children.Insert(0, folded);
    }

    // The first node behind the place, and of elements that begin there the outermost: a quotation's frame moves with it.
    private static HtmlNode Place(List<HtmlNode> path, int offset)
    {
        var node = path[^1];
        if (node.Name.Length == 0 && offset > 0 && !string.IsNullOrWhiteSpace(node.Data[..offset]))
        {
            var siblings = path[^2].Children;
            var index = siblings.IndexOf(node);
            path[^1] = new HtmlNode("") { Data = node.Data[offset..] };
            // It stays itself: the other place may lie in it too.
            node.Data = node.Data[..offset];
            siblings.Insert(index + 1, path[^1]);
            return path[^1];
        }
        var depth = path.Count - 1;
        while (depth > 1 && path[depth - 1].Children.TakeWhile(s => s != path[depth]).All(s => s.Name == "br" || (s.Name.Length == 0 && string.IsNullOrWhiteSpace(s.Data)))) depth--;
        return path[depth];
    }

    // From the root down to a node; null where it is not there any more. Recursion is bounded by HtmlTree.MaxDepth.
    private static List<HtmlNode>? PathTo(HtmlNode root, HtmlNode node)
    {
        var path = new List<HtmlNode>();
        return Search(root) ? path : null;

        bool Search(HtmlNode at)
        {
            path.Add(at);
            if (at == node || at.Children.Exists(Search)) return true;
            path.RemoveAt(path.Count - 1);
            return false;
        }
    }
}
