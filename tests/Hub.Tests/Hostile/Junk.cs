using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Hub.Tests.Hostile;

/// <summary>Values that nobody asked for, as texts and as JSON.</summary>
internal static class Junk
{
    private static readonly string[] words =
    [
        "", " ", "\t", "x", "null", "0", "-1", "me", "none", "true", "é", "ﬁ", "\u0130", "İstanbul", "\u202Eabc\u2066", "\uFEFF", "\u200B", "🙂", "👩‍👩‍👧‍👦", "e\u0301\u0301\u0301", "a\0b", "\0", "\r\n", "a\r\nX-Evil: 1",
        "Robert'); drop table tickets;--", "' or '1'='1", "\\", "%", "_", "%00", "%s%n", "${7*7}", "{{x}}", "<script>alert(1)</script>", "../../etc/passwd", "C:\\nul", "a@b.test", "a+b@b.test", "\"a\"@b.test", "@", "a@",
        "https://x.test", "https://x.test:99999", "https://[::1]", "javascript:alert(1)", "http://user:pw@x.test/", "//x", "#0b6073", "#GGGGGG", "2026-11-22T10:00:00Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00Z",
        "NaN", "Infinity", "1e400", "0x10", "１２", "1,2", "+1", "00000000000000000001", "9223372036854775808", "-9223372036854775809", "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly string[] values =
    [
        "null", "true", "false", "0", "-1", "-0", "1.5", "1e2", "1E400", "-1e400", "1e-400", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":1}", "{\"\":null}", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud83d\"", "\"a\\udc00b\"", "\"\\ud83d\\ude00\"", "\"\\/\\b\\f\"",
    ];

    /// <summary>A text; sometimes long.</summary>
    public static readonly Gen<string> Text = Gen.Frequency(
        (12, Gen.Elements(words)),
        (4, ArbMap.Default.GeneratorFor<string>().Select(t => t ?? "")),
        (2, Gen.Two(Gen.Elements(words)).Select(t => t.Item1 + t.Item2)),
        (1, from unit in Gen.Elements("x", "é", "🙂", "\n", " ", "<", "\\") from times in Gen.Elements(51, 101, 201, 255, 2_001, 20_001) select string.Concat(Enumerable.Repeat(unit, times))));

    /// <summary>JSON of any kind.</summary>
    public static readonly Gen<string> Value = Gen.Frequency(
        (10, Gen.Elements(values)),
        (6, Text.Select(Quote)),
        (2, from depth in Gen.Elements(3, 30, 62, 63, 64, 65, 500, 10_000) from open in Gen.Elements("[", "{\"a\":") select string.Concat(Enumerable.Repeat(open, depth)) + "1" + new string(open == "[" ? ']' : '}', depth)),
        (1, from item in Gen.Elements("1", "null", "\"x\"", "{}", "[]", "-1e400") select $"[{string.Join(',', Enumerable.Repeat(item, 10_000))}]"),
        (1, Gen.Constant($"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"k{n}\":{n}"))}}}")));

    /// <summary>A JSON text; lone surrogates become escapes, as a hostile client writes them.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text) is var safe && IsWhole(text) ? safe : $"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"";

    private static bool IsWhole(string text) => !text.Any(char.IsSurrogate) || global::Hub.Platform.Texts.IsStorable(text.Replace("\0", "", StringComparison.Ordinal));
}
