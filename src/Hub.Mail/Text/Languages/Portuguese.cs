namespace Hub.Mail.Text.Languages;

/// <summary>Of Portugal and of Brazil.</summary>
internal static class Portuguese
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "Em {when} {who} escreveu", "No dia {when} {who} escreveu", "A {when} {who} escreveu", "Às {when} {who} escreveu", "{when} {who} escreveu",
            "{who} escreveu em {when}", "{who} escreveu no dia {when}", "{who} escreveu a {when}", "{who} escreveu {when}", "{who} escreveu", "Citando {who}",
        ],
        Narrators = "eu tu você vocês ele ela nós eles alguém ninguém meu minha seu sua nosso nossa vosso vossa me nos um uma este",
        Months = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        Weekdays = "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        DateWords = "às as à(s) de do da em a",
        OriginalMessage = ["Mensagem original", "Mensagem Original", "E-mail original", "Email original"],
        ForwardedMessage =
        [
            "Mensagem encaminhada", "Mensagem reencaminhada", "Início da mensagem encaminhada", "Início da mensagem reencaminhada", "Encaminhado por …",
            "Reencaminhado por …", "E-mail encaminhado", "Email encaminhado",
        ],
        ForwardPrefixes = ["ENC"],
        ReplyAbove = ["Responda acima desta linha", "Por favor, responda acima desta linha", "Escreva a sua resposta acima desta linha", "Digite sua resposta acima desta linha"],
        From = ["De", "Remetente"],
        Date = ["Enviado", "Enviada", "Enviado em", "Enviada em", "Enviado a", "Data"],
        To = ["Para", "Destinatário"],
        Subject = ["Assunto"],
        OtherFields = ["Cc", "Cco", "Bcc", "Responder a", "Responder para", "Importância", "Anexos", "Prioridade"],
        MobileLines =
        [
            "Enviado do", "Enviado da", "Enviado de", "Enviado a partir do", "Enviado a partir de", "Enviado pelo", "Enviado pela", "Enviado via", "Enviado com",
            "Obter o Outlook para", "Obtenha o Outlook para", "Baixe o Outlook para", "Enviado desde",
        ],
        MobileWords = "telefone telemóvel celular smartphone tablet dispositivo",
    };
}
