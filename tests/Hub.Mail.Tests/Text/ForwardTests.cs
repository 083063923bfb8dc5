using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>A mail sent on with a word of one's own above it: the agent is to read it.</summary>
public sealed class ForwardTests
{
    public static TheoryData<string, string> Plain => new()
    {
        { "a forward", "---------- Forwarded message ---------\nDe : Boutique <aide@boutique.example>\nDate: mar. 6 mai 2025 à 09:14\nSubject: Commande\nTo: <claire@mail.example>\n\n\nQuelle couleur ?" },
        { "a forward of Apple Mail, French", "Début du message réexpédié :\n\nDe: Boutique <aide@boutique.example>\nObjet: Commande\nDate: 6 mai 2025 à 09:14\nÀ: claire@mail.example\n\nQuelle couleur ?" },
        { "Apple Mail, marked", "> Begin forwarded message:\n> \n> From: Shop <help@shop.example>\n> Subject: Order\n> Date: 6 May 2025 at 09:14:32 CEST\n> To: claire@mail.example\n> \n> Which colour?" },
        { "iPhone, marked, French", "Envoyé de mon iPhone\n\nDébut du message transféré :\n\n> De: Boutique <aide@boutique.example>\n> Date: 6 mai 2025 à 09:14:32 UTC+2\n> À: claire@mail.example\n> Objet: Commande\n> \n> Quelle couleur ?" },
        { "a forward of a reply", "---------- Forwarded message ---------\nFrom: Shop <help@shop.example>\nDate: Tue, May 6, 2025 at 9:14 AM\nSubject: Order\nTo: <claire@mail.example>\n\nBlue.\n\nOn Mon, May 5, 2025 at 9:14 AM Paul <paul@shop.example> wrote:\n> Which colour?" },
    };

    private const string English = "From: Shop <help@shop.example>\nSent: Tuesday, May 6, 2025 9:14 AM\nTo: Claire\nSubject: Your order\n\nWhich colour?";
    private const string French = "De : Boutique <aide@boutique.example>\nEnvoyé : mardi 6 mai 2025 09:14\nÀ : Claire\nObjet : Commande\n\nQuelle couleur ?";
    private const string German = "Von: Shop <help@shop.example>\nGesendet: Dienstag, 6. Mai 2025 09:14\nAn: Anna Berg\nBetreff: Order 12\n\nWelche Farbe?";
    private const string Danish = "Fra: Shop <help@shop.example>\nSendt: 6. maj 2025 09:14\nTil: Anna\nEmne: Ordre\n\nHvilken farve?";
    private const string Finnish = "Lähettäjä: Shop <help@shop.example>\nLähetetty: tiistai 6. toukokuuta 2025 9.14\nVastaanottaja: Anna\nAihe: Tilaus\n\nMikä väri?";

    // Outlook, GMX, Samsung and Roundcube write the same above a reply and a forward; their subjects differ.
    [Theory]
    [InlineData("FW: Your order", English)]
    [InlineData("Fwd: FW: Your order", English)]
    [InlineData("[EXTERNAL] Fw: Your order", English)]
    [InlineData("[Fwd: Your order]", English)]
    [InlineData("Fwd[2]: Your order", "-----Original Message-----\n" + English)]
    [InlineData("TR\u00A0: RE: Commande", French)]
    [InlineData("WG: Order 12", German)]
    [InlineData("WG: Order 12", "________________________________\n" + German)]
    [InlineData("VS: Ordre", Danish)]
    [InlineData("RV: Pedido", "De: Shop <help@shop.example>\nEnviado: martes, 6 de mayo de 2025 9:14\nPara: Ana\nAsunto: Pedido\n\n¿Qué color?")]
    [InlineData("I: Ordine", "Da: Shop <help@shop.example>\nInviato: martedì 6 maggio 2025 09:14\nA: Anna\nOggetto: Ordine\n\nQuale colore?")]
    [InlineData("ENC: Pedido", "De: Shop <help@shop.example>\nEnviado: terça-feira, 6 de maio de 2025 09:14\nPara: Ana\nAssunto: Pedido\n\nQual cor?")]
    [InlineData("PD: Zamówienie", "Od: Shop <help@shop.example>\nWysłano: wtorek, 6 maja 2025 09:14\nDo: Anna\nTemat: Zamówienie\n\nJaki kolor?")]
    [InlineData("VB: Order", "Från: Shop <help@shop.example>\nSkickat: den 6 maj 2025 09:14\nTill: Anna\nÄmne: Order\n\nVilken färg?")]
    [InlineData("VL: Tilaus", Finnish)]
    public void What_only_the_subject_says_is_sent_on_is_shown(string subject, string forward)
    {
        var mail = $"Please see below.\n\n{forward}";
        Assert.Equal((mail, null), WrittenText.Split(mail, subject));
        Assert.Equal(("Please see below.", forward), WrittenText.Split(mail, "RE: " + subject));
        Assert.Equal(("Please see below.", forward), WrittenText.Split(mail));
    }

    [Theory]
    [InlineData("RE: Your order", English)]
    [InlineData("RE: FW: Your order", English)]
    [InlineData("Your order: FW: x", English)]
    [InlineData("[FW", English)]
    [InlineData("VS: Tilaus", Finnish)]
    [InlineData("AW: WG: Order 12", German)]
    [InlineData("FW: Your order", "On Tue, May 6, 2025 at 9:14 AM Shop <help@shop.example> wrote:\n\n> Which colour?")]
    public void A_reply_is_folded_whatever_its_subject_holds(string subject, string quotation) =>
        Assert.Equal(("Blue.", quotation), WrittenText.Split($"Blue.\n\n{quotation}", subject));

    [Fact]
    public void A_reply_to_a_mail_that_was_sent_on_is_folded() =>
        Assert.Equal("Blue.", WrittenText.Split("Blue.\n\nOn Tue, May 6, 2025 at 9:14 AM Shop <help@shop.example> wrote:\n\n> See below.\n>\n> ---------- Forwarded message ---------\n> From: Paul <paul@shop.example>\n>\n> Which colour?").Text);

    [Fact]
    public void Outlook_s_HTML_is_shown_whole_where_the_subject_says_that_it_is_sent_on()
    {
        const string Html = """<p>Please see below.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Shop &lt;help@shop.example&gt;<br><b>Sent:</b> Tuesday, May 6, 2025 9:14 AM<br><b>To:</b> Claire<br><b>Subject:</b> Order</div><div>Which colour?</div>""";
        var forward = WrittenMail.Of(null, Html, "FW: Order");
        Assert.Contains("Which colour?", forward.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<details", forward.Html, StringComparison.Ordinal);
        var reply = WrittenMail.Of(null, Html, "RE: Order");
        Assert.Equal("Please see below.", reply.Text);
        Assert.Contains("<details", reply.Html, StringComparison.Ordinal);
    }
}
