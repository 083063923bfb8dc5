using Hub.Platform;
using Hub.Platform.OpenApi;

namespace Hub.Channels.WebChat.Reception;

/// <summary>What is asked before a chat begins.</summary>
/// <param name="When"><c>always</c>, or <c>away</c>: only while nobody is there.</param>
/// <param name="Fields">In the order in which they are asked; eight at most.</param>
public sealed record ChatForm([property: Words("always", "away")] string When, IReadOnlyList<ChatField> Fields)
{
    private const int MostFields = 8;

    /// <returns>None where it can be asked as it is.</returns>
    internal Refusal? Refuse()
    {
        if (When is not ("always" or "away")) return Invalid("when must be always or away.");
        if (Fields is not { Count: > 0 and <= MostFields }) return Invalid($"A form has 1 to {MostFields} fields.");
        if (Fields.Any(f => f?.IsComplete != true)) return Invalid("Each field needs a key of 1 to 40 letters, digits, - or _, a kind, and a label in at least one language; a choice 2 to 12 options.");
        return Fields.Select(f => f.Key).Distinct(StringComparer.Ordinal).Count() == Fields.Count ? null : Invalid("Two fields have the same key.");
    }

    private static Refusal Invalid(string sentence) => Refusal.Invalid("form", "form_invalid", sentence);
}

/// <summary>One question.</summary>
/// <param name="Key">Its name in the answers, unique in the form.</param>
/// <param name="Kind"><c>name</c> and <c>email</c> go to the customer, <c>topic</c> (a choice) and the rest to the ticket.</param>
/// <param name="Required">The chat begins only with an answer.</param>
/// <param name="Labels">What is asked, by language; <c>name</c> and <c>email</c> need none.</param>
/// <param name="Options">What can be chosen.</param>
public sealed record ChatField(
    string Key, [property: Words("name", "email", "topic", "choice", "text", "check")] string Kind, bool Required, IReadOnlyDictionary<string, string>? Labels, IReadOnlyList<ChatOption>? Options)
{
    private const int LongestLabel = 120;
    private const int LongestAnswer = 500;

    private bool IsChoice => Kind is "topic" or "choice";

    internal bool IsComplete =>
        IsKey(Key) && Kind is "name" or "email" or "topic" or "choice" or "text" or "check"
        && (Kind is "name" or "email" ? Labels is null or { Count: 0 } || AreLabels(Labels) : AreLabels(Labels))
        && (IsChoice ? Options is { Count: >= 2 and <= 12 } && Options.All(o => o is not null && IsKey(o.Key) && AreLabels(o.Labels)) && Options.DistinctBy(o => o.Key).Count() == Options.Count : Options is null or { Count: 0 });

    /// <summary>The answer as it is kept: with the question's and the option's own words in the visitor's language.</summary>
    /// <returns>A refusal where it is missing or none of the options; nothing where it was left open.</returns>
    internal Outcome<FormAnswer?> Accept(string? value, string locale)
    {
        var given = value?.Trim() ?? "";
        if (given.Length == 0 || (Kind is "check" && given is not "true"))
            return Required ? Refusal.Invalid(Key, "answer_missing", $"{Key} must be answered.") : (FormAnswer?)null;
        if (given.Length > LongestAnswer || !Texts.IsStorable(given)) return Refusal.Invalid(Key, "answer_invalid", $"{Key} may have {LongestAnswer} characters at most.");
        var label = InWords(Labels, locale) ?? Key;
        if (!IsChoice) return new FormAnswer(Key, label, given);
        return Options!.FirstOrDefault(o => o.Key == given) is { } option
            ? new FormAnswer(Key, label, InWords(option.Labels, locale) ?? option.Key)
            : Refusal.Invalid(Key, "answer_invalid", $"{Key} must be one of its options.");
    }

    private static string? InWords(IReadOnlyDictionary<string, string>? labels, string locale) =>
        labels is null or { Count: 0 } ? null : labels.TryGetValue(locale, out var own) ? own : labels.TryGetValue("en", out var english) ? english : labels.Values.First();

    private static bool IsKey(string? key) => key is { Length: > 0 and <= 40 } && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool AreLabels(IReadOnlyDictionary<string, string>? labels) =>
        labels is { Count: > 0 and <= 20 } && labels.All(l => l.Key is { Length: 2 } && l.Key.All(char.IsAsciiLetterLower) && Texts.RefuseLine("label", l.Value, LongestLabel) is null);
}

/// <summary>What can be chosen.</summary>
/// <param name="Key">Its name in the answers, unique in the field.</param>
/// <param name="Labels">What it is called, by language.</param>
public sealed record ChatOption(string Key, IReadOnlyDictionary<string, string> Labels);

/// <summary>An answer given before the chat, in the words of that moment.</summary>
/// <param name="Key">The field's.</param>
/// <param name="Label">The question.</param>
/// <param name="Value">The answer.</param>
public sealed record FormAnswer(string Key, string Label, string Value);

/// <summary>What a visitor agrees to before writing (GDPR art. 7).</summary>
/// <param name="Version">Counts the wordings; set by Hub.</param>
/// <param name="Texts">The wording by language.</param>
public sealed record ChatConsent(int Version, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The wording in a language, or the nearest that there is, and which that is.</summary>
    public (string Language, string Text) In(string locale) =>
        Texts.TryGetValue(locale, out var own) ? (locale, own) : Texts.TryGetValue("en", out var english) ? ("en", english) : (Texts.First().Key, Texts.First().Value);

    internal static Refusal? Refuse(IReadOnlyDictionary<string, string> texts) =>
        texts is { Count: > 0 and <= 20 } && texts.All(t => t.Key is { Length: 2 } && t.Key.All(char.IsAsciiLetterLower) && Platform.Texts.RefuseLine("text", t.Value, 500) is null)
            ? null
            : Refusal.Invalid("consent", "consent_invalid", "consent needs a text of 1 to 500 characters in at least one language.");
}
