using System.Net;
using System.Text.RegularExpressions;

namespace Hub.Mail.Text.Safe;

/// <summary>Which of the pictures that came with a mail belong to what it quotes or to its signature.</summary>
public static partial class FoldedPictures
{
    private const string Fold = $"<details {SafeHtml.QuotedMark}";

    /// <summary>Content-IDs of the pictures that are shown in what is folded and nowhere else.</summary>
    /// <param name="html">As <see cref="SafeHtml"/> wrote it; none where the mail has no HTML.</param>
    public static IReadOnlySet<string> Of(string? html)
    {
        var folded = new HashSet<string>();
        var shown = new HashSet<string>();
        var isFolded = false;
        // Cleaned HTML has a quotation mark in its tags only, and what is folded lies side by side.
        foreach (Match mark in Mark().Matches(html ?? ""))
        {
            if (mark.Groups[1].Success) (isFolded ? folded : shown).Add(WebUtility.HtmlDecode(mark.Groups[1].Value));
            else isFolded = mark.ValueSpan.StartsWith(Fold, StringComparison.Ordinal);
        }
        folded.ExceptWith(shown);
        return folded;
    }

    [GeneratedRegex($"{Fold}|</details>|{SafeHtml.CidMark}=\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
