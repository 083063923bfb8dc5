using System.Buffers;
using System.Text;
using UtfUnknown;

namespace Hub.Mail.Mime;

/// <summary>What text is written in that does not say, or says it wrongly.</summary>
internal static class CharsetGuess
{
    /// <summary>Octets that are looked at.</summary>
    private const int Sample = 64 * 1024;

    /// <summary>Sureness from which a guess counts, as the detector gives it.</summary>
    private const double Sure = 0.6;
    private const double VerySure = 0.75;

    /// <summary>So few letters beyond ASCII say nothing about which Latin alphabet they are of.</summary>
    private const int FewLetters = 6;

    /// <summary>Letters in ISO 8859-2, and signs that nobody needs in windows-1250.</summary>
    private static readonly SearchValues<byte> LettersOfIso = SearchValues.Create([0xA1, 0xA6, 0xAC, 0xB1, 0xB6, 0xBC]);

    private static readonly SearchValues<char> AfterName = SearchValues.Create(" \"';/>");

    /// <summary>The likeliest encoding of octets that are no UTF-8. Latin alphabets differ in few octets, so one other than
    /// western Europe's needs much to speak for it: a guess that breaks accents is worse than none.</summary>
    public static Encoding Of(ReadOnlySpan<byte> octets)
    {
        var sample = octets.Length > Sample ? octets[..Sample] : octets;
        if (IsUtf16(sample) is { } utf16) return utf16;
        if (CharsetDetector.DetectFromBytes(sample.ToArray()).Detected is not { Confidence: >= (float)Sure } found || Charsets.Find(found.EncodingName) is not { } encoding) return EastAsianGuess.Of(sample) ?? Charsets.Western;
        var high = sample.Length - Ascii(sample);
        if (!encoding.IsSingleByte || encoding == Encoding.UTF8) return encoding;
        if (IsLatin(encoding.CodePage)) return high >= FewLetters && found.Confidence >= VerySure ? Central(encoding, sample) : EastAsianGuess.Of(sample) ?? Charsets.Western;
        // In another alphabet most letters are beyond ASCII; of DOS's nobody writes mail any more, but it looks like others' accents.
        return high >= 4 && high * 3 >= sample.Length && encoding.CodePage is not (852 or 855 or 857 or 858 or 862) ? encoding : EastAsianGuess.Of(sample) ?? Charsets.Western;
    }

    /// <summary>Valid UTF-8 that has enough of it not to be so by chance.</summary>
    /// <param name="octets">The text.</param>
    /// <param name="declared">A set of single octets that the text is said to be in.</param>
    public static bool IsUtf8InDisguise(ReadOnlySpan<byte> octets, Encoding declared)
    {
        if (!System.Text.Unicode.Utf8.IsValid(octets)) return false;
        var needed = IsLatin(declared.CodePage) || declared == Charsets.Western ? 1 : 3;
        foreach (var octet in octets)
            if (octet >= 0xC0 && --needed == 0) return true;
        return false;
    }

    /// <summary>Whether octets that were declared to be in a set of two octets a letter are UTF-8 beyond chance: several letters of three octets, and nothing that is not UTF-8.</summary>
    public static bool IsUtf8AndNothingElse(ReadOnlySpan<byte> octets)
    {
        const int Enough = 3;
        if (octets.Contains((byte)0) || HasEscapes(octets)) return false;
        var letters = 0;
        foreach (var octet in octets)
            if (octet >= 0xE0 && ++letters == Enough) break;
        return letters == Enough && System.Text.Unicode.Utf8.IsValid(octets);
    }

    /// <summary>Whether an encoding is one of ISO 2022, which has seven bits and escapes.</summary>
    public static bool IsIso2022(Encoding encoding) => encoding.CodePage is 50220 or 50221 or 50222 or 50225 or 50227;

    /// <summary>Whether octets have an escape of ISO 2022 and no eighth bit.</summary>
    public static bool IsIso2022(ReadOnlySpan<byte> octets) => HasEscapes(octets) && !octets.ContainsAnyExceptInRange((byte)0, (byte)127);

