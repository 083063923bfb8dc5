using System.Text;
using Hub.Mail.Mime;
using Hub.Mail.Text;

namespace Hub.Mail.Tests.Mime;

/// <summary>Pictures that stand in the HTML itself.</summary>
public sealed class EmbeddedPictureTests
{
    private static string Picture(int octets, byte first = 1) => Convert.ToBase64String([first, .. new byte[octets - 1]]);

    private static ReceivedMail Html(string html, string header = "") => Mails.ReadOctets($"Content-Type: text/html\r\n{header}\r\n{html}");

    [Fact]
    public void A_picture_of_any_size_cuts_nothing_and_is_a_file()
    {
        var mail = Html($"<p>Hello</p><img src=\"data:image/png;base64,{Picture(1_600_000)}\"><p>Cancel my order</p>");
        Assert.Equal("<p>Hello</p><img src=\"cid:embedded-1@mail.invalid\"><p>Cancel my order</p>", mail.HtmlBody);
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(("image/png", "embedded-1@mail.invalid", true), (file.ContentType.MediaType, file.ContentId, file.Inline));
        Assert.Equal([1, .. new byte[1_599_999]], file.Decode());
        Assert.Empty(mail.Defects);
        var written = WrittenMail.Of(mail.TextBody, mail.HtmlBody);
        Assert.False(written.IsCut);
        Assert.Contains("data-cid=\"embedded-1@mail.invalid\"", written.Html, StringComparison.Ordinal);
        Assert.Contains("Cancel my order", written.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_picture_twice_is_one_file_and_another_is_another()
    {
        var (a, b) = ($"<img src='data:image/png;base64,{Picture(210_000)}'>", $"<img src=data:image/gif;base64,{Picture(210_000, 2)}>");
        var mail = Html(a + b + a);
        Assert.Equal("<img src='cid:embedded-1@mail.invalid'><img src=cid:embedded-2@mail.invalid><img src='cid:embedded-1@mail.invalid'>", mail.HtmlBody);
        Assert.Equal(["image/png", "image/gif"], mail.Attachments.Select(f => f.ContentType.MediaType));
        Assert.NotNull(WrittenMail.Of(null, mail.HtmlBody).Html);
    }

    [Theory]
    [InlineData("<img src=\"data:image/PNG;base64,{0}\">", "<img src=\"cid:embedded-1@mail.invalid\">", "image/png")]
    [InlineData("<img src=\"DATA:image/jpg;name=a.jpg;BASE64,\r\n {0}\r\n {0}\">", "<img src=\"cid:embedded-1@mail.invalid\">", "image/jpeg")]
    [InlineData("<p style=\"background:url(&quot;data:image/webp;base64,{0}&quot;)\">", "<p style=\"background:url(&quot;cid:embedded-1@mail.invalid&quot;)\">", "image/webp")]
    [InlineData("<p style=\"background:url(data:image/png;base64,{0})\">", "<p style=\"background:url(cid:embedded-1@mail.invalid)\">", "image/png")]
    public void However_it_is_written_it_is_found(string html, string read, string type)
    {
        var mail = Html(html.Replace("{0}", Picture(57), StringComparison.Ordinal));
        Assert.Equal(read, mail.HtmlBody!.ReplaceLineEndings("\r\n"));
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(type, file.ContentType.MediaType);
        Assert.Equal(1, file.Decode()[0]);
    }

    [Theory]
    [InlineData("<p>He wrote \"data:image/png;base64, and then nothing.</p>")]
    [InlineData("<img src=\"data:image/svg+xml;utf8,<svg></svg>\">")]
    [InlineData("<img src=\"data:image/png;base64,AAEC\">")]
    [InlineData("<p>mydata:image/png;base64,</p>")]
    [InlineData("<a href=\"data:text/html;base64,AAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAEC\">x</a>")]
    [InlineData("data:")]
    [InlineData("\"data:image/")]
    public void What_is_none_stays_as_it_is(string html)
    {
        var mail = Html(html);
        Assert.Equal(html, mail.HtmlBody);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public void Wherever_it_stands_nothing_around_it_is_lost()
    {
        // Across every end of what is read at a time.
        for (var before = 65_250; before < 65_560; before += 3)
        {
            var (head, tail) = (new string('x', before), new string('y', 70_000));
            var mail = Html($"{head}<img src=\"data:image/png;base64,{Picture(300)}\">{tail}");
            Assert.Equal($"{head}<img src=\"cid:embedded-1@mail.invalid\">{tail}", mail.HtmlBody);
            Assert.Equal(300, Assert.Single(mail.Attachments).Decode().Length);
        }
    }

    [Fact]
    public void Of_more_pictures_than_are_kept_the_rest_are_left_out_and_the_mail_says_so()
    {
        var mail = Html(string.Concat(Enumerable.Range(0, 1_100).Select(i => $"<img src=\"data:image/png;base64,{Convert.ToBase64String(Encoding.ASCII.GetBytes($"{i:D60}"))}\">")) + "<p>Bye</p>");
        Assert.EndsWith("<p>Bye</p>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(1_000, mail.Attachments.Count);
        Assert.Equal(["text-cut"], mail.Defects);
    }

    [Fact]
    public void Text_made_of_HTML_has_no_pictures_in_it()
    {
        var mail = Mails.ReadOctets($"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee:\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hello<img src=\"data:image/png;base64,{Picture(2_000_000)}\"></p><p>Bye</p>\r\n--b--\r\n");
        Assert.Equal("See:\n\nHello\n\nBye", mail.TextBody);
        Assert.Single(mail.Attachments);
        Assert.Empty(mail.Defects);
    }
}
