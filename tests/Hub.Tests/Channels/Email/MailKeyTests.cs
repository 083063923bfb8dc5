using System.Globalization;
using System.Text;
using Hub.Channels.Email.Receiving;
using Hub.Mail.Mime;

namespace Hub.Tests.Channels.Email;

/// <summary>Receipts and tombstones are kept under these keys for years: a mail read anew must have the key that it had.</summary>
public sealed class MailKeyTests
{
    private static readonly byte[] secret = "a secret of tests"u8.ToArray();

    private const string Fields = "From: Anna <Anna@Shop.Test>, b@shop.test\r\nDate: Mon, 23 Nov 2026 09:00:00 +0530\r\nMessage-ID: <1@shop.test>\r\n";

    private static string Nested(int depth) => string.Concat(Enumerable.Range(0, depth).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"))
        + "\r\ninnermost\r\n" + string.Concat(Enumerable.Range(0, depth).Reverse().Select(i => $"--b{i}--\r\n"));

    private static string Lines(string text) => text.ReplaceLineEndings("\r\n");

    private static string Large()
    {
        var text = new StringBuilder(Fields + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var random = new Random(5);
        var line = new byte[57];
        for (var i = 0; i < 6_000; i++)
        {
            random.NextBytes(line);
            text.Append(Convert.ToBase64String(line)).Append(i % 7 == 0 ? "\n" : "\r\n");
        }
        return text.Append("--b--\r\n").ToString();
    }

    /// <summary>Each mail, in Latin-1, and how the key begins that Hub gave it when it first gave keys.</summary>
    public static TheoryData<string, string, string> Known => new()
    {
        { "plain", Fields + "\r\nHello\r\n", "623c1387674ca285c9120f6f" },
        { "of LF alone", Fields.Replace("\r", "", StringComparison.Ordinal) + "\nHello\n", "0a86cfa0027009db08273ac2" },
        { "of CR alone", Fields.Replace("\n", "", StringComparison.Ordinal) + "\rHello\r", "facf01f0a7d07fdf352da500" },
        { "nothing", "", "2a87f39dd03cc16c57acd6de" },
        { "no header", "just words\r\nand more", "0a7e42727428b3d5fd74eccb" },
        { "an mbox's", "From me@x Mon Jan  1 00:00:00 2024\r\n" + Fields + "\r\nHello\r\n", "623c1387674ca285c9120f6f" },
        { "base64 through junk", Fields + "Content-Transfer-Encoding: base64\r\n\r\nSG Vs!b\r\nG8=\r\n\r\n____\r\nfooter", "65284637fc79508b8c334c2d" },
        { "base64 unpadded", Fields + "Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8", "65284637fc79508b8c334c2d" },
        { "base64 of one letter", Fields + "Content-Transfer-Encoding: base64\r\n\r\nSGVsS", "bcf99a509044c5239176cc32" },
        { "base64 that begins with =", Fields + "Content-Transfer-Encoding: base64\r\n\r\n=S=GVs", "bcf99a509044c5239176cc32" },
        { "quoted-printable", Fields + "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9 =  \t\r\nsoft  \t\r\n=ZZ =4 =\rx \t\r\r\n=3d  ", "34c52483276738264f457884" },
        { "uuencoded", Fields + "Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n#86)C\r\n`\r\nend\r\n", "0736f082c357cd9a5bc612e0" },
        { "8-bit", Fields + "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xF0\xD2\xC9\xD7\xC5\xD4\r\n", "aad18284ad0877dfcd485939" },
        { "two parts", Fields + Lines("Content-Type: multipart/alternative; boundary=\"b b\"\n\npreamble\n--b b\n\none\n\n--b b \t\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPGI+\n--b b--\nepilogue\n"), "7df05a11bfa625050c23ff9c" },
        { "no boundary", Fields + Lines("Content-Type: multipart/mixed\n\npreamble\n--x=y\nContent-Type: text/plain\n\none\n--x=y--\n"), "09985123d37f90c7df759d00" },
        { "no such boundary", Fields + Lines("Content-Type: multipart/mixed; boundary=b\n\nplain words\n"), "099b759e666916cbe7a96354" },
        { "an unclosed boundary", Fields + Lines("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--b\n\ntwo"), "c61e86eefcd080557891c435" },
        { "boundaries alike", Fields + Lines("Content-Type: multipart/mixed; boundary=b\n\n--bb\n--b \t\n\none\n--bc\n--b --\n"), "ffcd6143488352f5e4a4b4da" },
        { "an empty part", Fields + Lines("Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\nContent-Type: text/plain\n--b\n\ntwo\n--b--"), "b96a0cce1070cc17d90f5964" },
        { "a digest", Fields + Lines("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b\n\nSubject: two\n\n2\n--b--"), "1fc8150134048192266ed728" },
        { "a mail in a mail", Fields + Lines("Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nSubject: =3D\n\ntext=20\n"), "261e8442e305dc79a720498c" },
        { "winmail.dat", Fields + "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgAA\r\n", "d538870c3449858c0f9e80d1" },
        { "31 deep", Fields + Nested(31), "0d9138b604c7189cc7caac82" },
        { "40 deep", Fields + Nested(40), "9139942df219beddb34e5145" },
        { "3000 parts", Fields + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"--b\r\nContent-Type: image/png\r\n\r\n{i}\r\n"))) + "--b--", "507541fb68df4926ea8e763b" },
        { "a large file", Large(), "be8c3531ae8b2aed404520af" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void A_mail_keeps_the_key_that_it_always_had(string what, string mail, string key)
    {
        Assert.Equal((what, "mail:" + key), (what, MailKey.Of(MailReader.Read(Encoding.Latin1.GetBytes(mail)), secret)[..29]));
    }
}
