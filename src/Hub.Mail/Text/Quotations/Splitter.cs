namespace Hub.Mail.Text.Quotations;

/// <summary>Parts what the person wrote from what is quoted, once each line is known.</summary>
internal static class Splitter
{
    /// <summary>Parts a mail.</summary>
    /// <param name="lines">Its text.</param>
    /// <param name="subject">As written, if known: the only thing by which Outlook tells a mail sent on from a reply.</param>
    public static WrittenLines Split(MailLines lines, string? subject = null)
    {
        var map = new QuotationMap(lines);
        var own = Enumerable.Range(0, map.End).Where(map.IsOwn).ToList();
        if (own.Count == 0 || IsSentOn(lines, map, subject)) return WrittenLines.All(lines);
        if (map.Opening is not Opening.None && Signatures.IsNothingElse(lines, own)) return WrittenLines.All(lines);
        DropSignatureBelowQuotation(lines, map, own);
        var run = own.Count - 1;
        while (run > 0 && !QuotedBetween(map, own[run - 1], own[run])) run--;
        // What is nothing but a signature is shown, rather than nothing; the same below an answer between quoted lines.
        var signature = Signatures.Find(lines, own, Math.Max(run, 1));
        own.RemoveRange(signature, own.Count - signature);

        var (first, last) = (own[0], own[^1]);
        // An answer below the quotation, not one between its lines: only then does what stands above go.
        var below = QuotedBetween(map, -1, first) && !QuotedBetween(map, first, last);
        return new WrittenLines(lines, below ? first : 0, last);
    }

    // What somebody sends on is what they want to be read.
    private static bool IsSentOn(MailLines lines, QuotationMap map, string? subject) =>
        map.Opening is Opening.Forward || (map.Opening is Opening.Header && subject is not null && ForwardSubjects.Is(subject, lines, map.End));

    // Gmail puts the signature below the quotation; so do mailing lists with their footer. Neither is an answer.
    private static void DropSignatureBelowQuotation(MailLines lines, QuotationMap map, List<int> own)
    {
        var tail = own.Count - 1;
        while (tail > 0 && !QuotedBetween(map, own[tail - 1], own[tail])) tail--;
        if (tail == 0) return;
        if (FixedLines.IsFooterRule(lines.Folded(own[tail])) || Signatures.IsNothingElse(lines, own[tail..])) own.RemoveRange(tail, own.Count - tail);
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
