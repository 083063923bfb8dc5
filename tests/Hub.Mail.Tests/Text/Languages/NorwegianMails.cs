namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Norwegian, and what persons write that looks like it.</summary>
public static class NorwegianMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Norwegian: Gmail", "tir. 6. mai 2025 kl. 09:14 skrev Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Norwegian: Apple Mail", "6. mai 2025 kl. 09:14 skrev Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Norwegian: iPhone", "> 6. mai 2025 kl. 09:14 skrev Shop:\n> \n> Which colour?" },
        { "Norwegian: Thunderbird", "Den 06.05.2025 09:14, skrev Ola Nordmann:\n> Which colour?" },
        { "Norwegian: Yahoo", "tirsdag 6. mai 2025 kl. 09:14:32 CEST skrev Shop <help@shop.example>:\n\nWhich colour?\n\nPaul" },
        { "Norwegian: Open-Xchange", "På 6. mai 2025 på 09:14:18, Shop (help@shop.example) skrev:\n\nWhich colour?\n\nPaul" },
        { "Norwegian: Outlook", "Fra: Shop <help@shop.example>\nSendt: tirsdag 6. mai 2025 09:14\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
        { "Norwegian: Outlook on the web", "________________________________\nFra: Shop <help@shop.example>\nSendt: tirsdag 6. mai 2025 09:14\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
        { "Norwegian: Outlook, old", "-----Opprinnelig melding-----\nFra: Shop <help@shop.example>\nSendt: tirsdag\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Norwegian: a forward", "---------- Forwarded message ---------\nFra: Shop <help@shop.example>\nDate: tir. 6. mai 2025 kl. 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Norwegian: a forward of Apple Mail", "Videresendt melding:\n\nFra: Shop <help@shop.example>\nDato: 6. mai 2025 kl. 09:14:32 CEST\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Sendt fra min Galaxy",
        "Skaff deg Outlook for iOS<https://aka.ms/example>",
        "Sendt fra Outlook for Android",
        "Sendt fra mobilen min med Gmail",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "På mandag skrev jeg:\nring meg.",
        "3. mai 2025 kl. 10:12 skrev jeg:\n> ring meg\nog ingen ringte.",
        "3. mai 2025 kl. 10:12 skrev kollegaen din:\nvi betaler tilbake\nmen ingenting kom.",
        "Reisen min:\nFra: Paris\nTil: Lyon\nDato: 3. mai 2025 10:00\nJeg vil ha pengene tilbake.",
        "Sendt fra Bergen på mandag, ennå ikke kommet.",
        "Teknikeren skrev:\nkabelen er ødelagt.",
    ];
}
