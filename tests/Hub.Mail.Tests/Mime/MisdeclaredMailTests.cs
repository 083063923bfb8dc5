using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Mail that says one thing of itself and is another, or leaves a line out, and what it plainly is.</summary>
public sealed class MisdeclaredMailTests
{
    private const string Pdf = "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n";

    [Theory]
    [InlineData("boundary=wrong", "right")]
    [InlineData("boundary=\"--right\"", "right")]
    [InlineData("boundary=RIGHT", "right")]
    [InlineData("boundary=my boundary", "my boundary")]
    [InlineData("boundary=my boundary; charset=utf-8", "my boundary")]
    [InlineData("boundary=my charset=utf-8", "my")]
    [InlineData("boundary=my (a comment)", "my")]
    [InlineData("boundary=my own words", "my")]
    public void Parts_are_found_by_the_boundary_that_is_there(string parameter, string boundary)
    {
        var mail = Mails.ReadOctets($"Content-Type: multipart/mixed; {parameter}\r\n\r\npreamble\r\n--{boundary}\r\n\r\nHello\r\n--{boundary}\r\n{Pdf}--{boundary}--\r\n");
        Assert.Equal("Hello", mail.TextBody);
        Assert.Equal("a.pdf", Assert.Single(mail.Attachments).FileName);
        Assert.Equal(2, mail.Root.Children.Count);
    }

