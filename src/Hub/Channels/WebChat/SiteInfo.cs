using System.Text.Json;
using Hub.Platform;

namespace Hub.Channels.WebChat;

/// <summary>What a site says by itself in one language; none: Hub's own words.</summary>
/// <param name="Title">Above the chat, in place of the site's name; 60 characters at most.</param>
/// <param name="Greeting">Before the first message; 300 at most.</param>
/// <param name="Away">Under the title while nobody is here; 120 at most.</param>
public sealed record SiteWords(string? Title, string? Greeting, string? Away);

/// <summary>A key that a site had before its present one.</summary>
/// <param name="Key">It still opens the chat.</param>
/// <param name="ReplacedAt">When another took its place.</param>
public sealed record FormerKey(string Key, DateTimeOffset ReplacedAt);

/// <summary>Where the chat was begun last.</summary>
/// <param name="Origin">Of the page.</param>
/// <param name="Allowed">The chat may appear there; where not, the browser refused it.</param>
/// <param name="At">To within some minutes.</param>
public sealed record Sighting(string Origin, bool Allowed, DateTimeOffset At);

/// <summary>A site as the chat needs it.</summary>
public sealed record SiteInfo
{
    public long Channel { get; init; }

    /// <summary>Its present key, whichever it was asked for by.</summary>
    public string Key { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Origins (<c>https://shop.example</c>) that may show the chat in a frame, besides Hub's own.</summary>
    public string[] AllowedOrigins { get; init; } = [];

    /// <summary>Language where the visitor's is not offered; one of <see cref="Languages"/>.</summary>
    public string Locale { get; init; } = "en";
    public string[] Languages { get; init; } = ["en", "fr"];
    public IReadOnlyDictionary<string, SiteWords> Texts { get; init; } = new Dictionary<string, SiteWords>();

    /// <summary>Colour, <c>#rrggbb</c> in lower case; none: Hub's.</summary>
    public string? Accent { get; init; }
    public string Side { get; init; } = "right";

    /// <summary>CSS pixels between the launcher and the window's edge.</summary>
    public int OffsetX { get; init; } = 24;
    public int OffsetY { get; init; } = 24;

    /// <summary>The button is shown; else the page opens the chat itself.</summary>
    public bool Launcher { get; init; } = true;
    public bool Sound { get; init; }

    /// <summary>What the host's page may keep in its own storage: <c>nothing</c>, <c>marker</c> or <c>conversation</c>.</summary>
    public string Remember { get; init; } = "marker";

    /// <summary>Under which browsers keep the conversation, whatever became of the key; none: the key.</summary>
    public string? Memory { get; init; }
    public string? PrivacyUrl { get; init; }

    /// <summary>Seconds after which an answer that was not seen goes by mail; none: the hub's own setting.</summary>
    public int? ContinueAfter { get; init; }

    /// <summary>An administrator has switched it off.</summary>
    public DateTimeOffset? OffAt { get; init; }

    /// <summary>No chat begins here: switched off, removed, or asked for by a key that was revoked.</summary>
    public bool IsClosed { get; init; }
    public IReadOnlyList<FormerKey> FormerKeys { get; init; } = [];

    /// <summary>The keys that pages and the company's servers may know it by: its present one, and those before that were not revoked.</summary>
    public IEnumerable<string> Keys => FormerKeys.Select(k => k.Key).Prepend(Key);
    public IReadOnlyList<Sighting> Seen { get; init; } = [];

    /// <summary>The columns that are JSON, for the reader of rows.</summary>
    public string TextsJson { init => Texts = JsonSerializer.Deserialize<Dictionary<string, SiteWords>>(value, Json.Options)!; }
    public string KeysJson { init => FormerKeys = JsonSerializer.Deserialize<FormerKey[]>(value, Json.Options)!; }
    public string SeenJson { init => Seen = JsonSerializer.Deserialize<Sighting[]>(value, Json.Options)!; }
}
