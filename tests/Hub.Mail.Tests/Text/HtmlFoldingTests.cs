using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Hub.Mail.Tests.Text.Languages;
using Hub.Mail.Text;
using Hub.Mail.Text.Safe;

namespace Hub.Mail.Tests.Text;

/// <summary>Quotations folded in the HTML itself: what is open to see, what is folded, and that all of it is still there.</summary>
public sealed class HtmlFoldingTests
{
    public static TheoryData<string, string> Replies
    {
        get
        {
            var replies = new TheoryData<string, string>();
            foreach (var row in LanguageTests.Replies) replies.Add((string)row[0], (string)row[1]);
            return replies;
        }
    }

    [Theory]
    [MemberData(nameof(HtmlQuotationTests.Programs), MemberType = typeof(HtmlQuotationTests))]
    public void A_reply_shows_the_new_words_and_folds_the_quotation_of(string program, string html)
    {
        var (body, text, quoted) = Fold(html);
        Assert.Equal((program, "Blue please."), (program, text));
        Assert.Contains("Which colour?", quoted, StringComparison.Ordinal);
        Assert.Equal((program, WrittenText.FromHtml(html)), (program, (text, quoted)));
        Assert.Equal((program, "Blue please."), (program, Words(Shown(body))));
        Assert.Equal((program, 1), (program, body.QuerySelectorAll("details[data-quoted]").Length));
        Assert.Equal((program, Words(Parse(html).TextContent)), (program, Words(All(body))));
        var clean = SafeHtml.Of(html);
        Assert.Equal((program, clean), (program, WrittenMail.Of(null, html).Html));
        Assert.Equal((program, clean), (program, SafeHtml.Again(clean!)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_in_any_language_is_folded_as_its_text_is(string program, string quotation)
    {
        // As programs without marks of their own write it: the lines as they stand, block quotations for what was marked.
        var html = $"<div>Blue please.</div>{AsHtml(quotation)}";
        var (text, quoted) = WrittenText.FromHtml(html);
        var (body, shown, folded) = Fold(html);
        Assert.Equal((program, "Blue please."), (program, shown));
        Assert.Equal((program, (text, quoted)), (program, (shown, folded)));
        Assert.Equal((program, "Blue please."), (program, Words(Shown(body))));
        Assert.Equal((program, Words(Parse(html).TextContent)), (program, Words(All(body))));
    }

    [Fact]
    public void A_quotation_keeps_the_elements_it_stands_in()
    {
        var (body, _, _) = Fold("""<center><table width="600"><tbody><tr><td bgcolor="#fff"><p>Blue.</p><p class="gmail_attr">On Tue, May 6, 2025 at 9:14 AM Shop wrote:</p><blockquote type="cite">Which colour?</blockquote></td></tr></tbody></table></center>""");
        Assert.Equal("""<center><table width="600"><tbody><tr><td bgcolor="#fff"><p>Blue.</p></td></tr></tbody></table></center><details data-quoted=""><summary>•••</summary><center><table width="600"><tbody><tr><td bgcolor="#fff"><p>On Tue, May 6, 2025 at 9:14 AM Shop wrote:</p><blockquote>Which colour?</blockquote></td></tr></tbody></table></center></details>""", body.InnerHtml);
    }

    [Fact]
    public void What_stands_above_an_answer_is_folded_above_it()
    {
        var (body, text, _) = Fold("""<div class="moz-cite-prefix">On 06/05/2025 09:14, Shop wrote:</div><blockquote type="cite"><p>Which colour?</p></blockquote><p>Blue.</p>""");
        Assert.Equal(("Blue.", "Blue."), (text, Words(Shown(body))));
        Assert.Equal("details", body.FirstElementChild!.LocalName);
    }

    [Fact]
    public void Answers_between_quoted_pieces_stay_to_be_seen()
    {
        var (body, _, _) = Fold("""<div class="moz-cite-prefix">On 06/05/2025 09:14, Shop wrote:</div><blockquote type="cite">Which colour?</blockquote><p>Blue.</p><blockquote type="cite">Which size?</blockquote><p>Small.</p><blockquote type="cite">Paul</blockquote>""");
        Assert.Equal("On 06/05/2025 09:14, Shop wrote: Which colour? Blue. Which size? Small.", Words(Shown(body)));
    }

    [Theory]
    [InlineData("<p>Hello</p><p>On Monday I wrote:</p><p>please call</p>")]
    [InlineData("<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> a@shop.example<br><b>Sent:</b> Tuesday<br><b>To:</b> b</div><p>Which colour?</p>")]
    [InlineData("")]
    public void A_mail_without_a_quotation_or_with_nothing_else_stays_as_it_is(string html)
    {
        var (body, _, quoted) = Fold(html);
        Assert.Null(quoted);
        Assert.Null(body.QuerySelector("details"));
        Assert.Equal(Words(Spaced(Parse(html))), Words(Shown(body)));
    }

    [Fact]
    public void A_picture_above_the_quotation_stays_to_be_seen()
    {
        var (body, _, _) = Fold("""<p>See:</p><div><img src="cid:1"></div><div class="gmail_quote"><div class="gmail_attr">On Tue, May 6, 2025 at 9:14 AM Shop wrote:</div><blockquote class="gmail_quote">Which colour?</blockquote></div>""");
        Assert.Null(body.QuerySelector("details img"));
        Assert.NotNull(body.QuerySelector("details blockquote"));
    }

    [Fact]
    public void A_place_within_preserved_text_is_found()
    {
        var (body, text, quoted) = Fold("<pre>Blue.\n\nOn 06/05/2025 09:14, Shop wrote:\n&gt; Which colour?\n</pre>");
        Assert.Equal(("Blue.", "On 06/05/2025 09:14, Shop wrote:\n> Which colour?"), (text, quoted));
        Assert.Equal("Blue.", Words(Shown(body)));
        Assert.Equal("On 06/05/2025 09:14, Shop wrote:\n> Which colour?\n", body.QuerySelector("details pre")!.TextContent);
    }

    [Theory]
    [InlineData("Gmail", """<div>Blue please.</div><div><br clear="all"></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><b>Claire Durand</b><br>Lamps, we sell more of them than anybody else does in all of this town.</div>""")]
    [InlineData("Thunderbird", """<p>Blue please.</p><div class="moz-signature">-- <br>Claire Durand</div>""")]
    [InlineData("Outlook on the web", """<div>Blue please.</div><div id="Signature"><p>Claire Durand</p><p>+33 1 02 03 04 05</p></div>""")]
    [InlineData("Apple Mail", """<div>Blue please.<div><br><div id="AppleMailSignature" dir="ltr">Claire Durand</div></div></div>""")]
    [InlineData("Zimbra", """<div>Blue please.</div><div data-marker="__SIG_PRE__"><div>Claire Durand</div></div>""")]
    [InlineData("two dashes", """<p>Blue please.</p><p>--<br>Claire Durand<br>claire@mail.example</p>""")]
    public void A_signature_is_folded(string program, string html)
    {
        var (body, text, quoted) = Fold(html);
        Assert.Equal((program, "Blue please."), (program, text));
        Assert.Contains("Claire Durand", quoted, StringComparison.Ordinal);
        Assert.Equal((program, "Blue please."), (program, Words(Shown(body))));
        Assert.Contains("Claire Durand", body.QuerySelector("details[data-quoted]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<div id="Signature"><p>Blue please.</p></div>""")]
    [InlineData("""<p>Hello</p><div id="AppleMailSignature">Sent from my iPhone</div><p>And one more thing.</p>""")]
    [InlineData("""<p>Hello</p><div id="AppleMailSignature" dir="ltr">When does it come?</div>""")]
    [InlineData("""<p>As the book says:</p><blockquote style="border-left: 3px solid">A lamp is a lamp.</blockquote>""")]
    [InlineData("""<p>Please repair:</p><blockquote class="gmail_quote" style="border-left:1px solid">the lamp</blockquote><p>Thank you</p>""")]
    [InlineData("""<p>My lamp:</p><div style="border-top:1px solid #ccc"><b>Colour:</b> blue</div>""")]
    public void What_a_person_set_like_a_quotation_or_signature_stays_to_be_seen(string html)
    {
        var (body, _, quoted) = Fold(html);
        Assert.Null(quoted);
        Assert.Null(body.QuerySelector("details"));
        Assert.Equal(Words(Spaced(Parse(html))), Words(Shown(body)));
    }

    [Fact]
    public void A_quotation_of_very_many_pieces_is_folded_too()
    {
        var html = "<p>Blue.</p><div class=moz-cite-prefix>On 06/05/2025 09:14, Shop wrote:</div>" + string.Concat(Enumerable.Repeat("&gt; a<br>", 15_000));
        var (body, text, _) = Fold(html);
        Assert.Equal("Blue.", text);
        Assert.Equal("Blue.", Words(Shown(body)));
        Assert.Equal(30_002, body.QuerySelector("details")!.ChildNodes.Length);
    }

    [Theory]
    [InlineData(450, 1)]
    [InlineData(300, 30)]
    [InlineData(1, 9_000)]
    public async Task A_quotation_deep_inside_or_among_many_is_folded_in_linear_time(int depth, int siblings)
    {
        var html = string.Concat(Enumerable.Repeat("<div>" + string.Concat(Enumerable.Repeat("<i></i>", siblings)), depth))
            + "<p>Blue.</p><div class=moz-cite-prefix>On 06/05/2025 09:14, Shop wrote:</div><blockquote type=cite>Which colour?</blockquote>";
        var (text, quoted, clean) = await Task.Run(() => WrittenMail.Of(null, html)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(("Blue.", "On 06/05/2025 09:14, Shop wrote:\n\n> Which colour?"), (text, quoted));
        Assert.Equal(2, clean!.Split("<details data-quoted=\"\">").Length);
    }

    private static (IElement Body, string Text, string? Quoted) Fold(string html)
    {
        var (text, quoted, clean) = WrittenMail.Of(null, html);
        return (Parse(clean ?? ""), text, quoted);
    }

    private static string AsHtml(string plain)
    {
        var html = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var line in plain.Split('\n'))
        {
            var text = line.TrimStart('>', ' ');
            var marks = line[..^text.Length].Count(c => c == '>');
            for (; depth < marks; depth++) html.Append("<blockquote>");
            for (; depth > marks; depth--) html.Append("</blockquote>");
            html.Append("<div>").Append(text.Length == 0 ? "<br>" : System.Net.WebUtility.HtmlEncode(text)).Append("</div>");
        }
        return html.Insert(html.Length, "</blockquote>", depth).ToString();
    }

    private static IElement Parse(string html) => new HtmlParser().ParseDocument(html).Body!;

    private static string Shown(IElement body)
    {
        var shown = (IElement)body.Clone();
        foreach (var folded in shown.QuerySelectorAll("details[data-quoted]")) folded.Remove();
        return Spaced(shown);
    }

    private static string All(IElement body)
    {
        var all = (IElement)body.Clone();
        foreach (var summary in all.QuerySelectorAll("details[data-quoted] > summary")) summary.Remove();
        return all.TextContent;
    }

    private static string Spaced(IElement element) => string.Join(' ', element.Descendants<IText>().Select(t => t.Data));

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));
}
