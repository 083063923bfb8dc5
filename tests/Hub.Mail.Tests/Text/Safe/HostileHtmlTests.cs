using FsCheck;
using FsCheck.Fluent;
using Hub.Mail.Text.Safe;

namespace Hub.Mail.Tests.Text.Safe;

/// <summary>Mails that want to harm their reader: tricks that are known, tricks put together at random, and mails made to cost time or memory.</summary>
public sealed class HostileHtmlTests
{
    private const int Mails = 500;
    private const int Million = 1_000_000;

    private static readonly TimeSpan guard = TimeSpan.FromSeconds(30);

    public static TheoryData<string, string> Bombs => new()
    {
        { "100,000 elements within one another", Repeat("<div>", 100_000) },
        { "tables within one another", Repeat("<table><tr><td>a", 30_000) },
        { "links within one another", Repeat("<a href=https://a.example>b.example ", 20_000) },
        { "formatting to be copied", Repeat("<b><i><font size=1>", 300) + Repeat("<p>x", 10_000) },
        { "100,000 attributes", "<div " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=x ")) + ">x</div>" },
        { "an attribute of 10 MB", $"<img alt=\"{new string('x', 4_900_000)}\">" },
        { "a style of 4 MB", $"<p style=\"{Repeat("color:red;", 400_000)}\">x</p>" },
        { "styles that grow", "<style>" + Repeat("p{color:red;background:blue}", 5_000) + "</style>" + Repeat("<p class=a>x", 10_000) },
        { "open brackets in a style", $"<p style=\"background:{new string('(', 3_900)}\">x</p>" },
        { "rules for the same class", "<style>" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $".a{{width:{i}px}}")) + "</style>" + Repeat("<i class=a>x</i>", 10_000) },
        { "blocks of a style sheet that never end", "<style>" + Repeat("@media x{", 20_000) + "</style>x" },
        { "quotation marks in a style", "<style>" + Repeat("'\"", 50_000) + "</style>x" },
        { "end tags that reach far and close nothing", "<b><div>" + Repeat("<i>", 498) + Repeat("</b>", 500_000) },
        { "comments", Repeat("<!--", Million / 4) },
        { "open angles", new string('<', Million) },
        { "entities", Repeat("&amp;", Million / 5) },
        { "end tags", Repeat("</p></a></table>", 60_000) },
        { "quotations", Repeat("<blockquote type=cite>a<div class=gmail_quote>", 20_000) },
        { "a wide quotation", "<p>x</p><div class=gmail_attr>On Tue, May 6, 2025 at 9:14 AM Shop wrote:</div>" + Repeat("<i>y</i>", 20_000) },
        { "long words in a link", "<a href=https://a.example>" + Repeat("a.", 100_000) + "</a>" },
    };

    [Fact]
    public void No_known_trick_gets_through()
    {
        Assert.InRange(Vectors.All.Count(), 150, 400);
        foreach (var mail in Vectors.All)
        {
            Harmless.Cleaned(mail);
            Harmless.Cleaned($"<div>before{mail}after</div>");
            Harmless.Cleaned($"<table><tr><td><a href=https://a.example>{mail}</a></table>");
        }
    }

    [Fact]
    public void No_mixture_of_tricks_gets_through()
    {
        string[] pieces =
        [
            .. Vectors.All, "<", ">", "\"", "'", "`", "=", "/", "<!--", "-->", "</style>", "</script>", "</svg>", "</math>", "</table>", "</p>", "</a>", "</div>", "<p>", "<div style=\"", "<a href=\"", "<img src=\"",
            "<svg>", "<math><mtext>", "<style>", "<table><tr><td>", "<b>", "<a href=https://a.example>", "\0", " ", "\n", "&", "&#", "x", "on", "text", "<blockquote type=cite>", "<div class=gmail_quote>", "<details data-quoted>", "]]>", "<![CDATA[",
        ];
        var cut = Gen.Elements(pieces).SelectMany(piece => Gen.Choose(0, piece.Length), (piece, length) => piece[..length]);
        var mails = Gen.OneOf(Gen.Elements(pieces), cut).ArrayOf().Select(string.Concat);
        foreach (var mail in mails.Sample(Mails, 12)) Harmless.Cleaned(mail);
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_bomb_costs_little_and_what_is_shown_of_it_is_harmless(string kind, string mail)
    {
        var clean = await Task.Run(() => SafeHtml.Of(mail)).WaitAsync(guard);
        Assert.True(clean is null || clean.Length <= SafeHtml.MostCharacters, kind);
        if (clean is not null) Assert.Equal(clean, await Task.Run(() => SafeHtml.Again(clean)).WaitAsync(guard));
    }

    [Fact]
    public void A_mail_that_takes_too_long_is_given_up()
    {
        using var late = new CancellationTokenSource();
        late.Cancel();
        Assert.Null(SafeHtml.Of("<p>x</p>", late.Token));
        Assert.Null(SafeHtml.Of(new string('x', 6 * Million)));
        Assert.Null(SafeHtml.Of(Repeat("<br>", 60_000)));
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
