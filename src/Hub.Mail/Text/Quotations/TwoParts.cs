namespace Hub.Mail.Text.Quotations;

/// <summary>Brings the plain part of a mail and its HTML part to one place at which the quotation begins.</summary>
internal static class TwoParts
{
    // An attribution or the head of a header block.
    private const int MaxHead = 6;

    // What one shows makes the other show more, which seldom goes on.
    private const int MaxRounds = 5;

    /// <summary>
    /// What is shown of both. Where one part knows of no quotation and the other has one that is beyond doubt, both are
    /// cut there. Otherwise each shows all that the other shows.
    /// </summary>
    public static (WrittenLines Plain, WrittenLines Html) Agree(WrittenLines plain, WrittenLines html)
    {
        if (plain.IsWhole && html is { First: 0, Tail: { } tail } && html.Lines.Hint(tail) is LineHint.Quoted or LineHint.QuotedFromHere or LineHint.SentOnFromHere
            && Cut(plain.Lines, html) is { Tail: { } below } cut && IsQuotation(cut.Lines, below)) return (cut, html);
        if (html.IsWhole && plain is { First: 0, Tail: { } marked } && IsMarked(plain.Lines, marked) && Cut(html.Lines, plain) is { } folded) return (plain, folded);
        if (plain.IsWhole && html.IsWhole) return (plain, html);
        // Counted once: what is shown of them moves over.
        var (ofPlain, ofHtml) = (Words.Of(plain), Words.Of(html));
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = (plain, html);
            plain = Widened(plain, ofPlain, ofHtml);
            html = Widened(html, ofHtml, ofPlain);
            if (before == (plain, html)) return before;
        }
        return (WrittenLines.All(plain.Lines), WrittenLines.All(html.Lines));
    }

    // A part without a quotation of its own, cut where the other is; null where it would hide words that the other has not.
    private static WrittenLines? Cut(MailLines lines, WrittenLines other)
    {
        var words = Words.Of(other);
        var own = Words.Of(new(lines, 0, -1));
        var cut = Widened(new WrittenLines(lines, 0, -1), own, words);
        return cut.Last >= 0 && !own.HidesMoreThan(words) ? cut : null;
    }

    // Shows so many lines more that no word is folded that the other shows, and counts their words as shown.
    private static WrittenLines Widened(WrittenLines written, Words own, Words other)
    {
        if (written.IsWhole) return written;
        var hidden = new HiddenWords(own, other);
        var (lines, first, last) = written;
        for (; hidden.Any && first > 0; first = 0)
        {
            for (var i = 0; i < first; i++) hidden.Show(lines, i);
        }
        while (hidden.Any && last < lines.Count - 1) hidden.Show(lines, ++last);
        return new(lines, first, last);
    }

    // In whatever language: lines marked below an attribution, or an address, a time or a year at the head.
    private static bool IsQuotation(MailLines lines, int tail)
    {
        if (IsMarked(lines, tail)) return true;
        var line = tail;
        for (var seen = 0; seen < MaxHead && line < lines.Count; seen++, line = lines.NextWritten(line + 1))
        {
            var text = lines.Folded(line);
            if (text.Contains('@', StringComparison.Ordinal) || Dates.HasTime(text) || Dates.HasYear(text)) return true;
        }
        return false;
    }

    // All lines are marked but for those of an attribution above.
    private static bool IsMarked(MailLines lines, int tail)
    {
        var (line, head) = (tail, 0);
        for (; line < lines.Count && !lines.IsMarked(line); line = lines.NextWritten(line + 1))
        {
            if (++head > MaxHead) return false;
        }
        if (line >= lines.Count) return false;
        for (; line < lines.Count; line = lines.NextWritten(line + 1))
        {
            if (!lines.IsMarked(line)) return false;
        }
        return true;
    }
}
