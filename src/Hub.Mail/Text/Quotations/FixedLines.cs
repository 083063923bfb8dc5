using System.Buffers;
using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Lines that mail programs write word by word: separators, rules, signatures of telephones.</summary>
internal static class FixedLines
{
    private const int MaxMobileWords = 8;

    private static readonly SearchValues<char> Ornaments = SearchValues.Create("-_=*#~\u2013\u2014 ");

    /// <summary>"-----Original Message-----", or a ticket system's "##- Please type your reply above this line -##".</summary>
    public static bool IsSeparator(string folded) =>
        folded is ['#', '#', '-', _, .., '-', '#', '#']
        || (Inner(folded) is { } inner
            && (Phrases.OriginalMessage.Contains(inner) || Array.Exists(Phrases.ReplyAbove, p => inner.StartsWith(p, StringComparison.Ordinal))));

    /// <summary>"---------- Forwarded message ---------" or "Begin forwarded message:".</summary>
    public static bool IsForward(string folded) =>
        (Inner(folded) is { } inner && Phrases.ForwardedMessage.Contains(inner))
        || (folded.EndsWith(':') && Phrases.ForwardedMessage.Contains(folded.TrimEnd(':', ' ')));

    /// <summary>A rule of five characters or more.</summary>
    public static bool IsRule(string folded) => folded.Length >= 5 && folded.AsSpan().IndexOfAnyExcept(Ornaments) < 0;

    /// <summary>A rule of underscores as mailing lists put above their footer.</summary>
    public static bool IsFooterRule(string folded) => folded.Length >= 30 && folded.AsSpan().IndexOfAnyExcept('_') < 0;

    /// <summary>The separator of RFC 3676 section 4.3 above a signature, with or without its space.</summary>
    public static bool IsSignatureRule(string folded) => folded == "--";

    /// <summary>A line that a telephone's mail program adds by itself: "Sent from my iPhone".</summary>
    public static bool IsMobileSignature(string folded)
    {
        if (folded.Length > 200) return false;
        var opening = Array.Find(Phrases.MobileOpenings, o => folded.StartsWith(o, StringComparison.Ordinal));
        if (opening is null) return false;
        var link = folded.AsSpan().IndexOfAny('<', '[', '(');
        var rest = folded[Math.Min(opening.Length, folded.Length)..(link > opening.Length ? link : folded.Length)];
        var words = rest.Split([' ', '.', '-', '\u2013', '\'', '\u00AE', '\u2122'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= MaxMobileWords && rest.AsSpan().IndexOfAny("?!,;") < 0 && Array.Exists(words, Phrases.MobileWords.Contains);
    }

    // What stands between two rows of ornaments.
    private static string? Inner(string folded)
    {
        var start = folded.AsSpan().IndexOfAnyExcept(Ornaments);
        if (start < 2) return null;
        var end = folded.AsSpan().LastIndexOfAnyExcept(Ornaments) + 1;
        return folded.Length - end < 2 ? null : folded[start..end];
    }
}
