using System.Collections.Frozen;

namespace Hub.Mail.Text.Languages;

/// <summary>A field of the header block that stands above a quoted mail.</summary>
[Flags]
internal enum HeaderField
{
    None = 0,
    From = 1,
    Date = 2,
    To = 4,
    Subject = 8,
    Other = 16,
}

/// <summary>A line of a telephone's mail program: what stands before the name of the device, and behind it.</summary>
internal sealed record MobileLine(string Before, string Behind);

/// <summary>
/// The phrases of all languages together, folded. Programs mix languages (a French Gmail forwards with English field
/// names), so no mail is held to one of them. A new language is a file of its own and a word here.
/// </summary>
internal static class Phrases
{
    // Letters of an abbreviation at least: "di" is Tuesday in Dutch, but "de" is no December.
    private const int ShortestMonth = 3;
    private const int ShortestWeekday = 2;

    private static readonly MailLanguage[] Languages =
    [
        English.Language, French.Language, German.Language, Spanish.Language, Italian.Language, Portuguese.Language, Dutch.Language,
        Polish.Language, Danish.Language, Norwegian.Language, Swedish.Language, Finnish.Language, Russian.Language,
    ];

    /// <summary>Names of programs, makers and providers, the same everywhere; inflected ones begin with these.</summary>
    public static readonly string[] Products =
    [
        .. new[]
        {
            "iPhone", "iPad", "iPod", "Android", "iOS", "Samsung", "Galaxy", "Huawei", "Honor", "Xiaomi", "Redmi", "Pixel", "OnePlus", "Oppo",
            "Sony", "Xperia", "Motorola", "Nokia", "BlackBerry", "Windows", "Outlook", "Yahoo", "Gmail", "Proton", "ProtonMail", "Orange", "SFR",
            "Bouygues", "AOL", "GMX", "Spark", "BlueMail", "myMail", "Tutanota", "HTC", "Realme", "Fairphone", "Airmail", "Telekom", "Mailbird",
        }.Select(p => Folding.Fold(p)),
    ];

    public static readonly AttributionPattern[] Attributions = [.. Languages.SelectMany(l => l.Attributions).Distinct().Select(AttributionPattern.Parse)];

    public static readonly FrozenSet<string> Narrators = Words(l => l.Narrators);
    public static readonly FrozenSet<string> Months = Abbreviated(l => l.Months, ShortestMonth);
    public static readonly FrozenSet<string> Weekdays = Abbreviated(l => l.Weekdays, ShortestWeekday);
    public static readonly FrozenSet<string> DateWords = Words(l => l.DateWords);
    public static readonly FrozenSet<string> OriginalMessage = Set(l => l.OriginalMessage);
    public static readonly FrozenSet<string> ForwardedMessage = Set(l => [.. l.ForwardedMessage.Where(p => !p.EndsWith('…'))]);
    public static readonly string[] ForwardedBy = [.. Set(l => [.. l.ForwardedMessage.Where(p => p.EndsWith('…')).Select(p => p[..^1])]).Select(p => p + " ")];
    public static readonly FrozenSet<string> ForwardPrefixes = Set(l => l.ForwardPrefixes);

    /// <summary>"VS" is videresendt (sent on) in Danish and Norwegian, vastaus (reply) in Finnish.</summary>
    public const string AmbiguousForwardPrefix = "vs";
    public static readonly string[] ReplyAbove = [.. Set(l => l.ReplyAbove)];
    public static readonly MobileLine[] MobileLines = [.. Languages.SelectMany(l => l.MobileLines).Distinct().Select(Mobile)];
    public static readonly FrozenSet<string> MobileWords = Words(l => l.MobileWords);

    public static readonly FrozenDictionary<string, HeaderField> Fields = Languages
        .SelectMany(l => (IEnumerable<(string Name, HeaderField Field)>)
        [
            .. l.From.Select(n => (n, HeaderField.From)), .. l.Date.Select(n => (n, HeaderField.Date)),
            .. l.To.Select(n => (n, HeaderField.To)), .. l.Subject.Select(n => (n, HeaderField.Subject)),
            .. l.OtherFields.Select(n => (n, HeaderField.Other)),
        ])
        .GroupBy(f => Folding.Fold(f.Name), f => f.Field)
        .ToFrozenDictionary(g => g.Key, g => g.First());

    private static MobileLine Mobile(string line)
    {
        var device = line.IndexOf('…', StringComparison.Ordinal);
        return device < 0 ? new MobileLine(Folding.Fold(line), "") : new MobileLine(Folding.Fold(line.AsSpan(0, device)), Folding.Fold(line.AsSpan(device + 1)));
    }

    private static FrozenSet<string> Set(Func<MailLanguage, string[]> phrases) =>
        Languages.SelectMany(phrases).Select(p => Folding.Fold(p)).ToFrozenSet();

    private static FrozenSet<string> Words(Func<MailLanguage, string> words) => Set(l => words(l).Split(' '));

    private static FrozenSet<string> Abbreviated(Func<MailLanguage, string> names, int shortest) =>
        Words(names).SelectMany(n => Enumerable.Range(0, n.Length).Select(cut => n[..^cut]).Where(n => n.Length >= shortest)).ToFrozenSet();
}
