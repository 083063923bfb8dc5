namespace Hub.Mail.Text.Languages;

internal static class Polish
{
    public static readonly MailLanguage Language = new()
    {
        Attributions =
        [
            "W dniu {when} {who} pisze", "W dniu {when} {who} napisał(a)", "W dniu {when} {who} napisał", "W dniu {when} {who} napisała", "Dnia {when} {who} napisał(a)",
            "Dnia {when} {who} napisał", "Dnia {when} {who} napisała", "{when} {who} napisał(a)", "{when} {who} napisał", "{when} {who} napisała", "{when} {who} pisze",
            "Wiadomość napisana przez {who} w dniu {when}", "Wiadomość napisana przez {who} dnia {when}", "{who} napisał(a) w dniu {when}", "{who} napisał(a) {when}",
            "{who} napisał(a)", "{who} pisze", "Cytowanie {who}",
        ],
        Narrators = "ja my ty on ona oni Pan Pani Państwo ktoś nikt mój moja nasz nasza wasz wasza Pana mi nam mnie ta to pewien",
        Months = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        Weekdays = "poniedziałek wtorek środa czwartek piątek sobota niedziela wt śr czw pt sob niedz środę sobotę niedzielę",
        DateWords = "o w dniu godz godzinie r roku",
        OriginalMessage = ["Wiadomość oryginalna", "Oryginalna wiadomość", "Wiadomość pierwotna", "Pierwotna wiadomość", "Treść oryginalnej wiadomości", "Oryginalny e-mail"],
        ForwardedMessage =
        [
            "Wiadomość przekazana", "Przekazana wiadomość", "Początek przekazywanej wiadomości", "Początek przekazanej wiadomości", "Treść przekazanej wiadomości",
            "Przekazane przez …", "Wiadomość przekazywana dalej", "Przesłana wiadomość", "Treść przekazywanej wiadomości",
        ],
        ForwardPrefixes = ["PD"],
        ReplyAbove = ["Prosimy odpowiedzieć powyżej tej linii", "Odpowiedz powyżej tej linii", "Proszę pisać powyżej tej linii"],
        From = ["Od", "Nadawca"],
        Date = ["Wysłano", "Wysłane", "Data", "Data wysłania", "Wysłany"],
        To = ["Do", "Adresat", "Odbiorca"],
        Subject = ["Temat"],
        OtherFields = ["DW", "UDW", "Cc", "Kopia", "Odpowiedz do", "Ważność", "Załączniki", "Priorytet"],
        MobileLines =
        [
            "Wysłane z", "Wysłano z", "Wysłane za pomocą", "Wysłane przez", "Wysłane przy użyciu", "Wysłane z programu", "Wysłano za pomocą", "Pobierz aplikację Outlook dla",
            "Pobierz Outlook dla", "Uzyskaj aplikację Outlook dla", "Pobierz program Outlook dla",
        ],
        MobileWords = "telefon telefonu komórki smartfon smartfona smartfonu tablet tabletu urządzenia",
    };
}
