using Hub.Mail.Text;
using Hub.Mail.Text.Html;

namespace Hub.Mail.Tests.Text;

public sealed class HtmlTreeTests
{
    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>Each end tag looks at 499 elements and closes none.</summary>
    private static string FarEndTags(int count) => "<b>Hello<div>" + Repeat("<i>", 498) + Repeat("</b>", count) + "<p>late</p>";

    [Fact]
    public void End_tags_that_reach_far_use_up_the_budget()
    {
        Assert.False(new HtmlTree().Read(FarEndTags(20_000), 50_000));
        Assert.True(HtmlTree.Parse(FarEndTags(100_000)).IsCut);
        var mail = WrittenMail.Of(null, FarEndTags(100_000));
        Assert.True(mail.IsCut);
        Assert.Null(mail.Html);
        Assert.StartsWith("Hello", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("[…]", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void End_tags_that_close_nothing_are_counted_too() => Assert.False(new HtmlTree().Read("x" + Repeat("</b>", 30_000), 1_000));

    [Fact]
    public void A_newsletter_stays_far_below_the_budget()
    {
        var rows = Repeat("<tr><td><div><p><a href=\"https://shop.test\"><b><font>A lamp</font></b></a></p></div></span></td></tr>", 4_000);
        Assert.True(new HtmlTree().Read($"<table><tr><td><table>{rows}</table></td></tr></table>", 50_000));
    }
}
