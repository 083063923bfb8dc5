using System.Globalization;

namespace Hub.Channels.Email.Sending;

/// <summary>What Hub itself says in mails, in English and in French.</summary>
internal static class Words
{
    private const char NoBreak = '\u00a0';

    /// <summary>The line above a quotation, as mail programs write it, so that they and we fold it.</summary>
    public static string Wrote(string language, DateTimeOffset at, string author) => language is "fr"
        ? $"Le {at.ToString("d MMM yyyy 'à' HH:mm", CultureInfo.GetCultureInfo("fr-FR"))} (UTC), {author} a écrit{NoBreak}:"
        : $"On {at.ToString("MMM d, yyyy 'at' HH:mm", CultureInfo.GetCultureInfo("en-GB"))} (UTC), {author} wrote:";

    public static string ContinuationSubject(string language, string site) => language is "fr" ? $"Notre réponse à votre message ({site})" : $"Our answer to your message ({site})";

    public static string ContinuationIntro(string language, string site) => language is "fr"
        ? $"Vous nous avez écrit dans la discussion de «{NoBreak}{site}{NoBreak}». Voici notre réponse."
        : $"You wrote to us in the chat of “{site}”. Here is our answer.";

    public static string ContinuationReply(string language, bool reachable) => (language, reachable) switch
    {
        ("fr", _) => "Pour continuer, répondez simplement à cet e-mail.",
        _ => "To go on, just reply to this e-mail.",
    };

    public static string ContinuationContext(string language) => language is "fr" ? $"Votre message{NoBreak}:" : "Your message:";

    public static string NotMe(string language, string url) => language is "fr"
        ? $"Ce n’était pas vous{NoBreak}? Dites-le ici, et nous n’écrirons plus à cette adresse à ce sujet{NoBreak}:\n{url}"
        : $"This was not you? Say so here, and we will not write to this address about it again:\n{url}";

    public static string Acknowledgement(string language) => language is "fr"
        ? "Bonjour,\n\nNous avons bien reçu votre message et vous répondrons dès que possible.\n\nCeci est une réponse automatique."
        : "Hello,\n\nWe have received your message and will answer as soon as we can.\n\nThis is an automatic reply.";

    public static string TestSubject(string language) => language is "fr" ? "Essai d’envoi de Hub" : "Test mail from Hub";

    public static string Test(string language, string address) => language is "fr"
        ? $"Cet e-mail montre que {address} peut envoyer par son serveur sortant."
        : $"This mail shows that {address} can send through its outgoing server.";
}
