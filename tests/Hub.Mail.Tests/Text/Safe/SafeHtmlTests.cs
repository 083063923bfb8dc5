using Hub.Mail.Text.Safe;

namespace Hub.Mail.Tests.Text.Safe;

/// <summary>What is left of mails as people and shops send them: their look, and where their links lead.</summary>
public sealed class SafeHtmlTests
{
    [Theory]
    [InlineData("<p>Hello <b>Anna</b> &amp; <i>Paul</i></p>", "<p>Hello <b>Anna</b> &amp; <i>Paul</i></p>")]
    [InlineData("<table width=600 cellpadding=0 bgcolor=ffffff><tr><td align=CENTER valign=top style='padding:10px 0'>x</td></tr></table>",
        "<table width=\"600\" cellpadding=\"0\" bgcolor=\"#ffffff\"><tr><td align=\"center\" valign=\"top\" style=\"padding:10px 0\">x</td></tr></table>")]
    [InlineData("<font color=red face='Comic Sans MS, Arial' size=+2>x</font>", "<font color=\"red\" face=\"Comic Sans MS, Arial\" size=\"+2\">x</font>")]
    [InlineData("<div style=\"font-family: 'Segoe UI', Arial; color: #06C !important; background: rgb(1, 2, 3)\">x</div>",
        "<div style=\"font-family:'Segoe UI', arial;color:#06c;background:rgb(1, 2, 3)\">x</div>")]
    [InlineData("<o:p>&nbsp;</o:p><!--[if mso]><b>Word</b><![endif]--><main>x</main>", "&nbsp;<div>x</div>")]
    [InlineData("<div id=top class=header name=x onclick=y>x</div>", "<div>x</div>")]
    [InlineData("<p style='position:fixed;top:0;z-index:9;opacity:0;margin-left:-99px;margin-top:-1em;height:99999px;width:100vw;transform:scale(9)'>x</p>", "<p>x</p>")]
    [InlineData("<form action=https://a.example><input name=q value=v>Name <button>Go</button></form>", "<div>Name Go</div>")]
    public void The_look_stays_and_nothing_else(string mail, string shown) => Assert.Equal(shown, Harmless.Cleaned(mail));

    [Fact]
    public void Rules_of_a_style_sheet_go_to_their_elements()
    {
        const string Mail = "<style><!-- @import url(x); @media screen { p { color: red } } /* p { */ p.MsoNormal, li { margin: 0cm; font-size: 11.0pt } p { color: blue } .a .b, p:hover, #x { color: red } .big { font-size: 20px } --></style>"
            + "<p class='MsoNormal big' style='font-size:30px'>x</p><p class=big>y</p><div class=MsoNormal>z</div>";
        Assert.Equal("<p style=\"color:blue;margin:0cm;font-size:30px\">x</p><p style=\"color:blue;font-size:20px\">y</p><div>z</div>", Harmless.Cleaned(Mail));
    }

    [Fact]
    public void The_colours_of_the_page_stay_with_the_mail() =>
        Assert.Equal("<div style=\"font-family:arial;background-color:#eeeeee;color:#111111\"><p>x</p></div>",
            Harmless.Cleaned("<html><head><title>t</title></head><body bgcolor='#EEEEEE' text=111111 style='margin:0;font-family:Arial;width:9px'><p>x</p></body></html>"));

