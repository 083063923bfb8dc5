namespace Hub.Mail.Text.Quotations;

/// <summary>The lines a person wrote; what stands above and below them is folded.</summary>
/// <param name="Lines">All lines of the mail.</param>
/// <param name="First">The first line that is shown, 0 where nothing above is folded.</param>
/// <param name="Last">The last line that is shown.</param>
internal sealed record WrittenLines(MailLines Lines, int First, int Last)
{
    /// <summary>Nothing is folded.</summary>
    public static WrittenLines All(MailLines lines) => new(lines, 0, lines.Count - 1);

    /// <summary>The first line folded below what is shown; null when there is none.</summary>
    public int? Tail => Lines.NextWritten(Last + 1) is var tail && tail < Lines.Count ? tail : null;

    public bool IsWhole => First == 0 && Tail is null;

    /// <summary>What is shown, and what is folded.</summary>
    public (string Text, string? Quoted) Read()
    {
        if (IsWhole) return (Lines.Text, null);
        var (start, end) = (First > 0 ? Lines.Start(First) : 0, Lines.End(Last));
        return (WithoutBlankEnds(Lines.Text[start..end]), WithoutBlankEnds(Lines.Text[..start] + Lines.Text[end..]));
    }

    // Takes blank lines off both ends, and white space off the last line; the first keeps its indentation.
    private static string WithoutBlankEnds(string text)
    {
        var written = text.Length - text.AsSpan().TrimStart().Length;
        return text[(text.AsSpan(0, written).LastIndexOfAny('\r', '\n') + 1)..].TrimEnd();
    }
}
