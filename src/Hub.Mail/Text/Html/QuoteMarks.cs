namespace Hub.Mail.Text.Html;

/// <summary>What an element is to a quotation.</summary>
internal enum QuoteMark
{
    None,

    /// <summary>Holds a quotation, or the sentence that attributes it.</summary>
    Quotation,

    /// <summary>Holds an attribution, then block quotations; a person may write after each of these.</summary>
    Frame,

    /// <summary>A block quotation, shown as lines that begin with <c>&gt;</c>: a program's, or one that a person set.</summary>
    Block,

    /// <summary>A block quotation that only a mail program writes.</summary>
    Cited,

    /// <summary>Holds a signature.</summary>
    Signature,

    /// <summary>Stands above a quotation that goes on to the end of the mail.</summary>
    Start,

    /// <summary>Holds a mail that is sent on.</summary>
    Forward,
}

/// <summary>Knows quotations by the classes, ids and styles that mail programs give them.</summary>
internal static class QuoteMarks
{
    private const int MaxSearched = 200;
    private const int MaxLabel = 30;

    private static readonly string[] FrameClasses = ["gmail_quote", "gmail_quote_container", "gmail_extra", "protonmail_quote"];

    // Yahoo; Thunderbird; Gmail; Tutanota; Zoho; Airmail; Outlook for telephones; Freshdesk.
    private static readonly string[] QuotationClasses =
    [
        "yahoo_quoted", "moz-cite-prefix", "gmail_attr", "tutanota_quote", "zmail_extra", "airmail_on", "clean_bq",
        "ms-outlook-mobile-reference-message", "freshdesk_quote",
    ];

    // Outlook for telephones; Outlook for Mac; Roundcube (Free, SFR); the rule of Zimbra (La Poste, Free).
    private static readonly string[] QuotationIds = ["mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION", "reply-intro", "zwchr"];

    // GMX and Web.de; Spark.
    private static readonly string[] QuotationNames = ["quote", "messageReplySection"];

    // Outlook on the web, twice; Hotmail.
    private static readonly string[] StartIds = ["appendonsend", "divRplyFwdMsg", "stopSpelling"];

    // Gmail, twice; Thunderbird; Proton; Open-Xchange; Superhuman.
    private static readonly string[] SignatureClasses =
        ["gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "io-ox-signature", "sh-signature"];

    // Apple; Outlook; Outlook for telephones; Samsung.
    private static readonly string[] SignatureIds = ["AppleMailSignature", "Signature", "ms-outlook-mobile-signature", "composer_signature"];

    public static QuoteMark Of(HtmlNode node)
    {
        if (node.Name == "blockquote") return !IsQuotation(node) ? QuoteMark.None : IsCited(node) ? QuoteMark.Cited : QuoteMark.Block;
        if (node.Attributes.Count == 0) return QuoteMark.None;
        // Zimbra marks its rule, header block and quotation.
        if (node["data-marker"] is "__QUOTED_TEXT__" or "__HEADERS__" or "__DIVIDER__") return QuoteMark.Quotation;
        if (QuotationIds.Contains(node.Id) || QuotationNames.Contains(node["name"]) || Array.Exists(QuotationClasses, node.HasClass)) return QuoteMark.Quotation;
        if (Array.Exists(FrameClasses, node.HasClass))
        {
            return node.Children.Exists(c => c.Name == "blockquote" && IsQuotation(c)) ? QuoteMark.Frame : QuoteMark.Quotation;
        }
        if (node.HasClass("moz-forward-container")) return QuoteMark.Forward;
        if (StartIds.Contains(node.Id) || node.HasClass("OutlookMessageHeader")) return QuoteMark.Start;
        if (IsSignature(node)) return QuoteMark.Signature;
        return node.Name == "div" && node.Style.HasLineAbove && CountLabels(node) >= 2 ? QuoteMark.Start : QuoteMark.None;
    }

    private static bool IsSignature(HtmlNode node) =>
        SignatureIds.Contains(node.Id) || Array.Exists(SignatureClasses, node.HasClass) || node["data-smartmail"] == "gmail_signature"
        || node["data-marker"] is "__SIG_PRE__" or "__SIG_POST__" || node["name"] == "messageSignatureSection";

    // Gmail, Apple Mail and Outlook indent a person's own lines by a block quotation without a border, whatever its class.
    private static bool IsQuotation(HtmlNode block) =>
        IsCited(block)
        || block["style"].Length == 0
        || block.Style.HasLineAtLeft
        || (block["class"].Contains("quote", StringComparison.OrdinalIgnoreCase) && !block.Style.HasNoBorder);

    private static bool IsCited(HtmlNode block) =>
        block["type"].Equals("cite", StringComparison.OrdinalIgnoreCase) || block["cite"].Length > 0 || block["data-marker"].Length > 0 || block.HasClass("clean_bq");

    // Bold words with a colon, in whatever language: "From:", "Sent:".
    private static int CountLabels(HtmlNode node)
    {
        var (labels, searched) = (0, 0);
        var next = new Stack<HtmlNode>([node]);
        while (next.TryPop(out var inner) && searched++ < MaxSearched)
        {
            if (inner.Name is "b" or "strong" || inner.Style.IsBold)
            {
                var label = inner.InnerText(MaxLabel + 1).Trim();
                if (label.Length <= MaxLabel && label.EndsWith(':')) labels++;
            }
            else
            {
                for (var i = Math.Min(inner.Children.Count, MaxSearched) - 1; i >= 0; i--) next.Push(inner.Children[i]);
            }
        }
        return labels;
    }
}
