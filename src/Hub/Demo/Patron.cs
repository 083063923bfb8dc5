using System.Globalization;
using System.Text;

namespace Hub.Demo;

/// <summary>How somebody types in a chat.</summary>
internal enum Typing { Neat, Lower, NoAccents }

/// <summary>A customer of the company.</summary>
internal sealed class Patron
{
    public required string First { get; init; }
    public required string Last { get; init; }
    public required bool Female { get; init; }
    public required string Language { get; init; }

    /// <summary>ISO 3166.</summary>
    public required string Country { get; init; }
    public required string City { get; init; }
    public required string Street { get; init; }
    public required string Phone { get; init; }
    public required string Email { get; init; }
    public string? Firm { get; init; }
    public required Typing Typing { get; init; }

    /// <summary>Chooses once and for all how this person begins and ends a letter.</summary>
    public required int Habit { get; init; }

    /// <summary>Writes in the chat without leaving a name or an address.</summary>
    public bool Shy { get; init; }

    public string Full => $"{First} {Last}";

    // ── What the hub knows of them, drawn and noted as the history is played ────────────────────────────────────────
    public long Id { get; set; }
    public DateTimeOffset? KnownSince { get; set; }

    /// <summary>The browser session, where they chat.</summary>
    public long? Session { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public long Site { get; set; }
    public DateTimeOffset SessionSince { get; set; }
    public DateTimeOffset SessionUsed { get; set; }
    public string Page { get; set; } = "";

    /// <summary>Since when the hub has an identity for the address, and since when it is proved.</summary>
    public DateTimeOffset? WroteAt { get; set; }
    public DateTimeOffset? ProvedAt { get; set; }

    /// <summary>Tickets of theirs that are over, the newest last.</summary>
    public List<long> Past { get; } = [];

    /// <summary>Makes somebody up.</summary>
    /// <param name="dice">Chance.</param>
    /// <param name="language">What they speak.</param>
    /// <param name="country">Where they must live; none: anywhere where it is spoken.</param>
    /// <param name="firm">They write for a company.</param>
    /// <param name="taken">Addresses and names that others have.</param>
    /// <param name="shy">Leaves no name in a chat; none: as chance will have it.</param>
    public static Patron Invent(Dice dice, string language, string? country, bool firm, HashSet<string> taken, bool? shy)
    {
        country ??= language switch { "fr" => dice.Chance(0.13) ? "be" : "fr", "de" => "de", _ => "gb" };
        var female = dice.Chance(0.56);
        var (first, last) = ("", "");
        for (var tries = 0; tries == 0 || (tries < 5 && !taken.Add($"{first} {last}")); tries++)
        {
            first = dice.Pick(language switch
            {
                "fr" => female ? Names.FrenchWomen : Names.FrenchMen,
                "de" => female ? Names.GermanWomen : Names.GermanMen,
                _ => female ? Names.BritishWomen : Names.BritishMen,
            });
            last = dice.Pick(country switch { "fr" => Names.FrenchNames, "be" => Names.BelgianNames, "de" => Names.GermanNames, _ => Names.BritishNames });
        }
        var company = firm ? dice.Pick(language switch { "fr" => Names.FrenchFirms, "de" => Names.GermanFirms, _ => Names.BritishFirms }) : null;
        var number = 1 + dice.Next(88);
        return new Patron
        {
            First = first,
            Last = last,
            Female = female,
            Language = language,
            Country = country,
            City = dice.Pick(Names.Places.Single(p => p.Country == country).Towns),
            Street = country switch
            {
                "gb" => $"{number} {dice.Pick(Names.BritishStreets)}",
                "de" => $"{dice.Pick(Names.GermanStreets)} {number}",
                _ => $"{number} {dice.Pick(Names.FrenchStreets)}",
            },
            // Numbers that the regulators keep for films and examples.
            Phone = country switch { "gb" => $"020 7946 0{dice.Next(1000):000}", "de" => $"030 23125 {dice.Next(1000):000}", _ => $"06 39 98 {dice.Next(100):00} {dice.Next(100):00}" },
            Email = Address(dice, first, last, company, country, taken),
            Firm = company,
            Typing = dice.Next() switch { < 0.62 => Typing.Neat, < 0.93 => Typing.Lower, _ => Typing.NoAccents },
            Habit = dice.Next(1000),
            Shy = shy ?? dice.Chance(0.22),
        };
    }

    /// <summary>Letters of ASCII, with <c>-</c> for what is none of them.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            if (char.IsAsciiLetterOrDigit(c)) plain.Append(c);
            else if (c is not '\'' && plain.Length > 0 && plain[^1] != '-') plain.Append('-');
        }
        return plain.ToString().Trim('-');
    }

    private static string Address(Dice dice, string first, string last, string? firm, string country, HashSet<string> taken)
    {
        var (f, l) = (Plain(first), Plain(last));
        var host = firm is null ? dice.Pick(Names.MailHosts[country]) : $"{Plain(firm)}.example";
        var local = firm is not null ? $"{f}.{l}" : dice.Next(5) switch { 0 => $"{f}{l}", 1 => $"{f[0]}.{l}", 2 => $"{l}.{f}", 3 => $"{f}.{l}{50 + dice.Next(50)}", _ => $"{f}.{l}" };
        var address = $"{local}@{host}";
        for (var n = 2; !taken.Add(address); n++) address = $"{local}{n}@{host}";
        return address;
    }
}
