using System.Security.Cryptography;
using System.Text;

namespace Hub.Channels.WebChat.Proving;

/// <summary>What a browser session proves.</summary>
/// <param name="Token">The session's, or a fresh one.</param>
/// <param name="Site">Where.</param>
public sealed record Proof(VisitorToken Token, SiteInfo Site)
{
    /// <summary>What the company's own systems call the person, on the site's word.</summary>
    public string? Sub { get; init; }

    /// <summary>An address that is theirs, in lower case: a code went there, or the company verified it.</summary>
    public string? Email { get; init; }

    /// <summary>An address that the company names without having verified it: given, as if it were typed.</summary>
    public string? GivenEmail { get; init; }

    /// <summary>The name that the company gives them.</summary>
    public string? Name { get; init; }
    public string? Locale { get; init; }
    public string? Page { get; init; }

    /// <summary>What serves one session only, remembered until it ends: the assertion's nonce, or that of the browser's own word. It finds the session again where the answer was lost.</summary>
    public (byte[] Nonce, DateTimeOffset Until)? Once { get; init; }

    /// <summary>The code that was entered.</summary>
    public long? Code { get; init; }

    /// <summary>What is kept of the word that a browser makes up before it sends a code.</summary>
    /// <returns>None where it is too short to be nobody else's, or too long.</returns>
    public static byte[]? NonceOf(string? renewal) => renewal is { Length: >= 22 and <= 100 } ? SHA256.HashData(Encoding.UTF8.GetBytes($"renewal\n{renewal}")) : null;
}

/// <summary>A session that has proved something.</summary>
/// <param name="Session">Its id; not the former one where the browser has been somebody else's.</param>
/// <param name="Token">From now on; the former one is dead where it is another.</param>
/// <param name="Renewed">The token is another one than before.</param>
public sealed record Proved(long Session, VisitorToken Token, bool Renewed);
