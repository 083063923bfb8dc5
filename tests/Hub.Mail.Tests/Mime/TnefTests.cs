using System.Text;
using Hub.Mail.Mime;
using Hub.Mail.Mime.Tnef;

namespace Hub.Mail.Tests.Mime;

/// <summary>Outlook's <c>winmail.dat</c>: its files and its text come out.</summary>
public sealed class TnefTests
{
    private static ReceivedMail Read(byte[] tnef, string? text = null, string type = "application/ms-tnef; name=winmail.dat") => Mails.Read(
        "Content-Type: multipart/mixed; boundary=b\n\n" + (text is null ? "" : $"--b\n\n{text}\n")
        + $"--b\nContent-Type: {type}\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(tnef, Base64FormattingOptions.InsertLineBreaks)}\n--b--\n");

    [Fact]
    public void Files_come_out_under_their_long_names()
    {
        var mail = Read(new TnefFile()
            .Message([.. TnefFile.Others, TnefFile.Unicode(0x0037, "Subject")])
            .File("LONGNA~1.PDF", [1, 2, 3], [.. TnefFile.Others, TnefFile.Unicode(0x3707, "Längerer Name.pdf"), TnefFile.Ansi(0x370E, "application/pdf"u8.ToArray())])
            .File("plain.txt", Encoding.ASCII.GetBytes("plain"))
            .File("pic", null, TnefFile.Binary(0x3701, [9, 9]), TnefFile.Ansi(0x3707, "pic.png"u8.ToArray()), TnefFile.Unicode(0x3712, "pic@x")).ToArray(), "The text");
        Assert.Equal("The text", mail.TextBody);
        Assert.Equal([("Längerer Name.pdf", "application/pdf"), ("plain.txt", "text/plain"), ("pic.png", "image/png")], mail.Attachments.Select(a => (a.FileName, a.ContentType.MediaType)));
        Assert.Equal([1, 2, 3], mail.Attachments[0].Decode());
        Assert.Equal("plain", mail.Attachments[1].Text());
        Assert.Equal(("pic@x", true, false), (mail.Attachments[2].ContentId, mail.Attachments[2].Inline, mail.Attachments[0].Inline));
        Assert.Empty(mail.Defects);
        // The mail itself is made of what was sent.
        Assert.Equal("winmail.dat", mail.Root.Children[1].FileName);
    }

    [Fact]
    public void Its_text_is_read_where_the_mail_has_no_other()
    {
        Assert.Equal("Grüße", Read(new TnefFile().Message(TnefFile.Unicode(0x1000, "Grüße")).ToArray()).TextBody);
        Assert.Equal("Привет", Read(new TnefFile().Attribute(1, 0x00069007, [.. BitConverter.GetBytes(1251), 0, 0, 0, 0]).Attribute(1, 0x0002800C, [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0]).ToArray()).TextBody);
        var html = Read(new TnefFile().Message(TnefFile.Number(0x3FDE, 1251), TnefFile.Binary(0x1013, [.. "<b>"u8, 0xC4, 0xE0, .. "</b>"u8]), TnefFile.Unicode(0x1000, "Да")).ToArray());
        Assert.Equal(("Да", "<b>Да</b>"), (html.TextBody, html.HtmlBody));
        var other = Read(new TnefFile().Message(TnefFile.Unicode(0x1000, "the same in other words")).ToArray(), "words");
        Assert.Equal(("words", null), (other.TextBody, other.HtmlBody));
    }

