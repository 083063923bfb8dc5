using Hub.Mail;
using Hub.Mail.Mime;

namespace Hub.Channels.Email.Receiving;

/// <summary>Forms on web sites: one sender for everybody who fills them in, and the person in Reply-To.</summary>
public static class ContactForm
{
    // Local parts with which programs send, and which nobody reads. What stands before a plus sign or after one of these with a number is the same.
    private static readonly HashSet<string> machines =
    [
        "noreply", "donotreply", "nepasrepondre", "noreponse", "sansreponse", "nichtantworten", "keineantwort", "noresponder", "nonrispondere",
        "wordpress", "wwwdata", "apache", "webform", "webforms", "contactform", "formulaire", "mailer",
    ];

    /// <summary>Whom a form names as the person who wrote.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="from">Its sender.</param>
    /// <param name="isOurs">An address of this hub.</param>
    /// <returns>None where the sender is a person, for all one can tell: then Reply-To only says where they want the answer.</returns>
    public static MailAddress? PersonOf(ReceivedMail mail, MailAddress from, Func<string, bool> isOurs)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(isOurs);
        if (mail.IsReport || mail.HasListHeaders || !(isOurs(from.Address) || IsMachine(from.Address))) return null;
        // Several could be anybody.
        if (mail.ReplyTo is not [{ Domain.Length: > 0 } person]) return null;
        return isOurs(person.Address) || IsMachine(person.Address) || person.Address.Equals(from.Address, StringComparison.OrdinalIgnoreCase) ? null : person;
    }

    private static bool IsMachine(string address)
    {
        var local = address[..Math.Max(address.LastIndexOf('@'), 0)].Split('+')[0].ToLowerInvariant();
        return machines.Contains(string.Concat(local.Where(char.IsLetter)));
    }
}
