using System.Globalization;

namespace Hub.Mail.Smtp;

/// <summary>What a server's reply to EHLO offers (RFC 5321 section 4.1.1.1).</summary>
public sealed class SmtpCapabilities
{
    private readonly HashSet<string> keywords = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> mechanisms = new(StringComparer.OrdinalIgnoreCase);

    internal SmtpCapabilities(SmtpReply reply)
    {
        // The first line greets.
        foreach (var line in reply.Text.Split('\n').Skip(1))
        {
            // "AUTH=PLAIN LOGIN" is the older spelling, which some servers still add.
            var words = line.Replace("AUTH=", "AUTH ", StringComparison.OrdinalIgnoreCase).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            keywords.Add(words[0]);
            if (words[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase)) mechanisms.UnionWith(words[1..]);
            if (words[0].Equals("SIZE", StringComparison.OrdinalIgnoreCase) && words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
                MaxSize = size;
        }
    }

    /// <summary>Octets of the largest mail (RFC 1870); null where the server named none.</summary>
    public long? MaxSize { get; }

    /// <summary>Mechanisms of AUTH (RFC 4954).</summary>
    public IReadOnlySet<string> Mechanisms => mechanisms;

    /// <summary>True for <c>STARTTLS</c>, <c>PIPELINING</c>, <c>8BITMIME</c>, <c>SIZE</c>, <c>SMTPUTF8</c>, … if offered.</summary>
    public bool Has(string keyword) => keywords.Contains(keyword);
}
