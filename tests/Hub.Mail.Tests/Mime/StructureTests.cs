using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class StructureTests
{
    [Fact]
    public void An_ordinary_mail_has_its_two_texts_its_pictures_and_its_files()
    {
        var mail = Mails.Read("""
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="m"

            This is a multi-part message in MIME format.
            --m
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8

            Grüße
            --a
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: text/html; charset=utf-8

            <img src="cid:pic@x">
            --r
            Content-Type: image/png
            Content-ID: <pic@x>
            Content-Transfer-Encoding: base64

            AAEC
            --r--
            --a--
            --m
            Content-Type: text/plain; name=notes.txt
            Content-Disposition: attachment

            kept apart
            --m
            Content-Type: message/rfc822

            Subject: within
            Content-Type: multipart/mixed; boundary=i

            --i

            inner
            --i--
            --m--
            ignored
            """);
        Assert.Equal("Grüße", mail.TextBody);
        Assert.Equal("<img src=\"cid:pic@x\">", mail.HtmlBody);
        Assert.Equal(["image/png", "text/plain", "message/rfc822"], mail.Attachments.Select(a => a.ContentType.MediaType));
        Assert.Equal([true, false, false], mail.Attachments.Select(a => a.Inline));
        Assert.Equal(("pic@x", "AAEC"), (mail.Attachments[0].ContentId, Convert.ToBase64String(mail.Attachments[0].Decode())));
        Assert.Equal("notes.txt", mail.Attachments[1].FileName);
        Assert.Null(mail.Attachments[1].ReadMessage());
        var within = mail.Attachments[2].ReadMessage()!;
        Assert.Equal(("within", "inner"), (within.Subject, within.TextBody));
        Assert.Empty(mail.Defects);
    }

    [Fact]
    public void Several_texts_are_read_one_after_the_other()
    {
        var mail = Mails.Read("""
            Content-Type: multipart/mixed; boundary=b

            --b

            one
            --b
            Content-Type: application/pdf
            Content-Disposition: inline; filename=a.pdf

            --b
            Content-Disposition: inline

            two

            --b--
            """);
        Assert.Equal("one\n\ntwo", mail.TextBody);
        Assert.Null(mail.HtmlBody);
        Assert.True(Assert.Single(mail.Attachments).Inline);
    }

    [Fact]
    public void Of_alternatives_the_first_text_is_read_and_the_others_are_attached()
    {
        var mail = Mails.Read("""
            Content-Type: multipart/alternative; boundary=b

            --b

            first
            --b

            second
            --b
            Content-Type: text/calendar

            BEGIN:VCALENDAR
            --b--
            """);
        Assert.Equal("first", mail.TextBody);
        Assert.Equal(["text/plain", "text/calendar"], mail.Attachments.Select(a => a.ContentType.MediaType));
    }

    [Fact]
    public void The_text_of_related_parts_is_the_one_that_start_names()
    {
        var mail = Mails.Read("""
            Content-Type: multipart/related; boundary=b; start="<root@x>"

            --b
            Content-Type: text/html
            Content-ID: <other@x>

            not this
            --b
            Content-Type: text/html
            Content-ID: <root@x>

            this
            --b--
            """);
        Assert.Equal("this", mail.HtmlBody);
        Assert.Equal("other@x", Assert.Single(mail.Attachments).ContentId);
    }

    [Fact]
    public void A_mail_that_is_one_file_is_an_attachment_and_a_named_text_is_still_read()
    {
        var pdf = Mails.Read("Content-Type: application/pdf; name=a.pdf\n\nx");
        Assert.Null(pdf.TextBody);
        Assert.Equal("a.pdf", Assert.Single(pdf.Attachments).FileName);
        Assert.Equal("x", Mails.Read("Content-Type: text/plain; name=a.txt\n\nx").TextBody);
        Assert.Single(Mails.Read("Content-Disposition: attachment\n\nx").Attachments);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Any_line_end_will_do(string end)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes(
            "Subject: a\n b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\ntwo\n--b--\n".Replace("\n", end, StringComparison.Ordinal)));
        Assert.Equal(("a b", "one\ntwo"), (mail.Subject, mail.TextBody));
        Assert.Empty(mail.Defects);
    }

    [Fact]
    public void A_lone_CR_makes_no_field()
    {
        var mail = Mails.ReadOctets("Subject: a\rBcc: x@example.org\r\n\r\ntext");
        Assert.Null(mail.Header("Bcc"));
        Assert.Equal("aBcc: x@example.org", mail.Subject);
    }

    [Theory]
    [InlineData("From me@x Mon Jan  1 00:00:00 2024\nSubject: a\n\ntext", "a", "text")]
    [InlineData("\uFEFFSubject: a\n\ntext", "a", "text")]
    [InlineData("From here on all is text\nand more", "", "From here on all is text\nand more")]
    [InlineData("", "", "")]
    [InlineData("\n\n", "", "")]
    [InlineData("Subject: a", "a", "")]
    [InlineData("Subject: a\n", "a", "")]
    [InlineData("no header at all\nsecond line", "", "no header at all\nsecond line")]
    [InlineData("Subject: a\nThe empty line was forgotten.\nand more", "a", "The empty line was forgotten.\nand more")]
    [InlineData("Subject: a\njunk\nX: y\n\ntext", "a", "text")]
    [InlineData("Subject: a\n \ntext: of people", "a", "")]
    [InlineData("Subject: a\n \ntext of people", "a", "text of people")]
    public void Whatever_comes_makes_a_mail(string raw, string subject, string text)
    {
        var mail = Mails.Read(raw);
        Assert.Equal((subject, text), (mail.Subject, mail.TextBody));
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo", "one\n\ntwo", "boundary-unclosed")]
    [InlineData("Content-Type: multipart/mixed\n\npreamble\n--x=y\nContent-Type: text/plain\n\none\n--x=y--\n", "one", "boundary-guessed")]
    [InlineData("Content-Type: multipart/mixed\n\nplain words", "plain words", "boundary-missing")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\nplain words", "plain words", "boundary-missing")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--b\n\ntwo\n--b--", "one\n\ntwo", "boundary-unclosed")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--bb\n--b \t\n\none\n--bc\n--b --\n", "one\n--bc", null)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b words\n\none\n--b-- words\n", "one", null)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n--b\n\ntwo\n--b--", "\n\ntwo", null)]
    public void Broken_boundaries_lose_no_text(string raw, string text, string? defect)
    {
        var mail = Mails.Read(raw);
        Assert.Equal(text, mail.TextBody);
        Assert.Equal(defect is null ? [] : [defect], mail.Defects);
    }

    [Fact]
    public void The_parts_of_a_digest_are_mails()
    {
        var mail = Mails.Read("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b\n\nSubject: two\n\n2\n--b--");
        Assert.Equal(["one", "two"], mail.Attachments.Select(a => a.ReadMessage()!.Subject));
    }

    [Fact]
    public void An_encoded_message_is_read_too()
    {
        var inner = Convert.ToBase64String("Subject: within\r\n\r\ntext"u8);
        var mail = Mails.Read($"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}");
        Assert.Equal("within", Assert.Single(mail.Attachments).ReadMessage()!.Subject);
    }
}
