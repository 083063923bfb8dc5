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
        foreach (var header in mail.HeaderAll("Authentication-Results"))
        {
            var parts = header.Value.ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries);
            if (!trusted.Contains(Word(parts[0]))) continue;
            var results = parts.Skip(1).Select(p => Word(p).Split('=')).Where(p => p.Length == 2).ToLookup(p => p[0], p => p[1]);
            if (results["dmarc"].Any()) return results["dmarc"].Any(r => r is "fail" or "permerror");
            if (results["spf"].Any(r => r is "fail" or "softfail") && !results["dkim"].Any(r => r is "pass")) return true;
        }
        return false;
    }

    // Folded lines leave tabs.
    private static string Word(string text) => text.Split(' ', '\t', '(')[0];
}
