using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using System.Text.Json;
using Hub.Platform;
using Hub.Platform.OpenApi;

namespace Hub.Channels.Email;

/// <summary>A mailbox's own outgoing server.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="User">None where it asks for no login.</param>
/// <param name="Password">Absent: the one it has stays. Never given out.</param>
public sealed record ServerInput(
    [property: Required] string? Host, [property: Required, Range(1, 65_535)] int? Port, [property: Required, Words("none", "starttls", "tls")] string? Security, string? User, string? Password);

/// <summary>What to make or change of a mailbox; what is absent stays.</summary>
public sealed record MailboxInput
{
    /// <summary>1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>An address without a plus sign in it.</summary>
    public string? Address { get; init; }

    /// <summary>Stands before the address; empty: its name.</summary>
    public string? SenderName { get; init; }

    /// <summary>Language of what it says by itself where the customer's is not known.</summary>
    [Words("en", "fr")] public string? Locale { get; init; }

    /// <summary>Text by language, 2,000 characters at most; an empty text takes away.</summary>
    [ReadsAs(typeof(ByLanguage), OrNull = true)] public Dictionary<string, string?>? Signatures { get; init; }

    /// <summary>An object, or null for the hub's own server.</summary>
    [ReadsAs(typeof(ServerInput), OrNull = true)] public JsonElement Server { get; init; }

    /// <summary>Say that it has a first mail.</summary>
    public bool? Acknowledge { get; init; }

    /// <summary>In these words, 2,000 characters at most; an empty text takes away.</summary>
    [ReadsAs(typeof(ByLanguage), OrNull = true)] public Dictionary<string, string?>? Acknowledgements { get; init; }

    /// <summary>Mail to <c>local+tag@domain</c> reaches it.</summary>
    public bool? PlusAddressing { get; init; }

    /// <summary>Id of the team that its new tickets belong to, or null.</summary>
    [ReadsAs(typeof(long), OrNull = true)] public JsonElement Team { get; init; }

    private const int LongestSignature = 2_000;

    /// <summary>What is wrong with it; none: nothing.</summary>
    /// <param name="isNew">A name and an address are needed then.</param>
    public Refusal? Refuse(bool isNew)
    {
        if ((isNew || Name is not null) && Texts.RefuseLine("name", Name, 100) is { } name) return name;
        if ((isNew || Address is not null) && !IsAddress(Address)) return Refusal.Invalid("address", "address_invalid", "address must be an e-mail address without a + in it, such as support@shop.example.");
        if (SenderName is { Length: > 0 } && Texts.RefuseLine("senderName", SenderName, 100) is { } sender) return sender;
        if (Locale is not (null or "en" or "fr")) return Refusal.Invalid("locale", "locale_invalid", "locale must be en or fr.");
        if (Team.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && TeamId is null) return UnknownTeam;
        return RefuseTexts("signatures", "signature", Signatures) ?? RefuseTexts("acknowledgements", "acknowledgement", Acknowledgements) ?? RefuseServer();
    }

    /// <summary>The server that is given; none where it is null or absent.</summary>
    public ServerInput? ReadServer() => Server.ValueKind is JsonValueKind.Object ? Server.Deserialize<ServerInput>(Json.Options) : null;

    /// <summary>The team that is given; none where it is null or absent.</summary>
    internal long? TeamId => Team.ValueKind is JsonValueKind.Number && Team.TryGetInt64(out var id) ? id : null;

    /// <summary>There is no such team; only the database knows.</summary>
    internal static Refusal UnknownTeam => Refusal.Invalid("team", "team_unknown", "team must be the id of a team, or null.");

    private Refusal? RefuseServer()
    {
        if (Server.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        ServerInput? server;
        try
        {
            server = ReadServer();
        }
        catch (JsonException)
        {
            server = null;
        }
        var wrong = server is null ? "server must be an object with host, port and security, or null."
            : server.Host is not { Length: > 0 and <= 253 } host || Uri.CheckHostName(host) is UriHostNameType.Unknown ? "server.host must be a host name or an address."
            : server.Port is not (>= 1 and <= 65_535) ? "server.port must be 1 to 65535."
            : server.Security is not ("none" or "starttls" or "tls") ? "server.security must be none, starttls or tls."
            : server.User is { Length: > 300 } || server.Password is { Length: > 1_000 } || !Texts.IsStorable(server.User + server.Password) || (server.User + server.Password).Any(char.IsControl) ? "server.user and server.password hold something that no server takes."
            : server.Password is { Length: > 0 } && string.IsNullOrEmpty(server.User) ? "A password needs a user."
            : null;
        return wrong is null ? null : Refusal.Invalid("server", "server_invalid", wrong);
    }

    private static Refusal? RefuseTexts(string field, string code, Dictionary<string, string?>? texts)
    {
        if (texts is null) return null;
        if (texts.Keys.Any(k => k is not ("en" or "fr"))) return Refusal.Invalid(field, $"{code}_invalid", $"{field} has a text for en, for fr, or for both.");
        if (texts.Values.Any(t => t is not null && !Texts.IsStorable(t))) return Refusal.Invalid(field, $"{code}_invalid", $"{field} holds a character that cannot be stored.");
        return texts.Values.Any(t => t?.Length > LongestSignature) ? Refusal.Invalid(field, $"{code}_too_long", $"A text of {field} may have {LongestSignature} characters at most.") : null;
    }

    private static bool IsAddress(string? address) =>
        address is { Length: <= 254 } && address.Trim() is { } plain && plain.All(c => c is > ' ' and < (char)127) && !plain.Contains('+', StringComparison.Ordinal) && !plain.Contains('"', StringComparison.Ordinal)
        && MailAddress.TryCreate(plain, out var parsed) && parsed.Address == plain && plain.LastIndexOf('@') is > 0 and <= MailTokens.LongestLocalPart;
}
