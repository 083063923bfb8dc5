using System.Globalization;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Platform;
using Hub.Tickets;

namespace Hub.Channels.Email.Receiving;

/// <summary>What a mail is besides text and files, as it is kept and shown.</summary>
internal static class MailExtras
{
    private const int LongestText = 500;

    /// <summary>How it is protected; none where it is not.</summary>
    public static ProtectionView? ProtectionOf(ReceivedMail mail) => mail.Protection is not { } found ? null : new(
        found.Format switch
        {
            ProtectionFormat.Smime => "smime",
            ProtectionFormat.PgpMime => "pgpMime",
            ProtectionFormat.PgpInline => "pgpInline",
            _ => throw new InvalidOperationException($"{found.Format} has no word."),
        }, found.IsSigned, found.IsEncrypted);

    /// <summary>What it invites to; none where to nothing.</summary>
    public static CalendarInvitationView? InvitationOf(ReceivedMail mail) => mail.Invitation is not { } found ? null : new(
        found.Method switch
        {
            "REQUEST" or "REPLY" or "ADD" or "CANCEL" or "REFRESH" or "COUNTER" => found.Method.ToLowerInvariant(),
            "DECLINECOUNTER" => "declineCounter",
            _ => "publish",
        },
        found.IsCancelled, Text(found.Summary), Text(found.Location), Time(found.Start), Time(found.End),
        found.Recurrence is { } rule ? new(rule.Frequency, rule.Interval, rule.Count, Time(rule.Until), [.. rule.Days]) : null,
        found.IsOccurrence, found.Organizer is { } organizer ? Person(organizer) : null,
        [.. found.Attendees.Select(a => new AttendeeView(Text(a.Person.Name), Address(a.Person), Word(a.Answer), a.IsOptional))],
        found.Invited, found.Sequence, found.Others, Text(found.Uid));

    /// <summary>A name for a part that has none.</summary>
    /// <param name="part">The part.</param>
    /// <param name="ordinal">Its place among the files, from 0.</param>
    public static string NameOf(MimePart part, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{Noun(part)}-{ordinal + 1}{Extension(part)}");

    private static EventTimeView? Time(CalendarTime? time) => time is null ? null
        : new(time.Local.ToString(time.IsDate ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), time.Moment?.ToUniversalTime(), time.Zone);

    private static MailPerson Person(MailAddress person) => new(Text(person.Name), Address(person));

    private static string Address(MailAddress person) => Texts.Storable(person.Address, 320);

    private static string? Text(string? text) => text is null ? null : Texts.Storable(text, LongestText);

    private static string Word(AttendeeAnswer answer) => answer switch
    {
        AttendeeAnswer.NeedsAction => "none",
        AttendeeAnswer.Accepted => "accepted",
        AttendeeAnswer.Declined => "declined",
        AttendeeAnswer.Tentative => "tentative",
        AttendeeAnswer.Delegated => "delegated",
        _ => throw new InvalidOperationException($"{answer} has no word."),
    };

    private static string Noun(MimePart part) => part.ContentType switch
    {
        { Type: "message" } => "message",
        { MediaType: "text/calendar" } => "invitation",
        _ => "file",
    };

    private static string Extension(MimePart part) => part.ContentType.MediaType switch
    {
        "message/rfc822" => ".eml",
        "text/plain" => ".txt",
        "text/html" => ".html",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        "text/calendar" => ".ics",
        _ => "",
    };
}
