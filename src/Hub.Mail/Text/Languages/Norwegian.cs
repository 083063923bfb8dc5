namespace Hub.Mail.Text.Languages;

/// <summary>Bokmål, with the words of Nynorsk where programs have them.</summary>
internal static class Norwegian
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "{when} skrev {who}", "Den {when} skrev {who}", "På {when} skrev {who}", "På {when} {who} skrev", "Den {when} {who} skrev", "{who} skrev den {when}",
            "{who} skrev {when}", "{who} skrev", "Den {when} har {who} skrevet", "Sitat {who}",
        ],
        Narrators = "jeg eg vi du dere han hun noen ingen min mitt mine vår vårt deres din ditt hans hennes meg oss en et det denne",
        Months = "januar februar mars april mai juni juli august september oktober november desember",
        Weekdays = "mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag",
        DateWords = "kl klokken den på",
        OriginalMessage = ["Opprinnelig melding", "Original melding", "Opprinneleg melding", "Opprinnelig e-post", "Opprinnelig avtale", "Originalmelding"],
        ForwardedMessage = ["Videresendt melding", "Videresendt e-post", "Start på videresendt melding", "Begynnelse på videresendt melding", "Videresend melding", "Videresendt av …"],
        ForwardPrefixes = ["Videresendt"],
        ReplyAbove = ["Vennligst svar over denne linjen", "Svar over denne linjen", "Skriv svaret ditt over denne linjen"],
        From = ["Fra", "Avsender", "På vegne av", "Frå"],
        Date = ["Sendt", "Dato"],
        To = ["Til", "Mottaker"],
        Subject = ["Emne"],
        OtherFields = ["Kopi", "Blindkopi", "Cc", "Svar til", "Prioritet", "Vedlegg", "Viktighet"],
        MobileLines = ["Sendt fra", "Sendt fra min", "Sendt frå", "Sendt med", "Sendt via", "Skaff deg Outlook for", "Last ned Outlook for", "Få Outlook for", "Hent Outlook for"],
        MobileWords = "telefon mobil mobiltelefon smarttelefon nettbrett enhet",
    };
}
