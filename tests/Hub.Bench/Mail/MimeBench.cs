using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using Hub.Bench.Support;
using Hub.Mail;
using Hub.Mail.Mime;

namespace Hub.Bench.Mail;

/// <summary>The reader of mail alone, on one core: what it makes of large files and of ordinary mails.</summary>
internal static class MimeBench
{
    private const double Mega = 1024 * 1024;

    public static async Task RunAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(report);
        var (warmUp, counted) = (arguments.Seconds("warmup", 2), arguments.Seconds("seconds", 5));
        await using var folder = TemporaryFile.Create(Path.GetTempPath());

        Report.Say("a large attachment …");
        var large = Mails.Of(1, (int)(arguments.Number("attachment", 25 << 20) / 57.0 * 78));
        await folder.WriteAsync(large, ct);
        await folder.FlushAsync(ct);
        var digits = Digits(large);
        var decoded = new byte[digits.Length];
        var attached = Rate(warmUp, counted, large.Length / Mega, () => Read(MailReader.Read(folder)), ct);
        report.Add("attachment", Math.Round(attached), "a large attachment, read from a file and decoded", Mb(attached));
        var scanned = Rate(warmUp / 2, counted / 2, large.Length / Mega, () => large.AsSpan().Count((byte)'\n'), ct);
        report.Add("scan", Math.Round(scanned), "  floor: its line ends counted", Mb(scanned));
        var decoding = Rate(warmUp / 2, counted / 2, large.Length / Mega, () => Base64.DecodeFromUtf8(digits, decoded, out _, out _), ct);
        report.Add("decode", Math.Round(decoding), "  floor: its base64 decoded, without line ends", Mb(decoding));
        // Each octet is seen once for its line and once for its content.
        report.AddRatio("attachmentToFloor", "  reader to both floors together", attached / (1 / ((1 / scanned) + (1 / decoding))));

        Report.Say("ordinary mails …");
        var mails = Enumerable.Range(0, 1_000).Select(n => n % 2 == 0 ? Mails.Of(n, 20_000) : Newsletter(n)).ToArray();
        var at = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reads = 0L;
        var ordinary = Rate(warmUp, counted, 1, () =>
        {
            reads++;
            Read(MailReader.Read(mails[at++ % mails.Length]));
        }, ct);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / reads;
        report.Add("mails", Math.Round(ordinary), "ordinary mails, every text and file read", string.Create(CultureInfo.InvariantCulture, $"{ordinary,9:0} mails/s   {allocated / 1024} kB allocated for each"));
        var floor = Rate(warmUp / 2, counted / 2, 1, () => mails[at++ % mails.Length].AsSpan().Count((byte)'\n'), ct);
        report.Add("mailsScan", Math.Round(floor), "  floor: their line ends counted", string.Create(CultureInfo.InvariantCulture, $"{floor,9:0} mails/s"));
        report.AddRatio("mailsToFloor", "  reader to the floor", ordinary / floor);
    }

    /// <summary>All that is made of a mail that comes in.</summary>
    private static void Read(ReceivedMail mail)
    {
        using (mail)
        {
            if (mail.From.Count == 0 || mail.Subject.Length + (mail.TextBody?.Length ?? 0) + (mail.HtmlBody?.Length ?? 0) == 0) throw new InvalidOperationException("The mail was not read.");
            foreach (var part in mail.Attachments) part.WriteContentTo(Stream.Null);
        }
    }

    /// <summary>How much of it goes through in a second.</summary>
    private static double Rate(TimeSpan warmUp, TimeSpan counted, double amount, Action act, CancellationToken ct)
    {
        Repeat(warmUp);
        var began = Stopwatch.GetTimestamp();
        var times = Repeat(counted);
        return times * amount / Stopwatch.GetElapsedTime(began).TotalSeconds;

        long Repeat(TimeSpan span)
        {
            var start = Stopwatch.GetTimestamp();
            var n = 0L;
            do
            {
                ct.ThrowIfCancellationRequested();
                act();
                n++;
            }
            while (Stopwatch.GetElapsedTime(start) < span);
            return n;
        }
    }

    private static byte[] Digits(byte[] mail)
    {
        var start = mail.AsSpan().LastIndexOf("\r\n\r\n"u8) + 4;
        var digits = mail.AsSpan(start, mail.AsSpan().LastIndexOf("--b--"u8) - start).ToArray().Where(o => o is not ((byte)'\r' or (byte)'\n')).ToArray();
        return digits[..(digits.Length / 4 * 4)];
    }

    private static string Mb(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate,9:0} MB/s");

    /// <summary>Plain text and HTML in quoted-printable, as shops send it.</summary>
    private static byte[] Newsletter(int n) => MailWriter.Write(new OutgoingMail
    {
        From = new("Élodie Müller", $"elodie{n}@client.test"),
        To = [new("Support", "support@localhost")],
        Subject = $"Réclamation n° {n}: pièce manquante",
        Date = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero),
        MessageId = $"{n}@client.test",
        Text = string.Concat(Enumerable.Repeat("Bonjour, il manque une pièce à ma commande, et personne ne répond.\n", 30)),
        Html = "<html><body>" + string.Concat(Enumerable.Repeat("<p style=\"color:#333\">Bonjour, il manque une <b>pièce</b> à ma commande, et personne ne répond.</p>\n", 80)) + "</body></html>",
    });
}
