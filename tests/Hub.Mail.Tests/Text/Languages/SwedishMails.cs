namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Swedish, and what persons write that looks like it.</summary>
public static class SwedishMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Swedish: Gmail", "Den tis 6 maj 2025 kl 09:14 skrev Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Swedish: Apple Mail", "6 maj 2025 kl. 09:14 skrev Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Swedish: iPhone", "> 6 maj 2025 kl. 09:14 skrev Shop:\n> \n> Which colour?" },
        { "Swedish: Thunderbird", "Den 2025-05-06 kl. 09:14, skrev Sven Svensson:\n> Which colour?" },
        { "Swedish: Yahoo", "Den tisdag 6 maj 2025 09:14:32 CEST, Shop <help@shop.example> skrev:\n\nWhich colour?\n\nPaul" },
        { "Swedish: Outlook", "Från: Shop <help@shop.example>\nSkickat: den 6 maj 2025 09:14\nTill: Anna Berg\nÄmne: Order 12\n\nWhich colour?" },
        { "Swedish: Outlook on the web", "________________________________\nFrån: Shop <help@shop.example>\nSkickat: den 6 maj 2025 09:14\nTill: Anna Berg\nÄmne: Order 12\n\nWhich colour?" },
        { "Swedish: Outlook, old", "-----Ursprungligt meddelande-----\nFrån: Shop <help@shop.example>\nSkickat: tisdag\nTill: Anna Berg\nÄmne: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Swedish: a forward", "---------- Forwarded message ---------\nFrån: Shop <help@shop.example>\nDate: tis 6 maj 2025 kl 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Swedish: a forward of Apple Mail", "Vidarebefordrat brev:\n\nFrån: Shop <help@shop.example>\nDatum: 6 maj 2025 kl. 09:14:32 CEST\nTill: Anna Berg\nÄmne: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Skickat från min iPhone",
        "Skickat från min Samsung Galaxy-smartphone.",
        "Skickat från Outlook för Android",
        "Hämta Outlook för iOS<https://aka.ms/example>",
        "Skickat från min surfplatta",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "I måndags skrev jag:\nring mig.",
        "Den 3 maj 2025 kl 10:12 skrev jag:\n> ring mig\noch ingen ringde.",
        "Den 3 maj 2025 kl 10:12 skrev er kollega:\nvi betalar tillbaka\nmen inget kom.",
        "Min resa:\nFrån: Paris\nTill: Lyon\nDatum: 3 maj 2025 10:00\nJag vill ha pengarna tillbaka.",
        "Skickat från Malmö i måndags, ännu inte framme.",
        "Teknikern skrev:\nkabeln är trasig.",
    ];
}
