namespace Hub.Mail.Text.Quotations;

/// <summary>Parts what the person wrote from what is quoted, once each line is known.</summary>
internal static class Splitter
{
    public static WrittenLines Split(MailLines lines)
    {
        var map = new QuotationMap(lines);
        var own = Enumerable.Range(0, map.End).Where(map.IsOwn).ToList();
        if (own.Count == 0) return WrittenLines.All(lines);
        DropSignatureBelowQuotation(lines, map, own);
        DropMobileSignature(lines, map, own);

        var (first, last) = (own[0], own[^1]);
        // An answer below the quotation, not one between its lines: only then does what stands above go.
        var below = QuotedBetween(map, -1, first) && !QuotedBetween(map, first, last);
        return new WrittenLines(lines, below ? first : 0, last);
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
}
