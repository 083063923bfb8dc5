namespace Hub.Mail.Text.Languages;

internal static class Danish
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "Den {when} skrev {who}", "Den {when} {who} skrev", "{when} skrev {who}", "På {when} skrev {who}", "{who} skrev den {when}", "{who} skrev {when}", "{who} skrev",
            "Den {when} har {who} skrevet", "Citat {who}",
        ],
        Narrators = "jeg vi du I han hun nogen ingen min mit mine vores jeres Deres din dit hans hendes mig os en et det denne",
        Months = "januar februar marts april maj juni juli august september oktober november december",
        Weekdays = "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        DateWords = "kl klokken den d",
        OriginalMessage = ["Oprindelig meddelelse", "Oprindelig besked", "Original meddelelse", "Oprindelig mail", "Original besked", "Oprindelig e-mail"],
        ForwardedMessage =
        [
            "Videresendt meddelelse", "Videresendt besked", "Start på videresendt besked", "Start på videresendt meddelelse", "Begynd videresendt besked", "Videresendt mail",
            "Videresendt af …",
        ],
        ForwardPrefixes = ["Videresendt"],
        ReplyAbove = ["Svar venligst over denne linje", "Skriv dit svar over denne linje", "Svar over denne linje"],
        From = ["Fra", "Afsender", "På vegne af"],
        Date = ["Sendt", "Dato", "Sendt den"],
        To = ["Til", "Modtager"],
        Subject = ["Emne"],
        OtherFields = ["Cc", "Bcc", "Kopi", "Svar til", "Prioritet", "Vedhæftede filer", "Vigtighed"],
        MobileLines = ["Sendt fra", "Sendt fra min", "Sendt med", "Sendt via", "Hent Outlook til", "Få Outlook til", "Afsendt fra"],
        MobileWords = "telefon mobil mobiltelefon smartphone tablet enhed",
    };
}
