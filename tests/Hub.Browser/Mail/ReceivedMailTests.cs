using System.Text;

namespace Hub.Browser.Mail;

/// <summary>The tests of mail are worth what their reader is.</summary>
public sealed class ReceivedMailTests
{
    [Fact]
    public void A_mail_of_several_parts_is_read_as_its_reader_sees_it()
    {
        var mail = Read("""
            From: =?UTF-8?Q?L=C3=A9a_?=
             =?UTF-8?Q?Moreau?= <support@shop.test>
            To: <nina@home.test>
            Reply-To: "Lamps" <support+t1.abc@shop.test>
            Subject: =?utf-8?B?TGEgbGFtcGUgbsKwwqAx?=
            Content-Type: multipart/alternative;
             boundary="=_x"

            --=_x
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            It comes in sage =
            green, caf=C3=A9.
            https://hub.test/mail/not-me/abc=2Edef
            --=_x
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHA+emVicmE8L3A+
            --=_x--
            """);
        Assert.Equal(("support@shop.test", "nina@home.test", "support+t1.abc@shop.test"), (mail.From, mail.To, mail.ReplyTo));
        Assert.Equal("Léa Moreau <support@shop.test>", mail.Header("from"));
        Assert.Equal("La lampe n°\u00a01", mail.Subject);
        Assert.Contains("It comes in sage green, café.", mail.Text, StringComparison.Ordinal);
        Assert.Equal("/mail/not-me/abc.def", mail.NotMePath);
        Assert.DoesNotContain("zebra", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<p>zebra</p>", mail.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_mail_is_read_in_its_own_letters()
    {
        var mail = new ReceivedMail([.. Encoding.ASCII.GetBytes("From: support@shop.test\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf"), 0xE9, (byte)'\r', (byte)'\n']);
        Assert.Equal("café\n", mail.Text);
        Assert.Equal(("support@shop.test", "", ""), (mail.ReplyTo, mail.Subject, mail.Header("Auto-Submitted")));
        Assert.Throws<InvalidOperationException>(() => mail.NotMePath);
    }

    private static ReceivedMail Read(string text) => new(Encoding.UTF8.GetBytes(text));
}
