namespace Hub.Mail.Text.Languages;

internal static class French
{
    public static readonly MailLanguage Language = new()
    {
        Attributions = ["Le {when} {who} a écrit", "{when} {who} a écrit", "{who} a écrit le {when}", "{who} a écrit", "{who} écrit", "Citation de {who}"],
        Narrators = "je j'ai tu il elle on nous vous ils elles m'a quelqu'un mon ma mes notre nos votre vos son sa leur un une ce cette",
        Months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre juil",
        Weekdays = "lundi mardi mercredi jeudi vendredi samedi dimanche",
        DateWords = "à le de du",
        OriginalMessage =
        [
            "Message d'origine", "Message original", "Mail original", "E-mail d'origine", "Courriel original", "Message initial", "Message reçu", "E-mail original",
        ],
        ForwardedMessage =
        [
            "Message transféré", "Message réexpédié", "Début du message réexpédié", "Début du message transféré", "Mail transféré",
            "Courriel transféré", "Transféré par …", "Message transféré de …", "E-mail transféré", "Courrier transféré",
        ],
        ForwardPrefixes = ["TR"],
        ReplyAbove =
        [
            "Veuillez saisir votre réponse au-dessus de cette ligne", "Veuillez répondre au-dessus de cette ligne",
            "Merci de répondre au-dessus de cette ligne", "Répondez au-dessus de cette ligne", "Répondre au-dessus de cette ligne",
            "Saisissez votre réponse au-dessus de cette ligne",
        ],
        From = ["De", "Expéditeur", "De la part de"],
        Date = ["Envoyé", "Envoyé le", "Envoyée", "Date", "Date d'envoi"],
        To = ["À", "Pour", "Destinataire", "Destinataires"],
        Subject = ["Objet", "Sujet"],
        OtherFields = ["Cc", "Cci", "Copie", "Copie à", "Copie cachée", "Répondre à", "Importance", "Pièces jointes", "Organisation"],
        MobileLines =
        [
            "Envoyé de mon", "Envoyé de ma", "Envoyé depuis", "Envoyé à partir de", "Envoyé à partir d'", "Envoyé avec", "Envoyé via", "Envoyé par",
            "Télécharger Outlook pour", "Téléchargez Outlook pour", "Obtenir Outlook pour", "Obtenez Outlook pour", "Provenance :",
        ],
        MobileWords = "téléphone mobile portable smartphone tablette appareil",
    };
}
