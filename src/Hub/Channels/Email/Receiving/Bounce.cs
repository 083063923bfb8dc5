using Hub.Mail.Mime;
using Hub.Platform;

namespace Hub.Channels.Email.Receiving;

/// <summary>What became of one recipient (RFC 3464 section 2.3).</summary>
/// <param name="Recipient">Their address.</param>
/// <param name="Action"><c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c> or <c>expanded</c>.</param>
/// <param name="Status">Enhanced status code (RFC 3463), such as <c>5.1.1</c>.</param>
/// <param name="Permanent">It will not arrive.</param>
public sealed record BouncedRecipient(string Recipient, string Action, string? Status, bool Permanent);

/// <summary>A delivery status notification (RFC 3464).</summary>
/// <param name="Recipients">Each recipient's fate.</param>
/// <param name="MessageId">Of the mail that came back; none where it is not said.</param>
/// <param name="Reason">The other server's words.</param>
public sealed record Bounce(IReadOnlyList<BouncedRecipient> Recipients, string? MessageId, string? Reason)
{
    private const int MostRecipients = 100;
    private const int LongestStatus = 100_000;
    private const int LongestField = 1_000;
    private static readonly string[] MailSystems = ["mailer-daemon", "mailerdaemon", "mail-daemon", "postmaster", "microsoftexchange"];

    /// <returns>None where the mail is no such report.</returns>
    public static Bounce? Read(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.ReportType is not "delivery-status") return null;
        var recipients = new List<BouncedRecipient>();
        string? reason = null, messageId = null;
        foreach (var part in mail.Root.Children.Take(20))
        {
            switch (part.ContentType.MediaType)
            {
                case "message/delivery-status" or "message/global-delivery-status":
                    // Groups of fields parted by empty lines; the first group is about the message.
                    foreach (var group in Texts.Storable(part.Text(), LongestStatus).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Take(MostRecipients + 1))
                    {
                        var fields = Fields(group);
                        if (!fields.TryGetValue("action", out var action)) continue;
                        var status = fields.GetValueOrDefault("status")?.Split(' ')[0];
                        recipients.Add(new(AfterType(fields.GetValueOrDefault("final-recipient") ?? fields.GetValueOrDefault("original-recipient") ?? ""),
                            action.ToLowerInvariant(), status, action.Equals("failed", StringComparison.OrdinalIgnoreCase) && status?.StartsWith('4') != true));
                        reason ??= fields.TryGetValue("diagnostic-code", out var diagnostic) ? AfterType(diagnostic) : null;
                    }
                    break;
                case "message/rfc822" or "message/global" or "text/rfc822-headers" or "message/rfc822-headers" or "message/global-headers":
                    messageId ??= part.ReadMessage()?.MessageId;
                    break;
            }
        }
        return new Bounce(recipients, messageId, reason);
    }

    /// <summary>A bounce that is no report, as qmail, Exim and others write it: a mail system speaks.</summary>
    /// <remarks>Absence notes come the same way, to the return path and from nobody (RFC 3834 section 4, RFC 5230 section 4.6), but a person's address signs them.</remarks>
    public static bool IsProse(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.Header("X-Failed-Recipients") is not null || mail.From.Count == 0) return true;
        var local = mail.From[0].Address.Split('@')[0].ToLowerInvariant();
        return local.Length == 0 || MailSystems.Any(name => local.StartsWith(name, StringComparison.Ordinal));
    }

    internal static Dictionary<string, string> Fields(string group)
    {
        var fields = new Dictionary<string, string>();
        string? last = null;
        foreach (var line in group.Split('\n'))
        {
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                // So much and no more: adding up line by line is quadratic.
                if (last is not null && fields[last].Length < LongestField) fields[last] += " " + line.Trim();
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) continue;
            last = line[..colon].Trim().ToLowerInvariant();
            fields[last] = line[(colon + 1)..].Trim();
        }
        return fields;
    }

    // "rfc822; a@b.test", "smtp; 550 5.1.1 no such user"
    private static string AfterType(string field) => field[(field.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
}
