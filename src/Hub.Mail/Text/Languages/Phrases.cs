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

/// <summary>How one language attributes a quotation, folded, with the spaces that part the words.</summary>
internal sealed record Attribution(string Opening, string Verb, FrozenSet<string> Narrators);

/// <summary>
/// The phrases of all languages together, folded. Programs mix languages (a French Gmail forwards with English field
/// names), so no mail is held to one of them.
/// </summary>
internal static class Phrases
{
    private static readonly MailLanguage[] Languages = [English.Language, French.Language];

    // Names of programs, makers and providers are the same everywhere.
    private static readonly string[] Products =
    [
        "iPhone", "iPad", "iPod", "Android", "iOS", "Samsung", "Galaxy", "Huawei", "Honor", "Xiaomi", "Redmi", "Pixel", "OnePlus", "Oppo",
        "Sony", "Xperia", "Motorola", "Nokia", "BlackBerry", "Windows", "Outlook", "Yahoo", "Gmail", "Proton", "ProtonMail", "Orange", "SFR",
        "Bouygues", "AOL", "GMX", "Spark", "BlueMail", "myMail",
    ];

    public static readonly Attribution[] Attributions =
    [
        .. Languages.Select(l => new Attribution(
            Folding.Fold(l.Attribution.Opening) + " ", " " + Folding.Fold(l.Attribution.Verb), l.Narrators.Select(n => Folding.Fold(n)).ToFrozenSet())),
    ];

    public static readonly FrozenSet<string> OriginalMessage = Set(l => l.OriginalMessage);
    public static readonly FrozenSet<string> ForwardedMessage = Set(l => l.ForwardedMessage);
    public static readonly string[] ReplyAbove = [.. Set(l => l.ReplyAbove)];
    public static readonly string[] MobileOpenings = [.. Set(l => l.MobileOpenings)];
    public static readonly FrozenSet<string> MobileWords = Set(l => [.. l.MobileWords, .. Products]);

    public static readonly FrozenDictionary<string, HeaderField> Fields = Languages
        .SelectMany(l => (IEnumerable<(string Name, HeaderField Field)>)
        [
            .. l.From.Select(n => (n, HeaderField.From)), .. l.Date.Select(n => (n, HeaderField.Date)),
            .. l.To.Select(n => (n, HeaderField.To)), .. l.Subject.Select(n => (n, HeaderField.Subject)),
            .. l.OtherFields.Select(n => (n, HeaderField.Other)),
        ])
        .GroupBy(f => Folding.Fold(f.Name), f => f.Field)
        .ToFrozenDictionary(g => g.Key, g => g.First());

    private static FrozenSet<string> Set(Func<MailLanguage, string[]> phrases) =>
        Languages.SelectMany(phrases).Select(p => Folding.Fold(p)).ToFrozenSet();
}
