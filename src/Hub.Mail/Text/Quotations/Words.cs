using System.Runtime.InteropServices;

namespace Hub.Mail.Text.Quotations;

/// <summary>How often each word stands among the lines shown and among those folded. Addresses, which HTML and plain text write differently, are no words.</summary>
internal sealed class Words
{
    public Dictionary<string, int> Shown { get; } = [];

    public Dictionary<string, int> Folded { get; } = [];

    public static Words Of(WrittenLines written)
    {
        var words = new Words();
        for (var i = 0; i < written.Lines.Count; i++)
        {
            var counts = i >= written.First && i <= written.Last ? words.Shown : words.Folded;
            foreach (var word in In(written.Lines, i)) CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        }
        return words;
    }

    /// <summary>Whether a word is folded here that the other part does not fold as often.</summary>
    public bool HidesMoreThan(Words other) => Folded.Any(w => w.Value > other.Folded.GetValueOrDefault(w.Key));

    /// <summary>The words of a line, in lower case, without signs around them.</summary>
    public static IEnumerable<string> In(MailLines lines, int line)
    {
        var (at, end) = (lines.Start(line), lines.End(line));
        while (at < end)
        {
            var start = at;
            while (at < end && !char.IsWhiteSpace(lines.Text[at])) at++;
            if (Word(lines.Text.AsSpan(start, at - start)) is { } word) yield return word;
            at++;
        }
    }

    private static string? Word(ReadOnlySpan<char> text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('@')) return null;
        var (start, end) = (0, text.Length);
        while (start < end && !char.IsLetterOrDigit(text[start]) && !char.IsSurrogate(text[start])) start++;
        while (end > start && !char.IsLetterOrDigit(text[end - 1]) && !char.IsSurrogate(text[end - 1])) end--;
        return start == end ? null : text[start..end].ToString().ToLowerInvariant();
    }
}

/// <summary>Which words one part of a mail folds and the other shows, while line after line is shown.</summary>
internal sealed class HiddenWords
{
    private readonly Words own;
    private readonly Words other;
    private int hidden;

    public HiddenWords(Words own, Words other)
    {
        (this.own, this.other) = (own, other);
        hidden = own.Folded.Keys.Count(IsHidden);
    }

    public bool Any => hidden > 0;

    /// <summary>A line that was folded is shown now.</summary>
    public void Show(MailLines lines, int line)
    {
        foreach (var word in Words.In(lines, line))
        {
            var before = IsHidden(word);
            own.Folded[word]--;
            CollectionsMarshal.GetValueRefOrAddDefault(own.Shown, word, out _)++;
            if (before && !IsHidden(word)) hidden--;
        }
    }

    private bool IsHidden(string word) =>
        other.Shown.GetValueOrDefault(word) > own.Shown.GetValueOrDefault(word) && own.Folded.GetValueOrDefault(word) > other.Folded.GetValueOrDefault(word);
}
