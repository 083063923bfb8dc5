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

    /// <summary>The lines of a calendar, unfolded; those that are none are left out.</summary>
    public static IEnumerable<CalendarLine> Read(string calendar)
    {
        var line = new StringBuilder();
        foreach (var text in calendar.Split('\n', MostLines).Select(t => t.TrimEnd('\r')))
        {
            if (text.Length > 0 && text[0] is ' ' or '\t')
            {
                line.Append(text, 1, text.Length - 1);
                continue;
            }
            if (Parse(line.ToString()) is { } read) yield return read;
            line.Clear().Append(text);
        }
        if (Parse(line.ToString()) is { } last) yield return last;
    }

    /// <summary>The value as text (section 3.3.11).</summary>
    public string Text()
    {
        var text = new StringBuilder(Value.Length);
        for (var i = 0; i < Value.Length; i++)
        {
            if (Value[i] == '\\' && i + 1 < Value.Length) text.Append(Value[++i] is 'n' or 'N' ? '\n' : Value[i]);
            else text.Append(Value[i]);
        }
        return text.ToString().Trim();
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
