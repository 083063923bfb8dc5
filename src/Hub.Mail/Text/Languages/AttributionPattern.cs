namespace Hub.Mail.Text.Languages;

/// <summary>What stands for something in an attribution.</summary>
internal enum Slot
{
    /// <summary>A date, mostly with a time.</summary>
    When,

    /// <summary>A name, an address or both.</summary>
    Who,
}

/// <summary>One word order of an attribution, folded: words, then each slot with the words behind it.</summary>
/// <param name="Opening">What it begins with; empty where it begins with a slot.</param>
/// <param name="Slots">The slots in their order; the words behind one are empty at the end and between two neighbours.</param>
internal sealed record AttributionPattern(string Opening, IReadOnlyList<(Slot Slot, string Behind)> Slots)
{
    /// <summary>Reads "On {when} {who} wrote".</summary>
    public static AttributionPattern Parse(string pattern)
    {
        var parts = pattern.Split('{', StringSplitOptions.TrimEntries);
        return new AttributionPattern(
            Folding.Fold(parts[0]),
            [.. parts.Skip(1).Select(p => p.Split('}')).Select(p => (p[0] == "when" ? Slot.When : Slot.Who, Folding.Fold(p[1])))]);
    }
}
