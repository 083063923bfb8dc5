using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Mail as thirty years of programs, gateways and scripts have written it, against the standards and all the same to be read.</summary>
public sealed class RealMailTests
{
    private const string Japanese = "こんにちは。注文した商品はどこですか？ありがとうございます。";
    private const string Chinese = "您好，我的订单在哪里？谢谢。";
    private const string Taiwanese = "您好，我的訂單在哪裡？謝謝。";
    private const string Korean = "안녕하세요, 제 주문은 어디에 있나요? 감사합니다.";

    [Theory]
    [InlineData("From anna@mail.example Tue May  6 09:14:32 1997\r\nSubject: Lamp\r\n\r\nBroken.")]
    [InlineData(">From anna@mail.example Tue May  6 09:14:32 1997\nSubject: Lamp\n\nBroken.")]
    [InlineData("From - Tue May 06 09:14:32 1997\r\nX-Mozilla-Status: 0001\r\nSubject: Lamp\r\n\r\nBroken.")]
    [InlineData("Subject: Lamp\n\nBroken.")]
    [InlineData("Subject: Lamp\r\rBroken.")]
    [InlineData("\uFEFFSubject: Lamp\r\n\r\nBroken.")]
    [InlineData("Subject : Lamp\r\n\r\nBroken.")]
    [InlineData("SUBJECT:Lamp\r\n\r\nBroken.")]
    [InlineData("X-Empty:\r\nSubject:\r\n Lamp\r\n\r\nBroken.")]
    [InlineData("Subject: Lamp\r\nX-Broken header without a colon\r\nTo: a@b.example\r\n\r\nBroken.")]
    [InlineData("Subject: Lamp\r\n\t\r\nBroken.")]
    [InlineData("X-Gateway: a\r\n \r\n b\r\nSubject: Lamp\r\n\r\nBroken.")]
    [InlineData("Subject: Lamp\0\r\n\r\nBroken.")]
    [InlineData("To: a@b.example\r\n>From anna@mail.example Tue May  6 09:14:32 1997\r\nSubject: Lamp\r\n\r\nBroken.")]
    public void Headers_in_disorder_are_read(string mail)
    {
        var read = MailReader.Read(Encoding.UTF8.GetBytes(mail));
        Assert.Equal(("Lamp", "Broken."), (read.Subject.TrimEnd('\0', '\uFFFD'), read.TextBody?.Trim()));
    }

    [Theory]
    [InlineData("Subject: Lamp\r\nHello there\r\nit is broken\r\n\r\nAnna", "Hello there it is broken Anna")]
    [InlineData("Hello there\r\nit is broken", "Hello there it is broken")]
    [InlineData("Dear shop,\r\n\r\nSubject: no header\r\n", "Dear shop, Subject: no header")]
    public void A_forgotten_empty_line_loses_no_word(string mail, string text) =>
        Assert.Equal(text, Words(Mails.ReadOctets(mail).TextBody));

