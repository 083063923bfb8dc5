using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Mail.Mime;

/// <summary>Dates in styles that no standard of mail knows, which <see cref="MailDates"/> does not read: year first with a zone's
/// name, dots in the time, months in other languages. Apart from that class, whose results are part of the keys of mails.</summary>
internal static partial class LooseDates
{
    private const int Longest = 200;

    /// <summary>First letters of the months in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish and Polish.</summary>
    private static readonly string[][] Months =
    [
        ["jan", "ene", "gen", "sty"], ["feb", "fév", "fev", "lut"], ["mar", "mär", "mrz", "mrt"], ["apr", "avr", "abr", "kwi"], ["may", "mai", "mei", "maj", "mag"],
        ["jun", "juin", "giu", "cze"], ["jul", "juil", "lug", "lip"], ["aug", "aoû", "aou", "ago", "sie"], ["sep", "set", "wrz"], ["oct", "okt", "ott", "out", "paź"],
        ["nov", "lis"], ["dec", "dez", "déc", "dic", "gru"],
    ];

    /// <summary>A date and time; none when it cannot be one, or could be two (day and month as numbers).</summary>
    public static DateTimeOffset? Read(string? field)
    {
        if (field is null) return null;
        var text = MailDates.WithoutComments(field.Length > Longest ? field[..Longest] : field).Trim();
        // A weekday's name may be a month's in another language: "mar., 3 févr. 2014".
        if (text.AsSpan().IndexOf(',') is > 0 and var comma && !text.AsSpan(0, comma).ContainsAnyInRange('0', '9')) text = text[(comma + 1)..];
        if (Date(text) is not var (year, month, day, rest)) return null;
        var time = TimeOfDay().Match(rest);
        var at = TimeSpan.Zero;
        if (time.Success)
        {
            var (hour, minute, second) = (Number(time, "h"), Number(time, "m"), time.Groups["s"].Success ? Number(time, "s") : 0);
            if (hour > 23 || minute > 59 || second > 60) return null;
            at = new(hour, minute, Math.Min(second, 59));
            rest = rest[(time.Index + time.Length)..];
        }
        var zone = Zone().Match(rest);
        return MailDates.Make(year, month, day, at, !zone.Success ? TimeSpan.Zero
            : zone.Groups["offset"].Success ? MailDates.Offset(zone.Groups["offset"].Value) : MailDates.Named(zone.Groups["name"].Value));
    }

    private static (int Year, int Month, int Day, string Behind)? Date(string text)
    {
        if (YearFirst().Match(text) is { Success: true } iso) return (Number(iso, "y"), Number(iso, "m"), Number(iso, "d"), text[iso.Length..]);
        if (Named().Match(text) is not { Success: true } named) return null;
        var word = named.Groups["month"].Value.ToLowerInvariant();
        var month = Array.FindIndex(Months, names => names.Any(n => word.StartsWith(n, StringComparison.Ordinal))) + 1;
        var year = named.Groups["y"].Value;
        return month == 0 ? null : (MailDates.Year(Number(named, "y"), year.Length), month, Number(named, "d"), text[(named.Index + named.Length)..]);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary><c>2014-06-20</c>, <c>2014/6/20</c>, <c>20140620</c>, <c>2014年6月20日</c>.</summary>
    [GeneratedRegex(@"^(?<y>[0-9]{4})(?:[-/.年]\s?(?<m>[0-9]{1,2})[-/.月]\s?(?<d>[0-9]{1,2})日?|(?<m>[0-9]{2})(?<d>[0-9]{2}))(?![0-9])[T ]?", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    /// <summary><c>3 févr. 2014</c>, <c>3. Mai 2014</c>, <c>3 de mayo de 2014</c>.</summary>
    [GeneratedRegex(@"(?<![0-9])(?<d>[0-9]{1,2})[.º]?[\s-]{1,3}(?:de )?(?<month>\p{L}{3,12})\.?[\s,-]{1,3}(?:de )?(?<y>[0-9]{2,4})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<h>[0-9]{1,2})[:.h](?<m>[0-9]{2})(?:[:.](?<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?|^T?(?<h>[0-9]{2})(?<m>[0-9]{2})(?<s>[0-9]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"^\s{0,3}(?:(?:GMT|UTC)?(?<offset>[+-][0-9]{2}:?[0-9]{2})|(?<name>[A-Za-z]{1,5}))", RegexOptions.CultureInvariant)]
    private static partial Regex Zone();
}
