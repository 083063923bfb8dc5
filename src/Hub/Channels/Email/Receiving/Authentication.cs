using System.Text;
using Hub.Mail.Mime;
using Hub.Platform;
using Microsoft.Extensions.Options;

namespace Hub.Channels.Email.Receiving;

/// <summary>What our own mail servers found out about a sender (RFC 8601). What anybody else claims to have found out counts for nothing.</summary>
public sealed class Authentication(IOptions<HubOptions> options)
{
    private readonly HashSet<string> trusted = [.. (options.Value.Mail.TrustedAuthservIds ?? "").ToLowerInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>True where a trusted server says that the sender is not who it seems: DMARC failed, or without DMARC both SPF and DKIM did.</summary>
    public bool Failed(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        foreach (var results in Trusted(mail))
        {
            if (results["dmarc"].Any()) return results["dmarc"].Any(r => r.Result is "fail" or "permerror");
            if (results["spf"].Any(r => r.Result is "fail" or "softfail") && !results["dkim"].Any(r => r.Result is "pass")) return true;
        }
        return false;
    }

    /// <summary>True where a trusted server says that the domain of the only author vouches for the mail (DMARC, RFC 7489), and none says otherwise.</summary>
    public bool Passed(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.From is not [var author] || mail.HeaderAll("From").Count() != 1) return false;
        var verdicts = Trusted(mail).SelectMany(results => results["dmarc"]).ToList();
        return verdicts.Count > 0 && verdicts.TrueForAll(v => v.Result is "pass" && author.Domain.Equals(v.From, StringComparison.OrdinalIgnoreCase));
    }

    private IEnumerable<ILookup<string, Verdict>> Trusted(ReceivedMail mail) =>
        from header in mail.HeaderAll("Authentication-Results")
        // As it came: what is encoded in it (RFC 2047) is a stranger's words, and so is the character set that the mail names.
        let parts = Parts(Encoding.UTF8.GetString(header.Bytes.Span).ToLowerInvariant())
        where trusted.Contains(Words(parts[0]).FirstOrDefault(""))
        select parts.Skip(1).Select(Words).Where(words => words.Length > 0 && words[0].Contains('=', StringComparison.Ordinal))
            .ToLookup(words => Before(words[0]), words => new Verdict(After(words[0]), words.Where(w => Before(w) is "header.from").Select(After).FirstOrDefault()));

    /// <summary>Splits at semicolons, leaving out comments. A quoted text is one: what a stranger wrote into the address of an envelope must not end a result and begin the next.</summary>
    private static List<string> Parts(string value)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var (depth, quoted) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '\\' && i + 1 < value.Length && (quoted || depth > 0)) i++;
            else if (c is '"' && depth == 0) quoted = !quoted;
            else if (quoted) part.Append(c is ' ' or '\t' or '=' ? '_' : c);
            else if (c is '(') depth++;
            else if (c is ')' && depth > 0) depth--;
            else if (depth > 0) continue;
            else if (c is ';')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else part.Append(c);
        }
        parts.Add(part.ToString());
        return parts;
    }

    // Folded lines leave tabs. RFC 8601 allows blanks around an equals sign; nobody writes them, and a result that is not understood vouches for nobody.
    private static string[] Words(string text) => text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Before(string word) => word.Split('=', 2)[0];

    private static string After(string word) => word.Split('=', 2) is [_, var after] ? after : "";

    private sealed record Verdict(string Result, string? From);
}
