using System.Globalization;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Writes encoded words of RFC 2047 in UTF-8, allowed in texts and in names before addresses.</summary>
internal static class EncodedWordWriter
{
    /// <summary>Characters of one encoded word (RFC 2047 section 2).</summary>
    private const int Longest = 75;

    private const int Frame = 12; // =?UTF-8?B? and ?=

    /// <summary>Cuts a text into encoded words that each hold whole characters.</summary>
    /// <param name="text">Without control characters.</param>
    /// <param name="first">Room for the first one, which stands beside the field's name.</param>
    public static List<string> Words(string text, int first)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var isQ = Array.FindAll(octets, o => !IsPlain(o)).Length * 2 < octets.Length / 3;
        List<string> words = [];
        var word = new List<byte>(64);
        var size = 0;
        var room = Math.Clamp(first, 30, Longest) - Frame;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var character = utf8[..rune.EncodeToUtf8(utf8)];
            var added = isQ ? QLength(character) : character.Length;
            if ((isQ ? size + added : (size + added + 2) / 3 * 4) > room)
            {
                words.Add(Word(word, isQ));
                word.Clear();
                size = 0;
                room = Longest - Frame;
            }
            word.AddRange(character);
            size += added;
        }
        words.Add(Word(word, isQ));
        return words;
    }

    private static int QLength(ReadOnlySpan<byte> character)
    {
        var length = 0;
        foreach (var octet in character) length += IsPlain(octet) ? 1 : 3;
        return length;
    }

    /// <summary>What needs no escape even within a name (RFC 2047 section 5, rule 3).</summary>
    private static bool IsPlain(byte octet) => char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)' ' or (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';

    private static string Word(List<byte> octets, bool isQ)
    {
        if (!isQ) return $"=?UTF-8?B?{Convert.ToBase64String([.. octets])}?=";
        var word = new StringBuilder("=?UTF-8?Q?");
        foreach (var octet in octets)
        {
            if (octet == ' ') word.Append('_');
            else if (IsPlain(octet)) word.Append((char)octet);
            else word.Append('=').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return word.Append("?=").ToString();
    }
}
