using Hub.Mail.Mime;

namespace Hub.Channels.Email.Receiving;

/// <summary>What a machine wrote, and what a machine must not answer (RFC 3834).</summary>
public static class AutomaticMail
{
    /// <summary>Sent by a machine: it reopens nothing. A request to suppress replies is no proof of that.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="envelopeFrom">The reverse path; null where it was empty.</param>
    public static bool Is(ReceivedMail mail, string? envelopeFrom)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return envelopeFrom is null
            || mail.AutoSubmitted is not (null or "no")
            || mail.IsReport
            || mail.Precedence is "auto_reply"
            || mail.Header("X-Autoreply") is not null || mail.Header("X-Autorespond") is not null;
    }

    /// <summary>May it be answered by a machine?</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="envelopeFrom">The reverse path; null where it was empty.</param>
    /// <param name="ours">Our addresses: one of them must be among those whom the mail addresses.</param>
    /// <param name="isOurMessageId">Its Message-ID is one of ours.</param>
    public static bool MayBeAnswered(ReceivedMail mail, string? envelopeFrom, IReadOnlyCollection<string> ours, bool isOurMessageId)
    {
        if (Is(mail, envelopeFrom) || isOurMessageId) return false;
        if (mail.HasListHeaders || mail.Precedence is "bulk" or "list" or "junk" || mail.Header("X-Loop") is not null) return false;
        if (mail.AutoResponseSuppress.Any(word => word is "all" or "oof" or "autoreply")) return false;
        if (new[] { envelopeFrom!, mail.From.Count > 0 ? mail.From[0].Address : "" }.Any(IsMachine)) return false;
        return mail.To.Concat(mail.Cc).Any(to => ours.Contains(Bare(to.Address)));
    }

    private static bool IsMachine(string address)
    {
        var local = address.Split('@')[0].ToLowerInvariant();
        return local is "" or "mailer-daemon" or "postmaster" or "noreply" or "no-reply" or "do-not-reply" or "donotreply" or "listserv" or "majordomo"
            || local.StartsWith("owner-", StringComparison.Ordinal) || local.EndsWith("-request", StringComparison.Ordinal) || local.EndsWith("-owner", StringComparison.Ordinal);
    }

    /// <summary>In lower case, without a tag.</summary>
    internal static string Bare(string address)
    {
        var whole = address.ToLowerInvariant();
        var (plus, at) = (whole.IndexOf('+', StringComparison.Ordinal), whole.LastIndexOf('@'));
        return plus > 0 && at > plus ? string.Concat(whole.AsSpan(0, plus), whole.AsSpan(at)) : whole;
    }
}
