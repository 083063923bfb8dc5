namespace Hub.Mail.Mime;

/// <summary>A time of a calendar.</summary>
/// <param name="Local">Where it takes place; of a whole day, its midnight.</param>
/// <param name="Offset">From UTC; none where the mail does not say it: of whole days and times without a zone.</param>
/// <param name="IsDate">A day, not a time.</param>
/// <param name="Zone">IANA name of the zone that the mail names; none where it names none, or one that nobody knows.</param>
public sealed record CalendarTime(DateTime Local, TimeSpan? Offset, bool IsDate, string? Zone = null)
{
    /// <summary>The moment, where it is certain.</summary>
    public DateTimeOffset? Moment => Offset is { } offset ? new(Local, offset) : null;
}

/// <summary>What somebody answered to an invitation: PARTSTAT of RFC 5545 section 3.2.12.</summary>
public enum AttendeeAnswer
{
    /// <summary>Nothing yet; also where nothing readable is said.</summary>
    NeedsAction,
    Accepted,
    Declined,
    Tentative,

    /// <summary>Somebody else comes instead.</summary>
    Delegated,
}

/// <summary>Somebody invited.</summary>
/// <param name="Person">Name and address, as the mail says.</param>
/// <param name="Answer">What they answered.</param>
/// <param name="IsOptional">They need not come.</param>
public sealed record MailAttendee(MailAddress Person, AttendeeAnswer Answer, bool IsOptional);

/// <summary>How an event repeats: the gist of RRULE, RFC 5545 section 3.3.10.</summary>
/// <param name="Frequency">FREQ in lower case: <c>daily</c>, <c>weekly</c>, …; none where days are only listed (RDATE), or it cannot be read.</param>
/// <param name="Interval">Every so many of them, from 1.</param>
/// <param name="Count">How often in all.</param>
/// <param name="Until">The last time may be this late.</param>
/// <param name="Days">On which weekdays, <c>MO</c> to <c>SU</c> in the order given.</param>
public sealed record MailRecurrence(string? Frequency, int Interval, int? Count, CalendarTime? Until, IReadOnlyList<string> Days);

/// <summary>An event that a mail invites to, changes or calls off: iCalendar, RFC 5545, 5546 and 6047. All of it is the sender's claim.</summary>
public sealed record MailInvitation
{
    /// <summary>In upper case: <c>REQUEST</c>, <c>CANCEL</c>, <c>REPLY</c>, …; <c>PUBLISH</c> where none is said.</summary>
    public required string Method { get; init; }

    /// <summary>The same for each mail about the event.</summary>
    public string? Uid { get; init; }

    /// <summary>Counts changes of the event: a higher one replaces a lower one.</summary>
    public int Sequence { get; init; }
    public string? Summary { get; init; }
    public string? Location { get; init; }
    public CalendarTime? Start { get; init; }

    /// <summary>Not part of it any more; never before <see cref="Start"/>.</summary>
    public CalendarTime? End { get; init; }
    public MailAddress? Organizer { get; init; }

    /// <summary>The first of those invited; of a reply, who answers.</summary>
    public IReadOnlyList<MailAttendee> Attendees { get; init; } = [];

    /// <summary>How many are invited in all.</summary>
    public int Invited { get; init; }

    /// <summary>How it repeats, <see cref="Start"/> being the first time; none where it does not.</summary>
    public MailRecurrence? Recurrence { get; init; }

    /// <summary>One time of an event that repeats (RECURRENCE-ID).</summary>
    public bool IsOccurrence { get; init; }

    /// <summary>It does not take place, or not for whoever got the mail.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Other events in the same calendar.</summary>
    public int Others { get; init; }
}
