using System.Globalization;
using System.Text;

namespace Hub.Mail.Text;

/// <summary>Brings lines and phrases to one form, so that "A écrit :" with a no-break space equals "a ecrit :".</summary>
internal static class Folding
{
    /// <summary>Characters of a line that are looked at; a phrase of a mail program is never longer.</summary>
    public const int MaxLength = 500;

    // Latin letters without their accents (U+0000 to U+024F); other scripts are only put into lower case.
    private static readonly char[] Latin = [.. Enumerable.Range(0, 0x250).Select(c => Plain((char)c))];

    /// <summary>
    /// Lower case, no accents, straight apostrophes, one space for any white space, nothing invisible, trimmed. Reads at
    /// most <see cref="MaxLength"/> characters.
    /// </summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var c in text[..Math.Min(text.Length, MaxLength)])
        {
            if (char.IsWhiteSpace(c))
            {
                if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
            }
            else if (!IsInvisible(c) && c is < '\u0300' or > '\u036F')
            {
                folded.Append(c switch
                {
                    '\u2018' or '\u2019' or '\u02BC' => '\'',
                    '\uFF1A' => ':',
                    < '\u0250' => Latin[c],
                    _ => char.ToLowerInvariant(c),
                });
            }
        }
        if (folded.Length > 0 && folded[^1] == ' ') folded.Length--;
        return folded.ToString();
    }

    /// <summary>Zero-width and direction marks, soft hyphen, byte order mark: programs scatter them, nobody sees them.</summary>
    public static bool IsInvisible(char c) =>
        c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';

    private static char Plain(char c) =>
        char.ToLowerInvariant(char.IsLetter(c) ? c.ToString(CultureInfo.InvariantCulture).Normalize(NormalizationForm.FormD)[0] : c);
}
