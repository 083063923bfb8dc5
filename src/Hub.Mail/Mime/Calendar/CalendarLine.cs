using System.Text;

namespace Hub.Mail.Mime;

/// <summary>A content line of RFC 5545 section 3.1.</summary>
/// <param name="Name">In upper case.</param>
/// <param name="Parameters">By name in upper case.</param>
/// <param name="Value">As written.</param>
internal sealed record CalendarLine(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    private const int MostLines = 20_000;
    private const int MostParameters = 20;

    /// <summary>Characters of a text that are looked at.</summary>
    private const int LongestText = 8_000;

    /// <summary>Undoes folds in octets: a fold may stand within a character (section 3.1).</summary>
    /// <returns>The same where the text is not one of single octets (UTF-16), whose characters look like folds.</returns>
    public static ReadOnlyMemory<byte> Unfold(ReadOnlyMemory<byte> calendar)
    {
        var folded = calendar.Span;
        if (folded.Contains((byte)0)) return calendar;
        var unfolded = new byte[folded.Length];
        var length = 0;
        for (var i = 0; i < folded.Length; i++)
        {
            if (folded[i] is (byte)' ' or (byte)'\t' && length > 0 && unfolded[length - 1] == '\n')
            {
                length--;
                if (length > 0 && unfolded[length - 1] == '\r') length--;
                continue;
            }
            unfolded[length++] = folded[i];
        }
        return unfolded.AsMemory(0, length);
    }

    /// <summary>The lines of a calendar, unfolded; those that are none are left out.</summary>
    public static IEnumerable<CalendarLine> Read(string calendar)
    {
        var line = new StringBuilder();
        foreach (var text in LineEnds.Unix(calendar.TrimStart('\uFEFF')).Split('\n', MostLines))
        {
            if (text.Length > 0 && text[0] is ' ' or '\t')
            {
                line.Append(text, 1, text.Length - 1);
                continue;
            }
            // vCalendar 1.0 goes on behind the soft break of its quoted-printable.
            if (line.Length > 0 && line[^1] == '=' && IsQuotedPrintable(line))
            {
                line.Length--;
                line.Append(text);
                continue;
            }
            if (Parse(line.ToString()) is { } read) yield return read;
            line.Clear().Append(text);
        }
        if (Parse(line.ToString()) is { } last) yield return last;
    }

    /// <summary>The value as text (section 3.3.11), its beginning.</summary>
    public string Text()
    {
        var value = Parameters.GetValueOrDefault("ENCODING")?.Equals("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase) == true ? Decoded() : Value;
        if (value.Length > LongestText) value = value[..LongestText];
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length) text.Append(value[++i] is 'n' or 'N' ? '\n' : value[i]);
            else text.Append(value[i]);
        }
        return text.ToString().Trim();
    }

    /// <summary>A parameter as text, its carets undone (RFC 6868).</summary>
    public string? Parameter(string name)
    {
        if (Parameters.GetValueOrDefault(name) is not { } value || !value.Contains('^', StringComparison.Ordinal)) return Parameters.GetValueOrDefault(name);
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var next = value[i] == '^' && i + 1 < value.Length ? value[i + 1] : '\0';
            text.Append(next switch { 'n' => '\n', '^' => '^', '\'' => '"', _ => value[i] });
            if (next is 'n' or '^' or '\'') i++;
        }
        return text.ToString();
    }

    private string Decoded()
    {
        using var decoded = ContentStream.Open("quoted-printable", new MemorySource(Encoding.UTF8.GetBytes(Value)));
        using var octets = new MemoryStream();
        decoded.CopyTo(octets);
        return Charsets.Decode(octets.ToArray(), Parameters.GetValueOrDefault("CHARSET"));
    }

    private static bool IsQuotedPrintable(StringBuilder line)
    {
        const int Longest = 200;
        var start = line.ToString(0, Math.Min(line.Length, Longest));
        return start.IndexOf("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase) is > 0 and var at && at < start.IndexOf(':', StringComparison.Ordinal);
    }

    private static CalendarLine? Parse(string line)
    {
        var at = line.AsSpan().IndexOfAny(':', ';');
        if (at <= 0) return null;
        var name = line[..at].Trim().ToUpperInvariant();
        Dictionary<string, string> parameters = [];
        while (line[at] == ';')
        {
            var start = at + 1;
            var quoted = false;
            for (at = start; at < line.Length && (quoted || line[at] is not (':' or ';')); at++) quoted ^= line[at] == '"';
            if (at >= line.Length) return null;
            var equals = line.IndexOf('=', start, at - start);
            if (equals > 0 && parameters.Count < MostParameters) parameters.TryAdd(line[start..equals].ToUpperInvariant(), line[(equals + 1)..at].Trim('"'));
        }
        return new(name, parameters, line[(at + 1)..]);
    }
}
