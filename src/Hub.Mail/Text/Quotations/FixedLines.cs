using System.Buffers;
using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Lines that mail programs write word by word: separators, rules, signatures of telephones.</summary>
internal static class FixedLines
{
    private const int MaxMobileWords = 8;

    // "iPhonesta", "iPhonem": as far as an ending of a Finnish or Polish case.
    private const int MaxEnding = 4;

    private static readonly SearchValues<char> Ornaments = SearchValues.Create("-_=*#~\u2013\u2014 ");

    /// <summary>"-----Original Message-----", or a ticket system's "##- Please type your reply above this line -##".</summary>
    public static bool IsSeparator(string folded) =>
        folded is ['#', '#', '-', _, .., '-', '#', '#']
        || (Inner(folded) is { } inner
            && (Phrases.OriginalMessage.Contains(inner) || Array.Exists(Phrases.ReplyAbove, p => inner.StartsWith(p, StringComparison.Ordinal))));

    /// <summary>"---------- Forwarded message ---------" or "Begin forwarded message:".</summary>
    public static bool IsForward(string folded) =>
        (Inner(folded) is { } inner && (Phrases.ForwardedMessage.Contains(inner) || Array.Exists(Phrases.ForwardedBy, p => inner.StartsWith(p, StringComparison.Ordinal))))
        || (folded.EndsWith(':') && Phrases.ForwardedMessage.Contains(folded.TrimEnd(':', ' ')));

    /// <summary>A rule of five characters or more.</summary>
    public static bool IsRule(string folded) => folded.Length >= 5 && folded.AsSpan().IndexOfAnyExcept(Ornaments) < 0;

    /// <summary>A rule of underscores as mailing lists put above their footer.</summary>
    public static bool IsFooterRule(string folded) => folded.Length >= 30 && folded.AsSpan().IndexOfAnyExcept('_') < 0;

    /// <summary>The separator of RFC 3676 section 4.3 above a signature, with or without its space, or a rule of two or three underscores.</summary>
    public static bool IsSignatureRule(string folded) => folded is "--" or "__" or "___" or "\u2014" or "\u2013 \u2013";

    /// <summary>A line that a telephone's mail program adds by itself: "Sent from my iPhone".</summary>
    public static bool IsMobileSignature(string folded)
    {
        if (folded.Length > 200) return false;
        var link = folded.AsSpan().IndexOfAny('<', '[', '(');
        var line = folded[..(link > 0 ? link : folded.Length)].TrimEnd(' ', '.');
        return Array.Exists(Phrases.MobileLines, m => line.StartsWith(m.Before, StringComparison.Ordinal) && line.EndsWith(m.Behind, StringComparison.Ordinal)
            && line.Length >= m.Before.Length + m.Behind.Length && NamesDevice(line[m.Before.Length..^m.Behind.Length]));
    }

    private static bool NamesDevice(string rest)
    {
        if (rest.AsSpan().IndexOfAny("?!,;") >= 0) return false;
        var words = rest.Split([' ', '.', '-', '\u2013', '\'', '\u00AE', '\u2122'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= MaxMobileWords && Array.Exists(words, w => Phrases.MobileWords.Contains(w)
            || Array.Exists(Phrases.Products, p => w.StartsWith(p, StringComparison.Ordinal) && w.Length <= p.Length + MaxEnding));
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
