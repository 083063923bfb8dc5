using System.Buffers;
using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Finds the block "From: … Sent: … To: … Subject: …" that Outlook and others put above a quoted mail.</summary>
/// <param name="lines">All lines.</param>
/// <param name="marked">Whether the lines were marked as quoted themselves, so that a block needs no date.</param>
internal sealed class HeaderBlocks(MailLines lines, bool marked = false)
{
    // A list of recipients may be broken over some lines; a label is short.
    private const int MaxBroken = 5;
    private const int MaxLines = 40;
    private const int MaxLabel = 30;

    private static readonly SearchValues<char> FieldNameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>
    /// Whether a header block begins at this line: at least three known fields, From and a date among them, and either an
    /// address or all four fields in Outlook's order with a full date. So a traveller's "From: Paris, To: Lyon, Date: 3 May"
    /// is none, nor is the head of a mail that somebody pastes with its Received and Message-ID, or below "he wrote this:".
    /// </summary>
    public bool TryBegin(int line, out int last)
    {
        last = line;
        if (Field(line) is HeaderField.None or HeaderField.Other || IsIntroduced(line)) return false;
        var (found, count, address) = (HeaderField.None, 0, false);
        var order = new List<HeaderField>();
        var fullDate = false;
        for (var next = line; next >= 0 && next < line + MaxLines; next = NextField(next))
        {
            var field = Field(next);
            // A second From is the next block: that of a mail quoted inside.
            if (field is not HeaderField.Other && found.HasFlag(field)) break;
            (found, count, last) = (found | field, count + 1, next);
            order.Add(field);
            fullDate |= field is HeaderField.Date && IsFullDate(lines.Folded(next));
            address |= field is HeaderField.From or HeaderField.To && lines.Folded(next).Contains('@', StringComparison.Ordinal);
        }
        if (count < 3 || !found.HasFlag(HeaderField.From) || !(marked || found.HasFlag(HeaderField.Date)) || IsRaw(last + 1)) return false;
        return address || (fullDate && order is [HeaderField.From, HeaderField.Date, ..] && found.HasFlag(HeaderField.To | HeaderField.Subject));
    }

    private bool IsIntroduced(int line)
    {
        if (line == 0 || lines.IsBlank(line - 1)) return false;
        var above = lines.Folded(line - 1);
        return IsRaw(line - 1) || (above.EndsWith(':') && !FixedLines.IsForward(above) && !FixedLines.IsSeparator(above));
    }

    // A field of the head of a mail that no program shows above a quotation: "Received:", "Message-ID:", "X-Spam-Status:".
    private bool IsRaw(int line)
    {
        if (line >= lines.Count || lines.IsBlank(line) || Field(line) is not HeaderField.None) return false;
        var text = lines.Folded(line);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > MaxLabel) return false;
        var name = text.AsSpan(0, colon);
        return name is "received" || (name.Contains('-') && !name.ContainsAnyExcept(FieldNameChars));
    }

    private static bool IsFullDate(string field)
    {
        var date = DateReader.Read(field.AsSpan(field.IndexOf(':', StringComparison.Ordinal) + 1).Trim(" *"));
        return date is { IsDate: true, HasYear: true, HasTime: true };
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
