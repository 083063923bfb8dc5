using AngleSharp.Dom;
using Hub.Mail.Text.Html;
using Hub.Mail.Text.Quotations;

namespace Hub.Mail.Text;

/// <summary>
/// Folds what a mail program quotes in an HTML body, by the decisions of <see cref="WrittenText"/>. Nothing is taken out:
/// the quotation stands in <c>&lt;details data-quoted&gt;</c> below its <c>&lt;summary&gt;</c>.
/// </summary>
public static class HtmlQuotations
{
    /// <summary>The attribute that marks what was folded here.</summary>
    public const string Mark = "data-quoted";

    /// <summary>
    /// What the rules read of elements. A sanitiser that runs before keeps these with the values the mail program gave
    /// (classes and ids without a prefix, in <c>style</c> the borders, margins, font-weight, font-size, display,
    /// white-space) and drops what it does not want afterwards; one that runs after lets the folded elements through.
    /// </summary>
    public static IReadOnlyList<string> Attributes => DomTree.Attributes;

    /// <summary>
    /// Folds the quotation and signature below what the person wrote and, where the answer stands below it, the quotation
    /// above: at most one element each. Quoted lines between answers stay. A mail that is nothing but a quotation or a
    /// forward is not folded, nor one with more siblings than can be moved in short time (some ten thousand).
    /// </summary>
    /// <param name="body">The parsed body; changed in place. Elements open where the folded part begins are copied, ids too.</param>
    /// <param name="summary">Text of the line that unfolds, in the reader's language.</param>
    /// <returns>What was written and what was folded, as plain text: show these beside this HTML and both agree.</returns>
    public static (string Text, string? Quoted) Fold(IElement body, string summary)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(summary);
        var (root, isCut) = DomTree.Read(body);
        var (lines, origins) = TextRenderer.Render(root, isCut);
        var written = Splitter.Split(lines);
        var folder = new Folder(body);
        // Below first: this moves nothing that stands above.
        if (written.Tail is { } tail && Source(origins, tail) is { } below) Label(folder.FoldBelow(below.Node, below.Offset), summary);
        if (written.First > 0 && Source(origins, written.First) is { } own) Label(folder.FoldAbove(own.Node, own.Offset), summary);
        return written.Read();
    }

    private static (INode Node, int Offset)? Source(IReadOnlyList<LineWriter.Origin> origins, int line) =>
        line < origins.Count && origins[line] is { Node.Source: { } node } origin ? (node, origin.Offset) : null;

    private static void Label(IElement? details, string text)
    {
        if (details is null) return;
        var summary = details.Owner!.CreateElement("summary");
        summary.TextContent = text;
        details.SetAttribute(Mark, "");
        details.InsertBefore(summary, details.FirstChild);
    }
}