    /// <summary>Codes of ISO 2022, which are ASCII to the eye.</summary>
    public static bool HasEscapes(ReadOnlySpan<byte> octets) => octets.IndexOf("\x1B$"u8) >= 0 || octets.IndexOf("\x1B("u8) >= 0;

    /// <summary>What an HTML says of itself near its beginning (HTML standard, 13.2.3.2).</summary>
    public static Encoding? OfHtml(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(html.Length, 2048)]);
        for (var at = head.IndexOf("<meta", StringComparison.OrdinalIgnoreCase); at >= 0; at = head.IndexOf("<meta", at + 5, StringComparison.OrdinalIgnoreCase))
        {
            var end = head.IndexOf('>', at);
            var tag = end < 0 ? head[at..] : head[at..end];
            var name = tag.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
            if (name < 0) continue;
            var value = tag[(name + "charset".Length)..].TrimStart(' ', '=', '"', '\'');
            var stop = value.AsSpan().IndexOfAny(AfterName);
            // It was read as octets: a set of wider units is not what it is in.
            if (Charsets.Find(stop < 0 ? value : value[..stop]) is { } found && found.CodePage is not (1200 or 1201 or 12000 or 12001)) return found;
        }
        return null;
    }

    private static Encoding? IsUtf16(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 8) return null;
        int even = 0, odd = 0;
        for (var i = 0; i + 1 < octets.Length; i += 2)
        {
            if (octets[i] == 0) even++;
            if (octets[i + 1] == 0) odd++;
        }
        var most = octets.Length / 2 * 2 / 3;
        return odd > most && even == 0 ? Encoding.Unicode : even > most && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    /// <summary>The order of octets of UTF-16 without a mark: big-endian (RFC 2781 section 4.3), unless it reads far more like the other one.</summary>
    public static Encoding OrderOf(ReadOnlySpan<byte> octets)
    {
        var sample = octets[..Math.Min(octets.Length, 4096)];
        return Likeness(sample, 1, 0) > Likeness(sample, 0, 1) ? Encoding.Unicode : Encoding.BigEndianUnicode;
    }

    /// <summary>How many letters are such as texts have: ASCII's, those of the script of the letter before, East Asia's.</summary>
    private static int Likeness(ReadOnlySpan<byte> octets, int high, int low)
    {
        var (likeness, last) = (0, -1);
        for (var i = 0; i + 1 < octets.Length; i += 2)
        {
            var (block, letter) = (octets[i + high], octets[i + low]);
            if (block == 0) likeness += letter is >= 0x20 and < 0x7F or 0x0A or 0x0D ? 2 : 0;
            else if (block is 0x30 or 0xFF or (>= 0x4E and <= 0x9F) or (>= 0xAC and <= 0xD7)) likeness++;
            else if (block is >= 0xD8 and <= 0xF8) likeness--;
            else if (block == last) likeness++;
            if (block is > 0 and not 0x30) last = block;
        }
        return likeness;
    }

    private static bool IsLatin(int page) => page is 1250 or 1252 or 1254 or 1257 or 1258 or 437 or 850 or 852 or 857 or 858 or 10000 or (>= 28591 and <= 28594) or 28599 or 28603 or 28605;

    /// <summary>Central Europe's two sets differ where one has letters and the other one signs, or quotation marks of Windows.</summary>
    private static Encoding Central(Encoding encoding, ReadOnlySpan<byte> octets)
    {
        if (encoding.CodePage is 437 or 850 or 852 or 857 or 858 or 10000 or 28591 or 28593 or 28594) return Charsets.Western;
        if (encoding.CodePage is not (1250 or 28592)) return encoding;
        var isWindows = octets.ContainsAnyInRange((byte)0x80, (byte)0x9F) || !octets.ContainsAny(LettersOfIso);
        return Charsets.OfPage(isWindows ? 1250 : 28592)!;
    }

    private static int Ascii(ReadOnlySpan<byte> octets)
    {
        var count = 0;
        foreach (var octet in octets) count += octet < 0x80 ? 1 : 0;
        return count;
    }
}
