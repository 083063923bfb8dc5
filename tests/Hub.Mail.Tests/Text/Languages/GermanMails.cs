namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in German, and what persons write that looks like it.</summary>
public static class GermanMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "German: Gmail", "Am Di., 6. Mai 2025 um 09:14 Uhr schrieb Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "German: Gmail, broken", "Am Di., 6. Mai 2025 um 09:14 Uhr schrieb Kundendienst der Firma Muster <\nhelp@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "German: Apple Mail", "Am 06.05.2025 um 09:14 schrieb Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "German: iPhone", "> Am 06.05.2025 um 09:14 schrieb Shop:\n> \n> Which colour?" },
        { "German: Thunderbird", "Am 06.05.25 um 09:14 schrieb Paul van der Berg:\n> Which colour?" },
        { "German: KMail", "Am Dienstag, 6. Mai 2025, 09:14:32 Mitteleuropäische Sommerzeit schrieb Paul Muster:\n> Which colour?" },
        { "German: Yahoo", "Am Dienstag, 6. Mai 2025 um 09:14:32 MESZ hat Shop <help@shop.example> Folgendes geschrieben:\n\nWhich colour?\n\nPaul" },
        { "German: Outlook for iOS", "Shop <help@shop.example> hat am 06.05.2025 09:14 geschrieben:\n\nWhich colour?\n\nPaul" },
        { "German: Outlook", "Von: Shop <help@shop.example>\nGesendet: Dienstag, 6. Mai 2025 09:14\nAn: Anna Berg\nBetreff: Order 12\n\nWhich colour?" },
        { "German: Outlook, names only", "Von: Muster, Paul\nGesendet: Dienstag, 6. Mai 2025 09:14\nAn: Anna Berg\nBetreff: Order 12\n\nWhich colour?" },
        { "German: Outlook on the web", "________________________________\nVon: Shop <help@shop.example>\nGesendet: Dienstag, 6. Mai 2025 09:14\nAn: Anna Berg\nBetreff: Order 12\n\nWhich colour?" },
        { "German: Outlook, old", "-----Ursprüngliche Nachricht-----\nVon: Shop <help@shop.example>\nGesendet: Dienstag\nAn: Anna Berg\nBetreff: Order 12\n\nWhich colour?" },
        { "German: GMX and Web.de", "Gesendet: Dienstag, 06. Mai 2025 um 09:14 Uhr\nVon: \"Shop\" <help@shop.example>\nAn: anna@mail.example\nBetreff: Order 12\n\nWhich colour?" },
        { "German: Horde", "Zitat von Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "German: a forward", "---------- Weitergeleitete Nachricht ---------\nVon: Shop <help@shop.example>\nDate: Di., 6. Mai 2025 um 09:14 Uhr\nAn: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "German: a forward of Apple Mail", "Anfang der weitergeleiteten Nachricht:\n\nVon: Shop <help@shop.example>\nDatum: 6. Mai 2025 um 09:14:32 MESZ\nAn: Anna Berg\nBetreff: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Von meinem iPhone gesendet",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "Gesendet von Outlook für Android",
        "Gesendet mit der GMX Mail App",
        "Von mobil gesendet",
        "Holen Sie sich Outlook für iOS<https://aka.ms/example>",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "Am Montag schrieb ich:\nbitte rufen Sie an.",
        "Am 3. Mai 2025 um 10:12 schrieb ich:\n> bitte rufen Sie an\nund niemand rief an.",
        "Am 3. Mai 2025 um 10:12 schrieb Ihr Kollege:\nwir erstatten\naber nichts kam.",
        "Meine Reise:\nVon: Paris\nAn: Lyon\nDatum: 3. Mai 2025 10:00\nIch möchte mein Geld zurück.",
        "Von meinem Büro gesendet habe ich es gestern.",
        "Gesendet von mir am Montag.\nBitte prüfen.",
        "Betreff: Reklamation\nAn: Kundendienst\nVon: Anna\nDie Lampe ist kaputt.",
    ];
}
