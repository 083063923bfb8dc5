using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text.Languages;

/// <summary>Each language apart from English and French, which the other tests speak.</summary>
public sealed class LanguageTests
{
    private const string Own = "Yes, the blue one.\n\nAnna";

    /// <summary>Program and quotation, in all languages.</summary>
    public static IEnumerable<object[]> Replies =>
        from programs in new[]
        {
            GermanMails.Programs, SpanishMails.Programs, ItalianMails.Programs, PortugueseMails.Programs, DutchMails.Programs, PolishMails.Programs,
            DanishMails.Programs, NorwegianMails.Programs, SwedishMails.Programs, FinnishMails.Programs, RussianMails.Programs, PlainQuotationTests.Programs,
        }
        from reply in programs
        select reply;

    [Theory]
    [MemberData(nameof(GermanMails.Programs), MemberType = typeof(GermanMails))]
    [MemberData(nameof(SpanishMails.Programs), MemberType = typeof(SpanishMails))]
    [MemberData(nameof(ItalianMails.Programs), MemberType = typeof(ItalianMails))]
    [MemberData(nameof(PortugueseMails.Programs), MemberType = typeof(PortugueseMails))]
    [MemberData(nameof(DutchMails.Programs), MemberType = typeof(DutchMails))]
    [MemberData(nameof(PolishMails.Programs), MemberType = typeof(PolishMails))]
    [MemberData(nameof(DanishMails.Programs), MemberType = typeof(DanishMails))]
    [MemberData(nameof(NorwegianMails.Programs), MemberType = typeof(NorwegianMails))]
    [MemberData(nameof(SwedishMails.Programs), MemberType = typeof(SwedishMails))]
    [MemberData(nameof(FinnishMails.Programs), MemberType = typeof(FinnishMails))]
    [MemberData(nameof(RussianMails.Programs), MemberType = typeof(RussianMails))]
    public void A_reply_is_parted_from_the_quotation_in(string program, string quotation)
    {
        Assert.Equal((program, (Own, quotation)), (program, WrittenText.Split($"{Own}\n\n{quotation}\n")));
        Assert.Equal((program, (quotation, (string?)null)), (program, WrittenText.Split(quotation)));
    }

    [Theory]
    [MemberData(nameof(GermanMails.MobileLines), MemberType = typeof(GermanMails))]
    [MemberData(nameof(SpanishMails.MobileLines), MemberType = typeof(SpanishMails))]
    [MemberData(nameof(ItalianMails.MobileLines), MemberType = typeof(ItalianMails))]
    [MemberData(nameof(PortugueseMails.MobileLines), MemberType = typeof(PortugueseMails))]
    [MemberData(nameof(DutchMails.MobileLines), MemberType = typeof(DutchMails))]
    [MemberData(nameof(PolishMails.MobileLines), MemberType = typeof(PolishMails))]
    [MemberData(nameof(DanishMails.MobileLines), MemberType = typeof(DanishMails))]
    [MemberData(nameof(NorwegianMails.MobileLines), MemberType = typeof(NorwegianMails))]
    [MemberData(nameof(SwedishMails.MobileLines), MemberType = typeof(SwedishMails))]
    [MemberData(nameof(FinnishMails.MobileLines), MemberType = typeof(FinnishMails))]
    [MemberData(nameof(RussianMails.MobileLines), MemberType = typeof(RussianMails))]
    public void The_line_of_a_telephone_is_folded(string line)
    {
        Assert.Equal((Own, line), WrittenText.Split($"{Own}\n\n{line}\n"));
        Assert.Equal((line, null), WrittenText.Split(line));
    }

    [Theory]
    [MemberData(nameof(GermanMails.OwnWords), MemberType = typeof(GermanMails))]
    [MemberData(nameof(SpanishMails.OwnWords), MemberType = typeof(SpanishMails))]
    [MemberData(nameof(ItalianMails.OwnWords), MemberType = typeof(ItalianMails))]
    [MemberData(nameof(PortugueseMails.OwnWords), MemberType = typeof(PortugueseMails))]
    [MemberData(nameof(DutchMails.OwnWords), MemberType = typeof(DutchMails))]
    [MemberData(nameof(PolishMails.OwnWords), MemberType = typeof(PolishMails))]
    [MemberData(nameof(DanishMails.OwnWords), MemberType = typeof(DanishMails))]
    [MemberData(nameof(NorwegianMails.OwnWords), MemberType = typeof(NorwegianMails))]
    [MemberData(nameof(SwedishMails.OwnWords), MemberType = typeof(SwedishMails))]
    [MemberData(nameof(FinnishMails.OwnWords), MemberType = typeof(FinnishMails))]
    [MemberData(nameof(RussianMails.OwnWords), MemberType = typeof(RussianMails))]
    public void Words_of_one_s_own_stay(string mail) => Assert.Equal((mail, null), WrittenText.Split(mail));

    [Theory]
    [MemberData(nameof(GermanMails.Forwards), MemberType = typeof(GermanMails))]
    [MemberData(nameof(SpanishMails.Forwards), MemberType = typeof(SpanishMails))]
    [MemberData(nameof(ItalianMails.Forwards), MemberType = typeof(ItalianMails))]
    [MemberData(nameof(PortugueseMails.Forwards), MemberType = typeof(PortugueseMails))]
    [MemberData(nameof(DutchMails.Forwards), MemberType = typeof(DutchMails))]
    [MemberData(nameof(PolishMails.Forwards), MemberType = typeof(PolishMails))]
    [MemberData(nameof(DanishMails.Forwards), MemberType = typeof(DanishMails))]
    [MemberData(nameof(NorwegianMails.Forwards), MemberType = typeof(NorwegianMails))]
    [MemberData(nameof(SwedishMails.Forwards), MemberType = typeof(SwedishMails))]
    [MemberData(nameof(FinnishMails.Forwards), MemberType = typeof(FinnishMails))]
    [MemberData(nameof(RussianMails.Forwards), MemberType = typeof(RussianMails))]
    [MemberData(nameof(ForwardTests.Plain), MemberType = typeof(ForwardTests))]
    public void A_mail_that_is_sent_on_is_shown_in(string program, string forward)
    {
        Assert.Equal((program, ($"{Own}\n\n{forward}\n", (string?)null)), (program, WrittenText.Split($"{Own}\n\n{forward}\n")));
        Assert.Equal((program, (forward, (string?)null)), (program, WrittenText.Split(forward)));
    }
}
