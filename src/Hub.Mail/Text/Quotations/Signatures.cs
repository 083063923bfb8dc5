namespace Hub.Mail.Text.Quotations;

/// <summary>Finds the signature at the end of what a person wrote. In doubt there is none.</summary>
internal static class Signatures
{
    // Below a separator or in an element that say what they are; a company's small print is long.
    private const int MaxMarkedLines = 30;

    // Below dashes that somebody may have drawn.
    private const int MaxLines = 8;
    private const int MaxLength = 80;
    private const int MaxWords = 9;

    /// <summary>Whether lines are nothing but a signature.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="own">Those asked about, at least one.</param>
    public static bool IsNothingElse(MailLines lines, IReadOnlyList<int> own) => Begin(lines, own, 0) == 0;

    /// <summary>The index in <paramref name="own"/> at which the signature begins; their number when there is none.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="own">What the person wrote, at least one line.</param>
    /// <param name="first">The signature begins here at the earliest.</param>
    public static int Find(MailLines lines, IReadOnlyList<int> own, int first) => Begin(lines, own, first);

    private static int Begin(MailLines lines, IReadOnlyList<int> own, int first)
    {
        var end = own.Count;
        // A telephone's line may stand below a signature, and a signature below a telephone's line.
        for (var before = -1; before != end;)
        {
            before = end;
            while (end > first && FixedLines.IsMobileSignature(lines.Folded(own[end - 1]))) end--;
            if (Marked(lines, own, first, end) is { } marked) end = marked;
            else if (Ruled(lines, own, first, end) is { } ruled) end = ruled;
            while (end > first && end < own.Count && FixedLines.IsSignatureRule(lines.Folded(own[end - 1]))) end--;
        }
        return end;
    }

    // The lines at the end that are inside the elements of a signature.
    private static int? Marked(MailLines lines, IReadOnlyList<int> own, int first, int end)
    {
        var begin = end;
        while (begin > first && lines.Hint(own[begin - 1]) is LineHint.Signature) begin--;
        return begin < end && end - begin <= MaxMarkedLines && !Asks(lines, own, begin, end) ? begin : null;
    }

    // The earliest rule below which only a signature stands.
    private static int? Ruled(MailLines lines, IReadOnlyList<int> own, int first, int end)
    {
        for (var i = Math.Max(first, end - MaxMarkedLines - 1); i < end - 1; i++)
        {
            if (lines.IsSignatureSeparator(own[i]) && !Asks(lines, own, i, end)) return i;
            if (i >= end - 1 - MaxLines && FixedLines.IsSignatureRule(lines.Folded(own[i])) && IsShort(lines, own, i + 1, end)) return i;
        }
        return null;
    }

    // A question, or what somebody remembers after signing, is for the reader.
    private static bool Asks(MailLines lines, IReadOnlyList<int> own, int begin, int end)
    {
        for (var i = begin; i < end; i++)
        {
            var text = lines.Folded(own[i]);
            if (text.EndsWith('?') || text is ['p', 's', ':' or ' ' or '.', ..] or ['p', '.', 's', ..] or ['p', '.', ' ', 's', ..]) return true;
        }
        return false;
    }

    private static bool IsShort(MailLines lines, IReadOnlyList<int> own, int begin, int end)
    {
        if (Asks(lines, own, begin, end)) return false;
        for (var i = begin; i < end; i++)
        {
            var text = lines.Folded(own[i]);
            // A sentence: dots end abbreviations too, exclamation marks nothing else.
            if (text.Length > MaxLength || text.EndsWith('!') || text.EndsWith(':') || text.AsSpan().Count(' ') >= MaxWords) return false;
            if (text.EndsWith('.') && text.AsSpan().Count(' ') >= MaxWords / 2) return false;
        }
        return true;
    }
}
