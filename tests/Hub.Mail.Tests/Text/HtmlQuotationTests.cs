using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>Replies in HTML as the common mail programs write them, in English and French.</summary>
public sealed class HtmlQuotationTests
{
    private const string Header = "<b>De&nbsp;:</b> Boutique &lt;aide@boutique.example&gt;<br><b>Envoyé&nbsp;:</b> mardi 6 mai 2025 09:14<br><b>À&nbsp;:</b> Claire<br><b>Objet&nbsp;:</b> Commande";

    /// <summary>Program, its HTML with "Blue please." as the new words, the signature it leaves with these.</summary>
    public static TheoryData<string, string> Programs => new()
    {
        { "Gmail", """<div dir="ltr">Blue please.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, May 6, 2025 at 9:14 AM Shop &lt;<a href="mailto:help@shop.example">help@shop.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc"><div>Which colour?</div></blockquote></div>""" },
        { "Gmail, signature below", """<div dir="ltr">Blue please.</div><div class="gmail_quote"><div class="gmail_attr">Le mar. 6 mai 2025 à 09:14, Boutique a écrit&nbsp;:<br></div><blockquote class="gmail_quote" style="border-left:1px solid #ccc">Which colour?</blockquote></div><br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Claire</div>""" },
        { "Outlook", $"""<div class="WordSection1"><p class="MsoNormal">Blue please.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{Header}<o:p></o:p></p></div></div><p class="MsoNormal">Which colour?</p></div>""" },
        { "Outlook, a language unknown", """<p class="MsoNormal">Blue please.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b><span>Od:</span></b> Shop<br><b><span>Wysłano:</span></b> wtorek<br><b><span>Temat:</span></b> x</p></div><p>Which colour?</p>""" },
        { "Outlook, no line above", $"""<p class="MsoNormal">Blue please.</p><p class="MsoNormal">{Header}</p><p class="MsoNormal">Which colour?</p>""" },
        { "Outlook on the web", $"""<div class="elementToProof">Blue please.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font>{Header}</font><div>&nbsp;</div></div><div><p>Which colour?</p></div>""" },
        { "Outlook on a telephone", $"""<div dir="ltr">Blue please.</div><div id="ms-outlook-mobile-signature">Téléchargez <a href="https://aka.ms/example">Outlook pour iOS</a></div><div id="mail-editor-reference-message-container"><hr><div id="divRplyFwdMsg">{Header}</div>Which colour?</div>""" },
        { "Outlook for Mac", """<div>Blue please.</div><span id="OLK_SRC_BODY_SECTION"><div><span style="font-weight:bold">From: </span>Shop</div><div>Which colour?</div></span>""" },
        { "Apple Mail", """<html><body style="overflow-wrap: break-word;">Blue please.<div><br><blockquote type="cite"><div>On 6 May 2025, at 09:14, Shop &lt;help@shop.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>Which colour?</div></blockquote></div><br></body></html>""" },
        { "iPhone", """<html><body dir="auto">Blue please.<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 6 mai 2025 à 09:14, Boutique &lt;aide@boutique.example&gt; a écrit&nbsp;:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿Which colour?</div></blockquote></body></html>""" },
        { "Thunderbird", """<body><p>Blue please.</p><div class="moz-cite-prefix">Le 06/05/2025 à 09:14, Boutique a écrit&nbsp;:<br></div><blockquote type="cite" cite="mid:x@shop.example"><p>Which colour?</p></blockquote></body>""" },
        { "Yahoo", """<div class="yahoo-style-wrap"><div dir="ltr">Blue please.</div><div><br></div></div><div id="yahoo_quoted_1234567890" class="yahoo_quoted"><div>Le mardi 6 mai 2025 à 09:14:32 UTC+2, Boutique a écrit :</div><div><br></div><div>Which colour?</div></div>""" },
        { "Orange", """<p>Blue please.</p><p>Envoyé depuis mon mobile Orange</p><p>envoyé : 6 mai 2025 à 09:14<br>de : Boutique &lt;aide@boutique.example&gt;<br>à : claire@mail.example<br>objet : Commande</p><p>Which colour?</p>""" },
        { "La Poste (Zimbra)", """<div style="font-family:arial"><div>Blue please.</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"Boutique" &lt;aide@boutique.example&gt;<br><b>À: </b>"Claire"<br><b>Envoyé: </b>Mardi 6 Mai 2025<br><b>Objet: </b>Commande<br></div><div data-marker="__QUOTED_TEXT__">Which colour?</div></div>""" },
        { "Zimbra, old", """<div>Blue please.<br><br><hr id="zwchr"><b>De: </b>"Boutique" &lt;aide@boutique.example&gt;<br><b>À: </b>"Claire"<br><b>Envoyé: </b>Mardi 6 Mai 2025<br><b>Objet: </b>Commande<br><br>Which colour?</div>""" },
        { "Free (Roundcube)", """<p>Blue please.</p><p id="reply-intro">Le 2025-05-06 09:14, Boutique a écrit :</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid">Which colour?</blockquote>""" },
        { "Proton", """<div style="font-size: 14px;">Blue please.</div><div class="protonmail_signature_block"><div>Envoyé avec la messagerie sécurisée <a href="https://proton.example/">Proton Mail</a>.</div></div><div class="protonmail_quote">Le mardi 6 mai 2025 à 09:14, Boutique &lt;aide@boutique.example&gt; a écrit :<br><br><blockquote class="protonmail_quote" type="cite">Which colour?</blockquote><br></div>""" },
        { "Samsung", """<div dir="auto">Blue please.</div><div dir="auto"><br></div><div>-------- Message d'origine --------</div><div>De : Boutique &lt;aide@boutique.example&gt; </div><div>Date : 06/05/2025 09:14 </div><div>À : Claire </div><div>Objet : Commande </div><div><br></div>Which colour?""" },
        { "Outlook, borders one by one", """<p class="MsoNormal">Blue please.</p><div style="border-style: solid none none; border-color: rgb(225, 225, 225); border-width: 1pt 0 0"><p><b>Von:</b> Shop<br><b>Gesendet:</b> Dienstag<br><b>Betreff:</b> x</p></div><p>Which colour?</p>""" },
        { "Outlook 2000", """<div>Blue please.</div><div class="OutlookMessageHeader" align="left" dir="ltr"><font>-----Original Message-----<br><b>From:</b> Shop<br><b>Sent:</b> Tuesday</font></div><div>Which colour?</div>""" },
        { "Zoho", """<div>Blue please.</div><div class="zmail_extra"><br>---- On Tue, 06 May 2025 09:14:32 +0200 <b>Shop &lt;help@shop.example&gt;</b> wrote ----<br><br><blockquote style="margin: 0px;"><div>Which colour?</div></blockquote></div>""" },
        { "GMX and Web.de", """<div>Blue please.</div><div><br>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b> Dienstag, 06. Mai 2025 um 09:14 Uhr<br><b>Von:</b> Shop</div><div name="quoted-content">Which colour?</div></div></div>""" },
        { "Mail.ru", """<p>Blue please.</p><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 6 мая 2025, 9:14 +03:00 от Shop &lt;help@shop.example&gt;:<br><div class="js-readmsg-msg">Which colour?</div></blockquote>""" },
        { "Yandex", """<div>Blue please.</div><div><br></div><div>06.05.2025, 09:14, "Shop" &lt;help@shop.example&gt;:</div><blockquote><div>Which colour?</div></blockquote>""" },
        { "Spark", """<div name="messageBodySection">Blue please.</div><div name="messageSignatureSection"><br>Claire</div><div name="messageReplySection">On 6 May 2025 at 09:14 +0200, Shop &lt;help@shop.example&gt;, wrote:<br><blockquote type="cite">Which colour?</blockquote></div>""" },
        { "Airmail", """<div>Blue please.</div><p class="airmail_on">On 6 May 2025 at 09:14:32, Shop wrote:</p><blockquote type="cite" class="clean_bq">Which colour?</blockquote>""" },
        { "Notes", """<font>Blue please.</font><br><br><table><tr><td><font>From: </font></td><td><font>Shop &lt;help@shop.example&gt;</font></td></tr><tr><td>To:</td><td>Claire</td></tr><tr><td>Date:</td><td>06/05/2025 09:14</td></tr><tr><td>Subject:</td><td>Order</td></tr></table><hr><br>Which colour?""" },
        { "a ticket system", """<div>Blue please.</div><div>##- Please type your reply above this line -##</div><p>Which colour?</p>""" },
    };

