namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Spanish, and what persons write that looks like it.</summary>
public static class SpanishMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Spanish: Gmail", "El mar, 6 may 2025 a las 9:14, Shop (<help@shop.example>) escribió:\n\n> Which colour?\n>\n> Paul" },
        { "Spanish: Apple Mail", "El 6 may 2025, a las 9:14, Shop <help@shop.example> escribió:\n\n> Which colour?\n>\n> Paul" },
        { "Spanish: iPhone", "> El 6 may 2025, a las 9:14, Shop escribió:\n> \n> Which colour?" },
        { "Spanish: Thunderbird", "El 06/05/2025 a las 9:14, Shop escribió:\n> Which colour?" },
        { "Spanish: Yahoo", "El martes, 6 de mayo de 2025, 09:14:32 CEST, Shop <help@shop.example> escribió:\n\nWhich colour?\n\nPaul" },
        { "Spanish: Gmail, half of the day", "El mar, 6 de may de 2025 a la(s) 9:14 p. m., Shop <help@shop.example> escribió:\n\n> Which colour?\n>\n> Paul" },
        { "Spanish: Outlook", "De: Shop <help@shop.example>\nEnviado el: martes, 6 de mayo de 2025 9:14\nPara: Anna Berg\nAsunto: Order 12\n\nWhich colour?" },
        { "Spanish: Outlook on the web", "________________________________\nDe: Shop <help@shop.example>\nEnviado: martes, 6 de mayo de 2025 9:14\nPara: Anna Berg\nAsunto: Order 12\n\nWhich colour?" },
        { "Spanish: Outlook, old", "-----Mensaje original-----\nDe: Shop <help@shop.example>\nEnviado: martes\nPara: Anna Berg\nAsunto: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Spanish: a forward", "---------- Forwarded message ---------\nDe: Shop <help@shop.example>\nDate: mar, 6 may 2025 a las 9:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Spanish: a forward of Apple Mail", "Inicio del mensaje reenviado:\n\nDe: Shop <help@shop.example>\nFecha: 6 de mayo de 2025, 9:14:32 CEST\nPara: Anna Berg\nAsunto: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Enviado desde mi iPhone",
        "Enviado desde mi smartphone Samsung Galaxy.",
        "Enviado desde Yahoo Mail para Android",
        "Obtener Outlook para Android<https://aka.ms/example>",
        "Enviado desde mi teléfono",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "El lunes escribí:\nllámenme por favor.",
        "El 3 de mayo de 2025 a las 10:12, su colega escribió:\n> le devolvemos el dinero\ny nada.",
        "El 3 de mayo a las 10:12 Pablo escribió:\nle devolvemos el dinero\ny nada.",
        "Mi viaje:\nDe: París\nPara: Lyon\nFecha: 3 de mayo de 2025 10:00\nQuiero mi dinero.",
        "Enviado desde Madrid el lunes, todavía no ha llegado.",
        "El técnico escribió:\ncable roto.",
    ];
}