    [Theory]
    [InlineData("iso-2022-jp", Japanese)]
    [InlineData("ISO-2022-JP-MS", Japanese)]
    [InlineData("x-sjis", Japanese)]
    [InlineData("shift_jis", Japanese)]
    [InlineData("cp932", Japanese)]
    [InlineData("euc-jp", Japanese)]
    [InlineData("gb2312", Chinese)]
    [InlineData("gb18030", Chinese)]
    [InlineData("GB_2312-80", Chinese)]
    [InlineData("hz-gb-2312", Chinese)]
    [InlineData("x-gbk", Chinese)]
    [InlineData("big5", Taiwanese)]
    [InlineData("big5-hkscs", Taiwanese)]
    [InlineData("euc-kr", Korean)]
    [InlineData("ks_c_5601-1987", Korean)]
    [InlineData("iso-2022-kr", Korean)]
    [InlineData("x-windows-949", Korean)]
    [InlineData("tis-620", "สวัสดีครับ")]
    [InlineData("cp-850", "Grüße")]
    [InlineData("IBM850", "Grüße")]
    [InlineData("cp437", "Grüße")]
    [InlineData("iso-8859-8-i", "שלום")]
    [InlineData("iso-8859-8-e", "שלום")]
    [InlineData("ISO-8859-1:1987", "Grüße")]
    [InlineData("iso-8859-10", "Grüße")]
    [InlineData("iso-8859-14", "Grüße")]
    [InlineData("utf8mb4", "Grüße 日本")]
    [InlineData("x-utf-8", "Grüße 日本")]
    [InlineData("utf-8\u0000", "Grüße 日本")]
    [InlineData("UTF-8;", "Grüße 日本")]
    [InlineData("utf-8,", "Grüße 日本")]
    [InlineData("\"utf-8", "Grüße 日本")]
    [InlineData("'utf-8'", "Grüße 日本")]
    [InlineData("=utf-8", "Grüße 日本")]
    [InlineData("<utf-8>", "Grüße 日本")]
    [InlineData("mac-roman", "Grüße")]
    [InlineData("x-mac-ce", "Příliš")]
    [InlineData("koi8-ru", "Привет")]
    [InlineData("windows-874", "สวัสดีครับ")]
    [InlineData("ansi", "Grüße €")]
    [InlineData("ANSI_X3.110-1983", "Grüße €")]
    [InlineData("unknown-8bit", "Grüße €")]
    [InlineData("x-unknown", "Grüße €")]
    [InlineData("default", "Grüße €")]
    [InlineData("default_charset", "Grüße €")]
    [InlineData("_autodetect_all", "Grüße €")]
    [InlineData("binary", "Grüße €")]
    [InlineData("8bit", "Grüße €")]
    [InlineData("none", "Grüße €")]
    [InlineData("user-defined", "Grüße €")]
    [InlineData("x-user-defined", "Grüße €")]
    [InlineData("${charset}", "Grüße €")]
    [InlineData("%CHARSET%", "Grüße €")]
    [InlineData("latin-15", "Grüße")]
    public void Text_is_read_in_whatever_a_program_calls_its_character_set(string name, string text)
    {
        foreach (var label in new[] { name, name.ToUpperInvariant() })
        {
            var octets = Octets(name, text);
            var mail = MailReader.Read((byte[])[.. Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset={label}\r\n\r\n"), .. octets]);
            Assert.Equal((label, text), (label, mail.TextBody));
        }
    }

    // Declared one way and written in another, as gateways and web forms do.
    [Theory]
    [InlineData("iso-8859-1", "utf-8", "Grüße, où est mon colis ?")]
    [InlineData("us-ascii", "windows-1252", "Grüße €")]
    [InlineData("utf-8", "windows-1252", "Grüße, où est mon colis ?")]
    [InlineData("us-ascii", "iso-2022-jp", Japanese)]
    [InlineData("utf-8", "iso-2022-jp", Japanese)]
    [InlineData("iso-8859-1", "iso-2022-jp", Japanese)]
    [InlineData("iso-2022-jp", "utf-8", Japanese)]
    [InlineData("iso-2022-jp", "shift_jis", Japanese)]
    [InlineData("shift_jis", "utf-8", Japanese)]
    [InlineData("euc-jp", "utf-8", Japanese)]
    [InlineData("gb2312", "utf-8", Chinese)]
    [InlineData("gb2312", "gb18030", "镕堃喆 €")]
    [InlineData("big5", "utf-8", Taiwanese)]
    [InlineData("euc-kr", "utf-8", Korean)]
    [InlineData("euc-kr", "cp949", "똠방각하")]
    [InlineData("iso-8859-1", "windows-1252", "“Grüße” – 5 €")]
    [InlineData("utf-16", "utf-8", "Hello, where is my order?")]
    public void Text_in_another_character_set_than_declared_is_read(string declared, string written, string text)
    {
        var mail = MailReader.Read((byte[])[.. Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset={declared}\r\n\r\n"), .. Octets(written, text)]);
        Assert.Equal(text, mail.TextBody);
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=utf-8\r\nContent-Type: text/html; charset=utf-8", "Hello")]
    [InlineData("Content-Type: text\r\nMIME-Version: 1.0", "Hello")]
    [InlineData("Content-Type: TEXT", "Hello")]
    [InlineData("Content-Type: plain/text", "Hello")]
    [InlineData("Content-Type: text/plain charset=utf-8", "Hello")]
    [InlineData("Content-Type: text/plain, charset=utf-8", "Hello")]
    [InlineData("Content-Type: text/plain; charset", "Hello")]
    [InlineData("Content-Type: text/plain;; ; charset=\"utf-8", "Hello")]
    [InlineData("Content-Type: text / plain", "Hello")]
    [InlineData("Content-Type: \"text/plain\"", "Hello")]
    [InlineData("Content-Type:", "Hello")]
    [InlineData("Content-Type: ;charset=utf-8", "Hello")]
    [InlineData("Content-Type: text/x-unknown-text", null)]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bits", "Hello")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit, 8bit", "Hello")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding:", "Hello")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: \"quoted-printable\"", "Hello")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted/printable", "Hello")]
    public void A_type_written_badly_is_read(string header, string? text) => Assert.Equal(text, Mails.ReadOctets(header + "\r\n\r\nHello").TextBody);

    [Theory]
    [InlineData("boundary=\"b \"", "--b", "--b--")]
    [InlineData("boundary=b", "--b  \t", "--b--   ")]
    [InlineData("boundary=b; charset=utf-8", "--b", "")]
    [InlineData("boundary=\"b", "--b", "--b--")]
    [InlineData("BOUNDARY=b", "--b", "--b--")]
    [InlineData("boundary = b", "--b", "--b--")]
    [InlineData("boundary=b/c=d", "--b/c=d", "--b/c=d--")]
    [InlineData("boundary='b'", "--'b'", "--'b'--")]
    [InlineData("x=y", "--right", "--right--")]
    [InlineData("boundary*=us-ascii''b", "--b", "--b--")]
    [InlineData("boundary*0=b; boundary*1=c", "--bc", "--bc--")]
    [InlineData("boundary=\"\"", "--right", "--right--")]
    public void Parts_are_found_by_boundaries_written_badly(string parameter, string opening, string closing)
    {
        var mail = Mails.ReadOctets($"Content-Type: multipart/mixed; {parameter}\r\n\r\npreamble\r\n{opening}\r\nContent-Type: text/plain\r\n\r\nHello\r\n{opening}\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n{closing}\r\n");
        Assert.Equal("Hello", mail.TextBody);
        Assert.Equal("a.pdf", Assert.Single(mail.Attachments).FileName);
    }

    [Theory]
    [InlineData("Content-Disposition: attachment; filename=my new order.pdf", "my new order.pdf")]
    [InlineData("Content-Disposition: attachment; filename=my new order.pdf; size=3", "my new order.pdf")]
    [InlineData("Content-Disposition: attachment; filename=order (1).pdf", "order (1).pdf")]
    [InlineData("Content-Disposition: attachment; filename=\"=?utf-8?B?R3LDvMOfZS5wZGY=?=\"", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename==?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?=", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf; filename=\"plain.pdf\"", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=\".pdf\"", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename*0=\"=?utf-8?B?R3LDvMOf\"; filename*1=\"ZS5wZGY=?=\"", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename*=Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename*=\"utf-8''Gr%C3%BC%C3%9Fe.pdf\"", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment; filename=\"Gr\u00FC\u00DFe.pdf\"", "Grüße.pdf")]
    [InlineData("Content-Disposition: attachment\r\nContent-Description: a.pdf\r\nContent-Type: application/pdf; name=\"b.pdf\"", "b.pdf")]
    [InlineData("Content-Disposition: attachment; filename=\"a\\\"b.pdf\"", "a\"b.pdf")]
    [InlineData("Content-Disposition: attachment; filename=\"C:\\Documents\\a.pdf\"", "a.pdf")]
    [InlineData("Content-Disposition: filename=a.pdf", "a.pdf")]
    public void A_file_has_its_name_however_it_is_written(string fields, string name)
    {
        var type = fields.Contains("Content-Type", StringComparison.Ordinal) ? "" : "Content-Type: application/pdf\r\n";
        var mail = Mails.ReadOctets($"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\n{type}{fields}\r\n\r\nx\r\n--b--\r\n");
        Assert.Equal(name, Assert.Single(mail.Attachments).FileName);
    }

    [Theory]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3?= =?utf-8?Q?=9Fe?=", "Grüße")]
    [InlineData("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße")]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe an alle?=", "Grüße an alle")]
    [InlineData("Re:=?utf-8?Q?Gr=C3=BC=C3=9Fe?=(1)", "Re:Grüße(1)")]
    [InlineData("\"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\"", "\"Grüße\"")]
    [InlineData("=?utf-8?b?R3LDvMOfZQ?=", "Grüße")]
    [InlineData("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?unknown-8bit?Q?Gr=FC=DFe?=", "Grüße")]
    [InlineData("=?iso-2022-jp?B?GyRCJDMbKEI=?=", "こ")]
    [InlineData("=?iso-2022-jp?B?GyRCJDM=?= =?iso-2022-jp?B?JDMbKEI=?=", "ここ")]
    [InlineData("=?utf-8?Q??=", "")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=?utf-8?Q?abc", "=?utf-8?Q?abc")]
    [InlineData("=?UTF-8?Q?a_b=20c=3D?= d", "a b c= d")]
    public void Words_of_RFC_2047_are_read_where_and_however_they_stand(string raw, string subject) => Assert.Equal(subject, Mails.With("Subject: " + raw).Subject.TrimEnd('\uFFFD'));

    [Theory]
    [InlineData("=?utf-8?Q?Anna_M=C3=BCller?= <anna@mail.example>", "Anna Müller", "anna@mail.example")]
    [InlineData("\"=?utf-8?Q?Anna_M=C3=BCller?=\" <anna@mail.example>", "Anna Müller", "anna@mail.example")]
    [InlineData("=?utf-8?Q?Anna_M=C3=BCller_=3Canna=40mail=2Eexample=3E?=", "Anna Müller", "anna@mail.example")]
    [InlineData("=?utf-8?Q?M=C3=BCller=2C_Anna?= <anna@mail.example>", "Müller, Anna", "anna@mail.example")]
    [InlineData("Müller, Anna <anna@mail.example>", "Müller, Anna", "anna@mail.example")]
    [InlineData("anna@mail.example (Anna)", "Anna", "anna@mail.example")]
    [InlineData("<anna@mail.example>", null, "anna@mail.example")]
    [InlineData("Anna anna@mail.example", "Anna", "anna@mail.example")]
    [InlineData("Anna <<anna@mail.example>>", "Anna", "anna@mail.example")]
    [InlineData("Anna <anna@mail.example", "Anna", "anna@mail.example")]
    [InlineData("Anna <mailto:anna@mail.example>", "Anna", "anna@mail.example")]
    [InlineData("'Anna' <anna@mail.example>", "Anna", "anna@mail.example")]
    [InlineData("Anna@Home <anna@mail.example>", "Anna@Home", "anna@mail.example")]
    [InlineData("Anna.M. <anna@mail.example>", "Anna.M.", "anna@mail.example")]
    [InlineData("Anna <anna@mail.example>; ", "Anna", "anna@mail.example")]
    public void A_sender_is_known_however_it_is_written(string raw, string? name, string address) =>
        Assert.Equal((name, address), Mails.With("From: " + raw).From.Select(a => (a.Name, a.Address)).First());

    [Fact]
    public void A_piece_of_a_mail_that_was_cut_is_read_as_a_file()
    {
        var mail = Mails.Read("Subject: a.zip (1/3)\nContent-Type: message/partial; id=\"x@y\"; number=1; total=3\n\nSubject: a.zip\nContent-Type: text/plain\n\nHello\n");
        Assert.Equal("a.zip (1/3)", mail.Subject);
        Assert.True(mail.TextBody is not null || mail.Attachments.Count == 1);
    }

    [Fact]
    public void A_body_that_lies_elsewhere_is_not_fetched_and_its_head_is_kept()
    {
        var mail = Mails.Read("""
            Content-Type: multipart/mixed; boundary=b

            --b

            See the file.
            --b
            Content-Type: message/external-body; access-type=URL; URL="https://a.example/x.pdf"; name="x.pdf"

            Content-Type: application/pdf
            Content-ID: <x@y>

            --b--
            """);
        Assert.Equal("See the file.", mail.TextBody);
        Assert.Equal("x.pdf", Assert.Single(mail.Attachments).FileName);
    }

    [Fact]
    public void Related_parts_whose_start_names_nothing_show_the_HTML()
    {
        var mail = Mails.Read("""
            Content-Type: multipart/related; boundary=b; start="<gone@x>"; type="text/html"

            --b
            Content-Type: image/png
            Content-ID: <pic@x>

            x
            --b
            Content-Type: text/html

            <p>Hello</p>
            --b--
            """);
        Assert.Equal("<p>Hello</p>", mail.HtmlBody);
        Assert.Equal("pic@x", Assert.Single(mail.Attachments).ContentId);
    }

    [Fact]
    public void A_bounce_has_its_words_its_report_and_the_mail_that_came_back()
    {
        var mail = Mails.Read("""
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Description: Notification

            Undelivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; a@b.example
            Action: failed
            --b
            Content-Type: text/rfc822-headers

            Subject: Lamp
            --b--
            """);
        Assert.Equal("Undelivered.", mail.TextBody);
        Assert.Equal(["message/delivery-status", "text/rfc822-headers"], mail.Attachments.Select(a => a.ContentType.MediaType));
    }

    [Fact]
    public void Rich_text_alone_is_a_file_that_can_be_opened()
    {
        var mail = Mails.ReadOctets("Subject: x\r\nContent-Type: text/rtf\r\n\r\n{\\rtf1 Hello}");
        Assert.Null(mail.TextBody);
        Assert.Equal("text/rtf", Assert.Single(mail.Attachments).ContentType.MediaType);
    }

    [Theory]
    [InlineData("base64", "SGVs bG8=", "Hello")]
    [InlineData("base64", "SGVsbG8", "Hello")]
    [InlineData("base64", "SGVsbG8=\r\n-- \r\nA list's footer", "Hello")]
    [InlineData("base64", "SGVs=\r\nbG8=", "Hello")]
    [InlineData("BASE64 ", "SGVsbG8=", "Hello")]
    [InlineData("base-64", "SGVsbG8=", "Hello")]
    [InlineData("x-base64", "SGVsbG8=", "Hello")]
    [InlineData("base64", "SGVs!bG8=", "Hello")]
    [InlineData("quoted-printable", "Hel=\r\nlo", "Hello")]
    [InlineData("quoted-printable", "Hel=  \r\nlo", "Hello")]
    [InlineData("quoted-printable", "Hel=\nlo", "Hello")]
    [InlineData("quoted-printable", "Hell=6f", "Hello")]
    [InlineData("quoted-printable", "Hello=", "Hello")]
    [InlineData("quoted-printable", "a=b c=zz 100=%", "a=b c=zz 100=%")]
    [InlineData("quotedprintable", "Hell=6f", "Hello")]
    [InlineData("quoted_printable", "Hell=6f", "Hello")]
    [InlineData("x-quoted-printable", "Hell=6f", "Hello")]
    public void Encodings_with_faults_are_read(string encoding, string body, string text) =>
        Assert.Equal(text, Words(Mails.ReadOctets($"Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}").TextBody));

    private static string Words(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static byte[] Octets(string charset, string text)
    {
        var page = charset.ToLowerInvariant() switch
        {
            "utf-8" or "utf8mb4" or "x-utf-8" or "utf-8\0" or "utf-8;" or "utf-8," or "\"utf-8" or "'utf-8'" or "=utf-8" or "<utf-8>" => 65001,
            "cp-850" or "ibm850" => 850,
            "cp437" => 437,
            "iso-8859-8-i" or "iso-8859-8-e" => 1255,
            "x-windows-949" or "cp949" or "euc-kr" or "ks_c_5601-1987" => 949,
            "iso-2022-kr" => 50225,
            "iso-2022-jp" or "iso-2022-jp-ms" => 50220,
            "x-sjis" or "shift_jis" or "cp932" => 932,
            "euc-jp" => 51932,
            "gb2312" or "gb18030" or "gb_2312-80" or "x-gbk" => 54936,
            "hz-gb-2312" => 52936,
            "big5" or "big5-hkscs" => 950,
            "tis-620" or "windows-874" => 874,
            "mac-roman" => 10000,
            "x-mac-ce" => 10029,
            "koi8-ru" => 20866,
            "latin-15" => 28605,
            "utf-16" => 1200,
            _ => 1252,
        };
        return page == 65001 ? Encoding.UTF8.GetBytes(text) : CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes(text);
    }
}
