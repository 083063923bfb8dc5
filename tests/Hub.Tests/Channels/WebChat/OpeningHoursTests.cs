using System.Globalization;
using Hub.Channels.WebChat.Reception;

namespace Hub.Tests.Channels.WebChat;

public sealed class OpeningHoursTests
{
    // Monday to Friday, with a lunch; Saturday until midnight; Sunday over the hour at which the clocks change.
    private static readonly OpeningHours Paris = new HoursView("Europe/Paris",
        [["09:00-12:00", "14:00-18:00"], ["09:00-12:00", "14:00-18:00"], ["09:00-18:00"], ["09:00-18:00"], ["09:00-18:00"], ["20:00-24:00"], ["02:30-04:00"]],
        [new DateOnly(2026, 12, 25)]).Parse().Value;

    [Theory]
    [InlineData("2026-11-23T07:59:59Z", false)] // Monday 08:59:59 in Paris
    [InlineData("2026-11-23T08:00:00Z", true)]
    [InlineData("2026-11-23T11:00:00Z", false)] // the end is not included
    [InlineData("2026-11-23T13:00:00Z", true)]
    [InlineData("2026-11-28T22:59:59Z", true)] // Saturday 23:59:59
    [InlineData("2026-11-28T23:00:00Z", false)] // Sunday
    [InlineData("2026-12-25T10:00:00Z", false)] // a Friday, closed
    [InlineData("2026-07-06T07:00:00Z", true)] // Monday 09:00 in summer
    public void Hours_are_those_of_the_place(string at, bool open) => Assert.Equal(open, Paris.IsOpen(At(at)));

    [Theory]
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T11:30:00Z", "2026-11-23T13:00:00Z")] // lunch
    [InlineData("2026-12-24T17:00:00Z", "2026-12-26T19:00:00Z")] // Thursday evening, over Christmas, to Saturday
    [InlineData("2026-03-28T23:30:00Z", "2026-03-29T01:00:00Z")] // 02:30 does not exist that Sunday: 03:00 summer time
    [InlineData("2026-10-24T22:30:00Z", "2026-10-25T00:30:00Z")] // 02:30 comes twice: the first time
    public void The_next_opening_is_an_instant(string at, string next) => Assert.Equal(At(next), Paris.NextOpening(At(at)));

    [Fact]
    public void A_place_that_never_opens_has_no_next_opening() =>
        Assert.Null(new HoursView("UTC", [[], [], [], [], [], [], []], null).Parse().Value.NextOpening(At("2026-11-23T10:00:00Z")));

    [Theory]
    [InlineData("9:00-12:00")]
    [InlineData("12:00-09:00")]
    [InlineData("09:00-09:00")]
    [InlineData("09:00-25:00")]
    [InlineData("24:00-24:00")]
    [InlineData("")]
    public void A_span_that_is_none_is_refused(string span) =>
        Assert.Equal("hours_invalid", new HoursView("UTC", [[span], [], [], [], [], [], []], null).Parse().Refusal?.Code);

    [Fact]
    public void Spans_that_overlap_and_places_that_are_none_are_refused()
    {
        Assert.Equal("hours_invalid", new HoursView("UTC", [["09:00-12:00", "11:00-13:00"], [], [], [], [], [], []], null).Parse().Refusal?.Code);
        Assert.Equal("hours_invalid", new HoursView("Mars/Olympus", [[], [], [], [], [], [], []], null).Parse().Refusal?.Code);
        Assert.Equal("hours_invalid", new HoursView("UTC", [[], []], null).Parse().Refusal?.Code);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
