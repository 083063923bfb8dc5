using System.Text.Json;
using Hub.Channels.WebChat.Reception;
using Hub.Tickets;

namespace Hub.Channels.WebChat;

/// <summary>What the server tells a visitor's chat.</summary>
public interface IVisitorClient
{
    Task Message(VisitorMessage message);
    Task Typing(VisitorTyping typing);

    /// <summary>The agents have read up to a message.</summary>
    Task Seen(VisitorSeen seen);
    Task State(VisitorState state);

    /// <summary>The conversation is another now: call Start again.</summary>
    Task Resync();
}

/// <param name="SiteKey">Whose chat.</param>
/// <param name="Token">As the last answer gave it; none: a new visitor.</param>
/// <param name="Locale">The visitor's language.</param>
/// <param name="Page">Where the chat was opened.</param>
/// <param name="Identity">The site's signed word about the visitor: a JWT, or an object with a <c>signature</c>.</param>
/// <param name="Renewal">What went with a code whose answer never came: see <see cref="CodeEntry"/>.</param>
public sealed record StartRequest(string? SiteKey, string? Token, string? Locale, string? Page, JsonElement? Identity = null, string? Renewal = null);

public sealed record StartAnswer(
    string Token, long? Ticket, string? Status, IReadOnlyList<VisitorMessage> Messages, bool More, bool Open, IReadOnlyList<AgentName> Agents,
    int? Seen, VisitorIdentity? Identity, SiteSettings Settings, ReceptionAnswer Reception)
{
    /// <summary>Conversations that can be read besides this one: ask <c>Conversations</c>.</summary>
    public int Earlier { get; init; }

    /// <summary>No mail follows an answer that is not seen: whoever has the address wants none.</summary>
    public bool Quiet { get; init; }

    /// <summary>The conversation went on by mail, to the address that was given here. What was said there is shown once the address is proved.</summary>
    public bool WentByMail { get; init; }

    /// <summary>Why the site's word about the visitor was not believed, for whoever writes the integration.</summary>
    public IdentityProblem? IdentityProblem { get; init; }
}

/// <param name="Code">Such as <c>identity_expired</c>.</param>
/// <param name="Message">What to do about it.</param>
public sealed record IdentityProblem(string Code, string Message);

/// <summary>How the visitor is received.</summary>
/// <param name="OpensAt">When the next hours begin; none within them, or where there are none.</param>
/// <param name="ReplyWithin">Seconds within which three of four were answered lately; none: not known.</param>
/// <param name="Queue">Place in line, where more wait than there are agents.</param>
/// <param name="Form">To be asked before the first message.</param>
/// <param name="Consent">To be agreed to before the first message.</param>
/// <param name="Rates">A chat that is over may be rated.</param>
/// <param name="Rated">How the visitor rated this conversation.</param>
public sealed record ReceptionAnswer(DateTimeOffset? OpensAt, int? ReplyWithin, int? Queue, ChatForm? Form, ChatConsent? Consent, bool Rates, int? Rated);

/// <summary>What the chat needs to know of its site; also in the frame's page, so that nothing changes before the eyes.</summary>
/// <param name="Name">The site's.</param>
/// <param name="Locale">Its language, where the visitor's is not offered.</param>
/// <param name="Languages">Those offered.</param>
/// <param name="Texts">What it says by itself, by language; what is missing, Hub says in its own words.</param>
/// <param name="Accent">Colour, <c>#rrggbb</c>.</param>
/// <param name="Side">Where the launcher stands.</param>
/// <param name="X">CSS pixels from that side.</param>
/// <param name="Y">CSS pixels from below.</param>
/// <param name="Sound">Answers sound unless the visitor says otherwise.</param>
/// <param name="Remember">What the host's page may keep: <c>nothing</c>, <c>marker</c> or <c>conversation</c>.</param>
/// <param name="PrivacyUrl">The company's privacy notice.</param>
/// <param name="ByMail">An answer that is not seen here goes by mail where an address was left.</param>
public sealed record SiteSettings(
    string Name, string Locale, string[] Languages, IReadOnlyDictionary<string, SiteWords> Texts, string? Accent, string Side, int X, int Y, bool Sound, string Remember, string? PrivacyUrl, bool ByMail)
{
    /// <summary>Largest file that may be sent, in bytes.</summary>
    public long MaxFile { get; init; }

    /// <param name="site">Whose.</param>
    /// <param name="byMail">Mail can follow.</param>
    public static SiteSettings Of(SiteInfo site, bool byMail)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new(site.Name, site.Locale, site.Languages, site.Texts, site.Accent, site.Side, site.OffsetX, site.OffsetY, site.Sound, site.Remember, site.PrivacyUrl, byMail);
    }
}

/// <summary>How an agent is called before visitors: by the first name only.</summary>
public sealed record AgentName(string Name);

/// <param name="Name">As given, or on the site's word.</param>
/// <param name="Email">As given or proved.</param>
/// <param name="Verified">The address was proved.</param>
/// <param name="SignedIn">The site says who it is.</param>
public sealed record VisitorIdentity(string? Name, string? Email, bool Verified = false, bool SignedIn = false);

