using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class ContentTests
{
    private static string Decode(string encoding, string content) =>
        Encoding.Latin1.GetString(Mails.ReadOctets($"Content-Transfer-Encoding: {encoding}\r\n\r\n{content}").Root.Decode());

    [Theory]
    [InlineData("SGVsbG8=", "Hello")]
    [InlineData("SGVs\r\nbG8=\r\n", "Hello")]
    [InlineData("SGVsbG8", "Hello")]
    [InlineData("SG Vs!b*G\0" + "8=", "Hello")]
    [InlineData("SGVsbG8=\r\n\r\n____\r\nfooter of a list", "Hello")]
    [InlineData("S", "")]
    [InlineData("", "")]
    [InlineData("====", "")]
    public void Base64_is_read_through_junk_and_missing_padding(string encoded, string expected) => Assert.Equal(expected, Decode("BASE64", encoded));

    [Theory]
    [InlineData("caf=E9 =3d", "caf\xE9 =")]
    [InlineData("soft=\r\nbreak", "softbreak")]
    [InlineData("soft=  \t\r\nbreak", "softbreak")]
    [InlineData("soft=\nbreak=", "softbreak")]
    [InlineData("blanks  \t\r\nat the end ", "blanks\r\nat the end")]
    [InlineData("a  b", "a  b")]
    [InlineData("bad =ZZ =4 =", "bad =ZZ =4 ")]
    [InlineData("50%=off", "50%=off")]
    public void Quoted_printable_is_read_through_bad_escapes(string encoded, string expected) => Assert.Equal(expected, Decode("Quoted-Printable", encoded));

    [Theory]
    [InlineData("7bit")]
    [InlineData("8BIT")]
    [InlineData("binary")]
    [InlineData("8-bit")]
    [InlineData("base32")]
    public void Other_encodings_leave_the_octets_alone(string encoding)
    {
        var mail = Mails.ReadOctets($"Content-Transfer-Encoding: {encoding}\r\n\r\n=41\xFF");
        Assert.Equal("=41\xFF", Encoding.Latin1.GetString(mail.Root.Decode()));
        Assert.Equal(encoding == "base32", mail.Defects.Contains("encoding-unknown"));
    }

    [Theory]
    [InlineData("utf-8", "caf\xC3\xA9", "café")]
    [InlineData("\"UTF8\"", "caf\xC3\xA9", "café")]
    [InlineData("iso-8859-1", "caf\xE9 \x80", "café €")]
    [InlineData("windows-1252", "\x93" + "x\x94", "“x”")]
    [InlineData("iso-8859-15", "\xA4", "€")]
    [InlineData("koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет")]
    [InlineData("gb2312", "\xC4\xE3\xBA\xC3", "你好")]
    [InlineData("big5", "\xA7\x41\xA6\x6E", "你好")]
    [InlineData("ks_c_5601-1987", "\xB9\xDA", "박")]
    [InlineData("Shift_JIS", "\x93\xFA\x96\x7B", "日本")]
    [InlineData("euc-jp", "\xC6\xFC\xCB\xDC", "日本")]
    [InlineData("utf-7", "+ADw-script+AD4-", "+ADw-script+AD4-")]
    [InlineData("us-ascii", "caf\xC3\xA9", "café")]
    [InlineData("us-ascii", "caf\xE9", "café")]
    [InlineData("x-unknown", "caf\xE9", "café")]
    [InlineData("x-unknown", "caf\xC3\xA9", "café")]
    [InlineData("utf-8", "caf\xE9", "café")] // labelled wrongly
    [InlineData("utf-8", "\xC3\xA9\xC3\xA9\xE9", "éé\uFFFD")] // broken, but UTF-8
    [InlineData("iso-8859-1", "\xEF\xBB\xBF" + "caf\xC3\xA9", "café")]
    [InlineData("utf-8", "\xFF\xFEh\0i\0", "hi")]
    [InlineData("utf-16", "h\0i\0", "hi")]
    [InlineData("utf-8", "nul\0", "nul\uFFFD")]
    public void Text_is_read_in_its_character_set(string charset, string octets, string expected)
    {
        var mail = Mails.ReadOctets($"Content-Type: text/plain; charset={charset}\r\n\r\n{octets}");
        Assert.Equal(expected, mail.Root.Text());
        Assert.Equal(charset == "x-unknown", mail.Defects.Contains("charset-unknown"));
    }

    [Fact]
    public void Text_without_a_character_set_is_UTF_8_or_western()
    {
        Assert.Equal("café", Mails.ReadOctets("\r\ncaf\xC3\xA9").Root.Text());
        Assert.Equal("café", Mails.ReadOctets("\r\ncaf\xE9").Root.Text());
    }

    [Theory]
    [InlineData("attachment; filename=a.txt", "", "a.txt")]
    [InlineData("attachment; filename=\"a b;c.txt\"", "", "a b;c.txt")]
    [InlineData("attachment; filename=my report (1).pdf", "", "my report (1).pdf")]
    [InlineData("attachment; filename=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?=\"", "", "Grüße.txt")]
    [InlineData("attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt; filename=x.txt", "", "Grüße.txt")]
    [InlineData("attachment; filename*=iso-8859-1'de'Gr%FC%DFe.txt", "", "Grüße.txt")]
    [InlineData("attachment; filename*0*=UTF-8''Gr%C3; filename*1*=%BC%C3%9F; filename*2=e.txt", "", "Grüße.txt")]
    [InlineData("attachment; filename*1=b.txt; filename*0=a", "", "ab.txt")]
    [InlineData("attachment; filename*0=\"=?utf-8?Q?Gr=C3?=\"; filename*1=\"=?utf-8?Q?=BC.txt?=\"", "", "Grü.txt")]
    [InlineData("attachment", "; name=\"Grüße.txt\"", "Grüße.txt")]
    [InlineData("attachment;; filename=a.txt;", "", "a.txt")]
    [InlineData("filename=a.txt", "", "a.txt")]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "", "passwd")]
    [InlineData("attachment; filename=\"C:\\Users\\me\\a.doc\"", "", "a.doc")]
    [InlineData("attachment; filename*=UTF-8''annexe%E2%80%AEfdp.exe", "", "annexefdp.exe")]
    [InlineData("attachment; filename*=UTF-8''a%00%0D%0Ab.txt", "", "ab.txt")]
    [InlineData("attachment; filename=\"..\"", "", null)]
    [InlineData("attachment; filename=\"never closed.txt", "", "never closed.txt")]
    [InlineData("attachment", "", null)]
    public void File_names_are_read_and_made_harmless(string disposition, string parameters, string? expected)
    {
        var part = Mails.Read($"Content-Type: application/pdf{parameters}\nContent-Disposition: {disposition}\n\n").Root;
        Assert.Equal(expected, part.FileName);
        Assert.Equal("attachment", part.Disposition!.Kind);
    }

    [Fact]
    public void A_very_long_file_name_keeps_its_extension()
    {
        var name = Mails.With($"Content-Disposition: attachment; filename=\"{new string('a', 500)}.pdf\"").Root.FileName;
        Assert.Equal(new string('a', 196) + ".pdf", name);
    }

    [Theory]
    [InlineData("TEXT/HTML; Charset=\"utf-8\"", "text/html", "utf-8")]
    [InlineData("text/plain (plain text); charset=us-ascii (ASCII)", "text/plain", "us-ascii")]
    [InlineData("text/html;;; charset = utf-8 ; x", "text/html", "utf-8")]
    [InlineData("text", "text/plain", null)]
    [InlineData("/; charset=utf-8", "text/plain", "utf-8")]
    [InlineData("", "text/plain", null)]
    public void Content_types_are_read_as_they_are_written(string raw, string type, string? charset)
    {
        var read = Mails.With("Content-Type: " + raw).Root.ContentType;
        Assert.Equal((type, charset), (read.MediaType, read.Charset));
    }

    [Theory]
    [InlineData("a \nb \nc", "a b c")]
    [InlineData("a \n\nb", "a \n\nb")]
    [InlineData(" stuffed\n  twice", "stuffed\n twice")]
    [InlineData("> quoted \n> on\n>> deeper \nnone", "> quoted on\n>> deeper \nnone")]
    [InlineData("text \n-- \nme", "text \n-- \nme")]
    [InlineData("-- \nme", "-- \nme")]
    public void Flowed_text_is_joined_again(string flowed, string expected) =>
        Assert.Equal(expected, Mails.Read("Content-Type: text/plain; format=flowed\n\n" + flowed).TextBody);

    [Fact]
    public void Flowed_text_without_blanks_is_joined_without_them() =>
        Assert.Equal("日本語\nx", Mails.Read("Content-Type: text/plain; format=Flowed; DelSp=Yes; charset=utf-8\n\n日本 \n語\nx").TextBody);
}
