namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Italian, and what persons write that looks like it.</summary>
public static class ItalianMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Italian: Gmail", "Il giorno mar 6 mag 2025 alle ore 09:14 Shop <help@shop.example> ha scritto:\n\n> Which colour?\n>\n> Paul" },
        { "Italian: Apple Mail", "Il giorno 6 mag 2025, alle ore 09:14, Shop <help@shop.example> ha scritto:\n\n> Which colour?\n>\n> Paul" },
        { "Italian: iPhone", "> Il giorno 6 mag 2025, alle ore 09:14, Shop ha scritto:\n> \n> Which colour?" },
        { "Italian: Thunderbird", "Il 06/05/2025 09:14, Shop ha scritto:\n> Which colour?" },
        { "Italian: Yahoo", "Il martedì 6 maggio 2025 alle ore 09:14:32 CEST, Shop <help@shop.example> ha scritto:\n\nWhich colour?\n\nPaul" },
        { "Italian: Roundcube", "Il 2025-05-06 09:14 Shop ha scritto:\n> Which colour?" },
        { "Italian: Outlook", "Da: Shop <help@shop.example>\nInviato: martedì 6 maggio 2025 09:14\nA: Anna Berg\nOggetto: Order 12\n\nWhich colour?" },
        { "Italian: Outlook on the web", "________________________________\nDa: Shop <help@shop.example>\nInviato: martedì 6 maggio 2025 09:14\nA: Anna Berg\nOggetto: Order 12\n\nWhich colour?" },
        { "Italian: Outlook, old", "-----Messaggio originale-----\nDa: Shop <help@shop.example>\nInviato: martedì\nA: Anna Berg\nOggetto: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Italian: a forward", "---------- Forwarded message ---------\nDa: Shop <help@shop.example>\nDate: mar 6 mag 2025 alle ore 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Italian: a forward of Apple Mail", "Inizio messaggio inoltrato:\n\nDa: Shop <help@shop.example>\nData: 6 maggio 2025 alle ore 09:14:32 CEST\nA: Anna Berg\nOggetto: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Inviato da iPhone",
        "Inviato dal mio iPhone",
        "Inviato dal mio telefono Huawei",
        "Inviato da Outlook per Android<https://aka.ms/example>",
        "Scarica Outlook per iOS",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "Lunedì ho scritto:\nchiamatemi.",
        "Il 3 maggio 2025 alle ore 10:12 il tecnico ha scritto:\ncavo rotto.\nE adesso?",
        "Il 3 maggio 2025 alle 10:12, noi ha scritto:\n> niente\nfine.",
        "Il mio viaggio:\nDa: Parigi\nA: Lione\nData: 3 maggio 2025 10:00\nVoglio il rimborso.",
        "Inviato da Roma lunedì, non è ancora arrivato.",
        "Da: Milano\nA: Roma\nOggetto: reclamo\nIl treno era in ritardo.",
    ];
}
