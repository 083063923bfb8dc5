using Hub.Platform.OpenApi;
using static Hub.Channels.WebChat.SiteLanguages;

namespace Hub.Channels.WebChat;

/// <summary>A site as its administrator sees it.</summary>
/// <param name="Id">Of its channel.</param>
/// <param name="Key">Stands in the line on the page; public, so it proves nothing.</param>
/// <param name="FormerKeys">Keys it had before, which open the chat until they are revoked; the latest first.</param>
/// <param name="Enabled">Where false, no chat begins here.</param>
/// <param name="Name">Shown above the chat where no title is given, and to agents.</param>
/// <param name="AllowedOrigins">Whose pages may show the chat, besides Hub's own.</param>
/// <param name="Languages">Those offered.</param>
/// <param name="Locale">Language where the visitor's is not offered.</param>
/// <param name="Texts">What it says by itself, by language.</param>
/// <param name="Greeting">The greeting in the site's own language.</param>
/// <param name="Accent">Colour of the chat, <c>#rrggbb</c>; none: Hub's.</param>
/// <param name="Contrast">What the colour does to reading.</param>
/// <param name="Position">Where the launcher stands.</param>
/// <param name="Launcher">The launcher is shown.</param>
/// <param name="Sound">Answers sound unless the visitor says otherwise.</param>
/// <param name="Remember">What the page that carries the chat may keep in its own storage.</param>
/// <param name="PrivacyUrl">The company's privacy notice.</param>
/// <param name="ContinueAfter">Seconds before an answer that was not seen goes by mail; none: the hub's own setting.</param>
/// <param name="Team">Id of the team that its new tickets belong to.</param>
/// <param name="Snippet">To be pasted into the pages.</param>
/// <param name="PreviewUrl">A page that shows the chat with the settings that the desk tells it.</param>
/// <param name="Seen">Where the chat was begun, the latest first; known to within some minutes.</param>
public sealed record SiteView(
    long Id, string Key, IReadOnlyList<FormerKey> FormerKeys, bool Enabled, string Name, string[] AllowedOrigins,
    [property: Words(En, Fr, De, Es, It, Nl, Pt, Pl, Sv, Da)] string[] Languages, [property: Words(En, Fr, De, Es, It, Nl, Pt, Pl, Sv, Da)] string Locale,
    IReadOnlyDictionary<string, SiteWords> Texts, string? Greeting, string? Accent, SiteContrast Contrast, SitePlace Position, bool Launcher, bool Sound,
    [property: Words("nothing", "marker", "conversation")] string Remember, string? PrivacyUrl, int? ContinueAfter, long? Team, string Snippet, string PreviewUrl, IReadOnlyList<Sighting> Seen);

/// <summary>Where a launcher stands.</summary>
/// <param name="Side">Of the window, whatever the language's direction.</param>
/// <param name="X">CSS pixels from that side.</param>
/// <param name="Y">CSS pixels from below.</param>
public sealed record SitePlace([property: Words("left", "right")] string Side, int X, int Y);
