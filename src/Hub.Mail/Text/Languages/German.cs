namespace Hub.Mail.Text.Languages;

internal static class German
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "Am {when} schrieb {who}", "Am {when} schrieb {who} folgendes", "Am {when} hat {who} Folgendes geschrieben", "Am {when} hat {who} geschrieben",
            "{when} schrieb {who}", "{who} schrieb am {when}", "{who} hat am {when} geschrieben", "{who} hat am {when} Folgendes geschrieben",
            "{when} {who} schrieb", "{who} schrieb {when}", "{who} schrieb", "Zitat von {who}", "Zitiere {who}",
        ],
        Narrators = "ich wir du Sie er sie ihr man jemand niemand mein meine unser unsere Ihr Ihre Ihrem Ihnen mir uns dein deine sein seine die das ein eine dieser",
        Months = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Mrz Jänner",
        Weekdays = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Sonnabend",
        DateWords = "um am den der gegen",
        OriginalMessage =
        [
            "Ursprüngliche Nachricht", "Originalnachricht", "Original-Nachricht", "Original Nachricht", "Ursprüngliche Mail", "Ursprüngliche E-Mail",
            "Original-Mail", "Originalmail", "Antwort Nachricht", "Ursprünglicher Termin",
        ],
        ForwardedMessage =
        [
            "Weitergeleitete Nachricht", "Anfang der weitergeleiteten Nachricht", "Anfang der weitergeleiteten E-Mail", "Weitergeleitete Mail",
            "Weitergeleitete E-Mail", "Weitergeleitet von …", "Weitergeleitete Nachricht von …", "Beginn der weitergeleiteten Nachricht",
        ],
        ForwardPrefixes = ["WG"],
        ReplyAbove = ["Bitte antworten Sie oberhalb dieser Linie", "Bitte antworten Sie über dieser Zeile", "Bitte oberhalb dieser Zeile antworten", "Antworten Sie oberhalb dieser Zeile"],
        From = ["Von", "Absender", "Im Auftrag von"],
        Date = ["Gesendet", "Gesendet am", "Datum", "Versendet"],
        To = ["An", "Empfänger"],
        Subject = ["Betreff"],
        OtherFields = ["Cc", "Bcc", "Kopie", "Blindkopie", "Antwort an", "Antworten an", "Wichtigkeit", "Priorität", "Anlagen", "Anhänge"],
        MobileLines =
        [
            "Von … gesendet", "Gesendet von", "Gesendet mit", "Gesendet über", "Gesendet aus", "Diese Nachricht wurde von meinem … gesendet",
            "Diese Nachricht wurde von mein … gesendet", "Holen Sie sich Outlook für", "Outlook für … herunterladen", "Outlook für … abrufen",
        ],
        MobileWords = "Telefon Handy Mobiltelefon Smartphone Tablet Gerät Mobilgerät mobil unterwegs",
    };
}
