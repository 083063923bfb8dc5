namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Dutch, and what persons write that looks like it.</summary>
public static class DutchMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Dutch: Gmail", "Op di 6 mei 2025 om 09:14 schreef Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Dutch: Apple Mail", "Op 6 mei 2025, om 09:14 heeft Shop <help@shop.example> het volgende geschreven:\n\n> Which colour?\n>\n> Paul" },
        { "Dutch: Apple Mail, broken", "Op 17-feb.-2015, om 13:18 heeft Klantenservice\n<help@shop.example> het volgende geschreven:\n\nWhich colour?\n\nPaul" },
        { "Dutch: iPhone", "> Op 6 mei 2025 om 09:14 heeft Shop het volgende geschreven:\n> \n> Which colour?" },
        { "Dutch: Thunderbird", "Op 06-05-2025 om 09:14 schreef Jan de Vries:\n> Which colour?" },
        { "Dutch: Yahoo", "Op dinsdag 6 mei 2025 om 09:14:32 CEST heeft Shop <help@shop.example> het volgende geschreven:\n\nWhich colour?\n\nPaul" },
        { "Dutch: Roundcube", "Shop schreef op 2025-05-06 09:14:\n> Which colour?" },
        { "Dutch: Outlook", "Van: Shop <help@shop.example>\nVerzonden: dinsdag 6 mei 2025 09:14\nAan: Anna Berg\nOnderwerp: Order 12\n\nWhich colour?" },
        { "Dutch: Outlook on the web", "________________________________\nVan: Shop <help@shop.example>\nVerzonden: dinsdag 6 mei 2025 09:14\nAan: Anna Berg\nOnderwerp: Order 12\n\nWhich colour?" },
        { "Dutch: Outlook, old", "-----Oorspronkelijk bericht-----\nVan: Shop <help@shop.example>\nVerzonden: dinsdag\nAan: Anna Berg\nOnderwerp: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Dutch: a forward", "---------- Forwarded message ---------\nVan: Shop <help@shop.example>\nDate: di 6 mei 2025 om 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Dutch: a forward of Apple Mail", "Begin doorgestuurd bericht:\n\nVan: Shop <help@shop.example>\nDatum: 6 mei 2025 om 09:14:32 CEST\nAan: Anna Berg\nOnderwerp: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn Galaxy",
        "Verzonden met Outlook voor Android<https://aka.ms/example>",
        "Outlook voor iOS downloaden<https://aka.ms/example>",
        "Verzonden vanaf mijn mobiel",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "Maandag schreef ik:\nbel mij.",
        "Op 3 mei 2025 om 10:12 schreef ik:\n> bel mij\nen niemand belde.",
        "Op 3 mei 2025 om 10:12 schreef uw collega:\nwij betalen terug\nmaar niets.",
        "Mijn reis:\nVan: Parijs\nAan: Lyon\nDatum: 3 mei 2025 10:00\nIk wil mijn geld terug.",
        "Verzonden vanaf Utrecht op maandag, nog niet aangekomen.",
        "De monteur schreef:\nkabel stuk.",
    ];
}
