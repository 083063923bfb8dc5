namespace Hub.Demo;

/// <summary>Who comes when, with which story.</summary>
internal sealed class Cast(Dice dice, Calendar calendar, IReadOnlyList<Story> stories)
{
    private const int Usual = 800;
    private const int OnStrike = 46;

    /// <summary>Minutes for which somebody has been waiting just now.</summary>
    private static readonly int[] waiting = [1720, 1505, 1340, 1180, 1010, 890, 760, 640, 555, 402, 345, 310, 262, 205, 171, 140, 96, 75, 52, 41, 26, 17, 12, 5, 2];

    private readonly HashSet<string> addresses = [];
    private readonly List<Thread> threads = [];
    private readonly Dictionary<Patron, (Way Way, DateTimeOffset Last)> regulars = [];
    private readonly HashSet<(Patron Who, string Story)> told = [];
    private readonly Dictionary<string, Queue<Story>> lately = [];

    /// <summary>All threads in the order in which they began, and everybody in them.</summary>
    public IReadOnlyList<Thread> Gather()
    {
        foreach (var at in Enumerable.Range(0, Usual).Select(_ => calendar.Arrival(dice)).Order()) Add(Any(), at);
        foreach (var at in Enumerable.Range(0, OnStrike).Select(_ => calendar.ArrivalOn(calendar.Strike, dice)).Order()) Add(Pick(stories.Where(s => s.Set is "strike"), language: null), at);
        foreach (var minutes in waiting) AddWaiting(minutes);
        foreach (var n in Enumerable.Range(0, 4)) AddUnhappy(n);
        Add(stories.Single(s => s.Set is "long"), calendar.At(DateOnly.FromDateTime(calendar.Local(calendar.Now).DateTime).AddDays(-Calendar.Days + 4), new TimeOnly(10, 12, 40)),
            new Patron { First = "Imogen", Last = "Hartley", Female = true, Language = "en", Country = "gb", City = "Whitby", Street = "3 Pier Lane", Phone = "020 7946 0116", Email = "imogen@hartley-rooms.example", Firm = "Hartley Rooms", Typing = Typing.Neat, Habit = 4 });
        return [.. threads.OrderBy(t => t.Start)];
    }

    /// <summary>A story for any day.</summary>
    private Story Any()
    {
        var junk = dice.Chance(0.05);
        return Pick(stories.Where(s => s.Set is null && s.IsJunk == junk), junk ? null : Language());
    }

    private string Language() => dice.Next() switch { < 0.61 => "fr", < 0.955 => "en", _ => "de" };

    /// <summary>Of those in the language, one that was not told just now: an inbox shows twenty rows at once.</summary>
    private Story Pick(IEnumerable<Story> among, string? language)
    {
        List<Story> all = [.. among.Where(s => language is null || s.Language == language)];
        var of = language ?? "";
        if (!lately.TryGetValue(of, out var queue)) lately[of] = queue = [];
        while (queue.Count > all.Count / 2) queue.Dequeue();
        var story = dice.Pick([.. all.Except(queue)], s => s.Weight == 0 ? 1 : s.Weight);
        queue.Enqueue(story);
        return story;
    }

    private void Add(Story story, DateTimeOffset at, Patron? who = null, int? waitsFor = null, bool claimed = false)
    {
        var patron = who ?? Returning(story, at) ?? Patron.Invent(dice, story.Language, story.Country, story.Person is "company", addresses, story.Way is Way.Both ? false : null);
        threads.Add(new Thread(story, patron, at) { WaitsFor = waitsFor, Claimed = claimed });
        if (!story.IsJunk && story.Person is null) regulars[patron] = (story.Way, at);
        told.Add((patron, story.Name));
    }

    /// <summary>Somebody who wrote before in the same way, and long enough ago for that matter to be over.</summary>
    private Patron? Returning(Story story, DateTimeOffset at)
    {
        if (story.IsJunk || story.Person is not null || story.Way is Way.Both || story.Country is not null || !dice.Chance(0.2)) return null;
        var gap = story.Way is Way.Chat ? 30 : 9;
        List<Patron> known = [.. regulars.Where(r => r.Value.Way == story.Way && r.Key.Language == story.Language && r.Value.Last < at.AddDays(-gap) && !told.Contains((r.Key, story.Name))).Select(r => r.Key)];
        return known.Count == 0 ? null : dice.Pick(known);
    }

    private void AddWaiting(int minutes)
    {
        var at = calendar.Now.AddMinutes(-minutes).AddSeconds(-dice.Next(50));
        var mail = dice.Chance(minutes > 45 ? 0.72 : 0.45);
        var among = stories.Where(s => s.Set is null && !s.IsJunk && s.Name is not ("fr-compliment-chat" or "en-compliment") && (s.Way is Way.Mail) == mail);
        Add(Pick(among, Language()), at, waitsFor: 0, claimed: minutes > 20 && dice.Chance(0.45));
    }

    /// <summary>A few for whom everything goes wrong: one matter after the other.</summary>
    private void AddUnhappy(int n)
    {
        var language = n % 2 == 0 ? "fr" : "en";
        var patron = Patron.Invent(dice, language, null, false, addresses, false);
        string[][] ways = [["late-mail", "broken-mail", "refund-late", "angry"], ["late-mail", "colour", "refund", "angry"], ["broken-mail", "warranty-mail", "late-mail", "refund-late", "angry"], ["late-mail", "broken-mail", "warranty", "angry"]];
        var at = calendar.Now.AddDays(-84 + 9 * n);
        var road = ways[n];
        for (var i = 0; i < road.Length; i++)
        {
            var last = i == road.Length - 1;
            // The last word is from yesterday, and for some it is not the last.
            if (last) at = calendar.Now.AddHours(-5 - 9 * n);
            Add(stories.Single(s => s.Name == $"{language}-{road[i]}"), at, patron, last && n % 2 == 1 ? 0 : null, claimed: true);
            at = calendar.At(DateOnly.FromDateTime(calendar.Local(at).DateTime).AddDays(10 + dice.Next(7)), new TimeOnly(8 + dice.Next(12), dice.Next(60), dice.Next(60)));
        }
    }
}
