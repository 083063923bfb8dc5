using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>What looks like a quotation and is the person's own: to hide it would be worse than to show a quotation.</summary>
public sealed class OwnWordsTests
{
    [Theory]
    [InlineData("On Monday I wrote: please call me")]
    [InlineData("On Monday I wrote:\nplease call me\nand nobody called.")]
    [InlineData("On 3 May 2025 at 10:12, I wrote:\nplease call me")]
    [InlineData("On 3 May 2025 at 10:12, your colleague wrote:\nwe will refund you\nbut you never did.")]
    [InlineData("On 3 May 2025 my husband wrote:\nwe want our money back")]
    [InlineData("Le 3 mai j'ai écrit : bonjour")]
    [InlineData("Le 3 mai à 10:12, j'ai écrit :\nbonjour, rappelez-moi")]
    [InlineData("Le 3 mai 2025 à 10h12 votre conseiller a écrit :\nnous vous remboursons\nRien reçu.")]
    [InlineData("Le 3 mai 2025 à 10h12, votre conseiller m'a écrit :\nnous vous remboursons")]
    [InlineData("On the whole I am content.\nOn Sundays too.")]
    [InlineData("My trip:\nFrom: Paris\nTo: Lyon\nDate: 3 May 2025\nI want my money back.")]
    [InlineData("Mon voyage :\nDe : Paris\nÀ : Lyon\nDate : 3 mai 2025\nJe demande le remboursement.")]
    [InlineData("My trip:\nFrom: Paris\nTo: Lyon\nSubject: refund\nPlease answer.")]
    [InlineData("Une réservation :\nDate : 3 mai 2025\nDe : 10h\nÀ : 12h\nObjet : réunion\n\nMerci de confirmer.")]
    [InlineData("Le technicien, venu le 3 mai à 10:12, a écrit :\nfil coupé.\nQue faire ?")]
    [InlineData("I copy the head of your mail:\nFrom: Shop <help@shop.example>\nSent: Tuesday, 6 May\nTo: me\nSubject: Order")]
    [InlineData("Hello\n\n-----\n\nThe lamp is broken.\n----- Original -----\nIt was new.")]
    [InlineData("I read the words Original Message in the book.\nWhat do they mean?")]
    [InlineData("Sent from my iPhone I cannot open the form, what shall I do?\nPlease help.")]
    [InlineData("The parcel came broken.\nGet my phone fixed.")]
    [InlineData("Il est arrivé cassé.\nEnvoyé de mon bureau hier.")]
    [InlineData("Is it\n-> this one?\na > b")]
    [InlineData("You wrote on Monday:\n> we deliver on Tuesday\nand it is Friday.")]
    [InlineData("Le 3 mai 2025 à 10:12, Paul <paul@boutique.example> m'a écrit :\nnous vous remboursons\nRien reçu.")]
    [InlineData("Here is my list:\n> one\n> two\n\n> three\nand that is all.\n\nClaire")]
    [InlineData("Route\nFrom: Paris <gare@example.org>\nTo: Lyon\nLeaving at nine.")]
    [InlineData("2025-05-06 09:14:32 mailer: From: a@shop.example\n2025-05-06 09:14:33 mailer: To: b@mail.example\n2025-05-06 09:14:34 mailer: Subject: x\nWhat went wrong?")]
    [InlineData("The meeting of 6 May 2025 at 09:14, as Paul said:\nwe deliver on Tuesday.")]
    [InlineData("Please repair:\n> the lamp\n> the chair\nThank you")]
    [InlineData("> the lamp\n> the chair\nPlease repair these.")]
    [InlineData("I would like to order\n\n> two lamps\n> one chair")]
    [InlineData("I got this:\nReceived: from mx.example\nFrom: Shop <help@shop.example>\nDate: Tue, 6 May 2025 09:14:32 +0200\nTo: me@mail.example\nSubject: Order\n\nWhat is it?")]
    [InlineData("The log says\n\nFrom: a@shop.example\nTo: b@mail.example\nDate: Tue, 6 May 2025 09:14:32\nX-Status: 550\n\nWhy?")]
    [InlineData("The router says\n\nDate: 2025-05-06 09:14\nFrom: 192.0.2.1\nTo: 192.0.2.2\nSubject: dropped\n\nWhy?")]
    [InlineData("He wrote this:\nFrom: Shop <help@shop.example>\nSent: Tuesday, 6 May 2025 09:14\nTo: me\nSubject: Order\n\nWhich colour?\nWhat does he mean?")]
    [InlineData("On 3 May 2025 at 10:12, Paul wrote:\nwe will refund you\nbut you never did.")]
    [InlineData("On 3 May 2025 at 10:12, you wrote:\n> we will refund you\nbut you never did.")]
    [InlineData("On 3 May 2025 at 10:12, our contact Paul <paul@shop.example> wrote:\nwe will refund you\nbut you never did.")]
    [InlineData("First half\n--\nWhat about the second half?")]
    [InlineData("First half\n--\nP.S. call me before Monday")]
    [InlineData("First half\n__\nI wanted to add that the lamp was broken when it came.")]
    [InlineData("First half\n-- \nClaire\nPS: what about my refund")]
    [InlineData("Prices\n--\nTotal: 12\nThe rest follows once I know whether you can deliver it before Monday at all.")]
    public void Words_of_one_s_own_stay(string mail) => Assert.Equal((mail, null), WrittenText.Split(mail));

    [Theory]
    [InlineData("> Which colour?\n> Paul")]
    [InlineData("On 6 May 2025, at 09:14, Shop <help@shop.example> wrote:\n\n> Which colour?")]
    [InlineData("Sent from my iPhone")]
    [InlineData("\n\n")]
    [InlineData("")]
    public void A_mail_that_is_nothing_else_stays_whole(string mail) => Assert.Equal((mail, null), WrittenText.Split(mail));

    [Theory]
    [InlineData("---------- Forwarded message ---------\nFrom: Shop <help@shop.example>\nDate: Tue, May 6, 2025 at 9:14 AM\nSubject: Order\nTo: <claire@mail.example>\n\n\nWhich colour?\n")]
    [InlineData("Begin forwarded message:\n\nFrom: Shop <help@shop.example>\nSubject: Order\nDate: 6 May 2025 at 09:14\nTo: claire@mail.example\n\nWhich colour?\n")]
    [InlineData("-------- Message transféré --------\nSujet : Commande\nDate : Tue, 6 May 2025 09:14\nDe : Boutique <aide@boutique.example>\nPour : claire@mail.example\n\nQuelle couleur ?\n")]
    [InlineData("________________________________\nDe : Boutique <aide@boutique.example>\nEnvoyé : mardi 6 mai 2025\nÀ : Claire\nObjet : TR: Commande\n\nQuelle couleur ?\n")]
    public void A_forward_without_words_above_it_is_what_the_person_sends(string mail) => Assert.Equal((mail, null), WrittenText.Split(mail));

    [Fact]
    public void A_sentence_that_begins_like_an_attribution_right_above_one_stays() =>
        Assert.Equal(
            ("On arrival it was broken.", "On 6 May 2025, at 09:14, Shop <help@shop.example> wrote:\n> Hello"),
            WrittenText.Split("On arrival it was broken.\nOn 6 May 2025, at 09:14, Shop <help@shop.example> wrote:\n> Hello"));
}