    [Fact]
    public void Parts_of_a_mail_that_was_cut_are_found_by_the_boundary_that_is_there_twice()
    {
        var mail = Mails.ReadOctets($"Content-Type: multipart/mixed; boundary=wrong\r\n\r\n--right\r\nContent-Type: text/plain\r\n\r\nHello\r\n--right\r\n{Pdf}");
        Assert.Equal("Hello", mail.TextBody);
        Assert.Equal("a.pdf", Assert.Single(mail.Attachments).FileName);
        // Once says nothing.
        Assert.StartsWith("--right", Mails.ReadOctets("Content-Type: multipart/mixed; boundary=wrong\r\n\r\n--right\r\nContent-Type: text/plain\r\n\r\nHello\r\n").TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void A_multipart_within_another_that_declares_its_boundary_wrongly_is_read()
    {
        var mail = Mails.ReadOctets($"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=wrong\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\nHello\r\n--i\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n--i--\r\n--o\r\n{Pdf}--o--\r\n");
        Assert.Equal(("Hello", "<p>Hello</p>"), (mail.TextBody, mail.HtmlBody));
        Assert.Equal("a.pdf", Assert.Single(mail.Attachments).FileName);
        Assert.Contains("boundary-guessed", mail.Defects);
    }

    [Fact]
    public void A_text_with_lines_like_boundaries_stays_text()
    {
        var mail = Mails.Read("Content-Type: multipart/mixed; boundary=b\n\n--x\nContent-Type: is a field.\nHello\n-- \nAnna\n");
        Assert.Equal("--x\nContent-Type: is a field.\nHello\n-- \nAnna", mail.TextBody);
    }

    [Theory]
    [InlineData("<bold>Now</bold> is the time for\n<italic>all</italic> good men.\n\n<<really>\n\n\nBye", "Now is the time for all good men.\n<really>\n\nBye")]
    [InlineData("<nofill>one\n two\n\nthree</nofill>\nfour", "one\n two\n\nthree four")]
    [InlineData("<fontfamily><param>Times</param>Hello</fontfamily> <color><param>red</param>red</color>", "Hello red")]
    [InlineData("1 < 2, a <- b, <anna@mail.example> <>", "1 < 2, a <- b, <anna@mail.example> <>")]
    [InlineData("<param>never closed", "never closed")]
    public void Enriched_text_is_read_without_its_commands(string enriched, string text) =>
        Assert.Equal(text, Mails.Read("Content-Type: text/enriched\n\n" + enriched).TextBody);

    [Theory]
    [InlineData("<bold>Now</bold> is\n\nthe time<nl>1 <lt> 2<comment>not shown</comment>", "Now is the time\n1 < 2")]
    [InlineData("{\\rtf1 <b> Hello}", "{\\rtf1 <b> Hello}")]
    public void Rich_text_of_RFC_1341_is_read_without_its_commands(string rich, string text) =>
        Assert.Equal(text, Mails.Read("Content-Type: text/richtext\n\n" + rich).TextBody);

    [Theory]
    [InlineData("Subject: Lamp\nWhy: is it broken?\nPlease tell.\n\nAnna", "Why: is it broken?\nPlease tell.\n\nAnna")]
    [InlineData("Subject: Lamp\nWhy: is my lamp broken?\n\nAnna", "Why: is my lamp broken?\n\nAnna")]
    [InlineData("Subject: Lamp\nWhy: is my lamp broken?\n \nAnna", "Why: is my lamp broken?\n \nAnna")]
    [InlineData("Subject: Lamp\nWhy: is my lamp broken?", "Why: is my lamp broken?")]
    [InlineData("Subject: Lamp\nHello,\nWhy: is my lamp broken?\n\nAnna", "Hello,\nWhy: is my lamp broken?\n\nAnna")]
    [InlineData("Subject: Lamp\nhttp://a.example/lamp\n\nAnna", "http://a.example/lamp\n\nAnna")]
    [InlineData("Subject: Lamp\nhttps://a.example/lamp\nWhy: it is broken\n\nAnna", "https://a.example/lamp\nWhy: it is broken\n\nAnna")]
    [InlineData("https://a.example/lamp\n\nAnna", "https://a.example/lamp\n\nAnna")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nWhy: is my lamp broken?\n--b--", "Why: is my lamp broken?")]
    public void Text_right_below_the_header_is_text_though_it_has_a_colon(string mail, string text) => Assert.Equal(text, Mails.Read(mail).TextBody?.TrimEnd());

    [Theory]
    [InlineData("Subject: Lamp\nMotto: light\n\nHello", "Motto", "Hello")]
    [InlineData("Subject: Lamp\nSpamCheck: this mail was looked at\n\nHello", "SpamCheck", "Hello")]
    [InlineData("Subject: Lamp\nOrganization: Lamps of the North\n\nHello", "Organization", "Hello")]
    [InlineData("Subject: Lamp\nNotice: this mail was looked at\nContent-Type: text/plain\n\nHello", "Notice", "Hello")]
    [InlineData("Content-Transfer-Encoding: base64\nNotice: this mail was looked at\n\nSGVsbG8=", "Notice", "Hello")]
    [InlineData("Notice: this mail was looked at\n\nHello", "Notice", "Hello")]
    public void Fields_that_nobody_knows_stay_fields(string mail, string name, string text)
    {
        var read = Mails.Read(mail);
        Assert.Contains(read.Headers, h => h.Is(name));
        Assert.Equal(text, read.TextBody);
    }

    [Theory]
    [InlineData("\nSubject: Lamp\n\nBroken.")]
    [InlineData("\n\n \nX-Mailer: a\nSubject: Lamp\n\nBroken.")]
    [InlineData("\nFrom anna@mail.example Tue May  6 09:14:32 1997\nSubject: Lamp\n\nBroken.")]
    public void Empty_lines_above_the_header_are_passed_over(string mail)
    {
        var read = Mails.Read(mail);
        Assert.Equal(("Lamp", "Broken."), (read.Subject, read.TextBody));
        Assert.Equal("Lamp", Assert.Single(Mails.Read("Content-Type: message/rfc822\n\n" + mail).Attachments).ReadMessage()?.Subject);
    }

    [Theory]
    [InlineData("\nHello: my lamp is broken")]
    [InlineData("\nHello")]
    [InlineData("\n\n")]
    public void Text_below_an_empty_line_is_text(string mail) => Assert.Equal(mail.Trim(), Mails.Read(mail).TextBody?.Trim());

    [Theory]
    [InlineData("attachment, filename=a.pdf")]
    [InlineData("attachment filename=a.pdf")]
    [InlineData("attachment, filename=\"a.pdf\"; size=3")]
    [InlineData("attachment; filename='a.pdf'")]
    public void An_attachment_has_its_name_whatever_parts_the_words(string disposition)
    {
        var part = Assert.Single(Mails.Read($"Content-Type: application/pdf\nContent-Disposition: {disposition}\n\nx").Attachments);
        Assert.Equal(("attachment", "a.pdf"), (part.Disposition?.Kind, part.FileName));
    }

    [Fact]
    public void A_name_in_quotes_keeps_the_other_quotes() =>
        Assert.Equal("'a.pdf'", Assert.Single(Mails.Read("Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"'a.pdf'\"\n\nx").Attachments).FileName);

    [Theory]
    [InlineData("text/html charset=utf-8")]
    [InlineData("text/html, charset=utf-8")]
    public void HTML_is_read_as_such_without_its_semicolon(string type) => Assert.Equal("<p>Hello</p>", Mails.Read($"Content-Type: {type}\n\n<p>Hello</p>").HtmlBody);

    [Theory]
    [InlineData("Anna [mailto:anna@mail.example]", "Anna")]
    [InlineData("Müller, Anna [MAILTO:anna@mail.example] ; b@mail.example", "Müller, Anna")]
    [InlineData("[mailto:anna@mail.example]", null)]
    [InlineData("Anna [mailto:x] <anna@mail.example>", "Anna [mailto:x]")]
    public void A_sender_copied_out_of_another_mail_is_known(string raw, string? name)
    {
        var sender = Mails.With("From: " + raw).From[0];
        Assert.Equal("anna@mail.example", sender.Address);
        if (!raw.Contains('<', StringComparison.Ordinal)) Assert.Equal(name, sender.Name);
    }

    [Theory]
    [InlineData("iso-8859-16", "\xAA\xBA\xDE\xFE \xA4", "ȘșȚț €")]
    [InlineData("ISO_8859-16:2001", "\xE3\xEE\xA1\xFF", "ăîĄÿ")]
    [InlineData("x-unknown-iso8859-15", "\xA4\xBE", "€Ÿ")]
    [InlineData("unknown-iso-8859-2", "\xB1\xE6", "ąć")]
    [InlineData("x-unknown-windows-1250", "\x9A\x9E", "šž")]
    [InlineData("x-unknown-utf-8", "\xC3\xA9", "é")]
    public void Rare_names_of_character_sets_are_known(string charset, string octets, string text) =>
        Assert.Equal(text, Mails.ReadOctets($"Content-Type: text/plain; charset={charset}\r\n\r\n{octets}").TextBody);

    [Fact]
    public void Every_octet_of_ISO_8859_16_is_one_character()
    {
        var encoding = Charsets.Find("iso-8859-16")!;
        byte[] octets = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.Equal(octets, encoding.GetBytes(encoding.GetString(octets)));
        Assert.Equal("?", Encoding.ASCII.GetString(encoding.GetBytes("日")));
    }
}
