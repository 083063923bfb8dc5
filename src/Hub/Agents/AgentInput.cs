using System.Buffers;
using Hub.Platform;

namespace Hub.Agents;

/// <summary>What may be typed about an agent. Checked before it reaches the database, which refuses NUL characters with an error of its own.</summary>
internal static class AgentInput
{
    public const int MinPassword = 12;
    public const int MaxPassword = 256;
    public const int MaxName = 100;
    public const int MaxEmail = 254; // RFC 5321 4.5.3.1.3: a path of 256 with its brackets
    private const int MaxLocalPart = 64; // RFC 5321 4.5.3.1.1
    private static readonly SearchValues<char> specials = SearchValues.Create("()<>[],;:\\\""); // RFC 5322 3.2.3: these need quoting, which nobody uses

    /// <summary>The name without blanks around it.</summary>
    public static Outcome<string> Name(string? text)
    {
        var name = text?.Trim() ?? "";
        if (name.Length is 0 or > MaxName) return Refusal.Invalid("name", "name_invalid", $"The name must have 1 to {MaxName} characters.");
        if (name.Any(char.IsControl)) return Refusal.Invalid("name", "name_invalid", "The name holds characters that cannot be shown.");
        return name;
    }

    /// <summary>The address without blanks around it. Whether somebody reads mail there is not asked.</summary>
    public static Outcome<string> Email(string? text)
    {
        var email = text?.Trim() ?? "";
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var acceptable = email.Length <= MaxEmail && at is > 0 and <= MaxLocalPart && at < email.Length - 1
            && email.IndexOf('@', at + 1) < 0
            && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && email.AsSpan().IndexOfAny(specials) < 0;
        return acceptable ? email : Refusal.Invalid("email", "email_invalid", "This is not an e-mail address.");
    }

    public static Outcome<string> Password(string? text)
    {
        if (text is null || text.Length < MinPassword) return Refusal.Invalid("password", "password_too_short", $"The password must have at least {MinPassword} characters.");
        if (text.Length > MaxPassword) return Refusal.Invalid("password", "password_too_long", $"The password must have at most {MaxPassword} characters.");
        if (text.Contains('\0', StringComparison.Ordinal)) return Refusal.Invalid("password", "password_invalid", "The password holds a character that cannot be typed.");
        return text;
    }

    public static Outcome<string> Notify(string? text) => text is "never" or "away" or "always"
        ? text
        : Refusal.Invalid("notify", "notify_unknown", "notify must be never, away or always.");

    public static Outcome<string> Language(string? text) => text is "en" or "fr"
        ? text
        : Refusal.Invalid("language", "language_unknown", "The language must be en or fr.");
}
