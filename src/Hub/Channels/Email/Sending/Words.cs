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

    /// <summary>The line above a message that is passed on to somebody else.</summary>
    public static string Forwarded(string language, DateTimeOffset at, string? author) => (language, author) switch
    {
        ("fr", null) => $"---------- Message transféré du {at.ToString("d MMM yyyy 'à' HH:mm", CultureInfo.GetCultureInfo("fr-FR"))} (UTC) ----------",
        ("fr", _) => $"---------- Message transféré de {author}, {at.ToString("d MMM yyyy 'à' HH:mm", CultureInfo.GetCultureInfo("fr-FR"))} (UTC) ----------",
        (_, null) => $"---------- Forwarded message of {at.ToString("MMM d, yyyy 'at' HH:mm", CultureInfo.GetCultureInfo("en-GB"))} (UTC) ----------",
        (_, _) => $"---------- Forwarded message of {author}, {at.ToString("MMM d, yyyy 'at' HH:mm", CultureInfo.GetCultureInfo("en-GB"))} (UTC) ----------",
    };

    public static string NotificationSubject(string language, long number, string subject) => language is "fr" ? $"[n°{NoBreak}{number}] Nouveau message{NoBreak}: {subject}" : $"[#{number}] New message: {subject}";

    /// <summary>What a notification says of answering it.</summary>
    /// <param name="language">The agent's.</param>
    /// <param name="counts">A mail server of ours vouches for senders, so that an answer can count.</param>
    public static string NotificationReply(string language, bool counts) => (language, counts) switch
    {
        ("fr", true) => $"Répondez à cet e-mail depuis cette adresse pour répondre au client. Depuis une autre adresse, votre texte devient une note interne.",
        ("fr", false) => $"Une réponse à cet e-mail devient une note interne. Pour répondre au client, ouvrez le ticket{NoBreak}:",
        (_, true) => "Answer this e-mail from this address to answer the customer. From any other address your words become an internal note.",
        (_, false) => "An answer to this e-mail becomes an internal note. To answer the customer, open the ticket:",
    };

    /// <summary>The line that ends what an agent writes above it, should a mail program quote it in a way that nobody knows.</summary>
    public static string AnswerAbove(string language) => language is "fr" ? $"{AnswerMark} Écrivez votre réponse au-dessus de cette ligne {AnswerMark}" : $"{AnswerMark} Write your answer above this line {AnswerMark}";

    /// <summary>By which that line is known again.</summary>
    public const string AnswerMark = "##-##";

    public static string ContinuationSubject(string language, string site) => language is "fr" ? $"Notre réponse à votre message ({site})" : $"Our answer to your message ({site})";

    public static string ContinuationIntro(string language, string site) => language is "fr"
        ? $"Vous nous avez écrit dans la discussion de «{NoBreak}{site}{NoBreak}». Voici notre réponse."
        : $"You wrote to us in the chat of “{site}”. Here is our answer.";

    public static string ContinuationReply(string language, bool reachable) => (language, reachable) switch
    {
        ("fr", _) => "Pour continuer, répondez simplement à cet e-mail.",
        _ => "To go on, just reply to this e-mail.",
    };

    /// <summary>A file that is linked, above its address.</summary>
    public static string File(string language, string name, long size) => language is "fr"
        ? $"{name} ({(size < 1_000_000 ? $"{Math.Max(1, size / 1_000)}{NoBreak}ko" : $"{(size / 1_000_000.0).ToString("0.#", CultureInfo.GetCultureInfo("fr-FR"))}{NoBreak}Mo")}){NoBreak}:"
        : $"{name} ({(size < 1_000_000 ? $"{Math.Max(1, size / 1_000)} kB" : $"{(size / 1_000_000.0).ToString("0.#", CultureInfo.InvariantCulture)} MB")}):";

    public static string FilesUntil(string language) => language is "fr" ? "Les fichiers restent disponibles 30 jours." : "Files can be fetched for 30 days.";

    public static string ContinuationContext(string language) => language is "fr" ? $"Votre message{NoBreak}:" : "Your message:";

    public static string NotMe(string language, string url) => language is "fr"
        ? $"Ce que vous répondez s’affiche dans la discussion où cette adresse a été laissée. Ce n’était pas vous{NoBreak}? Dites-le ici, et nous n’écrirons plus à cette adresse à ce sujet{NoBreak}:\n{url}"
        : $"What you answer is shown in the chat in which this address was left. This was not you? Say so here, and we will not write to this address about it again:\n{url}";

    public static string Quiet(string language, string url) => language is "fr"
        ? $"Ne plus recevoir par e-mail les réponses de cette discussion{NoBreak}:\n{url}"
        : $"No more answers of this chat by mail:\n{url}";

    public static string CodeSubject(string language, string code, string site) => language is "fr" ? $"{code} est votre code pour «{NoBreak}{site}{NoBreak}»" : $"{code} is your code for “{site}”";

    public static string Code(string language, string code, string site, int minutes) => language is "fr"
        ? $"Votre code{NoBreak}: {code}\n\nSaisissez-le dans la discussion de «{NoBreak}{site}{NoBreak}» pour y retrouver vos échanges. Il est valable {minutes} minutes.\n\nVous n’avez rien demandé{NoBreak}? Alors quelqu’un a saisi votre adresse. Ne donnez ce code à personne{NoBreak}: sans lui, rien ne se passe."
        : $"Your code: {code}\n\nEnter it in the chat of “{site}” to find your conversations there. It is good for {minutes} minutes.\n\nYou asked for nothing? Then somebody typed your address. Give this code to nobody: without it, nothing happens.";

    public static string TranscriptSubject(string language, string site) => language is "fr" ? $"Votre conversation avec «{NoBreak}{site}{NoBreak}»" : $"Your conversation with “{site}”";

    public static string TranscriptIntro(string language, string site, DateTimeOffset at) => language is "fr"
        ? $"Vous avez demandé une copie de votre conversation avec «{NoBreak}{site}{NoBreak}». La voici, telle qu’elle était le {at.ToString("d MMMM yyyy 'à' HH:mm", CultureInfo.GetCultureInfo("fr-FR"))} (UTC)."
        : $"You asked for a copy of your conversation with “{site}”. Here it is, as it was on {at.ToString("MMMM d, yyyy 'at' HH:mm", CultureInfo.GetCultureInfo("en-GB"))} (UTC).";

    public static string TranscriptCut(string language) => language is "fr" ? "(Les messages plus anciens n’y sont pas.)" : "(Older messages are left out.)";

    /// <summary>Who said something at what time.</summary>
    public static string TranscriptSaid(string language, string? agent, DateTimeOffset at) => language is "fr"
        ? $"{agent ?? "Vous"}, {at.ToString("d MMM yyyy, HH:mm", CultureInfo.GetCultureInfo("fr-FR"))}"
        : $"{agent ?? "You"}, {at.ToString("MMM d, yyyy, HH:mm", CultureInfo.GetCultureInfo("en-GB"))}";

    public static string Acknowledgement(string language) => language is "fr"
        ? "Bonjour,\n\nNous avons bien reçu votre message et vous répondrons dès que possible.\n\nCeci est une réponse automatique."
        : "Hello,\n\nWe have received your message and will answer as soon as we can.\n\nThis is an automatic reply.";

    public static string TestSubject(string language) => language is "fr" ? "Essai d’envoi de Hub" : "Test mail from Hub";

    public static string Test(string language, string address) => language is "fr"
        ? $"Cet e-mail montre que {address} peut envoyer par son serveur sortant."
        : $"This mail shows that {address} can send through its outgoing server.";
}