    [Theory]
    [InlineData("https://shop.example/a?b=1&c=2", "https://shop.example/a?b=1&c=2")]
    [InlineData(" HTTP:\\\\Shop.Example\\a b", "http://shop.example/a%20b")]
    [InlineData("//shop.example/x", "https://shop.example/x")]
    [InlineData("https://bank.example@thief.example/", "https://thief.example/")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example/")]
    [InlineData("ht\ntps://shop.example:8443/#'\"><b>", "https://shop.example:8443/#%27%22%3E%3Cb%3E")]
    [InlineData("mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y")]
    [InlineData("tel:+33 1 02", "tel:+33%201%2002")]
    public void A_link_is_written_in_the_one_form_that_every_reader_understands_alike(string href, string written)
    {
        var link = SafeAddress.OfLink(href);
        Assert.Equal(written, link?.Text);
        Assert.Equal(written, SafeAddress.OfLink(written)?.Text);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://a.example")]
    [InlineData("https://")]
    [InlineData("https://a<b>.example")]
    [InlineData("/relative")]
    [InlineData("#top")]
    [InlineData("blob:https://a.example/1")]
    public void Any_other_address_is_no_link(string href) => Assert.Null(SafeAddress.OfLink(href));

    [Theory]
    [InlineData("https://bank.example/login", "https://thief.example/", "[→ thief.example]")]
    [InlineData("www.bank.example", "https://thief.example/", "[→ thief.example]")]
    [InlineData("bank.example", "https://bank.example.thief.example/", "[→ bank.example.thief.example]")]
    [InlineData("Go to https://bank.example now", "https://xn--bnk-1oa.example/", "[→ bānk.example, xn--bnk-1oa.example]")]
    [InlineData("help@bank.example", "mailto:help@thief.example", "[→ help@thief.example]")]
    [InlineData("https://bank.example@thief.example", "https://other.example/", "[→ other.example]")]
    [InlineData("https://shop.example/a", "https://www.shop.example/b", null)]
    [InlineData("shop.example", "https://click.shop.example/b", null)]
    [InlineData("Read more", "https://thief.example/", null)]
    [InlineData("Save 3.50 on Mr. Smith's offer", "https://shop.example/", null)]
    [InlineData("help@bank.example", "mailto:help@bank.example?subject=x", null)]
    public void Words_that_name_another_host_have_the_true_one_beside_them(string words, string href, string? note)
    {
        var clean = Harmless.Cleaned($"<a href=\"{href}\">{words}</a>");
        Assert.Equal(note is null ? "" : $"<span data-target=\"\"> {note}</span>", clean.Contains("<span", StringComparison.Ordinal) ? clean[clean.IndexOf("<span", StringComparison.Ordinal)..^4] : "");
        Assert.Contains("rel=\"noopener noreferrer nofollow\"", clean, StringComparison.Ordinal);
        Assert.Contains("title=\"" + href[..6], clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_cannot_hide_or_forge_the_note_beside_a_link() =>
        Assert.Equal("<a title=\"https://thief.example/\" href=\"https://thief.example/\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">bank.example<span data-target=\"\"> [→ thief.example]</span></a>",
            Harmless.Cleaned("<a href=//thief.example title=bank.example>bank<svg>x</svg>.example<span data-target> [→ bank.example]</span></a>"));

    [Theory]
    [InlineData("<img src='cid:a%40b' width=9 height=8 alt=Logo>", "<img width=\"9\" height=\"8\" alt=\"Logo\" data-cid=\"a@b\">")]
    [InlineData("<img src=https://shop.example/p.png srcset='https://x.example 2x' usemap=#m>", "<img data-remote=\"https://shop.example/p.png\" alt=\"\">")]
    [InlineData("<img src=https://shop.example/open?id=1 width=1 height=1>", "")]
    [InlineData("<img src=data:image/png;base64,AAAA>", "<img src=\"data:image/png;base64,AAAA\" alt=\"\">")]
    [InlineData("<img src='data:image/svg+xml;base64,AAAA' alt=x>", "<img alt=\"x\">")]
    [InlineData("<td background=//shop.example/b.png><div style='background:#fff url(https://shop.example/c.png)'>", "<td data-background=\"https://shop.example/b.png\"><div style=\"background:#fff\" data-background=\"https://shop.example/c.png\"></div></td>")]
    public void Pictures_keep_their_address_where_no_browser_fetches_it(string mail, string shown) => Assert.Equal(shown, Harmless.Cleaned(mail));

    [Fact]
    public void The_quotation_is_folded_and_keeps_its_look() =>
        Assert.Equal("<div>Blue please.</div><details data-quoted=\"\"><summary>•••</summary><div><div>On Tue, May 6, 2025 at 9:14 AM Shop wrote:<br></div><blockquote style=\"margin:0px\">Which colour?</blockquote></div></details>",
            Harmless.Cleaned("<div dir=x>Blue please.</div><div class=gmail_quote><div class=gmail_attr>On Tue, May 6, 2025 at 9:14 AM Shop wrote:<br></div><blockquote class=gmail_quote style='margin:0px'>Which colour?</blockquote></div>"));

    [Fact]
    public void What_stands_above_an_answer_is_folded_above_it() =>
        Assert.Equal("<details data-quoted=\"\"><summary>•••</summary><div>On 06/05/2025 09:14, Shop wrote:</div><blockquote><p>Which colour?</p></blockquote></details><p>Blue.</p>",
            Harmless.Cleaned("<div class=moz-cite-prefix>On 06/05/2025 09:14, Shop wrote:</div><blockquote type=cite><p>Which colour?</p></blockquote><p>Blue.</p>"));

    [Fact]
    public void A_quotation_within_a_table_is_folded_with_the_table_around_it() =>
        Assert.Equal("<table width=\"600\"><tbody><tr><td bgcolor=\"#ffffff\"><p>Blue.</p></td></tr></tbody></table><details data-quoted=\"\"><summary>•••</summary><table width=\"600\"><tbody><tr><td bgcolor=\"#ffffff\"><p>On Tue, May 6, 2025 at 9:14 AM Shop wrote:</p><blockquote>Which colour?</blockquote></td></tr></tbody></table></details>",
            Harmless.Cleaned("<table width=600><tbody><tr><td bgcolor='#ffffff'><p>Blue.</p><p class=gmail_attr>On Tue, May 6, 2025 at 9:14 AM Shop wrote:</p><blockquote type=cite>Which colour?</blockquote></td></tr></tbody></table>"));

    [Fact]
    public void A_link_with_a_picture_behind_it_stays_as_it_is_when_it_is_cleaned_again() =>
        Harmless.Cleaned("<a href='https://a.example' style=\"background-image:url('https://b.example/x.png');color:red\">x<p>y</p></a>");
}
