using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Platform;
using Hub.Platform.OpenApi;
using static Hub.Channels.WebChat.SiteLanguages;

namespace Hub.Channels.WebChat;

/// <summary>Where the launcher stands.</summary>
/// <param name="Side">Of the window, whatever the language's direction.</param>
/// <param name="X">CSS pixels from that side, 0 to 200.</param>
/// <param name="Y">CSS pixels from below, 0 to 200.</param>
public sealed record SitePosition([property: Required, Words("left", "right")] string? Side, [property: Required, Range(0, 200)] int? X, [property: Required, Range(0, 200)] int? Y);

/// <summary>What to make or change of a site; what is absent stays, an empty text takes away.</summary>
public sealed partial record SiteInput
{
    /// <summary>1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>All of them from now on, 50 at most: scheme, host and perhaps a port.</summary>
    public string[]? AllowedOrigins { get; init; }

    /// <summary>The languages offered, each once.</summary>
    [Words(En, Fr, De, Es, It, Nl, Pt, Pl, Sv, Da)] public string[]? Languages { get; init; }

    /// <summary>Language where the visitor's is not offered; one of those that are.</summary>
    [Words(En, Fr, De, Es, It, Nl, Pt, Pl, Sv, Da)] public string? Locale { get; init; }

    /// <summary>What it says by itself. The languages named here are set, the others stay.</summary>
    public Dictionary<string, SiteWords?>? Texts { get; init; }

    /// <summary>Said before the first message, in the site's own language; the same as in <c>texts</c>. 300 characters at most.</summary>
    public string? Greeting { get; init; }

    /// <summary>A colour such as <c>#0b6073</c>.</summary>
    public string? Accent { get; init; }

    /// <summary>Where the launcher stands.</summary>
    public SitePosition? Position { get; init; }

    /// <summary>Show the launcher; else the page opens the chat itself.</summary>
    public bool? Launcher { get; init; }

    /// <summary>Answers sound unless the visitor says otherwise.</summary>
    public bool? Sound { get; init; }

    /// <summary>What the page that carries the chat may keep in its own storage, once a visitor has written.</summary>
    [Words("nothing", "marker", "conversation")] public string? Remember { get; init; }

    /// <summary>Begins with <c>https://</c>.</summary>
    public string? PrivacyUrl { get; init; }

    /// <summary>Seconds before an answer that was not seen goes by mail, or null for the hub's own setting.</summary>
    [ReadsAs(typeof(int), OrNull = true), Range(1, 86_400)] public JsonElement ContinueAfter { get; init; }

    /// <summary>Id of the team that its new tickets belong to, or null.</summary>
    [ReadsAs(typeof(long), OrNull = true)] public JsonElement Team { get; init; }

    /// <summary>False: no chat begins here, and the launcher is gone from the pages within minutes.</summary>
    public bool? Enabled { get; init; }

    private const int MostOrigins = 50;
    private const int FarthestOffset = 200;

    /// <summary>The codes of <see cref="Refuse"/> and <see cref="Apply"/>.</summary>
    public static string[] Codes { get; } =
    [
        "name_empty", "name_invalid", "name_too_long", "origins_too_many", "origin_invalid", "languages_invalid", "locale_invalid", "texts_invalid", "texts_too_long", "greeting_empty", "greeting_invalid",
        "greeting_too_long", "accent_invalid", "position_invalid", "remember_invalid", "privacy_url_invalid", "continue_after_invalid", "team_unknown",
    ];

