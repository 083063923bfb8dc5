namespace Hub.Mail.Mime;

/// <summary>A time of a calendar.</summary>
/// <param name="Local">Where it takes place; of a whole day, its midnight.</param>
/// <param name="Offset">From UTC; none where the mail does not say it: of whole days and times without a zone.</param>
/// <param name="IsDate">A day, not a time.</param>
public sealed record CalendarTime(DateTime Local, TimeSpan? Offset, bool IsDate)
{
    /// <summary>The moment, where it is certain.</summary>
    public DateTimeOffset? Moment => Offset is { } offset ? new(Local, offset) : null;
}

/// <summary>An event that a mail invites to, changes or calls off: iCalendar, RFC 5545 and 5546. All of it is the sender's claim.</summary>
public sealed record MailInvitation
{
    /// <summary>In upper case: <c>REQUEST</c>, <c>CANCEL</c>, <c>REPLY</c>, …; <c>PUBLISH</c> where none is said.</summary>
    public required string Method { get; init; }

    /// <summary>The same for each mail about the event.</summary>
    public string? Uid { get; init; }
    public string? Summary { get; init; }
    public string? Location { get; init; }
    public CalendarTime? Start { get; init; }

    /// <summary>Not part of it any more.</summary>
    public CalendarTime? End { get; init; }
    public MailAddress? Organizer { get; init; }

    /// <summary>It repeats; <see cref="Start"/> is the first time.</summary>
    public bool IsRecurring { get; init; }
}
