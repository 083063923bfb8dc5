namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Finnish, and what persons write that looks like it.</summary>
public static class FinnishMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Finnish: Gmail", "ti 6. toukok. 2025 klo 9.14 Shop (help@shop.example) kirjoitti:\n\n> Which colour?\n>\n> Paul" },
        { "Finnish: Apple Mail", "Shop <help@shop.example> kirjoitti 6.5.2025 kello 9.14:\n\n> Which colour?\n>\n> Paul" },
        { "Finnish: iPhone", "> Shop <help@shop.example> kirjoitti 6.5.2025 kello 9.14:\n> \n> Which colour?" },
        { "Finnish: Thunderbird", "Matti Virtanen kirjoitti 6.5.2025 klo 9.14:\n> Which colour?" },
        { "Finnish: Yahoo", "tiistai 6. toukokuuta 2025 klo 9.14.32 UTC+3, Shop <help@shop.example> kirjoitti:\n\nWhich colour?\n\nPaul" },
        { "Finnish: Outlook", "Lähettäjä: Shop <help@shop.example>\nLähetetty: tiistai 6. toukokuuta 2025 9.14\nVastaanottaja: Anna Berg\nAihe: Order 12\n\nWhich colour?" },
        { "Finnish: Outlook on the web", "________________________________\nLähettäjä: Shop <help@shop.example>\nLähetetty: tiistai 6. toukokuuta 2025 9.14\nVastaanottaja: Anna Berg\nAihe: Order 12\n\nWhich colour?" },
        { "Finnish: Outlook, old", "-----Alkuperäinen viesti-----\nLähettäjä: Shop <help@shop.example>\nLähetetty: tiistai\nVastaanottaja: Anna Berg\nAihe: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Finnish: a forward", "---------- Forwarded message ---------\nLähettäjä: Shop <help@shop.example>\nDate: ti 6. toukok. 2025 klo 9.14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Finnish: a forward of Apple Mail", "Välitetty viesti alkaa:\n\nLähettäjä: Shop <help@shop.example>\nPäivämäärä: 6. toukokuuta 2025 klo 9.14.32 UTC+3\nVastaanottaja: Anna Berg\nAihe: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Lähetetty iPhonesta",
        "Lähetetty Samsung Galaxy -älypuhelimesta.",
        "Lähetetty Outlook for Androidista",
        "Hanki Outlook for iOS<https://aka.ms/example>",
        "Lähetetty puhelimestani",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "Maanantaina kirjoitin:\nsoittakaa.",
        "3.5.2025 klo 10.12 kollegasi kirjoitti:\nmaksamme takaisin\nmutta mitään ei tullut.",
        "Hän kirjoitti 3.5.2025 klo 10.12:\n> maksamme takaisin\nmutta ei.",
        "Matkani:\nLähettäjä: Pariisi\nVastaanottaja: Lyon\nPäivämäärä: 3.5.2025 10.00\nHaluan rahani takaisin.",
        "Lähetetty maanantaina, ei ole vielä tullut.",
        "Asentaja kirjoitti:\njohto poikki.",
    ];
}
