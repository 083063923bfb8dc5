using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class WriterTests
{
    internal static readonly OutgoingMail Plain = new()
    {
        From = new("Support", "support@example.org"),
        To = [new(null, "jane@example.com")],
        Subject = "Your order",
        Date = new(2024, 3, 1, 10, 20, 30, TimeSpan.FromHours(-3.5)),
        MessageId = "1.2@example.org",
        Text = "Hello\n",
    };

    internal static string Write(OutgoingMail mail)
    {
        var raw = MailWriter.Write(mail);
        Assert.True(Ascii.IsValid(raw), "8-bit octets");
        var text = Encoding.ASCII.GetString(raw);
        var lines = text.Split("\r\n");
        Assert.All(lines, line => Assert.True(line.Length <= 998 && !line.AsSpan().ContainsAny("\r\n\0"), line));
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        return text;
    }

    private static ReceivedMail RoundTrip(OutgoingMail mail) => Mails.Read(Write(mail));

    [Fact]
    public void A_plain_mail_is_written_plainly() => Assert.Equal("""
        From: Support <support@example.org>
        To: jane@example.com
        Subject: Your order
        Date: Fri, 01 Mar 2024 10:20:30 -0330
        Message-ID: <1.2@example.org>
        In-Reply-To: <p@example.com>
        References: <o@example.com> <p@example.com>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Hello

        """.ReplaceLineEndings("\r\n"),
        Write(Plain with { InReplyTo = "p@example.com", References = ["o@example.com", "p@example.com"], Headers = [new("Auto-Submitted", "auto-replied")] }));

    [Fact]
    public void Text_HTML_pictures_and_files_each_have_their_place()
    {
        var mail = RoundTrip(Plain with
        {
            Html = "<p>Grüße <img src=\"cid:pic@x\"></p>",
            Attachments = [new("pic.png", "image/png", new byte[] { 0, 1, 2 }, "pic@x"), new("Grüße.pdf", "application/pdf", Encoding.UTF8.GetBytes(new string('x', 200)))],
        });
        Assert.Equal(["alternative", "application/pdf"], mail.Root.Children.Select(c => c.ContentType.IsMultipart ? c.ContentType.Subtype : c.ContentType.MediaType));
        Assert.Equal("multipart/related", mail.Root.Children[0].Children[1].ContentType.MediaType);
        Assert.Equal(("Hello", "<p>Grüße <img src=\"cid:pic@x\"></p>"), (mail.TextBody, mail.HtmlBody));
        Assert.Equal(["pic.png", "Grüße.pdf"], mail.Attachments.Select(a => a.FileName));
        Assert.Equal([true, false], mail.Attachments.Select(a => a.Inline));
        Assert.Equal("pic@x", mail.Attachments[0].ContentId);
        Assert.Equal([0, 1, 2], mail.Attachments[0].Decode());
        Assert.Equal(new string('x', 200), mail.Attachments[1].Text());
        Assert.Empty(mail.Defects);
    }

    [Theory]
    [InlineData("Hello", "7bit")]
    [InlineData("Grüße aus Köln, mit einem ganzen Satz", "quoted-printable")]
    [InlineData("Здравствуйте, где мой заказ?", "base64")]
    [InlineData("ご注文の商品", "base64")]
    public void A_text_is_encoded_as_is_best_for_it(string text, string encoding)
    {
        var mail = RoundTrip(Plain with { Text = text });
        Assert.Equal((encoding, text), (mail.Root.TransferEncoding, mail.TextBody));
    }

    [Fact]
    public void Related_parts_say_what_their_root_is()
    {
        var related = RoundTrip(Plain with { Html = "<img src=\"cid:a@x\">", Attachments = [new("a.png", "image/png", new byte[1], "a@x")] }).Root.Children[1];
        Assert.Equal(("multipart/related", "text/html"), (related.ContentType.MediaType, related.ContentType.Parameter("type")));
    }

    [Fact]
    public void What_lines_must_hold_is_folded_within_78_characters()
    {
        var text = Write(Plain with
        {
            From = new("Jörg Müller-Lüdenscheidt von und zu Österreich und noch viel länger", "joerg@example.org"),
            To = [.. Enumerable.Range(0, 50).Select(i => new MailAddress($"Person, Nr. {i}", $"person{i}@example.org"))],
            Subject = string.Concat(Enumerable.Repeat("日本語とGrüße 🎉 ", 30)),
            References = [.. Enumerable.Range(0, 20).Select(i => $"{i}@example.org")],
            Text = string.Concat(Enumerable.Repeat("Ein langer Satz mit Umlauten äöü ohne Zeilenende. ", 30)),
            Html = new string('x', 5000),
            Attachments = [new(new string('ä', 100) + ".pdf", "application/pdf", new byte[1000]), new(new string('b', 150), "junk\r\nX: y", default)],
            Headers = [new("X-Long", string.Join(' ', Enumerable.Repeat("word", 100)))],
        });
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
        Assert.All(System.Text.RegularExpressions.Regex.Matches(text, @"=\?[^?]+\?[BQ]\?[^?]*\?="), word =>
        {
            Assert.True(word.Length <= 75);
            Assert.DoesNotContain('\uFFFD', Mails.With("Subject: " + word.Value).Subject); // no character is cut in two
        });
    }

    [Fact]
    public void No_value_begins_a_line_of_its_own()
    {
        const string Evil = "a\r\nBcc: evil@example.org\r\n\r\nbody\n\0\rBcc: x";
        var text = Write(Plain with
        {
            From = new(Evil, "support@exam\r\nple.org"),
            To = [new("\"" + Evil, "jane@example.com\r\nBcc:x@example.org".Split('\r')[0])],
            ReplyTo = new("Grüße " + Evil, "reply@example.org"),
            Subject = Evil,
            MessageId = "id>\r\nBcc: y@example.org",
            InReplyTo = "parent\r\nBcc: z@example.org",
            References = [Evil, "ok@example.org"],
            Headers = [new("X-Note", Evil), new("X-Other", "Grüße" + Evil)],
            Attachments = [new(Evil, "text/plain\r\nBcc: a", default, "cid\r\nBcc: b"), new("x", "text/plain; charset=\"a\r\nBcc: c\"", default)],
        });
        var mail = Mails.Read(text);
        Assert.DoesNotContain("Bcc", mail.Headers.Select(h => h.Name));
        Assert.Equal(["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "X-Note", "X-Other", "MIME-Version", "Content-Type"], mail.Headers.Select(h => h.Name));
        Assert.All(mail.Root.Children.SelectMany(c => c.Headers), h => Assert.StartsWith("Content-", h.Name, StringComparison.Ordinal));
        Assert.Equal("support@example.org", Assert.Single(mail.From).Address);
        Assert.Equal("Hello", mail.TextBody);
    }

    [Theory]
    [InlineData("jane@münchen.de", "jane@xn--mnchen-3ya.de")]
    [InlineData("jane@EXAMPLE.org", "jane@EXAMPLE.org")]
    [InlineData("jane doe@example.org", "\"jane doe\"@example.org")]
    [InlineData("\"jane doe\"@example.org", "\"jane doe\"@example.org")]
    [InlineData("a,b>c@example.org", "\"a,b>c\"@example.org")]
    [InlineData("o'neil+tag@example.org", "o'neil+tag@example.org")]
    [InlineData("jane@[192.0.2.1]", "jane@[192.0.2.1]")]
    [InlineData("ja\r\nne@example.org", "jane@example.org")]
    public void Addresses_are_written_for_the_wire(string address, string expected) =>
        Assert.Contains($"\r\nTo: {expected}\r\n", Write(Plain with { To = [new(null, address)] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("jörg@example.org")]
    [InlineData("jane")]
    [InlineData("@example.org")]
    [InlineData("jane@")]
    [InlineData("jane@exa mple.org")]
    [InlineData("jane@example.org>, <x")]
    [InlineData("jane@example..org")]
    public void An_address_that_cannot_be_written_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => MailWriter.Write(Plain with { To = [new(null, address)] }));

    [Fact]
    public void A_local_part_beyond_ASCII_is_refused_by_saying_so() =>
        Assert.Contains("SMTPUTF8", Assert.Throws<ArgumentException>(() => MailWriter.Write(Plain with { To = [new(null, "jörg@example.org")] })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Bcc")]
    [InlineData("subject")]
    [InlineData("Content-Type")]
    [InlineData("X Y")]
    [InlineData("X:Y")]
    [InlineData("X\r\nBcc")]
    [InlineData("Ü")]
    [InlineData("")]
    public void Further_fields_have_names_and_none_that_are_taken(string name) =>
        Assert.Throws<ArgumentException>(() => MailWriter.Write(Plain with { Headers = [new(name, "x")] }));

    [Fact]
    public void Of_long_references_the_first_and_the_last_stay()
    {
        var ids = Enumerable.Range(0, 200).Select(i => $"{i}.{new string('x', 30)}@example.org").ToList();
        var text = Write(Plain with { References = ids });
        var start = text.IndexOf("References:", StringComparison.Ordinal);
        Assert.InRange(text.IndexOf("MIME-Version", StringComparison.Ordinal) - start, 1900, 2000);
        var read = Mails.Read(text).References;
        Assert.Equal(ids[0], read[0]);
        Assert.Equal(ids[^(read.Count - 1)..], read.Skip(1));
    }

    [Fact]
    public void A_text_that_contains_the_boundary_does_not_end_its_part()
    {
        var mail = Plain with { Html = "<p>hi</p>" };
        for (var i = 0; i < 3; i++)
        {
            var boundary = Mails.Read(Write(mail)).Root.ContentType.Parameter("boundary")!;
            mail = mail with { Text = $"--{boundary}\n--{boundary}--\nmore" };
            var read = RoundTrip(mail);
            Assert.Equal((mail.Text, "<p>hi</p>"), (read.TextBody, read.HtmlBody));
        }
    }

    [Fact]
    public void A_mail_is_attached_as_a_mail_when_it_can_be()
    {
        var raw = Encoding.ASCII.GetBytes("Subject: within\r\n\r\ntext\r\n");
        var mail = RoundTrip(Plain with { Attachments = [new("a.eml", "message/rfc822", raw), new("b.eml", "message/rfc822", Encoding.UTF8.GetBytes("Subject: ü\r\n\r\n"))] });
        Assert.Equal("within", mail.Attachments[0].ReadMessage()!.Subject);
        Assert.Equal(("application/octet-stream", "b.eml"), (mail.Attachments[1].ContentType.MediaType, mail.Attachments[1].FileName));
    }

    [Theory]
    [InlineData("From here\n.\n..dot\n--b\n-- \nsignature\ttab \nlast")]
    [InlineData("=41 = \n=\n50%")]
    [InlineData("a\rb\r\nc\n\nd")]
    [InlineData("")]
    [InlineData("🎉\u2028\f\u0085")]
    public void Texts_come_out_as_they_went_in(string text) =>
        Assert.Equal(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'), RoundTrip(Plain with { Text = text }).TextBody);
}
