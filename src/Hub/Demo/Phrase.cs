using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Demo;

/// <summary>A text with choices and blanks: <c>[this|or that]</c>, <c>[1=question|other question]</c> and later <c>[1=its answer|its own]</c>, <c>{blank}</c>, <c>(-left out by the terse-)</c>, <c>(+said by the long-winded only+)</c>.</summary>
internal static partial class Phrase
{
    /// <param name="text">With choices and blanks.</param>
    /// <param name="dice">Chooses.</param>
    /// <param name="blank">What stands for a blank.</param>
    /// <param name="manner">How whoever says it writes.</param>
    /// <exception cref="FormatException">A bracket is not closed.</exception>
    public static string Say(string text, Dice dice, Func<string, string> blank, Manner manner = Manner.Usual)
    {
        var said = new StringBuilder();
        var at = 0;
        Choose(text, ref at, true, dice, blank, manner, said);
        if (at < text.Length) throw new FormatException($"A bracket is closed that was not open: {text}");
        return WithoutBreaks(said.Replace("  ", " ").Replace(" ,", ",").ToString().Trim());
    }

    /// <summary>Puts spaces that break no line where French typography wants them (Imprimerie nationale): narrow ones before <c>; ! ?</c>, usual ones beside colon, guillemets and units.</summary>
    public static string WithoutBreaks(string text) => Breakable().Replace(text, space => space.Groups["narrow"].Success ? "\u202F" : "\u00A0");

    [GeneratedRegex(@"(?<narrow> (?=[;!?](?![-)(])))| (?=:(?![-)(DP/]))| (?=[»%€])|(?<=«) |(?<=\d) (?=h\b)|(?<=\d h) (?=\d)")]
    private static partial Regex Breakable();

    /// <summary>Reads as far as the end of a choice; says it where it was chosen.</summary>
    private static void Choose(string text, ref int at, bool aloud, Dice dice, Func<string, string> blank, Manner manner, StringBuilder said)
    {
        while (at < text.Length && text[at] is not ('|' or ']'))
        {
            if (text[at] == '[') Alternatives(text, ref at, aloud, dice, blank, manner, said);
            else if (text[at] == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0) throw new FormatException($"A blank is not closed: {text}");
                if (aloud) Fill(said, blank(text[(at + 1)..end]));
                at = end + 1;
            }
            else if (Aside(text, at) is { } aside)
            {
                var end = text.IndexOf($"{aside})", at + 2, StringComparison.Ordinal);
                if (end < 0) throw new FormatException($"An aside is not closed: {text}");
                var inner = 0;
                var words = text[(at + 2)..end];
                var wanted = aside is '+' ? manner is Manner.Long : manner is not Manner.Terse;
                if (aloud && wanted) Choose(words, ref inner, true, dice, blank, manner, said);
                at = end + 2;
            }
            else
            {
                if (aloud) said.Append(text[at]);
                at++;
            }
        }
    }

    private static void Alternatives(string text, ref int at, bool aloud, Dice dice, Func<string, string> blank, Manner manner, StringBuilder said)
    {
        var count = Count(text, at);
        var agreed = at + 2 < text.Length && char.IsAsciiDigit(text[at + 1]) && text[at + 2] == '=';
        var chosen = agreed ? int.Parse(blank($"{text[at + 1]}={count}"), CultureInfo.InvariantCulture) : dice.Next(count);
        at += agreed ? 3 : 1;
        for (var n = 0; ; n++)
        {
            Choose(text, ref at, aloud && n == chosen, dice, blank, manner, said);
            if (at >= text.Length) throw new FormatException($"A bracket is not closed: {text}");
            if (text[at++] == ']') return;
        }
    }

    /// <summary>How many alternatives the bracket that opens here has.</summary>
    private static int Count(string text, int open)
    {
        var (count, depth) = (1, 0);
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '[') depth++;
            else if (text[i] == ']' && --depth == 0) break;
            else if (text[i] == '|' && depth == 1) count++;
        }
        return count;
    }

    private static char? Aside(string text, int at) => at + 1 < text.Length && text[at] == '(' && text[at + 1] is '-' or '+' ? text[at + 1] : null;

    /// <summary>A sentence begins with a capital letter, also where it begins with a blank.</summary>
    private static void Fill(StringBuilder said, string words)
    {
        var end = said.Length - 1;
        while (end >= 0 && said[end] is ' ') end--;
        var begins = words.Length > 0 && char.IsLower(words[0]) && (end < 0 || said[end] is '.' or '!' or '?' or '\n');
        said.Append(begins ? char.ToUpperInvariant(words[0]) + words[1..] : words);
    }
}
