namespace Hub.Mail.Tests.Text.Languages;

/// <summary>What programs write in Portuguese, and what persons write that looks like it.</summary>
public static class PortugueseMails
{
    public static TheoryData<string, string> Programs => new()
    {
        { "Portuguese: Gmail, Brazil", "Em ter., 6 de mai. de 2025 às 09:14, Shop <help@shop.example> escreveu:\n\n> Which colour?\n>\n> Paul" },
        { "Portuguese: Gmail, Portugal", "Shop <help@shop.example> escreveu (terça, 6/05/2025 à(s) 09:14):\n\n> Which colour?\n>\n> Paul" },
        { "Portuguese: Apple Mail, Brazil", "Em 6 de mai. de 2025, à(s) 09:14, Shop <help@shop.example> escreveu:\n\n> Which colour?\n>\n> Paul" },
        { "Portuguese: Apple Mail, Portugal", "No dia 06/05/2025, às 09:14, Shop <help@shop.example> escreveu:\n\n> Which colour?\n>\n> Paul" },
        { "Portuguese: iPhone", "> Em 6 de mai. de 2025, à(s) 09:14, Shop escreveu:\n> \n> Which colour?" },
        { "Portuguese: Thunderbird, Brazil", "Em 06/05/2025 09:14, Shop escreveu:\n> Which colour?" },
        { "Portuguese: Thunderbird, Portugal", "Às 09:14 de 06/05/2025, Shop escreveu:\n> Which colour?" },
        { "Portuguese: Yahoo", "Em terça-feira, 6 de maio de 2025 às 09:14:32 BRT, Shop <help@shop.example> escreveu:\n\nWhich colour?\n\nPaul" },
        { "Portuguese: Outlook, Brazil", "De: Shop <help@shop.example>\nEnviada em: terça-feira, 6 de maio de 2025 09:14\nPara: Anna Berg\nAssunto: Order 12\n\nWhich colour?" },
        { "Portuguese: Outlook, Portugal", "De: Shop <help@shop.example>\nEnviado: 6 de maio de 2025 09:14\nPara: Anna Berg\nAssunto: Order 12\n\nWhich colour?" },
        { "Portuguese: Outlook, old", "-----Mensagem original-----\nDe: Shop <help@shop.example>\nEnviada: terça\nPara: Anna Berg\nAssunto: Order 12\n\nWhich colour?" },
    };

    /// <summary>Mails sent on, as they stand below a word of one's own.</summary>
    public static TheoryData<string, string> Forwards => new()
    {
        { "Portuguese: a forward", "---------- Forwarded message ---------\nDe: Shop <help@shop.example>\nDate: ter., 6 de mai. de 2025 às 09:14\nTo: Anna Berg\nSubject: Order 12\n\nWhich colour?" },
        { "Portuguese: a forward of Apple Mail", "Início da mensagem encaminhada:\n\nDe: Shop <help@shop.example>\nData: 6 de maio de 2025 09:14:32 BRT\nPara: Anna Berg\nAssunto: Order 12\n\nWhich colour?" },
    };

    public static TheoryData<string> MobileLines =>
    [
        "Enviado do meu iPhone",
        "Enviado a partir do meu smartphone Samsung Galaxy.",
        "Enviado do Yahoo Mail no Android",
        "Obter o Outlook para iOS<https://aka.ms/example>",
        "Enviado do meu telemóvel",
    ];

    public static TheoryData<string> OwnWords =>
    [
        "Na segunda escrevi:\nliguem por favor.",
        "Em 3 de maio de 2025 às 10:12, seu colega escreveu:\n> vamos devolver\ne nada.",
        "Em 3 de maio às 10:12 Paulo escreveu:\nvamos devolver\ne nada.",
        "A minha viagem:\nDe: Paris\nPara: Lyon\nData: 3 de maio de 2025 10:00\nQuero o meu dinheiro.",
        "Enviado do Porto na segunda, ainda não chegou.",
        "O técnico escreveu:\ncabo partido.",
    ];
}
