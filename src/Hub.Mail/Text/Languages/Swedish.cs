namespace Hub.Mail.Text.Languages;

internal static class Swedish
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "Den {when} skrev {who}", "Den {when} {who} skrev", "{when} skrev {who}", "På {when} skrev {who}", "{who} skrev den {when}", "{who} skrev {when}", "{who} skrev",
            "Den {when} har {who} skrivit", "Citerar {who}", "Vid {when} skrev {who}",
        ],
        Narrators = "jag vi du ni han hon någon ingen min mitt mina vår vårt er ert din ditt hans hennes mig oss en ett det denna",
        Months = "januari februari mars april maj juni juli augusti september oktober november december",
        Weekdays = "måndag tisdag onsdag torsdag fredag lördag söndag",
        DateWords = "kl klockan den",
        OriginalMessage = ["Ursprungligt meddelande", "Originalmeddelande", "Original meddelande", "Ursprungligt mejl", "Originalmejl"],
        ForwardedMessage =
        [
            "Vidarebefordrat meddelande", "Vidarebefordrat brev", "Vidarebefordrat mail", "Vidarebefordrat mejl", "Början på vidarebefordrat meddelande", "Vidarebefordrat av …",
            "Börja vidarebefordrat meddelande", "Vidarebefordrat e-postmeddelande",
        ],
        ForwardPrefixes = ["VB"],
        ReplyAbove = ["Svara ovanför denna rad", "Skriv ditt svar ovanför den här raden", "Vänligen svara ovanför denna rad"],
        From = ["Från", "Avsändare"],
        Date = ["Skickat", "Datum", "Skickat den"],
        To = ["Till", "Mottagare"],
        Subject = ["Ämne"],
        OtherFields = ["Kopia", "Kopia till", "Hemlig kopia", "Cc", "Svara till", "Svar till", "Prioritet", "Bifogade filer"],
        MobileLines = ["Skickat från", "Skickat från min", "Skickat med", "Skickat via", "Sänt från", "Skaffa Outlook för", "Hämta Outlook för", "Ladda ned Outlook för"],
        MobileWords = "telefon mobil mobiltelefon smartphone surfplatta läsplatta enhet",
    };
}
