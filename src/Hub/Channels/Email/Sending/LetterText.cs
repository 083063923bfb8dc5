using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Platform;

namespace Hub.Channels.Email.Sending;

/// <summary>The plain text of what we send.</summary>
public static partial class LetterText
{
    /// <summary>How much of what was said before goes along with an answer by mail.</summary>
    private const int LongestQuotation = 4_000;

    /// <summary>With a continuation, which may go to somebody who never wrote: at the most so much of what the visitor typed.</summary>
    public const int LongestContext = 500;

    /// <summary>An answer, the signature, and what it answers below.</summary>
    public static string Reply(Letter letter, Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var text = new StringBuilder();
        Append(text, letter);
        Sign(text, mailbox, letter.Language);
        if (letter.Before is { } before) Quote(text, letter.Language, before.Text, before.Author ?? letter.CustomerName, before.At);
        return text.ToString();
    }

    /// <summary>A chat answer that was not seen. It may reach somebody who never wrote, so what the visitor typed is short and without working links.</summary>
    public static string Continuation(Letter letter, Mailbox mailbox, string notMeUrl, string quietUrl)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var text = new StringBuilder();
        text.Append(Words.ContinuationIntro(letter.Language, letter.Site ?? mailbox.Name)).Append("\n\n");
        Append(text, letter);
        Sign(text, mailbox, letter.Language);
        text.Append("\n\n").Append(Words.ContinuationReply(letter.Language, reachable: true));
        if (letter.Before is { } before)
        {
            text.Append("\n\n").Append(Words.ContinuationContext(letter.Language)).Append('\n');
            foreach (var line in Cut(Disarm(before.Text), LongestContext).Split('\n')) text.Append("> ").Append(line).Append('\n');
        }
        text.Append("\n-- \n").Append(Words.NotMe(letter.Language, notMeUrl)).Append('\n').Append(Words.Quiet(letter.Language, quietUrl)).Append('\n');
        return text.ToString();
    }

    /// <summary>Takes the life out of links: mail programs make one of whatever looks like an address.</summary>
    public static string Disarm(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Scheme().Replace(text, "$1 : ");
        return Dot().Replace(plain, " . ").Replace("@", " (at) ", StringComparison.Ordinal);
    }

    /// <summary>The text of a language in a JSON object of texts; none where it has none.</summary>
    public static string? OfLanguage(string json, string language)
    {
        using var texts = JsonDocument.Parse(json);
        return texts.RootElement.TryGetProperty(language, out var text) && text.GetString() is { Length: > 0 } found ? found : null;
    }

    private static void Append(StringBuilder text, Letter letter)
    {
        for (var i = 0; i < letter.Answers.Count; i++)
        {
            if (i > 0) text.Append("\n\n");
            text.Append(letter.Answers[i].Text.TrimEnd());
        }
        for (var i = 0; i < letter.Files.Count; i++)
            text.Append(i == 0 && text.Length > 0 ? "\n\n" : "\n").Append(Words.File(letter.Language, letter.Files[i].Name, letter.Files[i].Size)).Append('\n').Append(letter.Files[i].Url);
        if (letter.Files.Count > 0) text.Append("\n\n").Append(Words.FilesUntil(letter.Language));
    }

    /// <summary>What was said before, as mail programs quote it.</summary>
    internal static void Quote(StringBuilder text, string language, string before, string author, DateTime at)
    {
        text.Append("\n\n").Append(Words.Wrote(language, at, author)).Append('\n');
        foreach (var line in Cut(before, LongestQuotation).Split('\n')) text.Append(line.StartsWith('>') ? ">" : "> ").Append(line).Append('\n');
    }

    /// <summary>The mailbox's signature, where it has one.</summary>
    internal static void Sign(StringBuilder text, Mailbox mailbox, string language)
    {
        // In the customer's language, else in the mailbox's own: better than none.
        if ((OfLanguage(mailbox.Signatures, language) ?? OfLanguage(mailbox.Signatures, mailbox.Locale)) is { } signature)
            text.Append("\n\n").Append(signature.TrimEnd());
    }

    internal static string Cut(string text, int longest)
    {
        var plain = text.ReplaceLineEndings("\n").Trim();
        if (plain.Length <= longest) return plain;
        var end = longest - 1;
        if (char.IsHighSurrogate(plain[end - 1])) end--;
        return string.Concat(plain.AsSpan(0, end).TrimEnd(), "…");
    }

    [GeneratedRegex(@"([\p{L}\d+.-]{1,20})\s*:\s*/\s*/", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    // A dot between two of anything makes a host name, also the wide ones of Asian scripts. What stands beside it is not taken: it may stand beside the next.
    [GeneratedRegex(@"(?<=[^\s.。．｡])[.。．｡](?=[^\s.。．｡])")]
    private static partial Regex Dot();
}
