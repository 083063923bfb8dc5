namespace Hub.Mail.Smtp;

/// <summary>From whom and to whom a mail goes, whatever its header says.</summary>
/// <param name="From">Where bounces go; null for <c>&lt;&gt;</c>.</param>
/// <param name="Recipients">One at least.</param>
public sealed record SmtpEnvelope(string? From, IReadOnlyList<string> Recipients);

/// <summary>What became of one recipient.</summary>
public sealed record SmtpRecipientReply(string Recipient, SmtpReply Reply)
{
    public bool IsAccepted => Reply.IsPositive;
}

/// <summary>The server has the mail, for those recipients that it accepted: one of them at least.</summary>
/// <param name="Recipients">All, in the envelope's order.</param>
/// <param name="Reply">To the final dot; usually holds the server's queue id.</param>
public sealed record SmtpResult(IReadOnlyList<SmtpRecipientReply> Recipients, SmtpReply Reply);
