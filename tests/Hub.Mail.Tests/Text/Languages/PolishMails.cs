namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Polish, and what persons write that looks like it.</summary>
public static class PolishMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Polish: Gmail", "wt., 6 maj 2025 o 09:14 Shop <help@shop.example> napisał(a):\n\n> Which colour?\n>\n> Paul" },
        { "Polish: Gmail, old", "W dniu 6 maja 2025 09:14 użytkownik Shop <help@shop.example> napisał:\n\n> Which colour?\n>\n> Paul" },
        { "Polish: Apple Mail", "Wiadomość napisana przez Shop <help@shop.example> w dniu 6 maj 2025, o godz. 09:14:\n\n> Which colour?\n>\n> Paul" },
        { "Polish: iPhone", "> Wiadomość napisana przez Shop w dniu 06.05.2025, o godz. 09:14:\n> \n> Which colour?" },
        { "Polish: Thunderbird", "W dniu 6.05.2025 o 09:14, Paweł Nowak pisze:\n> Which colour?" },
        { "Polish: Yahoo", "W dniu wtorek, 6 maja 2025 09:14:32 CEST Shop <help@shop.example> napisał(a):\n\nWhich colour?\n\nPaul" },
        { "Polish: WP", "Dnia 6 maja 2025 09:14 Shop <help@shop.example> napisał(a):\n\nWhich colour?\n\nPaul" },
        { "Polish: Outlook", "Od: Shop <help@shop.example>\nWysłano: wtorek, 6 maja 2025 09:14\nDo: Anna Berg\nTemat: Order 12\n\nWhich colour?" },
        { "Polish: Outlook on the web", "________________________________\nOd: Shop <help@shop.example>\nWysłane: wtorek, 6 maja 2025 09:14\nDo: Anna Berg\nTemat: Order 12\n\nWhich colour?" },
        { "Polish: Outlook, old", "-----Wiadomość oryginalna-----\nOd: Shop <help@shop.example>\nWysłano: wtorek\nDo: Anna Berg\nTemat: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Polish: a forward", "---------- Forwarded message ---------\nOd: Shop <help@shop.example>\nDate: wt., 6 maj 2025 o 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Polish: a forward of Apple Mail", "Początek przekazywanej wiadomości:\n\nOd: Shop <help@shop.example>\nData: 6 maja 2025 o 09:14:32 CEST\nDo: Anna Berg\nTemat: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Wysłane z iPhone'a",
        "Wysłane z iPhone",
        "Wysłane z mojego telefonu Samsung Galaxy.",
        "Pobierz aplikację Outlook dla systemu Android<https://aka.ms/example>",
        "Wysłane z telefonu",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "W poniedziałek napisałem:\nproszę zadzwonić.",
        "W dniu 3 maja 2025 o 10:12 Pan Nowak napisał:\n> zwrócimy pieniądze\ni nic.",
        "Dnia 3 maja 2025 o 10:12 Nowak napisał:\nzwrócimy pieniądze\ni nic.",
        "Moja podróż:\nOd: Paryż\nDo: Lyon\nData: 3 maja 2025 10:00\nProszę o zwrot pieniędzy.",
        "Wysłane z Krakowa w poniedziałek, jeszcze nie przyszło.",
        "Technik napisał:\nkabel zepsuty.",
    ];
}
