using System.Text;

namespace Hub.Mail.Mime;

/// <summary>The words of text/enriched (RFC 1896) and of text/richtext, which came before it (RFC 1341 section 7.1.3).</summary>
internal static class EnrichedText
{
    /// <summary>Characters of a command's name (RFC 1896).</summary>
    private const int LongestName = 60;

    /// <summary>Text without its commands; what is no command stays as it is. One pass.</summary>
    /// <param name="text">With lines that end in LF.</param>
    /// <param name="isRichtext">In the older form a line break is a blank, and <c>nl</c> a line break.</param>
    public static string Plain(string text, bool isRichtext)
    {
        // Programs that call Microsoft's format so: a file to be opened.
        if (text.StartsWith("{\\rtf", StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        int nofill = 0, at = 0;
        string? unclosed = null;
        while (at < text.Length)
        {
            var special = text.AsSpan(at).IndexOfAny('<', '\n');
            if (special < 0) special = text.Length - at;
            plain.Append(text, at, special);
            at += special;
            if (at == text.Length) break;
            if (text[at] == '\n') Break(text, ref at, plain, isRichtext, nofill > 0);
            else if (!isRichtext && text.AsSpan(at).StartsWith("<<", StringComparison.Ordinal))
            {
                plain.Append('<');
                at += 2;
            }
            else if (Command(text, at) is not { } command)
            {
                plain.Append('<');
                at++;
            }
            else
            {
                at += command.Length + 2;
                if (Hides(command, isRichtext) && command != unclosed)
                {
                    // What was never closed hides nothing, or all the text would be lost.
                    var end = text.IndexOf($"</{command}>", at, StringComparison.OrdinalIgnoreCase);
                    if (end < 0) unclosed = command;
                    else at = end + command.Length + 3;
                }
                else if (command == "nofill") nofill++;
                else if (command == "/nofill") nofill = Math.Max(0, nofill - 1);
                else if (isRichtext) plain.Append(command switch { "nl" or "np" => "\n", "lt" => "<", "paragraph" or "/paragraph" => "\n", _ => "" });
            }
        }
        return plain.ToString();
    }

    private static bool Hides(string command, bool isRichtext) => command == (isRichtext ? "comment" : "param");

    /// <summary>One line break is a blank; of more, one goes.</summary>
    private static void Break(string text, ref int at, StringBuilder plain, bool isRichtext, bool isKept)
    {
        var end = text.AsSpan(at).IndexOfAnyExcept('\n');
        var count = end < 0 ? text.Length - at : end;
        at += count;
        if (isKept) plain.Append('\n', count);
        else if (isRichtext || count == 1) plain.Append(plain.Length > 0 && plain[^1] is ' ' or '\n' ? "" : " ");
        else plain.Append('\n', count - 1);
    }

    /// <summary>The name in lower case of the command that begins here, with its stroke; none where that is no command.</summary>
    private static string? Command(string text, int at)
    {
        var rest = text.AsSpan(at + 1, Math.Min(text.Length - at - 1, LongestName + 2));
        var end = rest.IndexOf('>');
        if (end <= 0) return null;
        var name = rest[..end];
        foreach (var c in name[0] == '/' ? name[1..] : name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return null;
        return name.ToString().ToLowerInvariant();
    }
}
