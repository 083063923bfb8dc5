namespace Hub.Mail.Mime;

/// <summary>Message-IDs as they stand in Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4).</summary>
public static class MessageIds
{
    /// <summary>The ids of a field in order, without brackets and the blanks that folding put into them. Words
    /// without brackets count only where no id has any, and only with an <c>@</c>: In-Reply-To was prose once.</summary>
    public static IReadOnlyList<string> Read(string? field)
    {
        if (string.IsNullOrWhiteSpace(field)) return [];
        if (!field.Contains('<', StringComparison.Ordinal)) field = EncodedWords.Decode(field);
        List<string> ids = [];
        var at = 0;
        while (at < field.Length)
        {
            var open = field.IndexOf('<', at);
            if (open < 0) break;
            var close = field.AsSpan(open + 1).IndexOfAny('<', '>');
            if (close < 0)
            {
                Add(ids, field.AsSpan(open + 1));
                break;
            }
            close += open + 1;
            if (field[close] == '>') Add(ids, field.AsSpan(open + 1, close - open - 1));
            at = field[close] == '<' ? close : close + 1;
        }
        if (ids.Count > 0) return ids;
        foreach (var word in field.Split([' ', '\t', '\r', '\n', ',', ';', '<', '>', '"'], StringSplitOptions.RemoveEmptyEntries))
            if (word.Contains('@', StringComparison.Ordinal)) Add(ids, word);
        return ids;
    }

    /// <summary>The one id of a Message-ID field, whatever its form; none where nothing usable is.</summary>
    internal static string? ReadOne(string? field)
    {
        if (field is null) return null;
        if (Read(field) is [var first, ..]) return first;
        var bare = Clean(field.AsSpan().Trim().Trim("<>\""));
        return bare.Length is 0 or > MimeLimits.Identifier ? null : bare;
    }

    private static void Add(List<string> ids, ReadOnlySpan<char> raw)
    {
        var id = Clean(raw);
        if (id.Length is > 0 and <= MimeLimits.Identifier) ids.Add(id);
    }

    /// <summary>An id without blanks, brackets and control characters.</summary>
    internal static string Clean(ReadOnlySpan<char> raw)
    {
        var clean = new char[raw.Length];
        var length = 0;
        foreach (var c in raw)
            if (!char.IsControl(c) && !char.IsWhiteSpace(c) && c is not ('<' or '>')) clean[length++] = c;
        return new(clean, 0, length);
    }
}
