namespace Hub.Demo;

/// <summary>What all stories are played on: the people, the clock, the channels.</summary>
internal sealed class Stage
{
    public required Dice Dice { get; init; }
    public required Calendar Calendar { get; init; }
    public required Colleague[] Colleagues { get; init; }
    public required IReadOnlyDictionary<string, string[]> Extras { get; init; }
    public required ChannelNumbers Channels { get; init; }

    public Colleague Boss => Colleagues.Single(c => c.Role is Agents.Role.Supervisor);

    /// <summary>Who takes a matter up, and when: among those who are at the desk about as soon as anybody.</summary>
    public (Colleague Who, DateTimeOffset At) Free(string language, DateTimeOffset from, Colleague? not = null)
    {
        var able = Colleagues.Where(c => c.Speaks(language) && c != not).Select(c => (Who: c, At: c.FreeFrom(from, Calendar))).ToList();
        var soonest = able.Min(a => a.At);
        var (who, _) = Dice.Pick([.. able.Where(a => a.At <= soonest.AddMinutes(40))], a => a.Who.Weight);
        return (who, Free(who, from));
    }

    /// <summary>When this one comes to it: in the morning not at the stroke of the hour, for the mails of the night lie in a heap.</summary>
    public DateTimeOffset Free(Colleague who, DateTimeOffset from)
    {
        var at = who.FreeFrom(from, Calendar);
        return at == from ? at : who.FreeFrom(at + Dice.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(80)), Calendar);
    }

    /// <summary>A colleague to ask; of those who were always here, nobody speaks German.</summary>
    public Colleague Another(Colleague than, string language) =>
        Dice.Pick([.. Colleagues.Where(c => c != than && c.Speaks(language is "de" ? "fr" : language) && c.Role is Agents.Role.Agent && c.Since > Calendar.Days)]);
}

/// <summary>Numbers of the four channels.</summary>
internal sealed record ChannelNumbers(long FrenchShop, long EnglishShop, long Support, long Orders)
{
    public long ShopOf(string language) => language is "fr" ? FrenchShop : EnglishShop;

    public string AddressOf(long mailbox) => mailbox == Orders ? Company.Orders : Company.Support;
}
