using Hub.Mail.Text.Languages;

namespace Hub.Mail.Text.Quotations;

/// <summary>How a sentence fits the attributions that mail programs write.</summary>
internal sealed record AttributionMatch
{
    private const int MaxName = 8;
    private const int MaxNameAndAddress = 14;

    // "Central European Summer Time" behind the time.
    private const int MaxZone = 4;

    /// <summary>Whether words stand before the first slot, so that the sentence was not found by its end alone.</summary>
    public required bool HasOpening { get; init; }

    /// <summary>A time and an address, told by nobody: what needs no marked lines below it.</summary>
    public required bool IsSure { get; init; }

    /// <summary>A date and a name, or an address: what is enough above marked lines.</summary>
    public required bool IsEnoughAboveMarks { get; init; }

    /// <summary>The best fit of a folded sentence without its colon; null when no program writes it.</summary>
    public static AttributionMatch? Find(string sentence)
    {
        AttributionMatch? found = null;
        foreach (var pattern in Phrases.Attributions)
        {
            if (Match(sentence, pattern) is not { } match) continue;
            if (match.IsSure) return match;
            if (found is not { IsEnoughAboveMarks: true }) found = match;
        }
        // "вт, 6 мая 2025 г. в 09:14, Anna <a@mail.example>": Gmail in Russian and Yandex have no verb.
        return found ?? (Match(sentence, new AttributionPattern("", [(Slot.When, ""), (Slot.Who, "")])) is { IsSure: true } bare ? bare : null);
    }

    private static AttributionMatch? Match(ReadOnlySpan<char> sentence, AttributionPattern pattern)
    {
        if (!sentence.StartsWith(pattern.Opening, StringComparison.Ordinal)) return null;
        var rest = sentence[pattern.Opening.Length..];
        if (pattern.Opening.Length > 0 && (rest.Length == 0 || rest[0] != ' ')) return null;
        rest = rest.TrimStart(' ');
        var date = default(DateReader);
        var who = ReadOnlySpan<char>.Empty;
        for (var i = 0; i < pattern.Slots.Count; i++)
        {
            var (slot, behind) = pattern.Slots[i];
            var last = i == pattern.Slots.Count - 1;
            if (slot is Slot.When) date = DateReader.Read(rest);
            // Where nothing parts the date from the name, the date ends by itself.
            var end = behind.Length == 0 ? (last ? rest.Length : date.Length) : EndOf(rest, behind, last);
            if (end < 0) return null;
            if (slot is Slot.Who) who = rest[..end].Trim(" ,(");
            else if (!date.IsDate || !IsZone(rest[Math.Min(date.Length, end)..end])) return null;
            rest = rest[Math.Min(rest.Length, behind.Length == 0 ? end : end + 1 + behind.Length)..].TrimStart(' ');
        }
        return Judge(date, who, pattern.Opening.Length > 0);
    }

    // Where the words begin that stand behind a slot: at the end, or somewhere with blanks around them.
    private static int EndOf(ReadOnlySpan<char> rest, string behind, bool last)
    {
        if (last)
        {
            var end = rest.Length - behind.Length;
            // "<a@shop.example>wrote" without a blank.
            return end > 0 && rest.EndsWith(behind, StringComparison.Ordinal) && rest[end - 1] is ' ' or '>' or ',' ? end - (rest[end - 1] == ' ' ? 1 : 0) : -1;
        }
        for (var from = 1; from < rest.Length; from++)
        {
            var at = rest[from..].IndexOf(behind, StringComparison.Ordinal);
            if (at < 0) return -1;
            from += at;
            var after = from + behind.Length;
            if (rest[from - 1] == ' ' && after < rest.Length && rest[after] == ' ') return from - 1;
        }
        return -1;
    }

    private static bool IsZone(ReadOnlySpan<char> rest) => rest.Trim(" ,)").Length == 0 || Count(rest) <= MaxZone;

    private static AttributionMatch? Judge(DateReader date, ReadOnlySpan<char> who, bool hasOpening)
    {
        if (who.Length == 0) return null;
        var address = who.Contains('@');
        if (Count(who) > (address ? MaxNameAndAddress : MaxName)) return null;
        var told = IsTold(who, address);
        return new AttributionMatch
        {
            HasOpening = hasOpening,
            IsSure = address && date.HasTime && (date.HasSeconds || !told),
            IsEnoughAboveMarks = address || (date.IsDate && !told),
        };
    }

    // "your colleague", "my husband", "Paul told me and": no name. A name with its address may begin with "The".
    private static bool IsTold(ReadOnlySpan<char> who, bool address)
    {
        foreach (var range in who.Split(' '))
        {
            var word = who[range].Trim(",.\"");
            if (word.Length > 0 && Phrases.Narrators.Contains(word.ToString())) return true;
            if (address) return false;
        }
        return false;
    }

    private static int Count(ReadOnlySpan<char> words) => words.Count(' ') + 1;
}
