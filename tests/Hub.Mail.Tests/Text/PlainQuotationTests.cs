using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>Replies in plain text as the common mail programs write them, in English and French.</summary>
public sealed class PlainQuotationTests
{
    private const string Own = "Thank you, the blue one please.\n\nClaire";

    public static TheoryData<string, string> Programs => new()
    {
        { "Gmail", "On Tue, May 6, 2025 at 9:14 AM Shop Support <help@shop.example> wrote:\n\n> Which colour would you like?\n>\n> Paul" },
        { "Gmail, broken line", "On Tue, May 6, 2025 at 9:14 AM The Support Team of the Shop <\nhelp@shop.example> wrote:\n\n> Which colour?" },
        { "Gmail, French", "Le mar. 6 mai 2025 à 09:14, Service client <aide@boutique.example> a\u00A0écrit\u00A0:\n\n> Quelle couleur ?" },
        { "Gmail, French, verb alone", "Le mar. 6 mai 2025 à 09:14, Le service client de la boutique <aide@boutique.example> a\nécrit :\n\n> Quelle couleur ?" },
        { "Apple Mail", "On 6 May 2025, at 09:14, Shop Support <help@shop.example> wrote:\n\n> Which colour?" },
        { "Apple Mail, French", "Le 6 mai 2025 à 09:14, Service client <aide@boutique.example> a écrit :\n\n> Quelle couleur ?" },
        { "iPhone", "Sent from my iPhone\n\n> On 6 May 2025, at 09:14, Shop Support <help@shop.example> wrote:\n> \n> \uFEFFWhich colour?" },
        { "iPhone, French", "Envoyé de mon iPhone\n\n> Le 6 mai 2025 à 09:14, Service client <aide@boutique.example> a écrit :\n> \n> Quelle couleur ?" },
        { "Thunderbird", "On 06/05/2025 09:14, Shop Support wrote:\n> Which colour?" },
        { "Thunderbird, French", "Le 06/05/2025 à 09:14, Service client a écrit :\n> Quelle couleur ?" },
        { "Yahoo, unmarked", "On Tuesday, May 6, 2025 at 09:14:32 AM GMT+2, Shop Support <help@shop.example> wrote:\n\n Which colour?\n\nPaul" },
        { "Yahoo, French, unmarked", "Le mardi 6 mai 2025 à 09:14:32 UTC+2, Service client <aide@boutique.example> a écrit :\n\n Quelle couleur ?" },
        { "Yahoo on a telephone", "Sent from Yahoo Mail on Android\n\nOn Tue, 6 May 2025 at 9:14, Shop Support<help@shop.example> wrote:   Which colour?\n\nPaul" },
        { "Yahoo on a telephone, French", "Envoyé à partir de Yahoo Mail pour iPhone\n\nLe mardi 6 mai 2025, 9:14, Service client <aide@boutique.example> a écrit :   Quelle couleur ?\n\nPaul" },
        { "Proton", "Sent with Proton Mail secure email.\n\nOn Tuesday, May 6th, 2025 at 09:14, Shop Support <help@shop.example> wrote:\n\n> Which colour?" },
        { "Proton, French", "Envoyé avec la messagerie sécurisée Proton Mail.\n\nLe mardi 6 mai 2025 à 09:14, Service client <aide@boutique.example> a écrit :\n\n> Quelle couleur ?" },
        { "Outlook", "From: Shop Support <help@shop.example>\nSent: Tuesday, May 6, 2025 9:14 AM\nTo: Claire <claire@mail.example>\nSubject: Your order\n\nWhich colour?" },
        { "Outlook, names only", "From: Support, Shop\nSent: 06 May 2025 09:14\nTo: Claire\nSubject: Your order\n\nWhich colour?" },
        { "Outlook, French", "De : Service client <aide@boutique.example>\nEnvoyé : mardi 6 mai 2025 09:14\nÀ : Claire\nCc : Anne\nObjet : Votre commande\n\nQuelle couleur ?" },
        { "Outlook, bold", "*From:* Shop Support <help@shop.example>\n*Sent:* Tuesday, May 6, 2025 9:14 AM\n*To:* Claire\n*Subject:* Your order\n\nWhich colour?" },
        { "Outlook, bold, French", "*De :* Service client <aide@boutique.example>\n*Envoyé :* mardi 6 mai 2025\n*À :* Claire\n*Objet :* Votre commande\n\nQuelle couleur ?" },
        { "Outlook on the web", "________________________________\nFrom: Shop Support <help@shop.example>\nSent: 06 May 2025 09:14\nTo: Claire <claire@mail.example>\nSubject: Re: Your order\n\nWhich colour?" },
        { "Outlook on the web, French", "________________________________\nDe : Service client <aide@boutique.example>\nEnvoyé : mardi 6 mai 2025 09:14\nÀ : Claire\nObjet : Re: Votre commande\n\nQuelle couleur ?" },
        { "Outlook on a telephone", "Get Outlook for Android<https://aka.ms/example>\n________________________________\nFrom: Shop <help@shop.example>\nSent: Tuesday, May 6, 2025 9:14:32 AM\nTo: Claire\nSubject: Order\n\nWhich colour?" },
        { "Outlook on a telephone, French", "Téléchargez Outlook pour iOS<https://aka.ms/example>\n________________________________\nDe : Boutique <aide@boutique.example>\nEnvoyé : mardi 6 mai 2025\nÀ : Claire\nObjet : Commande\n\nQuelle couleur ?" },
        { "Outlook for Mac", "From: Shop Support <help@shop.example>\nDate: Tuesday, 6 May 2025 at 09:14\nTo: Claire\nSubject: Re: Your order\nWhich colour?" },
        { "Outlook, many recipients", "From: Shop <help@shop.example>\nSent: Tuesday, May 6, 2025\nTo: Claire <claire@mail.example>; Anne <anne@mail.example>;\n Luc <luc@mail.example>\nSubject: Order\n\nWhich colour?" },
        { "Outlook, old", "-----Original Message-----\nFrom: Shop [mailto:help@shop.example]\nSent: Tuesday\nSubject: Order\n\nWhich colour?" },
        { "Outlook, old, French", "-----Message d’origine-----\nDe : Boutique [mailto:aide@boutique.example]\nEnvoyé : mardi\nObjet : Commande\n\nQuelle couleur ?" },
        { "Samsung, French", "Envoyé depuis mon appareil Galaxy\n\n-------- Message d'origine --------\nDe : Boutique <aide@boutique.example>\nDate : 06/05/2025 09:14 (GMT+01:00)\nÀ : Claire\nObjet : Commande\n\nQuelle couleur ?" },
        { "Orange", "> Message du 06/05/25 09:14\n> De : \"Service client\" <aide@boutique.example>\n> A : claire@mail.example\n> Copie à : \n> Objet : Commande\n> \n> Quelle couleur ?" },
        { "Orange, new", "Envoyé depuis mon mobile Orange\n\nenvoyé : 6 mai 2025 à 09:14\nde : Service client <aide@boutique.example>\nà : claire@mail.example\nobjet : Commande\n\nQuelle couleur ?" },
        { "La Poste (Zimbra)", "----- Mail original -----\nDe: \"Service client\" <aide@boutique.example>\nÀ: \"Claire\" <claire@mail.example>\nEnvoyé: Mardi 6 Mai 2025 09:14:32\nObjet: Commande\n\nQuelle couleur ?" },
        { "Zimbra, English", "----- Original Message -----\nFrom: \"Shop\" <help@shop.example>\nTo: \"Claire\" <claire@mail.example>\nSent: Tuesday, May 6, 2025 9:14:32 AM\nSubject: Order\n\nWhich colour?" },
        { "Free (Roundcube)", "Le 2025-05-06 09:14, Service client a écrit :\n> Quelle couleur ?" },
        { "a ticket system", "##- Please type your reply above this line -##\n\nYour request has been updated.\n\nWhich colour?" },
        { "a ticket system, French", "--- Répondez au-dessus de cette ligne ---\n\nQuelle couleur ?" },
        { "any language, marked", "06.05.2025 09:14 пользователь \"Shop\" <\nhelp@shop.example> написал:\n\n> Which colour?" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_reply_is_parted_from_the_quotation_of(string program, string quotation)
    {
        Assert.Equal((program, (Own, quotation)), (program, WrittenText.Split($"{Own}\n\n{quotation}\n")));
        Assert.Equal((program, (Own.ReplaceLineEndings("\r\n"), quotation.ReplaceLineEndings("\r\n"))), (program, WrittenText.Split($"{Own}\n\n{quotation}\n".ReplaceLineEndings("\r\n"))));
    }

    [Theory]
    [InlineData("Thanks!\n\nSent from my iPhone", "Thanks!", "Sent from my iPhone")]
    [InlineData("Merci !\n\n-- \nEnvoyé de mon iPhone\n", "Merci !", "-- \nEnvoyé de mon iPhone")]
    [InlineData("Merci !\n\nEnvoyé depuis mon mobile Orange", "Merci !", "Envoyé depuis mon mobile Orange")]
    public void The_signature_of_a_telephone_at_the_end_is_not_written_by_the_person(string mail, string text, string quoted) =>
        Assert.Equal((text, quoted), WrittenText.Split(mail));

    [Fact]
    public void A_telephone_s_signature_alone_above_a_quotation_stays() =>
        Assert.Equal(("Sent from my iPhone", "> On 6 May 2025, at 09:14, Shop wrote:\n> Hello"), WrittenText.Split("Sent from my iPhone\n\n> On 6 May 2025, at 09:14, Shop wrote:\n> Hello"));

    [Fact]
    public void An_answer_below_the_quotation_is_the_text() =>
        Assert.Equal(
            ("Blue please.", "On 06/05/2025 09:14, Shop wrote:\n> Which colour?\n> Paul\n\n\n\n-- \nClaire"),
            WrittenText.Split("On 06/05/2025 09:14, Shop wrote:\n> Which colour?\n> Paul\n\nBlue please.\n\n-- \nClaire\n"));

    [Fact]
    public void An_answer_below_a_header_block_with_marked_lines_is_the_text() =>
        Assert.Equal(
            ("Bleu.", "-----Message d'origine-----\nDe : Boutique <aide@boutique.example>\nEnvoyé : mardi 6 mai\nÀ : Claire\nObjet : x\n\n> Quelle couleur ?"),
            WrittenText.Split("-----Message d'origine-----\nDe : Boutique <aide@boutique.example>\nEnvoyé : mardi 6 mai\nÀ : Claire\nObjet : x\n\n> Quelle couleur ?\n\nBleu.\n"));

    [Fact]
    public void Answers_between_the_quoted_lines_keep_them_and_lose_only_the_end()
    {
        const string Written = "See below.\n\nOn 06/05/2025 09:14, Shop wrote:\n> Which colour?\nBlue.\n> Which size?\nSmall.";
        Assert.Equal((Written, "> Paul\n> Shop"), WrittenText.Split(Written + "\n> Paul\n> Shop\n"));
        Assert.Equal((Written, null), WrittenText.Split(Written));
    }

    [Fact]
    public void Answers_between_the_quoted_lines_keep_the_question_above_the_first()
    {
        const string Written = "On 06/05/2025 09:14, Shop wrote:\n> Which colour?\nBlue.\n> Which size?\nSmall.";
        Assert.Equal((Written, "> Paul"), WrittenText.Split(Written + "\n\n> Paul"));
    }

    [Theory]
    [InlineData("-- \nClaire Durand")]
    [InlineData("_______________________________________________\nusers mailing list\nhttps://lists.example/users")]
    [InlineData("Sent from my Galaxy")]
    public void What_a_program_puts_below_a_quotation_is_no_answer(string footer)
    {
        var quoted = $"On 06/05/2025 09:14, Shop wrote:\n> Which colour?\n\n{footer}";
        Assert.Equal(("Blue.", quoted), WrittenText.Split($"Blue.\n\n{quoted}"));
    }
}
