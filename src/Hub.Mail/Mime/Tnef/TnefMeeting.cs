using System.Text;

namespace Hub.Mail.Mime.Tnef;

/// <summary>Meetings in Outlook's own form, MS-OXOCAL: what an iCalendar would say.</summary>
internal static class TnefMeeting
{
    // Ids of MS-OXPROPS.
    private static readonly Guid Appointment = new("00062002-0000-0000-c000-000000000046");
    private const uint SequenceId = 0x8201, LocationId = 0x8208, StartId = 0x820D, EndId = 0x820E, IsWholeDaysId = 0x8215, RecursId = 0x8223;

    /// <summary>The meeting of a message.</summary>
    /// <param name="messageClass">attMessageClass; none where it has none.</param>
    /// <param name="message">Its properties.</param>
    /// <param name="page">For text that is not in UTF-16.</param>
    /// <returns>None where it is about no meeting.</returns>
    public static MailInvitation? Read(string? messageClass, TnefProperties? message, Encoding page)
    {
        if (message is null || Method(message.Text(0x001A, page) ?? messageClass) is not { } kind) return null;
        var isWholeDays = message.Flag(message.Named(Appointment, IsWholeDaysId));
        var start = Time(message, StartId, 0x0060, isWholeDays);
        var end = Time(message, EndId, 0x0061, isWholeDays);
        var sender = Person(message, page, [0x5D01, 0x0C1F], 0x0C1A);
        var isReply = kind.Method == "REPLY";
        return new()
        {
            Method = kind.Method,
            Sequence = Math.Max(0, message.Number(message.Named(Appointment, SequenceId)) ?? 0),
            Summary = CalendarEvent.OneLine(message.Text(0x0E1D, page) ?? message.Text(0x0037, page)),
            Location = CalendarEvent.OneLine(message.Text(message.Named(Appointment, LocationId), page)),
            Start = start,
            End = end is not null && end.Local > start?.Local ? end : null,
            Organizer = isReply ? null : Person(message, page, [0x5D02, 0x0065], 0x0042) ?? sender,
            Attendees = isReply && (Person(message, page, [0x5D02, 0x0065], 0x0042) ?? sender) is { } who ? [new(who, kind.Answer, IsOptional: false)] : [],
            Invited = isReply ? 1 : 0,
            Recurrence = message.Flag(message.Named(Appointment, RecursId)) ? new(null, 1, null, null, []) : null,
            IsCancelled = kind.Method == "CANCEL",
        };
    }

    /// <summary>By the message class, or by the older one that TNEF maps it to (MS-OXTNEF section 2.1.3.3.2).</summary>
    private static (string Method, AttendeeAnswer Answer)? Method(string? messageClass) => messageClass?.Trim().ToUpperInvariant() switch
    {
        "IPM.SCHEDULE.MEETING.REQUEST" or "IPM.MICROSOFT SCHEDULE.MTGREQ" => ("REQUEST", AttendeeAnswer.NeedsAction),
        "IPM.SCHEDULE.MEETING.CANCELED" or "IPM.MICROSOFT SCHEDULE.MTGCNCL" => ("CANCEL", AttendeeAnswer.NeedsAction),
        "IPM.SCHEDULE.MEETING.RESP.POS" or "IPM.MICROSOFT SCHEDULE.MTGRESPP" => ("REPLY", AttendeeAnswer.Accepted),
        "IPM.SCHEDULE.MEETING.RESP.NEG" or "IPM.MICROSOFT SCHEDULE.MTGRESPN" => ("REPLY", AttendeeAnswer.Declined),
        "IPM.SCHEDULE.MEETING.RESP.TENT" or "IPM.MICROSOFT SCHEDULE.MTGRESPA" => ("REPLY", AttendeeAnswer.Tentative),
        _ => null,
    };

    /// <summary>A time of the meeting, or what stands for it in older mails.</summary>
    private static CalendarTime? Time(TnefProperties message, uint id, ushort otherwise, bool isWholeDays)
    {
        if ((message.Time(message.Named(Appointment, id)) ?? message.Time(otherwise)) is not { } time) return null;
        // A whole day begins at midnight where its author is: half a day later it is the same day in UTC for nearly everybody.
        return isWholeDays ? new(time.AddHours(12).Date, null, IsDate: true) : new(time, TimeSpan.Zero, IsDate: false);
    }

    private static MailAddress? Person(TnefProperties message, Encoding page, ReadOnlySpan<ushort> addresses, ushort name)
    {
        foreach (var id in addresses)
        {
            List<MailAddress> found = [];
            AddressParser.Read(message.Text(id, page, 500) ?? "", found, new());
            // Within a company people are named by its directory, not by an address.
            if (found is [{ Domain.Length: > 0 } person, ..]) return person with { Name = CalendarEvent.OneLine(message.Text(name, page, 500)) ?? person.Name };
        }
        return null;
    }
}
