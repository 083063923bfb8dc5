using Hub.Agents;

namespace Hub.Demo;

/// <summary>Maison Aubelune, which does not exist: lamps of blown glass and a little furniture, from Lille.</summary>
internal static class Company
{
    public const string Name = "Maison Aubelune";

    /// <summary>RFC 2606 keeps it from ever being anybody's.</summary>
    public const string Domain = "aubelune.example";
    public const string Support = $"support@{Domain}";
    public const string Orders = $"commandes@{Domain}";

    /// <summary>The early bird, the one who answers at length, the terse one, who assigns, half days, and the new one.</summary>
    public static Colleague[] Hire() =>
    [
        new() { Name = "Manon Delcourt", Languages = ["fr", "en"], Weekday = [Shift.Of("06:45", "11:45"), Shift.Of("12:15", "14:45")], Saturday = [Shift.Of("09:00", "13:00")], Weight = 1.3 },
        new() { Name = "Hugues Lagarde", Languages = ["fr"], Weekday = [Shift.Of("09:15", "12:30"), Shift.Of("14:00", "18:00")], Manner = Manner.Long, Female = false },
        new() { Name = "Tom Ashworth", Languages = ["en", "fr"], Weekday = [Shift.Of("09:30", "13:00"), Shift.Of("13:45", "18:30")], Manner = Manner.Terse, Female = false, Weight = 1.2 },
        new() { Name = "Nadia Benali", Languages = ["fr", "en", "de"], Weekday = [Shift.Of("08:30", "12:15"), Shift.Of("13:30", "18:45")], Role = Role.Supervisor, Weight = 0.35 },
        new() { Name = "Claire Vandamme", Languages = ["fr", "en"], Weekday = [Shift.Of("08:45", "12:45")], Friday = [Shift.Of("09:00", "11:30")], Weight = 0.8 },
        new() { Name = "Jonas Keller", Languages = ["de", "en", "fr"], Weekday = [Shift.Of("10:00", "13:00"), Shift.Of("14:00", "18:30")], Female = false, Since = 24, Weight = 0.7 },
    ];

    /// <summary>What is sold; <c>Wares[0]</c> stands on the demo page.</summary>
    public static readonly Product[] Wares =
    [
        new("Orion", "lampadaire", false, "floor lamp", "Stehleuchte", 289, Kind.Glass, "lampadaires/orion"),
        new("Lune", "suspension", true, "pendant lamp", "Pendelleuchte", 219, Kind.Glass | Kind.Pendant, "suspensions/lune"),
        new("Véga", "applique", true, "wall lamp", "Wandleuchte", 129, Kind.Glass, "appliques/vega"),
        new("Brume", "lampe de table", true, "table lamp", "Tischleuchte", 149, Kind.Glass, "lampes/brume"),
        new("Perle", "suspension", true, "pendant lamp", "Pendelleuchte", 165, Kind.Glass | Kind.Pendant, "suspensions/perle"),
        new("Tempo", "lampe de bureau", true, "desk lamp", "Schreibtischleuchte", 179, Kind.Lamp, "lampes/tempo"),
        new("Nacelle", "fauteuil", false, "armchair", null, 690, Kind.Furniture, "meubles/nacelle"),
        new("Escale", "table basse", true, "coffee table", null, 420, Kind.Furniture, "meubles/escale"),
        new("Halte", "banc", false, "bench", null, 360, Kind.Furniture, "meubles/halte"),
        new("Rivage", "étagère", true, "shelf", null, 245, Kind.Furniture, "meubles/rivage"),
    ];
}

[Flags]
internal enum Kind { Lamp = 1, Glass = 3, Pendant = 4, Furniture = 8 }

/// <summary>A ware and how one speaks of it.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="French">What it is, in French.</param>
/// <param name="Feminine">Its gender there.</param>
/// <param name="English">What it is, in English.</param>
/// <param name="German">In German, feminine; none: not sold there.</param>
/// <param name="Price">Euro.</param>
/// <param name="Kind">For the stories that need one.</param>
/// <param name="Page">Path of its page in the shop.</param>
internal sealed record Product(string Name, string French, bool Feminine, string English, string? German, int Price, Kind Kind, string Page)
{
    private static readonly string[][] glass = [["opale", "opal", "Opal"], ["sauge", "sage", "Salbei"], ["fumé", "smoke", "Rauch"]];
    private static readonly string[][] lacquer = [["écru", "ecru", "Ecru"], ["noir", "black", "Schwarz"], ["brique", "brick", "Ziegelrot"]];
    private static readonly string[][] wood = [["chêne clair", "light oak", "Eiche"], ["noyer", "walnut", "Nussbaum"], ["chêne fumé", "smoked oak", "Räuchereiche"]];

    /// <summary>Colours, each in French, English and German.</summary>
    public string[][] Colours => Kind.HasFlag(Kind.Glass) ? glass : Kind.HasFlag(Kind.Lamp) ? lacquer : wood;
}