    /// <summary>What is wrong with it by itself; none: nothing.</summary>
    /// <param name="isNew">A name is needed then.</param>
    public Refusal? Refuse(bool isNew)
    {
        if ((isNew || Name is not null) && Platform.Texts.RefuseLine("name", Name, 100) is { } name) return name;
        if (Greeting is { Length: > 0 } && Platform.Texts.RefuseLine("greeting", Greeting, 300) is { } greeting) return greeting;
        if (AllowedOrigins is { Length: > MostOrigins }) return Refusal.Invalid("allowedOrigins", "origins_too_many", $"A site may have {MostOrigins} origins at most.");
        if (AllowedOrigins?.FirstOrDefault(o => Origins.Normal(o) is null) is { } wrong)
            return Refusal.Invalid("allowedOrigins", "origin_invalid", $"An origin is a scheme, a host and perhaps a port, such as https://shop.example; not {Platform.Texts.Headline(Platform.Texts.Storable(wrong, 60), 60)}.");
        if (AllowedOrigins?.Contains(null) == true) return Refusal.Invalid("allowedOrigins", "origin_invalid", "An origin is a scheme, a host and perhaps a port, such as https://shop.example.");
        if (Languages is not null && (Languages.Length == 0 || !Languages.All(Has) || Languages.Distinct().Count() < Languages.Length))
            return Refusal.Invalid("languages", "languages_invalid", $"languages are one or more of {string.Join(", ", All)}, each once.");
        if (Locale is not null && !Has(Locale)) return Refusal.Invalid("locale", "locale_invalid", $"locale must be one of {string.Join(", ", All)}.");
        if (Accent is { Length: > 0 } && !Colour().IsMatch(Accent)) return Refusal.Invalid("accent", "accent_invalid", "accent must be a colour such as #0b6073.");
        if (Position is not null && !(Position.Side is "left" or "right" && Position.X is >= 0 and <= FarthestOffset && Position.Y is >= 0 and <= FarthestOffset))
            return Refusal.Invalid("position", "position_invalid", $"position needs side (left or right), x and y, from 0 to {FarthestOffset}.");
        if (Remember is not (null or "nothing" or "marker" or "conversation")) return Refusal.Invalid("remember", "remember_invalid", "remember must be nothing, marker or conversation.");
        if (PrivacyUrl is { Length: > 0 } privacy && !(Uri.TryCreate(privacy.Trim(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && privacy.Length <= 500 && Platform.Texts.IsStorable(privacy) && !privacy.Any(char.IsControl)))
            return Refusal.Invalid("privacyUrl", "privacy_url_invalid", "privacyUrl must be an address that begins with https://.");
        if (ContinueAfter.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && Seconds is not (>= 1 and <= 86_400))
            return Refusal.Invalid("continueAfter", "continue_after_invalid", "continueAfter must be 1 to 86400 seconds, or null for the hub's own setting.");
        if (Team.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && TeamId is null) return UnknownTeam;
        return RefuseTexts();
    }

    /// <summary>There is no such team; only the database knows.</summary>
    internal static Refusal UnknownTeam => Refusal.Invalid("team", "team_unknown", "team must be the id of a team, or null.");

    /// <summary>The site with these changes; a refusal where they do not go with what it has.</summary>
    public Outcome<SiteInfo> Apply(SiteInfo site, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(site);
        // A first choice of language alone offers that language too.
        var languages = Languages ?? (Locale is null || site.Languages.Contains(Locale) ? site.Languages : [.. site.Languages, Locale]);
        var locale = Locale ?? (languages.Contains(site.Locale) ? site.Locale : languages[0]);
        if (!languages.Contains(locale)) return Refusal.Invalid("locale", "locale_invalid", "locale must be one of the languages that are offered.");
        var texts = site.Texts.ToDictionary();
        foreach (var (language, words) in Texts ?? []) texts[language] = new(Clean(words?.Title), Clean(words?.Greeting), Clean(words?.Away));
        if (Greeting is not null) texts[locale] = (texts.GetValueOrDefault(locale) ?? new(null, null, null)) with { Greeting = Clean(Greeting) };
        return site with
        {
            Name = Name?.Trim() ?? site.Name,
            AllowedOrigins = AllowedOrigins?.Select(o => Origins.Normal(o)!).Distinct().ToArray() ?? site.AllowedOrigins,
            Languages = languages,
            Locale = locale,
            Texts = texts.Where(t => t.Value is not { Title: null, Greeting: null, Away: null }).ToDictionary(),
            Accent = Accent is null ? site.Accent : Clean(Accent)?.ToLowerInvariant(),
            Side = Position?.Side ?? site.Side,
            OffsetX = Position?.X ?? site.OffsetX,
            OffsetY = Position?.Y ?? site.OffsetY,
            Launcher = Launcher ?? site.Launcher,
            Sound = Sound ?? site.Sound,
            Remember = Remember ?? site.Remember,
            PrivacyUrl = PrivacyUrl is null ? site.PrivacyUrl : Clean(PrivacyUrl),
            ContinueAfter = ContinueAfter.ValueKind is JsonValueKind.Undefined ? site.ContinueAfter : Seconds,
            Team = Team.ValueKind is JsonValueKind.Undefined ? site.Team : TeamId,
            OffAt = Enabled is not { } enabled ? site.OffAt : enabled ? null : site.OffAt ?? now,
        };
    }

    private int? Seconds => ContinueAfter.ValueKind is JsonValueKind.Number && ContinueAfter.TryGetInt32(out var seconds) ? seconds : null;

    private long? TeamId => Team.ValueKind is JsonValueKind.Number && Team.TryGetInt64(out var id) ? id : null;

    private Refusal? RefuseTexts()
    {
        foreach (var (language, words) in Texts ?? [])
        {
            if (!Has(language)) return Refusal.Invalid("texts", "texts_invalid", $"texts have the languages {string.Join(", ", All)}.");
            foreach (var (field, text, longest) in new[] { ("title", words?.Title, 60), ("greeting", words?.Greeting, 300), ("away", words?.Away, 120) })
            {
                if (string.IsNullOrWhiteSpace(text) || Platform.Texts.RefuseLine(field, text, longest) is not { } refusal) continue;
                var code = refusal.Code.EndsWith("_too_long", StringComparison.Ordinal) ? "texts_too_long" : "texts_invalid";
                return Refusal.Invalid($"texts.{language}.{field}", code, refusal.Message);
            }
        }
        return null;
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Not $, which lets a line end pass behind it.
    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z")]
    private static partial Regex Colour();
}
