using System.Text;

namespace Hub.Mail.Text.Safe;

/// <summary>Writes text so that it stays text.</summary>
internal static class Characters
{
    /// <summary>Without control characters and halves of surrogate pairs: neither means anything in a mail, and parsers differ on them.</summary>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (Width(text, i) is not 1) return Cleaned(text);
        return text;
    }

    /// <summary>Appends text, or the value of an attribute: with no quotation mark left in it, an attribute cannot be imitated by text.</summary>
    public static void Escape(StringBuilder output, string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '&': output.Append("&amp;"); break;
                case '<': output.Append("&lt;"); break;
                case '>': output.Append("&gt;"); break;
                case '"': output.Append("&quot;"); break;
                case '\u00A0': output.Append("&nbsp;"); break;
                default: output.Append(c); break;
            }
        }
    }

    private static string Cleaned(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var width = Width(text, i);
            clean.Append(text, i, width);
            if (width == 2) i++;
        }
        return clean.ToString();
    }

    // How many code units to keep: 0, 1, or 2 for a pair.
    private static int Width(string text, int i)
    {
        var c = text[i];
        if (char.IsHighSurrogate(c)) return i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 0;
        return char.IsLowSurrogate(c) || c is '\uFFFE' or '\uFFFF' || (char.IsControl(c) && c is not ('\t' or '\n')) ? 0 : 1;
    }
}
