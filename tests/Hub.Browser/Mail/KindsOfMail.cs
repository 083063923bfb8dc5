namespace Hub.Browser.Mail;

/// <summary>A mail of each kind that the desk shows in a way of its own.</summary>
internal static class KindsOfMail
{
    private const string Calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:visit@shop.test\r\nSUMMARY:Visit of the workshop\r\nLOCATION:12 rue des Ateliers\\, Lille\r\n"
        + "DTSTART;TZID=Europe/Paris:20270112T140000\r\nDURATION:PT90M\r\nORGANIZER;CN=Anna Keller:mailto:anna@shop.test\r\nATTENDEE;CN=Support;PARTSTAT=NEEDS-ACTION:mailto:support@hub.test\r\n"
        + "ATTENDEE;CN=Bob Stone;PARTSTAT=ACCEPTED:mailto:bob@shop.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    /// <summary>By a name that is also each one's subject.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["newsletter"] = Mail("newsletter", "multipart/alternative; boundary=b",
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAutumn lamps, from 89 euros.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            + "<table width=600 bgcolor=#f4efe6 cellpadding=24><tr><td><h1 style=\"font-family:Georgia;color:#7a3e1d\">Autumn lamps</h1><p>From <b>89 euros</b>, made in Lille.</p>"
            + "<img src=\"http://pictures.test/lamp.png\" width=200 height=120 alt=\"A lamp\"><p><a href=\"https://shop.test/autumn\">See them all</a></p></td></tr></table>"
            + "<blockquote type=cite><p>What do you have for a low ceiling?</p></blockquote>\r\n--b--\r\n"),
        ["signed"] = Mail("signed", "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b",
            "--b\r\nContent-Type: text/plain\r\n\r\nI accept your offer.\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Disposition: attachment; filename=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n--b--\r\n"),
        ["encrypted"] = Mail("encrypted", "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b",
            "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA5v\r\n-----END PGP MESSAGE-----\r\n--b--\r\n"),
        ["invitation"] = Invitation("invitation", "REQUEST"),
        ["cancelled"] = Invitation("cancelled", "CANCEL"),
    };

    private static string Invitation(string subject, string method) => Mail(subject, "multipart/alternative; boundary=b",
        $"--b\r\nContent-Type: text/plain\r\n\r\nPlease come.\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{Calendar}--b--\r\n");

    private static string Mail(string subject, string type, string body) =>
        $"From: Anna Keller <anna@shop.test>\r\nTo: support@hub.test\r\nCc: Bob Stone <bob@shop.test>\r\nSubject: Mail {subject}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <{subject}@shop.test>\r\nMIME-Version: 1.0\r\nContent-Type: {type}\r\n\r\n{body}";
}
