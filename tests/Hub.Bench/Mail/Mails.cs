using System.Globalization;
using System.Text;

namespace Hub.Bench.Mail;

/// <summary>Mails as people write them, each from somebody else, as text and as HTML; the rest of the size is an attachment, as usual.</summary>
internal static class Mails
{
    private const string Words =
        "Bonjour,\r\n\r\nma commande devait arriver mardi, et la page de suivi dit toujours : en préparation. Could you please tell me when it will be sent?\r\n\r\n"
        + "On Mon, 16 Nov 2026 at 10:12, Support <support@localhost> wrote:\r\n> Thank you for your order.\r\n> It leaves our house tomorrow.\r\n\r\nMerci d'avance\r\nAnna Keller\r\n";

    // As Outlook and shops write it: a style sheet, tables, inline styles, a quotation; about half of a mail of 20 kB.
    private static readonly string html =
        "<html><head><style>p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:\"Calibri\",sans-serif;} .shop {background:#fff url(https://shop.test/b.png)}</style></head><body bgcolor=\"#f4f4f4\">\r\n"
        + "<p class=\"MsoNormal\">Bonjour,</p><p class=\"MsoNormal\">ma commande devait arriver mardi, et la page de suivi dit toujours&nbsp;: en pr\u00E9paration.<o:p></o:p></p>\r\n<table width=\"600\" cellpadding=\"0\" cellspacing=\"0\" bgcolor=\"#ffffff\">\r\n"
        + string.Concat(Enumerable.Range(1, 20).Select(n =>
            $"<tr><td style=\"padding:0 10px 10px 10px;font-family:Arial,sans-serif;font-size:14px;color:#333333;line-height:20px\" width=\"300\"><a href=\"https://shop.test/p/{n}?a=1&amp;b=2\" style=\"color:#0066cc;text-decoration:none\">Article {n}</a><br>"
            + $"une lampe de table</td><td align=\"right\" class=\"shop\"><img src=\"https://shop.test/{n}.png\" width=\"80\" height=\"60\" alt=\"Article {n}\"></td></tr>\r\n"))
        + "</table><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, 16 Nov 2026 at 10:12, Support &lt;support@localhost&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid\">"
        + "<p>Thank you for your order.</p><p>It leaves our house tomorrow.</p></blockquote></div></body></html>";

    /// <summary>A whole mail of about so many bytes, ready for DATA but without its last line.</summary>
    /// <param name="n">Its number: sender, subject and Message-ID are its own.</param>
    /// <param name="size">Of all.</param>
    public static byte[] Of(long n, int size)
    {
        var mail = new StringBuilder(size + 1_000);
        mail.Append(CultureInfo.InvariantCulture, $"From: Anna Keller <anna{n}@client.test>\r\nTo: Support <support@localhost>\r\nSubject: Commande {n} : où est mon colis ?\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Date: Sun, 22 Nov 2026 09:00:00 +0000\r\nMessage-ID: <{n}.{Guid.CreateVersion7():N}@client.test>\r\n");
        mail.Append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
            + "--b\r\nContent-Type: multipart/alternative; boundary=\"a\"\r\n\r\n--a\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + Words
            + "\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + html + "\r\n--a--\r\n"
            + "\r\n--b\r\nContent-Type: application/pdf; name=\"commande.pdf\"\r\nContent-Disposition: attachment; filename=\"commande.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        // Its own bytes, so that no two mails are the same.
        var random = new Random((int)n);
        var line = new byte[57];
        while (mail.Length < size - 100)
        {
            random.NextBytes(line);
            mail.Append(Convert.ToBase64String(line)).Append("\r\n");
        }
        mail.Append("--b--\r\n");
        return Encoding.UTF8.GetBytes(mail.ToString());
    }
}
