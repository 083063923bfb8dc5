using System.Text;
using Hub.Mail.Text.Html;
using Hub.Mail.Text.Quotations;

namespace Hub.Mail.Text.Safe;

/// <summary>
/// Makes of the HTML of a mail what may be shown: known elements, attributes and styles only, and nothing that runs, sends or covers anything.
/// It is inert: even in a page that allowed everything it would fetch nothing. Links alone lead out, when somebody follows them.
/// </summary>
/// <remarks>Pictures keep their address in attributes of ours, for whoever shows them to decide: <see cref="CidMark"/>, <see cref="RemoteMark"/>, <see cref="BackgroundMark"/>.</remarks>
public static class SafeHtml
{
    /// <summary>Grows with every change of what is allowed. What an older version made is cleaned again before it is shown.</summary>
    public const short Version = 1;

    /// <summary>Marks the element that holds what the mail quotes; its first child is a summary.</summary>
    public const string QuotedMark = "data-quoted";

    /// <summary>Marks words of ours within a link: where it leads, because it says another place.</summary>
    public const string TargetMark = "data-target";

    /// <summary>The Content-ID (RFC 2392) of a picture that came with the mail.</summary>
    public const string CidMark = "data-cid";

    /// <summary>The web address of a picture that lies elsewhere.</summary>
    public const string RemoteMark = "data-remote";

    /// <summary>The web address of a picture behind an element.</summary>
    public const string BackgroundMark = "data-background";

    /// <summary>Characters of the result; no mail that a person reads has more.</summary>
    public const int MostCharacters = 500_000;

    private const int LongestInput = 5_000_000;

    // The longest newsletters have some ten thousand.
    private const int MostNodes = 50_000;

    /// <summary>Cleans a mail that has no plain text beside it, and folds what it quotes. With plain text: <see cref="WrittenMail"/>.</summary>
    /// <param name="html">The decoded body; any markup.</param>
    /// <param name="ct">Gives up early.</param>
    /// <returns>Null where the mail is too large or took too long: its text must do. Empty where nothing is left.</returns>
    public static string? Of(string html, CancellationToken ct = default)
    {
        if (Read(html, ct) is not { } mail) return null;
        var (lines, origins) = TextRenderer.Render(mail.Root, isCut: false);
        QuotedPart.Fold(mail.Root, origins, Splitter.Split(lines));
        return Write(mail);
    }

    /// <summary>Cleans what an older version made, or anything else that has no quotation to be folded.</summary>
    /// <inheritdoc cref="Of"/>
    public static string? Again(string html, CancellationToken ct = default) => Read(html, ct) is { } mail ? Write(mail) : null;

    /// <summary>The elements and texts of a mail as it came; none where it is too large or takes too long.</summary>
    internal static HtmlTree? Read(string html, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(html);
        if (html.Length > LongestInput) return null;
        var mail = new HtmlTree();
        return mail.Read(html, MostNodes, () => !ct.IsCancellationRequested) ? mail : null;
    }

    /// <summary>What of a mail may be shown; none where that is too long.</summary>
    internal static string? Write(HtmlTree mail)
    {
        var output = new StringBuilder();
        return Write(SafeTree.Of(mail), output) ? output.ToString() : null;
    }

    private static bool Write(HtmlNode parent, StringBuilder output)
    {
        foreach (var node in parent.Children)
        {
            if (output.Length > MostCharacters) return false;
            if (node.Name.Length == 0)
            {
                Characters.Escape(output, node.Data);
                continue;
            }
            output.Append('<').Append(node.Name);
            foreach (var (name, value) in node.Attributes)
            {
                output.Append(' ').Append(name).Append("=\"");
                Characters.Escape(output, value);
                output.Append('"');
            }
            output.Append('>');
            if (node.Name == "details") output.Append("<summary>•••</summary>");
            if (SafeTags.IsVoid(node.Name)) continue;
            if (!Write(node, output)) return false;
            output.Append("</").Append(node.Name).Append('>');
        }
        return output.Length <= MostCharacters;
    }
}
