using System.Globalization;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Meetings that stand in <c>winmail.dat</c> alone.</summary>
public sealed class TnefMeetingTests
{
    private static readonly Guid Appointment = new("00062002-0000-0000-c000-000000000046");

    private static byte[] Time(ushort id, int name, string time) =>
        TnefFile.Named(id, Appointment, name, 0x40, BitConverter.GetBytes(DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).ToFileTimeUtc()));

    private static MailInvitation? Read(string messageClass, params byte[][] properties) => Mails.Read(
        "From: Jane <jane@x.org>\nSubject: About Friday\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + Convert.ToBase64String(new TnefFile().Attribute(1, 0x00078008, Encoding.ASCII.GetBytes(messageClass + "\0")).Message([.. TnefFile.Others, .. properties]).ToArray(), Base64FormattingOptions.InsertLineBreaks)).Invitation;

    private static byte[][] Meeting =>
    [
        Time(0x8100, 0x820D, "2026-07-12T07:00:00Z"), Time(0x8101, 0x820E, "2026-07-12T08:30:00Z"),
        TnefFile.Named(0x8102, Appointment, 0x8208, 0x1F, Encoding.Unicode.GetBytes("Salle 4\0")),
        TnefFile.Named(0x8103, Appointment, 0x8201, 3, [2, 0, 0, 0]),
        TnefFile.Named(0x8104, Appointment, 0x8223, 0x0B, [1, 0, 0, 0]),
        TnefFile.Unicode(0x0E1D, "Réunion"),
    ];

    [Fact]
    public void A_request_says_what_when_and_where()
    {
        var found = Read("IPM.Microsoft Schedule.MtgReq", Meeting)!;
        Assert.Equal(("REQUEST", "Réunion", "Salle 4", 2, false), (found.Method, found.Summary, found.Location, found.Sequence, found.IsCancelled));
        Assert.Equal((new DateTimeOffset(2026, 7, 12, 7, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 7, 12, 8, 30, 0, TimeSpan.Zero)), (found.Start!.Moment, found.End!.Moment));
        Assert.Equal(new("Jane", "jane@x.org"), found.Organizer);
        Assert.NotNull(found.Recurrence);
    }

    [Fact]
    public void Whole_days_are_days_wherever_their_author_is()
    {
        foreach (var (start, end) in new[] { ("2026-07-11T22:00:00Z", "2026-07-12T22:00:00Z"), ("2026-07-12T07:00:00Z", "2026-07-13T07:00:00Z") })
        {
            var found = Read("IPM.Schedule.Meeting.Request", Time(0x8100, 0x820D, start), Time(0x8101, 0x820E, end), TnefFile.Named(0x8102, Appointment, 0x8215, 0x0B, [1, 0, 0, 0]))!;
            Assert.Equal((new(new(2026, 7, 12), null, IsDate: true), new(new(2026, 7, 13), null, IsDate: true)), (found.Start, found.End));
            Assert.Equal("About Friday", found.Summary);
        }
    }

    [Theory]
    [InlineData("IPM.Schedule.Meeting.Resp.Neg", "REPLY", AttendeeAnswer.Declined)]
    [InlineData("IPM.Microsoft Schedule.MtgRespA", "REPLY", AttendeeAnswer.Tentative)]
    [InlineData("IPM.Schedule.Meeting.Canceled", "CANCEL", null)]
    public void An_answer_and_a_cancellation_are_known(string messageClass, string method, AttendeeAnswer? answer)
    {
        var found = Read(messageClass, [.. Meeting, TnefFile.Unicode(0x0042, "Bob"), TnefFile.Unicode(0x0065, "bob@x.org")])!;
        Assert.Equal((method, method == "CANCEL", answer), (found.Method, found.IsCancelled, found.Attendees.FirstOrDefault()?.Answer));
        Assert.Equal(new("Bob", "bob@x.org"), answer is null ? found.Organizer : found.Attendees[0].Person);
    }

    [Fact]
    public void An_ordinary_mail_invites_to_nothing() => Assert.Null(Read("IPM.Note", Meeting));
}