    /// <summary>Program, and its HTML of a mail sent on with "Blue please." as the new words.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Gmail, a forward", """<div dir="ltr">Blue please.<br><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>De : <b>Boutique</b> &lt;aide@boutique.example&gt;<br>Date: mar. 6 mai<br></div><blockquote>Bonjour</blockquote>Which colour?</div></div>""" },
        { "Thunderbird, a forward", """<p>Blue please.</p><div class="moz-forward-container"><br>-------- Weitergeleitete Nachricht --------<table class="moz-email-headers-table"><tr><th>Betreff: </th><td>x</td></tr></table><p>Which colour?</p></div>""" },
        { "Thunderbird in a language that is not known", """<p>Blue please.</p><div class="moz-forward-container"><br>-------- Předaná zpráva --------<table class="moz-email-headers-table"><tr><th>Předmět: </th><td>x</td></tr></table><p>Which colour?</p></div>""" },
        { "Apple Mail", """<div>Blue please.</div><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br class="Apple-interchange-newline"><div><b>From: </b>Shop &lt;help@shop.example&gt;<br></div><div><b>Subject: </b>Order<br></div><div><b>Date: </b>6 May 2025 at 09:14:32 CEST<br></div><br><div>Which colour?</div></blockquote></div>""" },
        { "La Poste (Zimbra)", """<div>Blue please.</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">----- Mail transféré -----<br><b>De: </b>"Boutique" &lt;aide@boutique.example&gt;<br><b>Objet: </b>Commande</div><div data-marker="__QUOTED_TEXT__">Which colour?</div>""" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void An_HTML_reply_is_parted_from_the_quotation_of(string program, string html)
    {
        var (text, quoted) = WrittenText.FromHtml(html);
        Assert.Equal((program, "Blue please."), (program, text));
        Assert.Contains("Which colour?", quoted, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forwards))]
    public void A_mail_that_is_sent_on_is_shown_in(string program, string html)
    {
        var (text, quoted) = WrittenText.FromHtml(html);
        Assert.Equal((program, null), (program, quoted));
        Assert.Contains("Blue please.", text, StringComparison.Ordinal);
        Assert.Contains("Which colour?", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_between_Gmail_s_quotations_stay_with_these()
    {
        var (text, quoted) = WrittenText.FromHtml("""
            <div class="gmail_quote"><div class="gmail_attr">On Tue, May 6, 2025 at 9:14 AM Shop wrote:</div><blockquote class="gmail_quote">Which colour?</blockquote>
            <div>Blue.</div><blockquote class="gmail_quote">Which size?</blockquote><div>Small.</div><blockquote class="gmail_quote">Paul</blockquote></div>
            """);
        Assert.Equal("On Tue, May 6, 2025 at 9:14 AM Shop wrote:\n\n> Which colour?\n\nBlue.\n\n> Which size?\n\nSmall.", text);
        Assert.Equal("> Paul", quoted);
    }

    [Fact]
    public void An_answer_below_Thunderbird_s_quotation_is_the_text()
    {
        var (text, quoted) = WrittenText.FromHtml("""<div class="moz-cite-prefix">On 06/05/2025 09:14, Shop wrote:</div><blockquote type="cite"><p>Which colour?</p><p>Paul</p></blockquote><p>Blue.</p>""");
        Assert.Equal(("Blue.", "On 06/05/2025 09:14, Shop wrote:\n\n> Which colour?\n>\n> Paul"), (text, quoted));
    }

    [Fact]
    public void A_forward_of_Outlook_without_words_above_it_stays_whole()
    {
        var (text, quoted) = WrittenText.FromHtml($"""<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{Header}</div><p>Which colour?</p>""");
        Assert.Contains("Which colour?", text, StringComparison.Ordinal);
        Assert.Null(quoted);
    }

    [Theory]
    [InlineData("""<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>Blue.</div></blockquote><div>Small.</div><blockquote style="margin-left:40px">Please.</blockquote>""", "Blue.\nSmall.\n\nPlease.")]
    [InlineData("""<div>Blue.</div><blockquote class="webkit-indent-blockquote" style="margin: 0 0 0 40px; border: none; padding: 0px;">Small.</blockquote>""", "Blue.\nSmall.")]
    [InlineData("""<div>Blue.</div><div style="border-top:1px solid #ccc"><b>Claire</b><br>Sales</div>""", "Blue.\nClaire\nSales")]
    [InlineData("""<p>Blue.</p><hr><p>Small.</p>""", "Blue.\n\n________________________________\n\nSmall.")]
    public void An_indentation_or_a_line_is_no_quotation(string html, string text) => Assert.Equal((text, null), WrittenText.FromHtml(html));
}
