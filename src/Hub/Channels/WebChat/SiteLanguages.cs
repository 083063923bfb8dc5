namespace Hub.Channels.WebChat;

/// <summary>The languages that the chat can be offered in, and the few words that stand on the host's page itself.</summary>
public static class SiteLanguages
{
    public const string En = "en", Fr = "fr", De = "de", Es = "es", It = "it", Nl = "nl", Pt = "pt", Pl = "pl", Sv = "sv", Da = "da";

    private static readonly Dictionary<string, LauncherWords> words = new()
    {
        [En] = new("Open chat", "Close chat", "unread", "Write to us"),
        [Fr] = new("Ouvrir le chat", "Fermer le chat", "non lu", "Écrivez-nous"),
        [De] = new("Chat öffnen", "Chat schließen", "ungelesen", "Schreiben Sie uns"),
        [Es] = new("Abrir el chat", "Cerrar el chat", "sin leer", "Escríbanos"),
        [It] = new("Apri la chat", "Chiudi la chat", "non letti", "Scriveteci"),
        [Nl] = new("Chat openen", "Chat sluiten", "ongelezen", "Schrijf ons"),
        [Pt] = new("Abrir o chat", "Fechar o chat", "não lidas", "Escreva-nos"),
        [Pl] = new("Otwórz czat", "Zamknij czat", "nieprzeczytane", "Napisz do nas"),
        [Sv] = new("Öppna chatten", "Stäng chatten", "olästa", "Skriv till oss"),
        [Da] = new("Åbn chatten", "Luk chatten", "ulæste", "Skriv til os"),
    };

    public static IReadOnlyCollection<string> All => words.Keys;

    public static bool Has(string? language) => language is not null && words.ContainsKey(language);

    /// <summary>The words of a language that <see cref="Has"/> knows.</summary>
    public static LauncherWords WordsOf(string language) => words[language];

    /// <summary>The language of a locale tag (<c>fr-CA</c>) among those offered; none: the first that fits is not there.</summary>
    public static string? Choose(string? locale, IEnumerable<string> offered) =>
        locale is { Length: >= 2 } && (locale.Length == 2 || locale[2] is '-' or '_') ? offered.FirstOrDefault(l => locale.StartsWith(l, StringComparison.OrdinalIgnoreCase)) : null;
}

/// <param name="Open">The launcher's name while the chat is closed.</param>
/// <param name="Close">And while it is open.</param>
/// <param name="Unread">Follows the number of answers not read.</param>
/// <param name="Mail">The link where there is no script.</param>
public sealed record LauncherWords(string Open, string Close, string Unread, string Mail);
