using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Text in format=flowed, RFC 3676.</summary>
internal static class FlowedText
{
    /// <summary>Joins the lines of each paragraph of one quote depth; quoted ones keep their marks.</summary>
    /// <param name="text">With lines that end in LF.</param>
    /// <param name="deleteSpace">DelSp=yes: the blank before the line break is no part of the text.</param>
    public static string Unflow(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var depth = -1;
        var open = false;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var quote = line.IndexOfAnyExcept('>');
            if (quote < 0) quote = line.Length;
            line = line[quote..];
            if (line.StartsWith(' ')) line = line[1..]; // stuffed
            var signature = line.SequenceEqual("-- ");
            // A paragraph that flows into another depth, or into the signature, ends there (section 4.5). So does one
            // before an empty line, whose last blank was an oversight.
            if (!open || quote != depth || signature || line.IsEmpty)
            {
                if (depth >= 0) result.Append('\n');
                if (quote > 0) result.Append('>', quote).Append(line.IsEmpty ? "" : " ");
            }
            (depth, open) = (quote, line.EndsWith(' ') && !signature);
            result.Append(open && deleteSpace ? line[..^1] : line);
        }
        return result.ToString();
    }
}
