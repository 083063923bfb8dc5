using System.Collections.Frozen;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Character sets by the names that mail uses, and text in them read as well as it can be.</summary>
internal static class Charsets
{
    private const int LongestName = 40;

    /// <summary>What unlabelled western 8-bit text is nearly always written in.</summary>
    public static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>UTF-16 that does not say in which order its octets stand.</summary>
    private static readonly Encoding EitherUtf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: true);

    // A superset stands for its subset where senders label the one and write the other.
    private static readonly FrozenDictionary<string, Encoding> Known = Table(
        (Encoding.UTF8, "utf-8 utf8 utf_8 utf-8mb4 utf8mb4 unicode-1-1-utf-8 unicode-2-0-utf-8 cp65001 utf-8-sig"),
        (EitherUtf16, "utf-16 utf16 unicode ucs-2 ucs2 iso-10646-ucs-2"),
        (Encoding.Unicode, "utf-16le"),
        (Encoding.BigEndianUnicode, "utf-16be"),
        (Encoding.UTF32, "utf-32 utf-32le"),
        (new UTF32Encoding(bigEndian: true, byteOrderMark: true), "utf-32be"),
        // Refused: a second way to write markup past every filter. Its bytes are shown as they are.
        (Encoding.Latin1, "utf-7 utf7 unicode-1-1-utf-7 csunicode11utf7 unicode-2-0-utf-7 x-unicode-2-0-utf-7 cp65000 x-imap4-modified-utf7"),
        // The WHATWG Encoding standard reads Latin-1 as windows-1252: nobody writes C1 controls.
        (Western, "iso-8859-1 iso8859-1 iso_8859-1 iso88591 8859-1 latin1 latin-1 l1 cp819 ibm819 ansi cp1252 windows1252 win-1252 ms-ansi x-ansi"),
        (Page(28605), "iso-8859-15 iso8859-15 latin9 latin-9"),
        (TableEncoding.Latin10, "iso-8859-16 iso8859-16 latin10 latin-10"),
        (Page(28598), "iso-8859-8-i"),
        (Page(28596), "iso-8859-6-i"),
        (Page(874), "iso-8859-11 tis-620"),
        (Page(1250), "cp1250"),
        (Page(1251), "cp1251 windows1251 win-1251"),
        (Page(1253), "cp1253"),
        (Page(1254), "cp1254 iso-8859-9 iso8859-9 latin5"),
        (Page(1255), "cp1255"),
        (Page(1256), "cp1256"),
        (Page(1257), "cp1257"),
        (Page(1258), "cp1258"),
        (Page(20866), "koi8r"),
        (Page(21866), "koi8u"),
        (Page(54936), "gb18030 gb2312 gb_2312-80 euc-cn gbk x-gbk cp936 ms936"),
        (Page(950), "big5-hkscs big5-eten x-big5 cp950"),
        (Page(932), "cp932 ms932 windows-31j sjis x-sjis shift-jis"),
        (Page(949), "cp949 ms949 windows-949 euc-kr euckr ks_c_5601 ks_c_5601-1987"),
        (Page(51932), "eucjp x-euc-jp cp51932 euc_jp"),
        (Page(50220), "iso-2022-jp iso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-ms cp50220"),
        (Page(50225), "iso-2022-kr iso2022kr"),
        (Page(52936), "hz-gb-2312 hz"),
        (Page(10000), "macintosh x-mac-roman mac-roman x-macintosh mac macroman"),
        (Page(10007), "x-mac-cyrillic maccyrillic"));

    private static readonly FrozenSet<string> Ascii =
        FrozenSet.ToFrozenSet(["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "iso-ir-6", "us", "cp367", "ibm367"], StringComparer.OrdinalIgnoreCase);

    private static FrozenDictionary<string, Encoding> Table(params (Encoding Encoding, string Names)[] rows) => rows
        .SelectMany(r => r.Names.Split(' '), (r, name) => (Name: name, r.Encoding))
        .ToFrozenDictionary(r => r.Name, r => r.Encoding, StringComparer.OrdinalIgnoreCase);

    private static Encoding Page(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Western;

    /// <summary>The encoding of a name; none when the name is unknown, or says nothing about bytes above 127.</summary>
    public static Encoding? Find(string? name)
    {
        name = name?.Trim(' ', '"', '\'');
        if (string.IsNullOrEmpty(name) || name.Length > LongestName || Ascii.Contains(name)) return null;
        if (Known.TryGetValue(name, out var encoding)) return encoding;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':' or '+' or ' ')) return null;
        return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? ByNumber(name);
    }

    /// <summary>ISO's and Windows' sets under names that only their numbers tell: <c>ISO_8859_2</c>, <c>x-cp1250</c>, <c>windows 1251</c>.</summary>
    private static Encoding? ByNumber(string name)
    {
        // "ISO_8859-16:2001": of which year does not matter.
        var plain = string.Concat(name.Split(':')[0].ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        if (plain.StartsWith('x')) plain = plain[1..];
        // "x-unknown-iso8859-15": a gateway that knows it no better than we.
        if (plain.StartsWith("unknown", StringComparison.Ordinal)) plain = plain["unknown".Length..];
        if (plain is "utf8") return Encoding.UTF8;
        var iso = plain.IndexOf("8859", StringComparison.Ordinal);
        if (iso is 0 or 3 && (iso == 0 || plain.StartsWith("iso", StringComparison.Ordinal)) && int.TryParse(plain.AsSpan(iso + 4).TrimEnd("ie"), out var part))
            return part == 16 ? TableEncoding.Latin10 : part is >= 1 and <= 15 ? OfPage(28590 + part) : null;
        foreach (var maker in (ReadOnlySpan<string>)["windowscp", "windows", "win", "cp", "ibm", "ms", "dos", "codepage"])
            if (plain.StartsWith(maker, StringComparison.Ordinal) && int.TryParse(plain.AsSpan(maker.Length), out var page)) return OfPage(page);
        return null;
    }

    /// <summary>The encoding of a Windows code page; none where there is no such, and for UTF-7.</summary>
    public static Encoding? OfPage(int page) => page switch
    {
        65001 => Encoding.UTF8,
        1200 => Encoding.Unicode,
        1201 => Encoding.BigEndianUnicode,
        20127 => Western,
        28591 => Western,
        _ => page is > 0 and < 65000 ? CodePagesEncodingProvider.Instance.GetEncoding(page) : null,
    };

    /// <summary>Whether a name is one to report: neither known nor one of ASCII's.</summary>
    public static bool IsUnknown(string? name) => !string.IsNullOrWhiteSpace(name) && !Ascii.Contains(name.Trim()) && Find(name) is null;

    /// <summary>The text of a part. A NUL is U+FFFD: databases take none.</summary>
    public static string DecodeText(ReadOnlySpan<byte> bytes, MimePart part)
    {
        var declared = part.ContentType.Charset;
        var ofHtml = part.ContentType.Subtype == "html" && Find(declared) is null ? CharsetGuess.OfHtml(bytes) : null;
        return (ByMark(bytes) ?? Decode(bytes, ofHtml ?? Find(declared))).Replace('\0', '\uFFFD');
    }

    /// <summary>The text of bytes in a declared character set. A byte order mark rules; then valid UTF-8 where it is not so by
    /// chance; a set undeclared, unknown, or ASCII with high bytes, is the likeliest one.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="charset">As declared; none, or what nobody knows.</param>
    /// <param name="mayGuess">False takes windows-1252 for the likeliest: a guess costs far more than it is worth a thousand times over.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, bool mayGuess = true) => ByMark(bytes) ?? Decode(bytes, Find(charset), mayGuess);

    private static string? ByMark(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])) return Encoding.UTF32.GetString(bytes[4..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        return null;
    }

    private static string Decode(ReadOnlySpan<byte> bytes, Encoding? encoding, bool mayGuess = true)
    {
        if (ReferenceEquals(encoding, EitherUtf16)) encoding = CharsetGuess.OrderOf(bytes);
        // No letter of any language but Chinese has two octets of ASCII in UTF-16, and Chinese has others too.
        if (encoding is UnicodeEncoding && !bytes.Contains((byte)0) && !bytes.ContainsAnyExceptInRange((byte)9, (byte)126)) encoding = Encoding.UTF8;
        if (encoding is null || encoding == Encoding.UTF8)
        {
            var isUtf8 = encoding is null ? IsUtf8(bytes) && !CharsetGuess.HasEscapes(bytes) && !bytes.Contains((byte)0) : IsRatherUtf8(bytes) && !CharsetGuess.IsIso2022(bytes);
            encoding = isUtf8 ? Encoding.UTF8 : mayGuess ? CharsetGuess.Of(bytes) : Western;
        }
        else if (encoding.IsSingleByte ? CharsetGuess.IsUtf8InDisguise(bytes, encoding) : CharsetGuess.IsUtf8AndNothingElse(bytes)) encoding = Encoding.UTF8;
        // Seven bits with the escapes of ISO-2022 are that, and what has eight bits is not.
        else if (mayGuess && CharsetGuess.IsIso2022(encoding) != CharsetGuess.IsIso2022(bytes) && (CharsetGuess.IsIso2022(bytes) || bytes.ContainsAnyExceptInRange((byte)0, (byte)127)))
            encoding = CharsetGuess.Of(bytes);
        return encoding.GetString(bytes);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>Labelled UTF-8 stays so when some of it is broken (a cut mail, say), but not when none of it is UTF-8.</summary>
    private static bool IsRatherUtf8(ReadOnlySpan<byte> bytes)
    {
        if (IsUtf8(bytes)) return true;
        int right = 0, wrong = 0;
        while (!bytes.IsEmpty)
        {
            var ascii = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (ascii < 0) break;
            bytes = bytes[ascii..];
            if (Rune.DecodeFromUtf8(bytes, out _, out var used) == System.Buffers.OperationStatus.Done) right++;
            else wrong++;
            bytes = bytes[used..];
        }
        return right >= wrong;
    }
}
