using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Which parts are shown, in which order, and what is a file.</summary>
public sealed class BodiesTests
{
    private static string Multi(string subtype, params string[] parts) =>
        $"Content-Type: multipart/{subtype}; boundary={subtype}\n\n" + string.Concat(parts.Select(p => $"--{subtype}\n{p}\n")) + $"--{subtype}--\n";

    private static string Part(string type, string content, string more = "") => $"Content-Type: {type}\n{more}\n{content}";

    [Fact]
    public void HTML_beside_plain_text_is_lost_in_neither_form()
    {
        var mail = Mails.Read(Multi("mixed", Part("text/plain", "See <below>:"), Part("text/html", "<p>The <b>offer</b></p>")));
        Assert.Equal("See <below>:\n\nThe offer", mail.TextBody);
        Assert.Equal("<div>See &lt;below&gt;:</div>\n\n<p>The <b>offer</b></p>", mail.HtmlBody);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public void The_footer_of_a_mailing_list_stands_below_both_forms()
    {
        var mail = Mails.Read(Multi("mixed", Multi("alternative", Part("text/plain", "hi"), Part("text/html", "<b>hi</b>")), Part("text/plain", "-- \nthe list")));
        Assert.Equal("hi\n\n-- \nthe list", mail.TextBody);
        Assert.Equal("<b>hi</b>\n\n<div>-- <br>\nthe list</div>", mail.HtmlBody);
    }

    [Fact]
    public void Text_and_pictures_take_turns_as_Apple_Mail_sends_them()
    {
        var picture = Part("image/png; name=a.png", "AAEC", "Content-Transfer-Encoding: base64\nContent-Disposition: inline; filename=a.png\n");
        var mail = Mails.Read(Multi("mixed", Part("text/plain", "before"), picture, Part("text/plain", "after")));
        Assert.Equal("before\n\nafter", mail.TextBody);
        var file = Assert.Single(mail.Attachments);
        Assert.True(file.Inline);
        Assert.Equal($"<div>before</div>\n\n<div><img src=\"cid:{file.ContentId}\" alt=\"a.png\"></div>\n\n<div>after</div>", mail.HtmlBody);

        var html = Mails.Read(Multi("alternative", Part("text/plain", "plain"), Multi("mixed", Part("text/html", "<p>1</p>"), picture, Part("text/html", "<p>2</p>"))));
        Assert.Equal("plain", html.TextBody);
        Assert.Equal($"<p>1</p>\n\n<div><img src=\"cid:{Assert.Single(html.Attachments).ContentId}\" alt=\"a.png\"></div>\n\n<p>2</p>", html.HtmlBody);
    }

    [Fact]
    public void A_picture_that_the_HTML_shows_itself_is_shown_once()
    {
        var picture = Part("image/png", "x", "Content-ID: <p@x>\nContent-Disposition: inline\n");
        var mail = Mails.Read(Multi("mixed", Part("text/html", "<img src=\"cid:p@x\">"), picture));
        Assert.Equal("<img src=\"cid:p@x\">", mail.HtmlBody);
        Assert.Equal("p@x", Assert.Single(mail.Attachments).ContentId);
        // A picture below the only text is a file beside it.
        Assert.Null(Mails.Read(Multi("mixed", Part("text/plain", "text"), picture)).HtmlBody);
    }

    [Fact]
    public void Related_parts_may_stand_in_front_of_the_text()
    {
        var mail = Mails.Read(Multi("related", Part("image/png", "x", "Content-ID: <p@x>\n"), Part("text/html", "<img src=\"cid:p@x\">")));
        Assert.Equal("<img src=\"cid:p@x\">", mail.HtmlBody);
        Assert.True(Assert.Single(mail.Attachments).Inline);
    }

    [Fact]
    public void Of_a_file_of_a_Macintosh_the_part_for_everybody_is_attached()
    {
        var mail = Mails.Read(Multi("appledouble", Part("application/applefile; name=\"%a.pdf\"", "x"), Part("application/pdf; name=a.pdf", "y", "Content-Disposition: attachment\n")));
        Assert.Equal("a.pdf", Assert.Single(mail.Attachments).FileName);
        Assert.Equal(2, mail.Root.Children.Count);
    }

    [Fact]
    public void Richtext_is_read_as_text_and_an_unknown_kind_is_a_file()
    {
        Assert.Equal("hi", Mails.Read(Part("text/enriched", "<bold>hi</bold>")).TextBody);
        var mail = Mails.Read(Part("text/x-nobody", "x"));
        Assert.Null(mail.TextBody);
        Assert.Single(mail.Attachments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void An_empty_body_is_an_empty_text(string body)
    {
        Assert.Equal("", Mails.Read(Part("text/plain", body)).TextBody);
        var html = Mails.Read(Part("text/html", body));
        Assert.Equal("", html.HtmlBody);
        Assert.Null(html.TextBody);
    }

    [Fact]
    public void A_text_is_read_to_2_MB_and_said_to_be_cut()
    {
        var mail = Mails.ReadOctets("\r\n" + new string('x', 3_000_000));
        Assert.Equal(2 * 1024 * 1024, mail.TextBody!.Length);
        Assert.Contains("text-cut", mail.Defects);
        Assert.Equal(3_000_000, mail.Root.OpenContent().CopyToLength());
    }

    private const string Uu = "begin 644 cat.txt\n#0V%T\n`\nend\n";

    [Theory]
    [InlineData("7bit")]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    public void Uuencoded_files_are_taken_out_of_the_text(string encoding)
    {
        var text = $"See the file.\n{Uu}Greetings\n\n{Uu.Replace("cat.txt", "my dog.pdf", StringComparison.Ordinal)}";
        if (encoding == "base64") text = Convert.ToBase64String(Encoding.ASCII.GetBytes(text), Base64FormattingOptions.InsertLineBreaks);
        var mail = Mails.Read($"Content-Transfer-Encoding: {encoding}\n\n{text}");
        Assert.Equal("See the file.\nGreetings", mail.TextBody);
        Assert.Equal([("cat.txt", "text/plain"), ("my dog.pdf", "application/pdf")], mail.Attachments.Select(a => (a.FileName, a.ContentType.MediaType)));
        Assert.All(mail.Attachments, a => Assert.Equal("Cat", a.Text()));
        // What the mail is made of, and so its key, stays as it was sent.
        Assert.StartsWith("See the file.", mail.Root.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("begin 644 cat.txt\n#0V%T\nno more of it\n")]
    [InlineData("begin 644 cat.txt\nWords of people\nend\n")]
    [InlineData("begin the day\n#0V%T\nend\n")]
    [InlineData("begin 999 x\n#0V%T\nend\n")]
    [InlineData("to begin 644 x\n#0V%T\nend\n")]
    [InlineData("begin 644 x\nend\n")]
    public void Words_that_look_like_uuencoded_stay_words(string text)
    {
        var mail = Mails.Read("\n" + text);
        Assert.Equal(text.TrimEnd('\n'), mail.TextBody);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public void A_uuencoded_file_without_its_end_is_read_as_far_as_it_goes()
    {
        var octets = Enumerable.Range(0, 45 * 4).Select(i => (byte)i).ToArray();
        var lines = string.Concat(octets.Chunk(45).Select(chunk => "M" + string.Concat(chunk.Chunk(3).Select(c => string.Concat(
            new[] { c[0] >> 2, ((c[0] & 3) << 4) | (c[1] >> 4), ((c[1] & 15) << 2) | (c[2] >> 6), c[2] & 63 }.Select(d => (char)(d == 0 ? '`' : d + 32))))) + "\n"));
        Assert.Equal(octets, Assert.Single(Mails.Read("\nbegin 644 a.bin\n" + lines).Attachments).Decode());
    }

    [Fact]
    public void A_part_that_is_uuencoded_as_a_whole_is_its_file()
    {
        var part = Assert.Single(Mails.Read(Part("application/pdf; name=a.pdf", Uu, "Content-Transfer-Encoding: x-uuencode\n")).Attachments);
        Assert.Equal(("a.pdf", "application/pdf", "Cat"), (part.FileName, part.ContentType.MediaType, part.Text()));
    }
}
