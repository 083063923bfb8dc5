using Hub.Mail.Mime;

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
                    foreach (var group in part.Text().ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Take(MostRecipients + 1))
                    {
                        var fields = Fields(group);
                        if (!fields.TryGetValue("action", out var action)) continue;
                        var status = fields.GetValueOrDefault("status")?.Split(' ')[0];
                        recipients.Add(new(AfterType(fields.GetValueOrDefault("final-recipient") ?? fields.GetValueOrDefault("original-recipient") ?? ""),
                            action.ToLowerInvariant(), status, action.Equals("failed", StringComparison.OrdinalIgnoreCase) && status?.StartsWith('4') != true));
                        reason ??= fields.TryGetValue("diagnostic-code", out var diagnostic) ? AfterType(diagnostic) : null;
                    }
                    break;
                case "message/rfc822" or "message/global":
                    messageId ??= part.ReadMessage()?.MessageId;
                    break;
                case "text/rfc822-headers" or "message/rfc822-headers" or "message/global-headers":
                    messageId ??= MailReader.Read(part.Decode()).MessageId;
                    break;
            }
        }
        return new Bounce(recipients, messageId, reason);
    }

    private static Dictionary<string, string> Fields(string group)
    {
        var fields = new Dictionary<string, string>();
        string? last = null;
        foreach (var line in group.Split('\n'))
        {
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                if (last is not null) fields[last] += " " + line.Trim();
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
