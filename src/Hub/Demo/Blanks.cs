using System.Globalization;

namespace Hub.Demo;

/// <summary>What is filled into the blanks of one ticket: the same product, number and people from its first line to its last.</summary>
internal sealed class Blanks
{
    private static readonly Dictionary<string, CultureInfo> cultures = new() { ["fr"] = CultureInfo.GetCultureInfo("fr-FR"), ["en"] = CultureInfo.GetCultureInfo("en-GB"), ["de"] = CultureInfo.GetCultureInfo("de-DE") };

    private readonly Dice dice;
    private readonly Calendar calendar;
    private readonly Patron patron;
    private readonly string language;
    private readonly IReadOnlyDictionary<string, string[]> extras;
    private readonly string order;
    private readonly string tracking;
    private readonly string phone;
    private readonly string firm;
    private readonly int quantity;
    private readonly int colour;
    private readonly int colour2;
    private readonly Dictionary<char, int> agreed = [];

    public Blanks(Dice dice, Calendar calendar, Patron patron, string language, Kind? need, IReadOnlyDictionary<string, string[]> extras, DateTimeOffset start)
    {
        (this.dice, this.calendar, this.patron, this.language, this.extras) = (dice, calendar, patron, language, extras);
        Product = dice.Pick([.. Company.Wares.Where(p => p.Kind.HasFlag(need ?? 0) && (language is not "de" || p.German is not null))]);
        // Some sixty orders a day, counted up; this one is a week or three old.
        order = $"AL-{28600 + (int)((start - calendar.Now).TotalDays - 4 - dice.Next(18)) * 60 + dice.Next(60)}";
        tracking = $"{dice.Next(1000):000}{dice.Next(1000000):000000}";
        phone = $"03 53 01 {dice.Next(100):00} {dice.Next(100):00}";
        firm = patron.Firm ?? dice.Pick(language switch { "fr" => Names.FrenchFirms, "de" => Names.GermanFirms, _ => Names.BritishFirms });
        quantity = 10 + dice.Next(22);
        colour = dice.Next(3);
        colour2 = (colour + 1 + dice.Next(2)) % 3;
    }

    public Product Product { get; }

    /// <summary>When it is said.</summary>
    public DateTimeOffset At { get; set; }
    public Colleague? Agent { get; set; }
    public Colleague? Other { get; set; }
    public Colleague? Boss { get; set; }

    /// <summary>One of us is speaking, not the customer.</summary>
    public bool Ours { get; set; }

    public string Fill(string blank)
    {
        var filled = Lower(char.ToLowerInvariant(blank[0]) + blank[1..]);
        return char.IsUpper(blank[0]) && filled.Length > 0 ? char.ToUpperInvariant(filled[0]) + filled[1..] : filled;
    }

    private string Lower(string blank) => blank switch
    {
        "order" => order,
        "name" => Product.Name,
        "product" => Noun + " " + Product.Name,
        "price" => Price,
        "colour" => Colour(colour),
        "colour2" => Colour(colour2),
        "colour_fr" => Product.Colours[colour][0],
        "qty" => quantity.ToString(CultureInfo.InvariantCulture),
        "city" => patron.City,
        "street" => patron.Street,
        "phone" => Ours ? phone : patron.Phone,
        "company" => firm,
        "tracking" => tracking,
        "first" => patron.First,
        "last" => patron.Last,
        "full" => patron.Full,
        "ee" => patron.Female ? "e" : "",
        "agent" => Agent!.First,
        "agent_e" => Agent!.Female ? "e" : "",
        "other" => Other!.First,
        "boss" => Boss!.First,
        "hi" => Hello(),
        "weather" => Phrase.Say(dice.Pick(extras[$"weather {language}"]), dice, Fill),
        _ when blank is [_, '=', ..] => Agreed(blank[0], int.Parse(blank[2..], CultureInfo.InvariantCulture)),
        _ when blank.StartsWith("day", StringComparison.Ordinal) => Day(int.Parse(blank[3..], CultureInfo.InvariantCulture)),
        _ when blank.StartsWith("date", StringComparison.Ordinal) => Date(calendar.Local(At).AddDays(int.Parse(blank[4..], CultureInfo.InvariantCulture))),
        _ when blank.StartsWith("month", StringComparison.Ordinal) => calendar.Local(At).AddMonths(int.Parse(blank[5..], CultureInfo.InvariantCulture)).ToString("MMMM yyyy", cultures[language]),
        _ => language switch { "fr" => French(blank), "de" => German(blank), _ => English(blank) },
    };

