using AngleSharp.Dom;

namespace Hub.Mail.Text.Html;

/// <summary>Moves a part of a document, from a place to the end or from the beginning to a place, into one element.</summary>
internal sealed class Folder(IElement body)
{
    // AngleSharp looks a child up among its siblings to move it: so many look-ups take some tenths of a second.
    private const long MaxSteps = 100_000_000;

    /// <summary>
    /// Everything from the place on, in a new element at the end of the body. Elements open at the place are copied, so
    /// that what moves keeps its look; null when too much would have to be moved.
    /// </summary>
    public IElement? FoldBelow(INode node, int offset) => Fold(Place(node, offset), below: true);

    /// <summary>As <see cref="FoldBelow"/>, everything above the place, in a new element at the beginning.</summary>
    public IElement? FoldAbove(INode node, int offset) => Fold(Place(node, offset), below: false);

    private IElement? Fold(INode place, bool below)
    {
        if (place == body || !IsCheap(place)) return null;
        var details = body.Owner!.CreateElement("details");
        var inner = (INode?)null;
        for (INode at = place, parent = place.Parent!; at != body; (at, parent) = (parent, parent.Parent!))
        {
            var index = Index(at, parent);
            var moved = below
                ? parent.ChildNodes.Skip(at == place ? index : index + 1).ToList()
                : parent.ChildNodes.Take(index).ToList();
            var outer = parent == body ? details : parent.Clone(deep: false);
            if (below && inner is not null) outer.AppendChild(inner);
            foreach (var child in moved) outer.AppendChild(child);
            if (!below && inner is not null) outer.AppendChild(inner);
            inner = outer;
        }
        if (below) body.AppendChild(details);
        else body.InsertBefore(details, body.FirstChild);
        return details;
    }

    // The first node behind the place, and of elements that begin there the outermost: a quotation's frame moves with it.
    private INode Place(INode node, int offset)
    {
        if (node is IText text && offset > 0 && !string.IsNullOrWhiteSpace(text.Data[..offset])) return text.Split(offset);
        while (node != body && node.Parent != body && BeginsParent(node)) node = node.Parent!;
        return node;
    }

    private static bool BeginsParent(INode node) =>
        node.Parent!.ChildNodes.TakeWhile(s => s != node).All(s => s is IComment || (s is IText text ? string.IsNullOrWhiteSpace(text.Data) : s is IElement { LocalName: "br" }));

    private bool IsCheap(INode place)
    {
        var steps = 0L;
        for (var at = place; at != body; at = at.Parent!)
        {
            if (at.Parent is null) return false;
            steps += (long)at.Parent.ChildNodes.Length * at.Parent.ChildNodes.Length;
        }
        return steps <= MaxSteps;
    }

    private static int Index(INode node, INode parent)
    {
        var siblings = parent.ChildNodes;
        for (var i = 0; i < siblings.Length; i++)
        {
            if (siblings[i] == node) return i;
        }
        throw new InvalidOperationException("A node is a child of its parent.");
    }
}
