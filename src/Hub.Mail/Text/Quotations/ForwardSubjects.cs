using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>Knows by its subject that a mail is sent on: "FW: Your order", "TR : Votre commande", "[External] Fwd: x", "[Fwd: x]".</summary>
internal static class ForwardSubjects
{
    private const int LongestPrefix = 12;
    private const int MostTags = 3;

    // Lines of a header block that are looked at.
    private const int MaxLines = 10;

    /// <summary>Whether the first prefix is that of a mail sent on; "RE: FW: x" answers one.</summary>
    /// <param name="subject">As written.</param>
    /// <param name="lines">The text.</param>
    /// <param name="end">The header block begins here.</param>
    public static bool Is(string subject, MailLines lines, int end)
    {
        var rest = Folding.Fold(subject).AsSpan();
        for (var tags = 0; tags < MostTags && rest.Length > 0 && rest[0] == '[' && Prefix(rest).Length == 0; tags++)
        {
            var close = rest.IndexOf(']');
            if (close < 0) return false;
            rest = rest[(close + 1)..].TrimStart();
        }
        var prefix = Prefix(rest);
        return Phrases.ForwardPrefixes.Contains(prefix) || (prefix == Phrases.AmbiguousForwardPrefix && IsScandinavian(lines, end));
    }

    // The word before the colon, without "[2]" behind it; empty where it is none.
    private static string Prefix(ReadOnlySpan<char> subject)
    {
        var colon = subject[..Math.Min(subject.Length, LongestPrefix)].IndexOf(':');
        if (colon < 1) return "";
        var prefix = subject[..colon].Trim("[ ");
        if (prefix.IndexOf('[') is > 0 and var count) prefix = prefix[..count];
        return prefix.ToString();
    }

    private static bool IsScandinavian(MailLines lines, int end)
    {
        for (var i = end; i < Math.Min(lines.Count, end + MaxLines); i++)
        {
            if (lines.Folded(i).TrimStart('*').StartsWith("fra:", StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