    private string Noun => language switch { "fr" => Product.French, "de" => Product.German!, _ => Product.English };
    private bool Vowel => Product.French[0] is 'a' or 'é';
    private string Price => patron.Country is "gb" ? $"£{(int)(Product.Price * 0.87)}" : language is "en" ? $"€{Product.Price}" : $"{Product.Price} €";

    private string Colour(int n) => Product.Colours[n][language switch { "fr" => 0, "de" => 2, _ => 1 }];

    private string French(string blank)
    {
        var (thing, fem) = ($"{Product.French} {Product.Name}", Product.Feminine);
        return blank switch
        {
            "le" => Vowel ? $"l'{thing}" : $"{(fem ? "la" : "le")} {thing}",
            "un" => $"{(fem ? "une" : "un")} {thing}",
            "du" => Vowel ? $"de l'{thing}" : fem ? $"de la {thing}" : $"du {thing}",
            "mon" => $"{(fem && !Vowel ? "ma" : "mon")} {thing}",
            "nom" => Product.French,
            "il" => fem ? "elle" : "il",
            "e" => fem ? "e" : "",
            "neuf" => fem ? "une neuve" : "un neuf",
            _ => throw new FormatException($"Nobody knows what {blank} is in French."),
        };
    }

    private string English(string blank) => blank switch
    {
        "the" => $"the {Product.Name} {Product.English}",
        "a" => $"{(Product.Name[0] is 'O' or 'E' ? "an" : "a")} {Product.Name} {Product.English}",
        "mine" => $"my {Product.Name} {Product.English}",
        "noun" => Product.English,
        _ => throw new FormatException($"Nobody knows what {blank} is in English."),
    };

    private string German(string blank) => blank switch
    {
        "die" or "die_" => $"die {Product.German} {Product.Name}",
        "eine" => $"eine {Product.German} {Product.Name}",
        "derg" => $"der {Product.German} {Product.Name}",
        _ => throw new FormatException($"Nobody knows what {blank} is in German."),
    };

    private string Hello()
    {
        var name = patron.Shy ? null : patron.First;
        return language switch
        {
            "fr" => name is null ? dice.Pick(["Bonjour,", "Bonjour et merci de votre message,"]) : dice.Pick([$"Bonjour {name},", "Bonjour,", $"Bonjour {name}, c'est {Agent!.First} de l'atelier,"]),
            "de" => name is null ? "Guten Tag," : $"Guten Tag {(patron.Female ? "Frau" : "Herr")} {patron.Last},",
            _ => name is null ? dice.Pick(["Hi,", "Hello,"]) : dice.Pick([$"Hi {name},", $"Hello {name},", "Hi,"]),
        };
    }

    /// <summary>What was chosen under this digit the first time: an answer fits its question.</summary>
    private string Agreed(char digit, int count)
    {
        if (!agreed.TryGetValue(digit, out var chosen)) agreed[digit] = chosen = dice.Next(count);
        return (chosen % count).ToString(CultureInfo.InvariantCulture);
    }

    private string Date(DateTimeOffset day) =>
        language is "fr" && day.Day == 1 ? $"1er {day.ToString("MMMM", cultures[language])}" : day.ToString(language is "de" ? "d. MMMM" : "d MMMM", cultures[language]);

    /// <summary>A day of the week near by, on which people work.</summary>
    private string Day(int offset)
    {
        var day = calendar.Local(At).AddDays(offset);
        while (day.DayOfWeek is DayOfWeek.Sunday || (offset > 0 && day.DayOfWeek is DayOfWeek.Saturday)) day = day.AddDays(offset < 0 ? -1 : 1);
        if (day.Date == calendar.Local(At).Date.AddDays(1)) return language switch { "fr" => "demain", "de" => "morgen", _ => "tomorrow" };
        var name = day.ToString("dddd", cultures[language]);
        return language is "de" ? $"am {name}" : name;
    }
}
