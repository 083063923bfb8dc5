using Hub.Mail.Text.Html;
using Hub.Mail.Text.Quotations;

namespace Hub.Mail.Text;

/// <summary>
/// What a person wrote in a mail, apart from what their mail program quotes. In doubt a line counts as written: a
/// quotation shown is a nuisance, a sentence hidden is a customer not heard.
/// </summary>
public static class WrittenText
{
    /// <summary>Parts a plain text body.</summary>
    /// <param name="text">The decoded body, lines ended by LF, CRLF or CR, flowed lines (RFC 3676) already joined.</param>
    /// <param name="subject">The mail's, if known: some programs say only there that a mail is sent on.</param>
    /// <returns>
    /// What was written now, without blank lines around it, and the quotation with everything below it. The quotation
    /// includes its attribution, a telephone's signature right above it, and what stands above an answer written below.
    /// Where there is no quotation, or nothing else, or a mail is sent on, the text comes back as it is. Nothing but white space is lost.
    /// </returns>
    public static (string Text, string? Quoted) Split(string text, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Splitter.Split(new MailLines(text), subject).Read();
    }

    /// <summary>
    /// Turns an HTML body into plain text and parts it. Quotations are known by the marks mail programs leave in their
    /// HTML, then by the rules for plain text; quoted lines begin with <c>&gt;</c> where the HTML had a block quotation.
    /// </summary>
    /// <param name="html">The decoded body; any markup is taken, scripts, styles and hidden elements are left out.</param>
    /// <param name="subject">The mail's, if known.</param>
    /// <returns>As <see cref="Split"/>; at most 1,000,000 characters; what is longer is cut and a last line "[…]" says so.</returns>
    public static (string Text, string? Quoted) FromHtml(string html, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(html);
        var (root, isCut) = HtmlTree.Parse(html);
        return Splitter.Split(TextRenderer.Render(root, isCut).Lines, subject).Read();
    }
}
