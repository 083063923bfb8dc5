using System.Text;

namespace Hub.Platform;

/// <summary>What is refused in any text from outside, before it reaches anything else.</summary>
public static class Texts
{
    /// <summary>Longest message, in Unicode code points: 20,000 <c>é</c> are as welcome as 20,000 <c>e</c>.</summary>
    public const int LongestMessage = 20_000;

    /// <summary>Longest key that a client may give its message.</summary>
    public const int LongestKey = 100;

    /// <summary>The words of a message.</summary>
    /// <returns>None where they are acceptable.</returns>
    public static Refusal? RefuseMessage(string? text, bool mayBeEmpty = false)
    {
        if (string.IsNullOrWhiteSpace(text) && mayBeEmpty) text ??= "";
        else if (string.IsNullOrWhiteSpace(text)) return Refusal.Invalid("text", "text_empty", "A message needs some text.");
        if (text.Length > LongestMessage * 2) return TooLong();
        if (!IsStorable(text)) return Refusal.Invalid("text", "text_invalid", "The text holds a character that cannot be stored (NUL, or half of a surrogate pair).");
        return Length(text) > LongestMessage ? TooLong() : null;

        static Refusal TooLong() => Refusal.Invalid("text", "text_too_long", $"A message may have {LongestMessage} characters at most.");
    }

    /// <summary>A client's id of a message.</summary>
    public static Refusal? RefuseKey(string? key) =>
        string.IsNullOrWhiteSpace(key) || key.Length > LongestKey || !IsStorable(key)
            ? Refusal.Invalid("clientId", "client_id_invalid", $"clientId is needed: 1 to {LongestKey} characters, the same for a repetition.")
            : null;

    /// <summary>A line such as a name or a subject.</summary>
    public static Refusal? RefuseLine(string field, string? text, int longest, bool needed = true)
    {
        if (string.IsNullOrWhiteSpace(text)) return needed || text is not null ? Refusal.Invalid(field, $"{field}_empty", $"{field} must not be empty.") : null;
        if (!IsStorable(text) || text.Any(char.IsControl)) return Refusal.Invalid(field, $"{field}_invalid", $"{field} holds a character that cannot be stored.");
        return Length(text) > longest ? Refusal.Invalid(field, $"{field}_too_long", $"{field} may have {longest} characters at most.") : null;
    }

    /// <summary>True where PostgreSQL can hold it: no NUL, no lone surrogate.</summary>
    public static bool IsStorable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i])) return false;
            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i]))) return false;
        }
        return true;
    }

    /// <summary>The text as PostgreSQL can hold it, cut where it is longer than of use: what cannot be stored becomes U+FFFD.</summary>
    public static string Storable(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = Math.Min(text.Length, longest);
        if (end < text.Length && end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        var cut = text[..end];
        if (IsStorable(cut)) return cut;
        var clean = new StringBuilder(cut.Length);
        for (var i = 0; i < cut.Length; i++)
        {
            if (char.IsHighSurrogate(cut[i]) && i + 1 < cut.Length && char.IsLowSurrogate(cut[i + 1])) clean.Append(cut, i++, 2);
            else clean.Append(cut[i] == '\0' || char.IsSurrogate(cut[i]) ? '\uFFFD' : cut[i]);
        }
        return clean.ToString();
    }

    /// <summary>The first line, cut at a word where it is long: a subject for a chat.</summary>
    public static string Headline(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder();
        foreach (var c in text.TrimStart().TakeWhile(c => c is not ('\n' or '\r')))
            line.Append(char.IsControl(c) ? ' ' : c);
        var head = line.ToString().Trim();
        if (head.Length <= longest) return head;
        var end = head.LastIndexOf(' ', longest - 1);
        if (end < longest / 2) end = longest - 1;
        if (char.IsHighSurrogate(head[end - 1])) end--;
        return string.Concat(head.AsSpan(0, end).TrimEnd(), "…");
    }

    private static int Length(string text)
    {
        var pairs = 0;
        foreach (var c in text) if (char.IsLowSurrogate(c)) pairs++;
        return text.Length - pairs;
    }
}
