namespace Hub.Mail.Text.Languages;

internal static class French
{
    public static readonly MailLanguage Language = new()
    {
        Attribution = ("Le", "a écrit"),
        Narrators =
        [
            "je", "j'ai", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "quelqu'un", "mon", "ma", "mes", "notre", "nos",
            "votre", "vos", "son", "sa", "leur",
        ],
        OriginalMessage = ["Message d'origine", "Message original", "Mail original", "E-mail d'origine", "Courriel original", "Message initial"],
        ForwardedMessage =
        [
            "Message transféré", "Message réexpédié", "Début du message réexpédié", "Début du message transféré", "Mail transféré",
            "Courriel transféré",
        ],
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
        OtherFields = ["Cc", "Cci", "Copie", "Copie à", "Copie cachée", "Répondre à", "Importance", "Pièces jointes"],
        MobileOpenings =
        [
            "Envoyé de mon", "Envoyé de ma", "Envoyé depuis", "Envoyé à partir de", "Envoyé à partir d'", "Envoyé avec", "Envoyé via",
            "Télécharger Outlook pour", "Téléchargez Outlook pour", "Obtenir Outlook pour", "Obtenez Outlook pour", "Provenance :",
        ],
        MobileWords = ["téléphone", "mobile", "portable", "smartphone", "tablette"],
    };
}
