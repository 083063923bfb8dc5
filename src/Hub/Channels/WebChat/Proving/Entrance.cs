using System.Text.Json;
using Hub.Platform;
using Hub.Storage;

namespace Hub.Channels.WebChat.Proving;

/// <summary>Who comes in.</summary>
/// <param name="Token">To go on with.</param>
/// <param name="Session">None where the visitor never wrote.</param>
/// <param name="Refused">Why the site's word about them was not believed; the chat goes on without it.</param>
public sealed record Entered(VisitorToken Token, KnownSession? Session, Refusal? Refused)
{
    /// <summary>The session has another token than before: whoever is connected by that one has to go.</summary>
    public bool Renewed { get; init; }
}

/// <summary>Decides whose conversation a browser gets to see.</summary>
/// <remarks>A session that is somebody's on the site's word is shown only while the site says so: whoever signs out leaves nothing behind for the next one at the same computer.</remarks>
public sealed class Entrance(VisitorSessions sessions, Assertions assertions, SigningKeys keys, Proofs proofs, Secrets secrets, TimeProvider time)
{
    /// <param name="site">Where.</param>
    /// <param name="text">The token; none for a new visitor.</param>
    /// <param name="identity">The site's word, as the page gave it.</param>
    /// <param name="renewal">The browser's own word from its last proof by a code, whose answer it never got.</param>
    /// <param name="locale">The visitor's.</param>
    /// <param name="page">Where the chat was opened.</param>
    /// <param name="ct">Stops before the commit.</param>
    public async Task<Outcome<Entered>> EnterAsync(SiteInfo site, string? text, JsonElement? identity, string? renewal, string? locale, string? page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        var secret = await secrets.OfAsync("visitor-token", ct);
        var token = text is null ? VisitorToken.Issue(site.Channel, secret, time.GetUtcNow()) : VisitorToken.Read(text, site.Channel, secret);
        if (token is null) return new Refusal("token_invalid", StatusCodes.Status401Unauthorized, "This visitor token is not valid here. Start without one.");
        var word = identity is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? await assertions.ReadAsync(site, given, ct) : null;

        var found = text is null ? (KnownSession?)null : await sessions.FindAsync(token, locale, page, ct);
        if (found.Refusal is { } refused)
        {
            // Not where the answer that brought the new token was lost on the way.
            if ((word?.Good?.Nonce ?? Proof.NonceOf(renewal)) is not { } same || await sessions.RecoverAsync(token, same, secret, ct) is not { } recovered) return refused;
            token = recovered;
            found = await sessions.FindAsync(token, locale, page, ct);
            if (found.Refusal is { } gone) return gone;
        }
        var known = found.Value;
        // Only what the site has signed says who it is, although it may have ended meanwhile.
        var vouched = word is { Good: not null } or { Refused.Code: AssertionClaims.Expired };
        if (known?.Sub is { } sub && !(vouched && word!.Sub == sub))
        {
            if (word is null) return AssertionClaims.No("identity_needed", "This conversation belongs to somebody who was signed in. Start without a token, or with their assertion.");
            // Somebody else, whether they are who they say or not: nothing of the former person's.
            (known, token) = (null, VisitorToken.Issue(site.Channel, secret, time.GetUtcNow()));
        }
        if (word?.Good is not { } good)
        {
            // That a page stayed open for longer than its assertion lasts is nobody's mistake.
            var silent = known?.Sub is not null && vouched;
            return new Entered(token, known, silent ? null : word?.Refused);
        }
        if (known is { Sub: not null } && await sessions.IsServedAsync(known.Id, site.Channel, good.Nonce, ct)) return new Entered(token, known, null);
        return await ProveAsync(site, token, known, good, locale, page, ct);
    }

    private async Task<Outcome<Entered>> ProveAsync(SiteInfo site, VisitorToken token, KnownSession? known, Assertion good, string? locale, string? page, CancellationToken ct)
    {
        var proved = await proofs.ProveAsync(new Proof(token, site)
        {
            Sub = good.Sub,
            Email = good.EmailVerified ? good.Email : null,
            GivenEmail = good.EmailVerified ? null : good.Email,
            Name = good.Name,
            Locale = locale,
            Page = page,
            Once = (good.Nonce, good.Until),
        }, ct);
        if (proved.Refusal is { } refusal)
        {
            if (refusal.Code is "token_invalid") return refusal;
            // Somebody else's assertion: the session that is this browser's own goes on, but nobody's on the site's word.
            return known?.Sub is null || known.Sub == good.Sub ? new Entered(token, known, refusal) : new Entered(token, null, refusal);
        }
        await keys.NoteUseAsync(good.Kid, ct);
        var found = await sessions.FindAsync(proved.Value.Token, locale, page, ct);
        return found.Refusal is { } lost ? lost : new Entered(proved.Value.Token, found.Value, null) { Renewed = proved.Value.Renewed };
    }
}