public sealed record SendRequest(string? ClientId, string? Text, long[]? Files);

public sealed record SendAnswer(int Seq, DateTimeOffset At, long Ticket);

/// <param name="Name">What the visitor calls themselves.</param>
/// <param name="Email">Given, not verified.</param>
/// <param name="Consent">Version of the wording that was agreed to.</param>
/// <param name="Answers">To the questions before the chat, by their keys.</param>
/// <param name="Locale">The language in which these were shown, where it is another than that of <c>Start</c>.</param>
public sealed record IdentifyRequest(string? Name, string? Email, int? Consent = null, Dictionary<string, string?>? Answers = null, string? Locale = null);

/// <param name="Score">1 to 5, the best.</param>
/// <param name="Comment">In the visitor's own words.</param>
public sealed record RateRequest(int Score, string? Comment);

public sealed record CodeRequest(string? Email);

/// <param name="Seconds">How long the code is good for.</param>
/// <param name="Again">Seconds before another may be asked for.</param>
public sealed record CodeSent(int Seconds, int Again);

/// <param name="Email">The address to which the code went.</param>
/// <param name="Code">Six digits; anything between them is left out.</param>
/// <param name="Renewal">22 to 100 random characters, kept until the answer is there. Where it never comes, <c>Start</c> with the former token and this finds the conversation, for an hour.</param>
public sealed record CodeEntry(string? Email, string? Code, string? Renewal = null);

/// <param name="Token">From now on; the former one is dead. Call <c>Start</c> with it.</param>
public sealed record CodeAnswer(string Token);

public sealed record EarlierRequest(long Ticket, int? Before);

/// <param name="Ticket">To read it by.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Status">Its ticket's.</param>
/// <param name="At">When something was said last.</param>
/// <param name="Text">The beginning of what was said last.</param>
/// <param name="Author">Who said that.</param>
/// <param name="Via"><c>email</c> where it was said by mail.</param>
public sealed record VisitorConversation(long Ticket, string Subject, string Status, DateTimeOffset At, string? Text, VisitorAuthor Author, string? Via);

/// <param name="Messages">The 50 before the number that was asked for, oldest first.</param>
/// <param name="More">There are older ones.</param>
public sealed record EarlierAnswer(IReadOnlyList<VisitorMessage> Messages, bool More);

/// <param name="Email">Where it goes.</param>
public sealed record TranscriptAnswer(string Email);

/// <param name="Id">For ever.</param>
/// <param name="Seq">Place in the ticket.</param>
/// <param name="Prev">Seq of the message before it that the visitor may see; 0 for the first. Larger than what you have: you missed one.</param>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Kind"><c>inbound</c> or <c>reply</c>.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Text">What was said.</param>
/// <param name="Files">Its files.</param>
/// <param name="At">When Hub accepted it.</param>
/// <param name="ClientId">The visitor's own id of it.</param>
/// <param name="Via"><c>email</c> where it was said by mail.</param>
public sealed record VisitorMessage(long Id, int Seq, int Prev, long Ticket, string Kind, VisitorAuthor Author, string? Text, IReadOnlyList<VisitorFile> Files, DateTimeOffset At, string? ClientId, string? Via)
{
    /// <summary>A message that was just appended to a chat, as <see cref="VisitorReader"/> would read it.</summary>
    /// <returns>None where no customer may see it: the rule of the view <c>customer_messages</c>.</returns>
    internal static VisitorMessage? Of(long ticket, MessageView message, int prev)
    {
        var isOwn = message is { Kind: "inbound", Author.Kind: "customer" };
        if (message.Audience != Audiences.Customer || !(isOwn || message is { Kind: "reply", Author.Kind: "agent" }) || message.Channel is not { Kind: "chat" }) return null;
        return new(message.Id, message.Seq, prev, ticket, message.Kind, new(message.Author.Kind, isOwn ? null : message.Author.Name?.Split(' ')[0]),
            message.Text, [], message.At, isOwn ? message.ClientId : null, null);
    }
}

/// <param name="Id">For ever.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Type">Media type.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Url">Where it is fetched, for less than an hour; <c>Start</c>, <c>After</c>, <c>Before</c> and <c>FileLink</c> give a new one.</param>
/// <param name="Width">Of a picture, in points, where it is known.</param>
/// <param name="Height">Of a picture, in points.</param>
public sealed record VisitorFile(long Id, string Name, string Type, long Size, string Url, int? Width, int? Height);

public sealed record VisitorAuthor(string Kind, string? Name);

public sealed record VisitorTyping(string? Name, bool On);

public sealed record VisitorSeen(int Seq, DateTimeOffset At);

/// <param name="Open">Somebody could answer now.</param>
/// <param name="Status">The ticket's; none: as before.</param>
/// <param name="Agents">Who is here.</param>
/// <param name="OpensAt">When the next hours begin.</param>
/// <param name="Queue">Place in line, where more wait than there are agents.</param>
public sealed record VisitorState(bool Open, string? Status, IReadOnlyList<AgentName> Agents, DateTimeOffset? OpensAt = null, int? Queue = null);
