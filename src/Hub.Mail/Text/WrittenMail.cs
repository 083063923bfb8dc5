using Hub.Mail.Text.Html;
using Hub.Mail.Text.Quotations;
using Hub.Mail.Text.Safe;

namespace Hub.Mail.Text;

/// <summary>
/// A mail parted into what a person wrote and what their program quotes, text and HTML at the same place. Where the two
/// parts of the mail disagree, nothing that one of them shows is folded in the other.
/// </summary>
/// <param name="Text">What was written now.</param>
/// <param name="Quoted">What is folded below or above it; none where nothing is.</param>
/// <param name="Html">Cleaned, the quotation in an element of its own (<see cref="SafeHtml.QuotedMark"/>); none where the mail has no HTML, or too much of it.</param>
public sealed record WrittenMail(string Text, string? Quoted, string? Html)
{
    /// <summary>The mail has HTML that is too large to be kept.</summary>
    public bool IsCut { get; init; }

    /// <summary>Parts a mail.</summary>
    /// <param name="plain">Its plain part, as <see cref="WrittenText.Split"/> takes it; none or blank: its text is made of the HTML.</param>
    /// <param name="html">Its HTML part; none where it has no such.</param>
    /// <param name="subject">Its subject, if it has one.</param>
    /// <param name="ct">Gives up with the HTML; the text must do then.</param>
    public static WrittenMail Of(string? plain, string? html, string? subject = null, CancellationToken ct = default)
    {
        var hasPlain = !string.IsNullOrWhiteSpace(plain);
        if (string.IsNullOrWhiteSpace(html)) return OfText(WrittenText.Split(plain ?? "", subject));
        if (SafeHtml.Read(html, ct) is not { } tree) return OfText(hasPlain ? WrittenText.Split(plain!, subject) : WrittenText.FromHtml(html, subject)) with { IsCut = true };
        var (lines, origins) = TextRenderer.Render(tree.Root, isCut: false);
        var shown = Splitter.Split(lines, subject);
        var written = shown;
        if (hasPlain) (written, shown) = TwoParts.Agree(Splitter.Split(new MailLines(plain!), subject), shown);
        QuotedPart.Fold(tree.Root, origins, shown);
        var clean = SafeHtml.Write(tree);
        return OfText(written.Read()) with { Html = clean is { Length: > 0 } ? clean : null, IsCut = clean is null };
    }

    private static WrittenMail OfText((string Text, string? Quoted) parted) => new(parted.Text, parted.Quoted, null);
}
