using System.Globalization;
using System.Text.Json;
using Hub.Platform;

namespace Hub.Channels.WebChat.Proving;

/// <summary>What a site's server says of a visitor, once its signature was found good.</summary>
/// <param name="Sub">What the company's own systems call the person.</param>
/// <param name="Name">Their name.</param>
/// <param name="Email">Their address, in lower case.</param>
/// <param name="EmailVerified">The company has verified it.</param>
/// <param name="Until">When the assertion ends.</param>
/// <param name="Nonce">The same for the same assertion, and for every other with its <c>jti</c>.</param>
/// <param name="Kid">The key that signed it.</param>
public sealed record Assertion(string Sub, string? Name, string? Email, bool EmailVerified, DateTimeOffset Until, byte[] Nonce, string Kid);

/// <summary>The claims of an assertion, whichever form it has, before anybody believes them.</summary>
internal sealed record AssertionClaims
{
    /// <summary>How far the integrator's clock may be off, in either direction.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>How long an assertion may be good for: it is made for a page, and a page lasts a day at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The refusal's code where everything is right but the time: the signature was found good before.</summary>
    public const string Expired = "identity_expired";

    private const int LongestSub = 200;

    public string? Sub { get; private init; }
    public string? Name { get; private init; }
    public string? Email { get; private init; }
    public bool EmailVerified { get; private init; }
    public long? IssuedAt { get; private init; }
    public long? Expires { get; private init; }
    public string? Jti { get; private init; }
    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary>Takes the claims of a JSON object by their registered names (RFC 7519 section 4.1, OpenID Connect Core section 5.1); what has another type counts as absent.</summary>
    public static AssertionClaims Of(JsonElement json) => new()
    {
        // Many systems number their people.
        Sub = json.TryGetProperty("sub", out var sub) && sub.ValueKind is JsonValueKind.Number && sub.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : Text(json, "sub"),
        Name = Text(json, "name"),
        Email = Text(json, "email"),
        EmailVerified = json.TryGetProperty("email_verified", out var verified) && verified.ValueKind is JsonValueKind.True,
        IssuedAt = Seconds(json, "iat"),
        Expires = Seconds(json, "exp"),
        Jti = Text(json, "jti"),
        Audiences = !json.TryGetProperty("aud", out var aud) ? [] : aud.ValueKind is JsonValueKind.Array
            ? [.. aud.EnumerateArray().Where(a => a.ValueKind is JsonValueKind.String).Select(a => a.GetString()!)]
            : aud.ValueKind is JsonValueKind.String ? [aud.GetString()!] : [],
    };

    /// <summary>What the simple form signs: one line a field, in this order, empty where absent. No value may hold a line end, so no two contents have one text.</summary>
    /// <returns>None where a value holds one.</returns>
    public string? Canonical(string siteKey)
    {
        string[] lines =
        [
            "hub-identity-1", siteKey, Sub ?? "", Name ?? "", Email ?? "", EmailVerified ? "true" : "false",
            IssuedAt?.ToString(CultureInfo.InvariantCulture) ?? "", Expires?.ToString(CultureInfo.InvariantCulture) ?? "", Jti ?? "",
        ];
        return lines.Any(line => line.Contains('\n', StringComparison.Ordinal)) ? null : string.Join('\n', lines);
    }

    /// <summary>What is wrong with them, in words for whoever writes the integration.</summary>
    /// <param name="site">To which it was shown; a key that it had before counts until it is revoked.</param>
    /// <param name="now">By our clock.</param>
    /// <param name="aimed">What was signed names the site already.</param>
    /// <returns>None where they are acceptable.</returns>
    public Refusal? Refuse(SiteInfo site, DateTimeOffset now, bool aimed)
    {
        if (string.IsNullOrWhiteSpace(Sub) || Sub.Length > LongestSub || !IsLine(Sub)) return No("identity_sub", $"The assertion needs `sub`: what your system calls the person, 1 to {LongestSub} characters without control characters.");
        if (!aimed && !Audiences.Any(site.Keys.Contains)) return No("identity_audience", "The assertion's `aud` must be the key of this site (data-site in the line on your page).");
        if (Expires is not { } exp) return NoExpiry;
        if (Jti is not null && (Jti.Length is 0 or > 200 || !IsLine(Jti))) return No("identity_jti", "The assertion's `jti` must be 1 to 200 characters without control characters.");
        if (IssuedAt is { } issued && At(issued) is var began && began > now + Skew)
            return No("identity_clock", $"The assertion was made at {Shown(began)}, and it is {Shown(now)} here: your server's clock is {Apart(began - now)} ahead, or `iat` is not in seconds.");
        var until = At(exp);
        if (until <= now - Skew)
            return No(Expired, $"The assertion ended at {Shown(until)}, and it is {Shown(now)} here. Make a new one for each page; if you just made it, your server's clock is {Apart(now - until)} or more behind.");
        return until > now + Longest + Skew
            ? No("identity_too_long", $"The assertion ends at {Shown(until)}, and it is {Shown(now)} here: `exp` may be 24 hours ahead at most, and is in seconds.")
            : null;
    }

    public static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253_402_300_799));

    public static Refusal NoExpiry => No("identity_no_expiry", "The assertion needs `exp`: a number of seconds since 1970, at most 24 hours ahead.");

    public static Refusal No(string code, string message) => new(code, StatusCodes.Status401Unauthorized, message);

    public static bool IsLine(string text) => Texts.IsStorable(text) && !text.Any(char.IsControl);

    private static string Shown(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Apart(TimeSpan span) => span < TimeSpan.FromHours(2) ? $"{span.TotalMinutes:0} minutes" : $"{span.TotalHours:0} hours";

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    // RFC 7519 section 2: a NumericDate may have a fraction.
    private static long? Seconds(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var seconds) && Math.Abs(seconds) < 1e15 ? (long)seconds : null;
}
