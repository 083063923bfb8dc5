namespace Hub.Mail.Text.Languages;

internal static class Italian
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "Il giorno {when} {who} ha scritto", "Il {when} {who} ha scritto", "In data {when} {who} ha scritto", "Alle {when} {who} ha scritto",
            "{when} {who} ha scritto", "{who} ha scritto il giorno {when}", "{who} ha scritto il {when}", "{who} ha scritto", "{who} scrive", "Citando {who}",
        ],
        Narrators = "io tu lui lei noi voi loro qualcuno nessuno mio mia suo sua nostro nostra vostro vostra mi ci Le un una questo",
        Months = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        Weekdays = "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        DateWords = "alle ore il del giorno",
        OriginalMessage = ["Messaggio originale", "Messaggio Originale", "Mail originale", "Email originale", "Messaggio d'origine"],
        ForwardedMessage = ["Messaggio inoltrato", "Inizio messaggio inoltrato", "Messaggio inoltrato da …", "Inoltrato da …", "Inizio del messaggio inoltrato", "Mail inoltrata"],
        ForwardPrefixes = ["I"],
        ReplyAbove = ["Rispondere sopra questa riga", "Scrivere la risposta sopra questa riga", "Si prega di rispondere sopra questa riga"],
        From = ["Da", "Mittente", "Per conto di"],
        Date = ["Inviato", "Inviato il", "Inviata", "Data"],
        To = ["A", "Destinatario", "Destinatari"],
        Subject = ["Oggetto"],
        OtherFields = ["Cc", "Ccn", "Rispondi a", "Priorità", "Allegati", "Importanza"],
        MobileLines = ["Inviato da", "Inviato dal", "Inviata da", "Inviato con", "Inviato tramite", "Scarica Outlook per", "Ottieni Outlook per"],
        MobileWords = "telefono cellulare smartphone tablet dispositivo mobile",
    };
}
