using System.Globalization;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>The <c>; name=value</c> list after a field's first word: RFC 2045 section 5.1, with the continuations
/// and character sets of RFC 2231, and what mail programs write instead.</summary>
internal static class HeaderParameters
{
    private const int MostSegments = 1000;

    /// <summary>A segment of a value: <c>name*number*</c>.</summary>
    private readonly record struct Segment(int Number, bool Extended, string Value);

    /// <summary>Reads a whole field value: what stands before the first semicolon, and the parameters by name.</summary>
    public static (string First, IReadOnlyDictionary<string, string> Parameters) Read(string field, Guesses? guesses = null)
    {
        var end = field.IndexOf(';', StringComparison.Ordinal);
        var first = end < 0 ? field : field[..end];
        var comment = first.IndexOf('(', StringComparison.Ordinal);
        if (comment >= 0) first = first[..comment];
        if (first.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
        {
            // "attachment, filename=x" and "text/html charset=x" have another separator; of "filename=x" the first word was left out.
            var name = first.AsSpan(0, equals).TrimEnd().LastIndexOfAny(", \t") + 1;
            return (first.AsSpan(0, name).Trim(", \t").ToString(), Join(Split(field, name), guesses));
        }
        if (end < 0) return (first.Trim(), new Dictionary<string, string>());
        return (first.Trim(), Join(Split(field, end + 1), guesses));
    }

    private static List<(string Name, string Value)> Split(string field, int at)
    {
        List<(string, string)> found = [];
        while (at < field.Length && found.Count < MimeLimits.Parameters)
        {
            var equals = field.AsSpan(at).IndexOfAny('=', ';');
            if (equals < 0) break;
            equals += at;
            if (field[equals] == ';')
            {
                at = equals + 1;
                continue;
            }
            var name = WithoutComment(field.AsSpan(at, equals - at));
            at = equals + 1;
            while (at < field.Length && field[at] is ' ' or '\t') at++;
            var quoted = at < field.Length && field[at] == '"';
            var value = quoted ? Quoted(field, ref at) : Bare(field, ref at);
            // A file's name may hold blanks and brackets though it should have been quoted; nothing else does.
            if (!quoted && !name.StartsWith("name", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("filename", StringComparison.OrdinalIgnoreCase))
            {
                var stop = value.AsSpan().IndexOfAny(" \t(");
                // Nor does a boundary end at a blank, unless it is another parameter or a comment that follows.
                if (stop > 0 && !(name.Equals("boundary", StringComparison.OrdinalIgnoreCase) && value.AsSpan().IndexOfAny('=', '(') < 0)) value = value[..stop];
            }
            // Quotes of another language, around a file's name that has none of its own.
            if (!quoted && IsFileName(name.ToString().ToLowerInvariant()) && value is ['\'', _, .., '\'']) value = value[1..^1];
            if (!name.IsEmpty) found.Add((name.ToString().ToLowerInvariant(), value));
        }
        return found;
    }

    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        if (name.IsEmpty || name[0] != '(') return name;
        return name[(name.LastIndexOf(')') + 1)..].Trim();
    }

    private static string Bare(string field, ref int at)
    {
        var end = field.IndexOf(';', at);
        if (end < 0) end = field.Length;
        var value = field.AsSpan(at, end - at).Trim();
        at = end + 1;
        return value.ToString();
    }

    private static string Quoted(string field, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < field.Length && field[at] != '"'; at++)
        {
            // Only what must be escaped is taken as an escape: "C:\file" of old Windows programs is no other.
            if (field[at] == '\\' && at + 1 < field.Length && field[at + 1] is '"' or '\\') at++;
            value.Append(field[at]);
        }
        var end = at < field.Length ? field.IndexOf(';', at) : -1;
        at = end < 0 ? field.Length : end + 1;
        return value.ToString();
    }

    private static Dictionary<string, string> Join(List<(string Name, string Value)> found, Guesses? guesses)
    {
        Dictionary<string, string> plain = [];
        Dictionary<string, List<Segment>> segmented = [];
        foreach (var (name, value) in found)
        {
            var star = name.IndexOf('*', StringComparison.Ordinal);
            if (star < 0)
            {
                plain.TryAdd(name, IsFileName(name) ? EncodedWords.DecodeAll(value, guesses) : value);
                continue;
            }
            var extended = name[^1] == '*';
            var digits = name[(star + 1)..].TrimEnd('*');
            var number = digits.Length == 0 ? 0 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < MostSegments ? n : -1;
            if (number < 0) continue;
            if (!segmented.TryGetValue(name[..star], out var segments)) segmented[name[..star]] = segments = [];
            segments.Add(new(number, extended, value));
        }
        // RFC 2231's form is the better one where both are written (RFC 6266 section 4.3).
        foreach (var (name, segments) in segmented)
            if (Decode(segments, IsFileName(name), guesses) is { } value) plain[name] = value;
        return plain;
    }

    /// <summary>RFC 2047 section 5 forbids encoded words in parameters, and half of all programs name files in them.</summary>
    private static bool IsFileName(string name) => name is "filename" or "name";

    private static string? Decode(List<Segment> segments, bool isFileName, Guesses? guesses)
    {
        string? charset = null;
        var bytes = new MemoryStream();
        var next = segments.Min(s => s.Number);
        if (next > 1) return null;
        foreach (var (number, extended, segment) in segments.OrderBy(s => s.Number))
        {
            if (number < next) continue;
            if (number > next) break;
            next++;
            var value = segment;
            if (extended && charset is null && Charset(value) is var (name, rest)) (charset, value) = (name, rest);
            if (extended) Percent(value, bytes);
            else bytes.Write((Charsets.Find(charset) ?? Encoding.UTF8).GetBytes(value));
        }
        var octets = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        var text = Charsets.Decode(octets, charset, mayGuess: isFileName && (guesses?.Allow(octets, charset) ?? true));
        return isFileName && charset is null ? EncodedWords.DecodeAll(text, guesses) : text;
    }

    /// <summary>Takes <c>charset'language'</c> from before a value.</summary>
    private static (string Name, string Value)? Charset(string value)
    {
        var first = value.IndexOf('\'', StringComparison.Ordinal);
        var second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        return second < 0 ? null : (value[..first], value[(second + 1)..]);
    }

    private static void Percent(string value, MemoryStream bytes)
    {
        var encoded = Encoding.UTF8.GetBytes(value);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && QuotedPrintable.Hex(encoded[i + 1]) is var high and >= 0
                && QuotedPrintable.Hex(encoded[i + 2]) is var low and >= 0)
            {
                bytes.WriteByte((byte)(high << 4 | low));
                i += 2;
            }
            else bytes.WriteByte(encoded[i]);
        }
    }
}
