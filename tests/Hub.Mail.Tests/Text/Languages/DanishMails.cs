namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Danish, and what persons write that looks like it.</summary>
public static class DanishMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Danish: Gmail", "Den tirs. 6. maj 2025 kl. 09.14 skrev Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Danish: Apple Mail", "Den 6. maj 2025 kl. 09.14 skrev Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Danish: iPhone", "> Den 6. maj 2025 kl. 09.14 skrev Shop:\n> \n> Which colour?" },
        { "Danish: Thunderbird", "Den 06-05-2025 kl. 09:14 skrev Lars Jensen:\n> Which colour?" },
        { "Danish: Yahoo", "Den tirsdag den 6. maj 2025 09.14.32 CEST skrev Shop <help@shop.example>:\n\nWhich colour?\n\nPaul" },
        { "Danish: Outlook", "Fra: Shop <help@shop.example>\nSendt: 6. maj 2025 09:14\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
        { "Danish: Outlook on the web", "________________________________\nFra: Shop <help@shop.example>\nSendt: tirsdag den 6. maj 2025 09:14\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
        { "Danish: Outlook, old", "-----Oprindelig meddelelse-----\nFra: Shop <help@shop.example>\nSendt: tirsdag\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Danish: a forward", "---------- Forwarded message ---------\nFra: Shop <help@shop.example>\nDate: tirs. 6. maj 2025 kl. 09.14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Danish: a forward of Apple Mail", "Start på videresendt besked:\n\nFra: Shop <help@shop.example>\nDato: 6. maj 2025 kl. 09.14.32 CEST\nTil: Anna Berg\nEmne: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Sendt fra min iPhone",
        "Sendt fra min Samsung Galaxy smartphone.",
        "Sendt fra Outlook til Android",
        "Hent Outlook til iOS<https://aka.ms/example>",
        "Sendt fra min mobil",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "I mandags skrev jeg:\nring til mig.",
        "Den 3. maj 2025 kl. 10.12 skrev jeg:\n> ring til mig\nog ingen ringede.",
        "Den 3. maj 2025 kl. 10.12 skrev jeres kollega:\nvi betaler tilbage\nmen intet kom.",
        "Min rejse:\nFra: Paris\nTil: Lyon\nDato: 3. maj 2025 10:00\nJeg vil have pengene tilbage.",
        "Sendt fra Aarhus i mandags, endnu ikke kommet.",
        "Teknikeren skrev:\nkablet er i stykker.",
    ];
}
