using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
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
        Assert.Equal(("weekly", 1, "Europe/Paris"), (found.Recurrence!.Frequency, found.Recurrence.Interval, found.Start!.Zone));
        Assert.Equal((0, false, false, 0), (found.Sequence, found.IsCancelled, found.IsOccurrence, found.Others));
    }

    [Fact]
    public void Whoever_is_named_twice_stands_there_once_with_the_answer()
    {
        var found = Read("METHOD:REQUEST\n" + Event("""
            ATTENDEE;CN=Anna:mailto:anna@x.org
            ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Anna@X.org
            ATTENDEE;CN=Bob;PARTSTAT=DECLINED:mailto:bob@x.org
            ATTENDEE;CN=Bob:mailto:bob@x.org
            """))!;
        Assert.Equal([(new MailAddress("Anna", "anna@x.org"), AttendeeAnswer.Accepted), (new("Bob", "bob@x.org"), AttendeeAnswer.Declined)], found.Attendees.Select(a => (a.Person, a.Answer)));
        Assert.Equal(2, found.Invited);
    }

    [Fact]
    public void What_stands_behind_the_last_event_that_is_read_belongs_to_none()
    {
        var events = string.Join('\n', Enumerable.Range(0, 201).Select(i => Event($"UID:{i}@x\n{(i < 199 ? "RECURRENCE-ID:20260101T000000Z" : "")}\nATTENDEE:mailto:a{i}@x.org")));
        var found = Read(events.Replace("UID:199@x", "UID:0@x", StringComparison.Ordinal).Replace("\n\n", "\n", StringComparison.Ordinal))!;
        Assert.Equal("a199@x.org", Assert.Single(found.Attendees).Person.Address);
    }

    [Fact]
    public void Whoever_is_invited_stands_there_with_their_answer()
    {
        var found = Read("METHOD:REPLY\n" + Event("""
            SEQUENCE:3
            ATTENDEE;CN=Anna;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:anna@x.org
            ATTENDEE;CN="Bob ^'the^' B";PARTSTAT=declined;ROLE=OPT-PARTICIPANT:MAILTO:bob%2Bhub@x.org
            ATTENDEE;PARTSTAT=TENTATIVE:mailto:carl@x.org
            ATTENDEE;PARTSTAT=X-UNHEARD;EMAIL=dora@x.org:urn:uuid:1
            ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@x.org
            ATTENDEE:
            """))!;
        Assert.Equal([(new("Anna", "anna@x.org"), AttendeeAnswer.Accepted, false), (new("Bob \"the\" B", "bob+hub@x.org"), AttendeeAnswer.Declined, true),
            (new(null, "carl@x.org"), AttendeeAnswer.Tentative, false), (new(null, "dora@x.org"), AttendeeAnswer.NeedsAction, false)], found.Attendees.Select(a => (a.Person, a.Answer, a.IsOptional)));
        Assert.Equal(3, found.Sequence);
        var crowd = Read(Event(string.Join('\n', Enumerable.Range(0, 400).Select(i => $"ATTENDEE:mailto:a{i}@x.org"))))!;
        Assert.Equal((50, 400), (crowd.Attendees.Count, crowd.Invited));
    }

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;COUNT=10", "weekly", 2, 10, "MO,WE")]
    [InlineData("freq=daily", "daily", 1, null, "")]
    [InlineData("FREQ=MONTHLY;BYDAY=2TU;INTERVAL=0;COUNT=-1", "monthly", 1, null, "")] // the second Tuesday is not every one
    [InlineData("FREQ=NEVER;INTERVAL=99999999999", null, 1, null, "")]
    [InlineData("=;;FREQ;FREQ=YEARLY;FREQ=DAILY", "yearly", 1, null, "")]
    public void How_it_repeats_is_read_in_short(string rule, string? frequency, int interval, int? count, string days)
    {
        var found = Read(Event("RRULE:" + rule))!.Recurrence!;
        Assert.Equal((frequency, interval, count, days), (found.Frequency, found.Interval, found.Count, string.Join(',', found.Days)));
    }

    [Fact]
    public void A_series_speaks_for_its_exceptions_and_other_events_are_counted()
    {
        var exception = Event("UID:1\nRECURRENCE-ID:20260113T090000Z\nSUMMARY:moved");
        var found = Read($"{exception}\n{Event("UID:1\nSUMMARY:series\nRRULE:FREQ=DAILY;UNTIL=20260201T000000Z")}\n{Event("UID:2\nSUMMARY:other")}")!;
        Assert.Equal(("series", 1, false, "2026-02-01T00:00:00+00:00"), (found.Summary, found.Others, found.IsOccurrence, Iso(found.Recurrence!.Until)));
        Assert.True(Read(exception)!.IsOccurrence);
    }

    [Theory]
    [InlineData("METHOD:CANCEL", "", true)]
    [InlineData("METHOD:REQUEST", "STATUS:CANCELLED", true)]
    [InlineData("METHOD:REQUEST", "STATUS:CONFIRMED", false)]
    public void What_is_called_off_is_known(string method, string status, bool cancelled) => Assert.Equal(cancelled, Read($"{method}\n{Event(status)}")!.IsCancelled);

    [Fact]
    public void A_method_in_the_type_alone_counts_and_that_of_the_calendar_more()
    {
        Assert.Equal("REQUEST", Read(Event("SUMMARY:x"))!.Method);
        Assert.Equal("CANCEL", Read("METHOD:CANCEL\nMETHOD:REPLY\n" + Event("SUMMARY:x"))!.Method);
        Assert.Equal("REQUEST", Read("METHOD:not a word\n" + Event("SUMMARY:x"))!.Method);
    }

    [Theory]
    [InlineData("8bit")]
    [InlineData("quoted-printable")]
    [InlineData("base64")]
    public void A_fold_within_a_character_is_undone(string encoding)
    {
        var octets = Encoding.UTF8.GetBytes("\uFEFFBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Réunion 日本\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        var split = Array.LastIndexOf(octets, (byte)0xE6) + 1;
        octets = [.. octets[..split], .. "\r\n "u8, .. octets[split..]];
        var body = encoding switch
        {
            "base64" => Convert.ToBase64String(octets),
            "quoted-printable" => string.Concat(octets.Select(b => b is 13 or 10 ? ((char)b).ToString() : $"={b:X2}")).Replace("\r\n=20", "=0D=0A=20", StringComparison.Ordinal),
            _ => Encoding.Latin1.GetString(octets),
        };
        Assert.Equal("Réunion 日本", Mails.ReadOctets($"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}").Invitation!.Summary);
    }

    [Fact]
    public void The_older_calendar_with_quoted_printable_in_it_is_read()
    {
        var found = Read(Event("SUMMARY;CHARSET=iso-8859-1;ENCODING=QUOTED-PRINTABLE:R=E9union=\n tr=E8s longue\nLOCATION;ENCODING=QUOTED-PRINTABLE:=C3=A9tage=\n=20=32"), "text/x-vcalendar")!;
        Assert.Equal("étage 2", found.Location);
        Assert.StartsWith("Réunion", found.Summary, StringComparison.Ordinal);
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
    [InlineData("DTSTART:20260112T090000Z\nDURATION:P1000000W1000000W", "2026-01-12T09:00:00+00:00", "none")]
    [InlineData("DTSTART:20260112T090000Z\nDTEND:20260112T080000Z", "2026-01-12T09:00:00+00:00", "none")]
    [InlineData("DTSTART:20260112T090000Z\nDTEND;VALUE=DATE:20260113", "2026-01-12T09:00:00+00:00", "none")]
    [InlineData("DTSTART;VALUE=DATE:20260112\nDTEND;VALUE=DATE:20260112", "2026-01-12", "2026-01-13")]
    [InlineData("DTSTART:20261231T235960Z", "2026-12-31T23:59:59+00:00", "2026-12-31T23:59:59+00:00")]
    [InlineData("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nDTSTART;TZID=Europe/Paris:20260112T000000\nDTEND;TZID=Europe/Paris:20260114T000000", "2026-01-12", "2026-01-14")]
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
    public void The_zones_of_another_century_have_no_seconds() => Assert.Equal(0, Read(Event("DTSTART;TZID=Europe/Paris:19000101T090000"))!.Start!.Moment!.Value.Offset.Seconds);

    [Fact]
    public void Whatever_a_calendar_holds_it_is_read()
    {
        string[] bits = ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "TZID:x", "BEGIN:STANDARD", "RRULE:BYDAY=9XX;BYMONTH=99", "RRULE:BYDAY=-5SU;BYMONTH=2", "TZOFFSETTO:+9999", "DTSTART;TZID=x:20260112T090000",
            "DTSTART;TZID=x:99981231T235959", "DURATION:P366D", "DURATION:-P1D", " folded", ";;:", "A;B=\"", "ORGANIZER:", "ORGANIZER;CN=:mailto:", "ATTENDEE;CN=^:mailto:%", "ATTENDEE;PARTSTAT=:a@b", "RRULE:FREQ=;=;COUNT=9", "RECURRENCE-ID:x", "UID:1", "DURATION:P999999W9999W", "X;ENCODING=QUOTED-PRINTABLE:=", "\\", "SUMMARY:\\", "END:VCALENDAR", "BEGIN:", "DTEND:\u0660"];
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Join('\n', Enumerable.Range(0, random.Next(30)).Select(_ => bits[random.Next(bits.Length)]));
            _ = CalendarReader.Read(text, null);
        }
        Assert.NotNull(CalendarReader.Read(string.Concat(Enumerable.Repeat("BEGIN:VEVENT\n", 100_000)), null));
    }

    [Fact]
    public void Whatever_octets_a_calendar_has_what_is_read_of_it_is_bounded()
    {
        var words = Gen.Elements("BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VTIMEZONE\r\n", "BEGIN:DAYLIGHT\r\n", "TZID:z\r\n", "TZOFFSETTO:-1359\r\n", "\r\n ", "\n\t", "\r", "=\r\n",
            "DTSTART;TZID=z:", "DTEND;TZID=Europe/Paris:", "DTSTART;VALUE=DATE:", "99971231T235959", "00020101T000000Z", "20260101", "\r\nDURATION:P365DT", "9H", "\r\nSUMMARY:", "\\", "\0", "\xC3", "\xE6\x97",
            "\r\nATTENDEE;CN=\"", "mailto:", "a@b", "%", "^n", "\";PARTSTAT=DECLINED:", "\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,", "UNTIL=", ";COUNT=", "\r\nLOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-16:=C3", "7")
            .ArrayOf().Select(parts => Encoding.Latin1.GetBytes(string.Concat(parts)));
        Prop.ForAll(words.ToArbitrary(), octets =>
        {
            var found = Mails.ReadOctets("Content-Type: text/calendar\r\n\r\n" + Encoding.Latin1.GetString(octets)).Invitation;
            if (found is null) return true;
            _ = (found.Start?.Moment, found.End?.Moment, found.Recurrence?.Until?.Moment);
            string?[] texts = [found.Summary, found.Location, found.Uid, found.Organizer?.Name, found.Organizer?.Address, .. found.Attendees.Select(a => a.Person.Name + a.Person.Address)];
            return found.Attendees.Count <= 50 && texts.All(t => t is null || t.Length <= 2_000 && !t.Any(char.IsControl));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public async Task A_megabyte_of_the_worst_is_read_in_time()
    {
        foreach (var worst in new[] { "\n ", "BEGIN:VEVENT\nUID:" + new string('u', 1_000) + "\n", "SUMMARY;ENCODING=QUOTED-PRINTABLE:=\n", "A;B=\"", "ATTENDEE:a,", "UID:\\", "RRULE:" + new string(';', 900) })
            await Task.Run(() => CalendarReader.Read("BEGIN:VEVENT\n" + string.Concat(Enumerable.Repeat(worst, 1_000_000 / worst.Length)), null)).WaitAsync(TimeSpan.FromSeconds(30));
    }
}
