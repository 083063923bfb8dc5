using System.Text.RegularExpressions;

namespace Hub.Mail.Text.Safe;

/// <summary>Says where a link really leads, where its words say another place.</summary>
internal static partial class LinkNote
{
    private const int MostWords = 300;

    /// <summary>The whole address, for the tooltip; a host in another script in both forms.</summary>
    public static string Title(SafeAddress target) =>
        SafeAddress.InOwnScript(target.Host) is { } own ? $"{target.Text} ({own})" : target.Text;

    /// <summary>The host to write beside a link; null where its words name none, or the same.</summary>
    /// <param name="words">What the link shows.</param>
    /// <param name="target">Where it leads.</param>
    public static string? Of(string words, SafeAddress target)
    {
        var shown = string.Concat(words.Where(c => !Folding.IsInvisible(c))).Trim();
        if (shown.Length > MostWords) shown = shown[..MostWords];
        if (target.Host.Length == 0)
        {
            // Words that are one address, and a letter that goes to another.
            if (!target.Text.StartsWith("mailto:", StringComparison.Ordinal) || !Mailbox().IsMatch(shown)) return null;
            var to = Uri.UnescapeDataString(target.Text[7..].Split('?')[0]);
            return to.Equals(shown, StringComparison.OrdinalIgnoreCase) ? null : Characters.Clean(to);
        }
        foreach (Match match in Hosts().Matches(shown))
        {
            var named = SafeAddress.OfWeb("https://" + match.Groups[1].Value)?.Host;
            if (named is not null && !IsPartOf(target.Host, named) && !IsPartOf(named, target.Host)) return Both(target.Host);
        }
        return null;
    }

    private static bool IsPartOf(string host, string domain) =>
        host == domain || host.EndsWith("." + domain, StringComparison.Ordinal) || domain == "www." + host;

    private static string Both(string host) => SafeAddress.InOwnScript(host) is { } own ? $"{own}, {host}" : host;

    // A host after a scheme or "www.", or words that begin as a host does and are one to their end or to a slash.
    [GeneratedRegex(@"(?:https?:[/\\]+(?:[^\s/\\@]*@)?|(?<![\w.@-])(?=www\.)|^(?=[\p{L}\p{N}.-]+(?:$|[/:?#])))((?:[\p{L}\p{N}_-]+\.)+[\p{L}][\p{L}\p{N}-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hosts();

    [GeneratedRegex(@"^[^\s@]+@[^\s@]+\.[^\s@]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Mailbox();
}
