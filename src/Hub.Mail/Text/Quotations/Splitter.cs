namespace Hub.Mail.Text.Quotations;

/// <summary>Parts what the person wrote from what is quoted, once each line is known.</summary>
internal static class Splitter
{
    public static (string Text, string? Quoted) Split(MailLines lines)
    {
        var map = new QuotationMap(lines);
        var own = Enumerable.Range(0, map.End).Where(map.IsOwn).ToList();
        if (own.Count == 0) return (lines.Text, null);
        DropSignatureBelowQuotation(lines, map, own);
        DropMobileSignature(lines, map, own);

        var (first, last) = (own[0], own[^1]);
        var head = QuotedBetween(map, -1, first);
        // An answer below the quotation, not one between its lines: only then does what stands above go.
        var below = head && !QuotedBetween(map, first, last);
        var tail = lines.NextWritten(last + 1) < lines.Count;
        if (!below && !tail) return (lines.Text, null);

        var start = below ? lines.Start(first) : 0;
        var text = WithoutBlankEnds(lines.Text[start..lines.End(last)]);
        return (text, WithoutBlankEnds(lines.Text[..start] + lines.Text[lines.End(last)..]));
    }

    // Gmail puts the signature below the quotation; so do mailing lists with their footer. Neither is an answer.
    private static void DropSignatureBelowQuotation(MailLines lines, QuotationMap map, List<int> own)
    {
        var tail = own.Count - 1;
        while (tail > 0 && !QuotedBetween(map, own[tail - 1], own[tail])) tail--;
        if (tail == 0) return;
        var opening = lines.Folded(own[tail]);
        if (FixedLines.IsSignatureRule(opening) || FixedLines.IsFooterRule(opening)
            || own.Skip(tail).All(i => FixedLines.IsMobileSignature(lines.Folded(i))))
        {
            own.RemoveRange(tail, own.Count - tail);
        }
    }

    private static void DropMobileSignature(MailLines lines, QuotationMap map, List<int> own)
    {
        if (own.Count < 2 || QuotedBetween(map, own[^2], own[^1]) || !FixedLines.IsMobileSignature(lines.Folded(own[^1]))) return;
        own.RemoveAt(own.Count - 1);
        if (own.Count > 1 && FixedLines.IsSignatureRule(lines.Folded(own[^1]))) own.RemoveAt(own.Count - 1);
    }

    private static bool QuotedBetween(QuotationMap map, int above, int below)
    {
        for (var i = above + 1; i < below; i++)
        {
            if (map.IsQuoted(i)) return true;
        }
        return false;
    }

    // Takes blank lines off both ends, and white space off the last line; the first keeps its indentation.
    private static string WithoutBlankEnds(string text)
    {
        var written = text.Length - text.AsSpan().TrimStart().Length;
        return text[(text.AsSpan(0, written).LastIndexOfAny('\r', '\n') + 1)..].TrimEnd();
    }
}
