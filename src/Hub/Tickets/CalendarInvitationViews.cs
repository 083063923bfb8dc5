using Hub.Platform.OpenApi;

namespace Hub.Tickets;

/// <summary>How a mail is protected, as it says itself: Hub has no keys, so it decrypts nothing and verifies no signature.</summary>
/// <param name="Standard"><c>smime</c> (RFC 8551), <c>pgpMime</c> (RFC 3156) or <c>pgpInline</c>: OpenPGP within the text.</param>
/// <param name="Signed">It has a signature that can be seen.</param>
/// <param name="Encrypted">Its content, or some of it, can be read only by whoever has the key.</param>
#pragma warning disable CA1720 // A mail is signed; an integer is something else.
public sealed record ProtectionView([property: Words("smime", "pgpMime", "pgpInline")] string Standard, bool Signed, bool Encrypted);
#pragma warning restore CA1720

/// <summary>An event that a mail invites to, changes or calls off (iCalendar, RFC 5545 and 5546). All of it is the sender's claim.</summary>
/// <param name="Method">What the mail is for: <c>request</c> invites or changes, <c>reply</c> answers, <c>cancel</c> calls off, <c>publish</c> merely tells of it.</param>
/// <param name="Cancelled">It does not take place, or not for whoever got the mail.</param>
/// <param name="Title">One line.</param>
/// <param name="Place">One line.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it is over; of whole days, the day after the last one.</param>
/// <param name="Recurrence">How it repeats.</param>
/// <param name="Occurrence">It is one time of an event that repeats.</param>
/// <param name="Organizer">Who invites.</param>
/// <param name="Attendees">The first 50 of those invited; of a reply, who answers.</param>
/// <param name="Invited">How many are invited in all.</param>
/// <param name="Sequence">Counts changes of the event: a higher one replaces a lower one.</param>
/// <param name="Others">Other events in the same mail, which are not described here.</param>
/// <param name="Uid">The same for each mail about the event.</param>
public sealed record CalendarInvitationView(
    [property: Words("publish", "request", "reply", "add", "cancel", "refresh", "counter", "declineCounter")] string Method, bool Cancelled, string? Title, string? Place,
    EventTimeView? Start, EventTimeView? End, RecurrenceView? Recurrence, bool Occurrence, MailPerson? Organizer, IReadOnlyList<AttendeeView> Attendees, int Invited, int Sequence, int Others, string? Uid);

/// <summary>A time of an event.</summary>
/// <param name="Local">Where it takes place: <c>2026-07-12T09:00:00</c>, or <c>2026-07-12</c> of a whole day.</param>
/// <param name="At">The moment; none of whole days, and where the mail names no zone that is known: then it is <c>local</c> wherever one is.</param>
/// <param name="Zone">IANA name of the zone that the mail names.</param>
public sealed record EventTimeView(string Local, DateTimeOffset? At, string? Zone);

/// <summary>Somebody invited.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Address">In the form that the mail has.</param>
/// <param name="Answer">What they answered.</param>
/// <param name="Optional">They need not come.</param>
public sealed record AttendeeView(string? Name, string Address, [property: Words("none", "accepted", "declined", "tentative", "delegated")] string Answer, bool Optional);

/// <summary>How an event repeats, in short.</summary>
/// <param name="Frequency">None where the mail only lists days, or its rule is beyond a word.</param>
/// <param name="Interval">Every so many of them.</param>
/// <param name="Count">How often in all.</param>
/// <param name="Until">The last time may be this late.</param>
/// <param name="Weekdays">On which days of the week.</param>
public sealed record RecurrenceView(
    [property: Words("secondly", "minutely", "hourly", "daily", "weekly", "monthly", "yearly")] string? Frequency, int Interval, int? Count, EventTimeView? Until,
    [property: Words("MO", "TU", "WE", "TH", "FR", "SA", "SU")] string[] Weekdays);
