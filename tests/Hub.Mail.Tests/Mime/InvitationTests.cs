using System.Globalization;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class InvitationTests
{
    private static MailInvitation? Read(string events, string type = "text/calendar; method=REQUEST; charset=utf-8", string zones = "") => Mails.Read($"""
        Content-Type: multipart/alternative; boundary=a

        --a

        You are invited.
        --a
        Content-Type: {type}

        BEGIN:VCALENDAR
        VERSION:2.0
        {zones}
        {events}
        END:VCALENDAR
        --a--
        """).Invitation;

    private static string Event(string lines) => $"BEGIN:VEVENT\n{lines}\nEND:VEVENT";

    [Fact]
    public void An_invitation_says_what_when_where_and_who()
    {
        var found = Read("METHOD:REQUEST\n" + Event("""
            UID:1@x
            DTSTAMP:20260101T000000Z
            ORGANIZER;CN="Müller, Jörg";SENT-BY="mailto:office@x.org":MAILTO:joerg@x.org
            SUMMARY;LANGUAGE=fr:Réunion\, très
              longue\; vraiment
            DTSTART;TZID=Europe/Paris:20260712T090000
            DTEND;TZID=Europe/Paris:20260712T103000
            LOCATION:Salle 1\nBâtiment B
            RRULE:FREQ=WEEKLY
            BEGIN:VALARM
            SUMMARY:not this
            TRIGGER:-PT15M
            END:VALARM
            """))!;
        Assert.Equal(("REQUEST", "1@x", "Réunion, très longue; vraiment", "Salle 1 Bâtiment B"), (found.Method, found.Uid, found.Summary, found.Location));
        Assert.Equal(new("Müller, Jörg", "joerg@x.org"), found.Organizer);
        Assert.Equal("2026-07-12T09:00:00+02:00 2026-07-12T10:30:00+02:00", $"{Iso(found.Start)} {Iso(found.End)}");
        Assert.True(found.IsRecurring);
    }

    private static string Iso(CalendarTime? time) => time is null ? "none" : time.Moment?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
        ?? time.Local.ToString(time.IsDate ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private const string Custom = """
        BEGIN:VTIMEZONE
        TZID:Our own zone
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        """;

    [Theory]
    [InlineData("DTSTART:20260112T090000Z\nDTEND:20260112T100000Z", "2026-01-12T09:00:00+00:00", "2026-01-12T10:00:00+00:00")]
    [InlineData("DTSTART:20260112T090000", "2026-01-12T09:00:00", "2026-01-12T09:00:00")] // wherever one is
    [InlineData("DTSTART;VALUE=DATE:20260112", "2026-01-12", "2026-01-13")]
    [InlineData("DTSTART;VALUE=DATE:20260112\nDTEND;VALUE=DATE:20260115", "2026-01-12", "2026-01-15")]
    [InlineData("DTSTART:20260112T090000Z\nDURATION:P1DT1H30M", "2026-01-12T09:00:00+00:00", "2026-01-13T10:30:00+00:00")]
    [InlineData("DTSTART;TZID=\"Romance Standard Time\":20260112T090000", "2026-01-12T09:00:00+01:00", "2026-01-12T09:00:00+01:00")]
    [InlineData("DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20260712T090000", "2026-07-12T09:00:00+02:00", "2026-07-12T09:00:00+02:00")]
    [InlineData("DTSTART;TZID=Our own zone:20260712T090000", "2026-07-12T09:00:00+02:00", "2026-07-12T09:00:00+02:00")]
    [InlineData("DTSTART;TZID=Our own zone:20260112T090000", "2026-01-12T09:00:00+01:00", "2026-01-12T09:00:00+01:00")]
    [InlineData("DTSTART;TZID=Our own zone:20260328T090000\nDURATION:P1D", "2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00")]
    [InlineData("DTSTART;TZID=../../etc/passwd:20260112T090000", "2026-01-12T09:00:00", "2026-01-12T09:00:00")]
    [InlineData("DTSTART:tomorrow\nDURATION:P1D", "none", "none")]
    [InlineData("DTSTART:00010101T000000Z\nDURATION:P999999999999D", "none", "none")]
    [InlineData("DTSTART:20260112T090000Z\nDURATION:P999999999999D", "2026-01-12T09:00:00+00:00", "none")]
    public void Times_are_read_in_every_form(string lines, string start, string end)
    {
        var found = Read(Event(lines), zones: Custom)!;
        Assert.Equal((start, end), (Iso(found.Start), Iso(found.End)));
    }

    [Theory]
    [InlineData("application/ics; name=invite.ics")]
    [InlineData("application/octet-stream; name=\"Termin.ICS\"")]
    [InlineData("text/calendar")]
    public void A_calendar_is_known_by_its_type_or_its_name(string type)
    {
        Assert.Equal("PUBLISH", Read(Event("SUMMARY:x"), type)!.Method);
        Assert.Equal("CANCEL", Read("METHOD:Cancel\n" + Event("SUMMARY:x"), type)!.Method);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BEGIN:VTODO\nSUMMARY:x\nEND:VTODO")]
    public void A_calendar_without_an_event_invites_to_nothing(string lines) => Assert.Null(Read(lines));

    [Fact]
    public void Whatever_a_calendar_holds_it_is_read()
    {
        string[] bits = ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "TZID:x", "BEGIN:STANDARD", "RRULE:BYDAY=9XX;BYMONTH=99", "RRULE:BYDAY=-5SU;BYMONTH=2", "TZOFFSETTO:+9999", "DTSTART;TZID=x:20260112T090000",
            "DTSTART;TZID=x:99981231T235959", "DURATION:P366D", "DURATION:-P1D", " folded", ";;:", "A;B=\"", "ORGANIZER:", "ORGANIZER;CN=:mailto:", "\\", "SUMMARY:\\", "END:VCALENDAR", "BEGIN:", "DTEND:\u0660"];
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Join('\n', Enumerable.Range(0, random.Next(30)).Select(_ => bits[random.Next(bits.Length)]));
            _ = CalendarReader.Read(text, null);
        }
        Assert.NotNull(CalendarReader.Read(string.Concat(Enumerable.Repeat("BEGIN:VEVENT\n", 100_000)), null));
    }
}
