namespace Hub.Mail.Text.Languages;

internal static class Dutch
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "Op {when} schreef {who}", "Op {when} schreef {who} het volgende", "Op {when} heeft {who} het volgende geschreven", "Op {when} heeft {who} geschreven",
            "Op {when} {who} schreef", "{when} schreef {who}", "{who} schreef op {when}", "{who} schreef", "{who} heeft op {when} het volgende geschreven",
        ],
        Narrators = "ik wij we jij je u hij zij ze iemand niemand mijn onze ons uw jouw zijn haar hun het een deze mij",
        Months = "januari februari maart april mei juni juli augustus september oktober november december mrt",
        Weekdays = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        DateWords = "om op de uur",
        OriginalMessage = ["Oorspronkelijk bericht", "Origineel bericht", "Oorspronkelijke bericht", "Originele bericht", "Oorspronkelijke e-mail"],
        ForwardedMessage =
        [
            "Doorgestuurd bericht", "Begin doorgestuurd bericht", "Begin van doorgestuurd bericht", "Doorgestuurde e-mail", "Doorgestuurd door …", "Doorgezonden bericht",
        ],
        ForwardPrefixes = ["Doorst"],
        ReplyAbove = ["Gelieve boven deze lijn te antwoorden", "Antwoord boven deze regel", "Typ uw antwoord boven deze regel", "Reageer boven deze regel"],
        From = ["Van", "Afzender", "Namens"],
        Date = ["Verzonden", "Verzonden op", "Datum", "Verstuurd"],
        To = ["Aan", "Ontvanger"],
        Subject = ["Onderwerp"],
        OtherFields = ["Cc", "Bcc", "Kopie", "Antwoord aan", "Beantwoorden aan", "Urgentie", "Prioriteit", "Bijlagen"],
        MobileLines =
        [
            "Verzonden vanaf", "Verzonden vanaf mijn", "Verzonden met", "Verzonden via", "Verzonden door", "Verzonden van", "Verstuurd vanaf", "Verstuurd met",
            "Verstuurd via", "Outlook voor … downloaden", "Download Outlook voor", "Outlook voor … ophalen", "Outlook downloaden voor",
        ],
        MobileWords = "telefoon mobiel mobieltje smartphone tablet toestel apparaat",
    };
}
