namespace Hub.Mail.Text.Languages;

internal static class Finnish
{
    public static readonly MailLanguage Language = new()
    {
        Attributions = ["{when} {who} kirjoitti", "{who} kirjoitti {when}", "{who} kirjoitti", "Lainaus {who}", "{when} kirjoitti {who}", "{who} kirjoittaa"],
        Narrators = "minä sinä hän me te he joku kukaan minun teidän meidän sinun hänen heidän minulle meille tämä se eräs",
        Months = "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        Weekdays = "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
        DateWords = "klo kello",
        OriginalMessage = ["Alkuperäinen viesti", "Alkuperäinen sähköposti", "Alkuperäinen tapaaminen"],
        ForwardedMessage = ["Välitetty viesti", "Edelleen lähetetty viesti", "Edelleenlähetetty viesti", "Välitetty viesti alkaa", "Välitetty sähköposti", "Lähetetty edelleen …"],
        ForwardPrefixes = ["VL"],
        ReplyAbove = ["Vastaa tämän rivin yläpuolelle", "Kirjoita vastauksesi tämän rivin yläpuolelle"],
        From = ["Lähettäjä", "Puolesta"],
        Date = ["Lähetetty", "Päiväys", "Päivämäärä", "Pvm"],
        To = ["Vastaanottaja", "Vastaanottajat", "Saaja"],
        Subject = ["Aihe", "Otsikko"],
        OtherFields = ["Kopio", "Piilokopio", "Cc", "Vastausosoite", "Vastaa", "Tärkeys", "Liitteet", "Prioriteetti"],
        MobileLines = ["Lähetetty", "Hanki Outlook for", "Hanki Outlook", "Lataa Outlook"],
        MobileWords = "puhelimesta puhelimestani puhelimella kännykästä kännykästäni laitteesta laitteestani älypuhelimesta älypuhelimestani tabletista",
    };
}
