using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>How the HTML of mails reads as plain text.</summary>
public sealed class HtmlToTextTests
{
    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One\n\nTwo")]
    [InlineData("<div>One</div><div>Two</div>", "One\nTwo")]
    [InlineData("<div>One</div><div><br></div><div>Two<br></div><div>Three</div>", "One\n\nTwo\nThree")]
    [InlineData("One<br><br><br><br>Two<br>Three", "One\n\nTwo\nThree")]
    [InlineData("<p class=MsoNormal>One</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Two</p><p class=MsoNormal>Three</p>", "One\n\nTwo\nThree")]
    [InlineData("<p style='margin:0'>One</p><p style='margin: 0px 0px'>Two</p>", "One\nTwo")]
    [InlineData("<h1>Title</h1>Text <b>bold</b><i>er</i>", "Title\n\nText bolder")]
    [InlineData("  a\n\t b&nbsp;&nbsp;c  ", "a b c")]
    [InlineData("a<span> </span>b<!-- x -->c", "a bc")]
    [InlineData("&lt;b&gt; &amp; &eacute; &#8364; &#x1F600;", "<b> & é € 😀")]
    [InlineData("👨‍👩‍👧 fa&shy;mily&zwnj;&nbsp;&zwnj; x", "👨‍👩‍👧 fa\u00ADmily x")]
    public void Paragraphs_and_lines(string html, string text) => Assert.Equal((text, null), WrittenText.FromHtml(html));

    [Theory]
    [InlineData("<ul><li>One<li>Two<ul><li>Deeper</ul></ul>End", "- One\n- Two\n  - Deeper\n\nEnd")]
    [InlineData("<ol start=3><li>One</li><li><p>Two</p></li></ol>", "3. One\n\n4. Two")]
    [InlineData("<ul><li></li><li>One</li></ul>", "- One")]
    [InlineData("<ul><li><a href='https://a.example/'>https://a.example</a></li></ul>", "- https://a.example")]
    public void Lists(string html, string text) => Assert.Equal((text, null), WrittenText.FromHtml(html));

    [Theory]
    [InlineData("<table><tr><th>Article</th><th>Price</th></tr><tr><td>Lamp</td><td>12 €</td></tr></table>", "Article\tPrice\nLamp\t12 €")]
    [InlineData("<table><tr><td><p>Lamp</p></td><td><div>12 €</div></td><td></td></tr></table>After", "Lamp\t12 €\nAfter")]
    [InlineData("<table><tr><td>One<br>Two</td><td>Three</td></tr></table>", "One\nTwo\nThree")]
    [InlineData("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td>c</td></tr></table>", "a\tb\nc")]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc")]
    public void Tables_by_row(string html, string text) => Assert.Equal((text, null), WrittenText.FromHtml(html));

    [Theory]
    [InlineData("<a href='https://shop.example/order?a=1&amp;b=2'>my order</a>.", "my order <https://shop.example/order?a=1&b=2>.")]
    [InlineData("<a href='https://shop.example/'>shop.example</a>", "shop.example")]
    [InlineData("<a href='mailto:claire@mail.example'>claire@mail.example</a>", "claire@mail.example")]
    [InlineData("<a href='mailto:claire@mail.example'>write to me</a>", "write to me <mailto:claire@mail.example>")]
    [InlineData("<a href='javascript:alert(1)'>press</a> <a href='file:///etc'>file</a> <a href='#top'>top</a>", "press file top")]
    [InlineData("a <a href='https://x.example/pixel'><img src=x></a> b", "a b")]
    [InlineData("<a href='https://x.example/'><img src=x alt='The logo'></a>", "The logo <https://x.example/>")]
    [InlineData("<a href=' https://x.example/\n<b> '>x</a>", "x <https://x.example/b>")]
    public void Links_and_pictures(string html, string text) => Assert.Equal((text, null), WrittenText.FromHtml(html));

    [Theory]
    [InlineData("<pre>a\n  b   c\n\n\nd</pre>", "a\n  b   c\n\n\nd")]
    [InlineData("<div style='white-space: pre-wrap'>a\n  b</div>", "a\n  b")]
    [InlineData("<textarea>a\nb</textarea>", "a\nb")]
    public void What_is_set_as_written_stays_so(string html, string text) => Assert.Equal((text, null), WrittenText.FromHtml(html));

    [Theory]
    [InlineData("<head><title>Re: x</title><style>p { color: red }</style></head>")]
    [InlineData("<script>alert('</p>')</script><template>x</template>")]
    [InlineData("<div style='display:none!important'>preview <b>text</b></div>")]
    [InlineData("<span style='mso-hide:all;visibility:hidden'>preview</span>")]
    [InlineData("<div style='max-height:0px;overflow:hidden;font-size:1px'>preview</div>")]
    [InlineData("<div style='font-size:0'>preview</div>")]
    [InlineData("<p hidden>preview</p>")]
    [InlineData("<!--[if gte mso 9]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]--><xml><w:View>Normal</w:View></xml>")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE html>")]
    [InlineData("<img src=x><img src=x alt=''>")]
    public void What_nobody_sees_is_left_out(string html) => Assert.Equal(("Hello", null), WrittenText.FromHtml($"{html}<p>Hello</p>"));

    [Theory]
    [InlineData("<table><tr><td style='font-size:0px'><div style='font-size:14px'>Hello</div></td></tr></table>")]
    [InlineData("<![if !mso]>Hello<![endif]>")]
    [InlineData("<html><head></head><body>Hello</body></html>")]
    [InlineData("</div></td></p>Hello</body></html>")]
    [InlineData("<div style='overflow:hidden;height:20px'>Hello</div>")]
    public void What_is_seen_is_read(string html) => Assert.Equal(("Hello", null), WrittenText.FromHtml(html));
}
