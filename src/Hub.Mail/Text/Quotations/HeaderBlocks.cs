using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Finds the block "From: … Sent: … To: … Subject: …" that Outlook and others put above a quoted mail.</summary>
internal sealed class HeaderBlocks(MailLines lines)
{
    // A list of recipients may be broken over some lines; a label is short.
    private const int MaxBroken = 5;
    private const int MaxLines = 40;
    private const int MaxLabel = 30;

    /// <summary>
    /// Whether a header block begins at this line: at least three known fields, From and a date among them, and either an
    /// address or all four fields with a time of day. So a traveller's "From: Paris, To: Lyon, Date: 3 May" is none.
    /// </summary>
    public bool TryBegin(int line, out int last)
    {
        last = line;
        if (Field(line) is HeaderField.None) return false;
        var (found, count, address, time) = (HeaderField.None, 0, false, false);
        for (var next = line; next >= 0 && next < line + MaxLines; next = NextField(next))
        {
            var field = Field(next);
            // A second From is the next block: that of a mail quoted inside.
            if (field is HeaderField.From && found.HasFlag(HeaderField.From)) break;
            (found, count, last) = (found | field, count + 1, next);
            time |= field is HeaderField.Date && Dates.HasTime(lines.Folded(next));
            address |= field is HeaderField.From or HeaderField.To && lines.Folded(next).Contains('@', StringComparison.Ordinal);
        }
        const HeaderField All = HeaderField.From | HeaderField.Date | HeaderField.To | HeaderField.Subject;
        return count >= 3 && found.HasFlag(HeaderField.From | HeaderField.Date) && (address || (time && found.HasFlag(All)));
    }

    // The line of the next field: at once, after one blank line, or behind the rest of a broken value.
    private int NextField(int line)
    {
        var next = line + 1;
        if (next < lines.Count && lines.IsBlank(next)) next++;
        if (next < lines.Count && Field(next) is not HeaderField.None) return next;
        for (next = line + 1; next < lines.Count && next <= line + MaxBroken; next++)
        {
            if (lines.IsBlank(next) || lines.IsMarked(next)) return -1;
            if (Field(next) is not HeaderField.None) return next;
        }
        return -1;
    }

    private HeaderField Field(int line)
    {
        if (lines.IsBlank(line)) return HeaderField.None;
        var text = lines.Folded(line);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > MaxLabel) return HeaderField.None;
        // Bold comes as asterisks: "*From:* Anna".
        return Phrases.Fields.GetValueOrDefault(text[..colon].Trim(' ', '*', '_', '|'));
    }
}
