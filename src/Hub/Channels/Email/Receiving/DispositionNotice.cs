using Hub.Mail.Mime;
using Hub.Platform;

namespace Hub.Channels.Email.Receiving;

/// <summary>A message disposition notification (RFC 8098): a reader's program says that a mail was displayed, deleted or the like.</summary>
internal static class DispositionNotice
{
    private const int LongestNotice = 10_000;
    private const int LongestReason = 300;

    /// <summary>Message-IDs of mails that it may be about, the likeliest first.</summary>
    public static IEnumerable<string> About(ReceivedMail mail) => MessageIds.Read(Fields(mail).GetValueOrDefault("original-message-id"))
        .Concat(mail.InReplyTo).Concat(mail.References.Reverse()).Distinct().Take(MailEvidence.MostReferences);

    /// <summary>What became of the mail, as it says; none where it does not.</summary>
    public static string? Said(ReceivedMail mail) => Fields(mail).GetValueOrDefault("disposition") is { Length: > 0 } said ? Texts.Storable(said, LongestReason) : null;

    private static Dictionary<string, string> Fields(ReceivedMail mail) =>
        mail.Root.Children.FirstOrDefault(part => part.ContentType.MediaType is "message/disposition-notification" or "message/global-disposition-notification") is { } notice
            ? Bounce.Fields(Texts.Storable(notice.Text(), LongestNotice).ReplaceLineEndings("\n")) : [];
}
