namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Russian, and what persons write that looks like it.</summary>
public static class RussianMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Russian: Gmail", "вт, 6 мая 2025 г. в 09:14, Shop <help@shop.example>:\n\n> Which colour?\n>\n> Paul" },
        { "Russian: Gmail, old", "6 мая 2025 г., 9:14 пользователь Shop <help@shop.example> написал:\n\n> Which colour?\n>\n> Paul" },
        { "Russian: Apple Mail", "6 мая 2025 г., в 09:14, Shop <help@shop.example> написал(а):\n\n> Which colour?\n>\n> Paul" },
        { "Russian: iPhone", "> 6 мая 2025 г., в 09:14, Иван Петров написал(а):\n> \n> Which colour?" },
        { "Russian: Thunderbird", "06.05.2025 09:14, Иван Петров пишет:\n> Which colour?" },
        { "Russian: Yandex", "06.05.2025, 09:14, \"Shop\" <help@shop.example>:\n\nWhich colour?\n\nPaul" },
        { "Russian: Mail.ru", "Вторник, 6 мая 2025, 9:14 +03:00 от Shop <help@shop.example>:\n\nWhich colour?\n\nPaul" },
        { "Russian: Yahoo", "вторник, 6 мая 2025 г. в 09:14:32 GMT+3, Shop <help@shop.example> написал(а):\n\nWhich colour?\n\nPaul" },
        { "Russian: Outlook", "От: Shop <help@shop.example>\nОтправлено: 6 мая 2025 г. 9:14\nКому: Anna Berg\nТема: Order 12\n\nWhich colour?" },
        { "Russian: Outlook on the web", "________________________________\nОт: Shop <help@shop.example>\nОтправлено: 6 мая 2025 г. 9:14\nКому: Anna Berg\nТема: Order 12\n\nWhich colour?" },
        { "Russian: Outlook, old", "-----Исходное сообщение-----\nОт: Shop <help@shop.example>\nОтправлено: вторник\nКому: Anna Berg\nТема: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Russian: a forward", "---------- Forwarded message ---------\nОт: Shop <help@shop.example>\nDate: вт, 6 мая 2025 г. в 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Russian: a forward of Apple Mail", "Начало переадресованного сообщения:\n\nОт: Shop <help@shop.example>\nДата: 6 мая 2025 г. в 09:14:32 GMT+3\nКому: Anna Berg\nТема: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Отправлено с iPhone",
        "Отправлено со смартфона Samsung Galaxy.",
        "Отправлено из мобильной Почты Mail",
        "Отправлено из мобильной Яндекс Почты",
        "Скачать Outlook для Android<https://aka.ms/example>",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "В понедельник я написал:\nперезвоните.",
        "3 мая 2025 г. в 10:12 ваш коллега написал:\n> вернём деньги\nи ничего.",
        "3 мая 2025 г. в 10:12 Петров написал:\nвернём деньги\nи ничего.",
        "Моя поездка:\nОт: Париж\nКому: Лион\nДата: 3 мая 2025 10:00\nВерните деньги.",
        "Отправлено из Москвы в понедельник, ещё не пришло.",
        "Мастер пишет:\nкабель сломан.",
    ];
}
