using System.Globalization;
using System.Text;

namespace Hub.Bench.Mail;

/// <summary>Mails as people write them, each from somebody else; the rest of the size is an attachment, as usual.</summary>
internal static class Mails
{
    private const string Words =
        "Bonjour,\r\n\r\nma commande devait arriver mardi, et la page de suivi dit toujours : en préparation. Could you please tell me when it will be sent?\r\n\r\n"
        + "On Mon, 16 Nov 2026 at 10:12, Support <support@localhost> wrote:\r\n> Thank you for your order.\r\n> It leaves our house tomorrow.\r\n\r\nMerci d'avance\r\nAnna Keller\r\n";

    /// <summary>A whole mail of about so many bytes, ready for DATA but without its last line.</summary>
    /// <param name="n">Its number: sender, subject and Message-ID are its own.</param>
    /// <param name="size">Of all.</param>
    public static byte[] Of(long n, int size)
    {
        var mail = new StringBuilder(size + 1_000);
        mail.Append(CultureInfo.InvariantCulture, $"From: Anna Keller <anna{n}@client.test>\r\nTo: Support <support@localhost>\r\nSubject: Commande {n} : où est mon colis ?\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Date: Sun, 22 Nov 2026 09:00:00 +0000\r\nMessage-ID: <{n}.{Guid.CreateVersion7():N}@client.test>\r\n");
        mail.Append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
            + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + Words
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