    [Fact]
    public void HTML_comes_out_of_the_RTF_that_Outlook_hid_it_in()
    {
        const string Rtf = @"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fswiss\fcharset204 Arial;}}{\colortbl\red0;}
{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Gr\'fc\'dfe &{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 {\f1 \'c4\'e0} \u8364?{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0
{\*\mhtmltag64 <img>}{\pict 0102}{\*\unknown x}\{\}{\*\htmltag244 <b class=""x"">}b{\*\htmltag252 </b>}}";
        var mail = Read(new TnefFile().Message(TnefFile.Binary(0x1009, TnefFile.Rtf(Rtf))).ToArray());
        Assert.Equal("<p>Grüße &amp;&nbsp;Да €</p>{}<b class=\"x\">b</b>", mail.HtmlBody!.Replace("&#223;", "ß", StringComparison.Ordinal).Replace("&#252;", "ü", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_comes_out_of_RTF_that_hides_no_HTML()
    {
        var mail = Read(new TnefFile().Message(TnefFile.Binary(0x1009, TnefFile.Rtf(@"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x}\f0 Hello\par {\b caf\'e9}\tab\uc2\u26085 xx\emdash x\par}"))).ToArray());
        Assert.Equal("Hello\ncafé\t日—x", mail.TextBody);
    }

    [Fact]
    public void Compressed_RTF_is_read_as_its_specification_compresses_it()
    {
        // MS-OXRTFCP section 3.1.1 and 3.1.2.
        Assert.Equal("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", Decompress("2D0000002B0000004C5A4675F1C5C7A703000A007263706731323542320AF32068656C090020627705B06C647D0A800FA0"));
        Assert.Equal("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", Decompress("1A0000001C0000004C5A4675E2D44B51410004205758595A0D6E7D010EB0"));
        Assert.Equal("{\\rtf1}", Decompress("13000000070000004D454C41000000007B5C727466317D"));
        Assert.Null(RtfCompression.Decompress(new MemorySource(new byte[20])));
    }

    private static string Decompress(string hex) => Encoding.ASCII.GetString(RtfCompression.Decompress(new MemorySource(Convert.FromHexString(hex)))!);

    [Fact]
    public void A_mail_within_is_taken_apart_too()
    {
        var inner = new TnefFile().Message(TnefFile.Unicode(0x1000, "inner text")).File("a.txt", [65]).ToArray();
        var mail = Read(new TnefFile().File("Forwarded", null, TnefFile.Number(0x3705, 5), TnefFile.Unicode(0x3001, "Forwarded"), TnefFile.Object(0x3701, [.. new byte[16], .. inner])).ToArray(), "see");
        Assert.Equal(["a.txt", "Forwarded.txt"], mail.Attachments.Select(a => a.FileName));
        Assert.Equal("inner text", mail.Attachments[1].Text());
    }

    [Fact]
    public void What_was_cut_gives_what_stands_before_the_cut()
    {
        var whole = new TnefFile().File("a.txt", [1]).File("b.txt", new byte[1000]).ToArray();
        Assert.Equal("a.txt", Assert.Single(Read(whole[..^500]).Attachments).FileName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a TNEF")]
    [InlineData("\x78\x9F\x3E\x22\x01")]
    [InlineData("\x78\x9F\x3E\x22\x01\x00\x01\x03\x90\x06\x00\xFF\xFF\xFF\xFF")]
    public void What_cannot_be_opened_stays_a_file(string octets)
    {
        var mail = Read(Encoding.Latin1.GetBytes(octets), "text");
        Assert.Equal("winmail.dat", Assert.Single(mail.Attachments).FileName);
        Assert.Equal(["tnef-unreadable"], mail.Defects);
    }

    [Fact]
    public void Whatever_is_in_it_it_is_read()
    {
        var whole = new TnefFile()
            .Message([.. TnefFile.Others, TnefFile.Binary(0x1009, TnefFile.Rtf(@"{\rtf1\fromhtml1{\*\htmltag64 <p>}\u8364?\'e9\bin3 xxx}"))])
            .File("a", [1, 2, 3], [.. TnefFile.Others, TnefFile.Number(0x3705, 5), TnefFile.Object(0x3701, [.. new byte[16], .. new TnefFile().File("x", [1]).ToArray()])]).ToArray();
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var octets = whole.ToArray();
            for (var k = random.Next(1, 8); k > 0; k--) octets[random.Next(octets.Length)] = (byte)(random.Next(3) == 0 ? 255 : random.Next(256));
            using var mail = Read(octets[..random.Next(6, octets.Length + 1)]);
            foreach (var part in mail.Attachments) part.WriteContentTo(Stream.Null);
            Assert.DoesNotContain('\0', mail.TextBody + mail.HtmlBody);
        }
        Assert.NotNull(Rtf.Read(Encoding.ASCII.GetBytes(new string('{', 500_000) + @"\bin999999999 ")).Text);
    }
}
