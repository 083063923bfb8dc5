namespace Hub.Mail.Text.Languages;

internal static class Spanish
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "El {when} {who} escribió", "El {when} {who} ha escrito", "En {when} {who} escribió", "A las {when} {who} escribió", "{when} {who} escribió",
            "{who} escribió el {when}", "{who} escribió", "Citando a {who}",
        ],
        Narrators = "yo tú él ella usted ustedes nosotros ellos alguien nadie mi mis su sus nuestro nuestra tu tus me nos le un una este",
        Months = "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
        Weekdays = "lunes martes miércoles jueves viernes sábado domingo",
        DateWords = "a la las de del el",
        OriginalMessage = ["Mensaje original", "Correo original", "Mensaje de origen", "Cita original"],
        ForwardedMessage =
        [
            "Mensaje reenviado", "Forwarded message", "Inicio del mensaje reenviado", "Inicio de mensaje reenviado", "Correo reenviado", "Reenviado por …", "Comienzo del mensaje reenviado",
        ],
        ForwardPrefixes = ["RV"],
        ReplyAbove = ["Por favor, escriba su respuesta por encima de esta línea", "Escriba su respuesta por encima de esta línea", "Responda por encima de esta línea"],
        From = ["De", "Remitente"],
        Date = ["Enviado", "Enviado el", "Enviada", "Fecha"],
        To = ["Para", "A", "Destinatario"],
        Subject = ["Asunto"],
        OtherFields = ["Cc", "Cco", "Con copia", "Responder a", "Importancia", "Datos adjuntos", "Adjuntos"],
        MobileLines =
        [
            "Enviado desde", "Enviado con", "Enviado vía", "Enviado por", "Enviado de", "Obtener Outlook para", "Obtén Outlook para", "Descargar Outlook para",
        ],
        MobileWords = "teléfono móvil celular smartphone tableta dispositivo",
    };
}
