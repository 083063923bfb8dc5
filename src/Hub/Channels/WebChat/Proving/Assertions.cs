using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Platform;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Channels.WebChat.Proving;

/// <summary>What became of an assertion.</summary>
/// <param name="Good">None where it was refused.</param>
/// <param name="Refused">Why, in words for the integrator.</param>
/// <param name="Sub">Whom it names, believed or not.</param>
public sealed record ReadAssertion(Assertion? Good, Refusal? Refused, string? Sub);

/// <summary>Reads what a host page hands over about its visitor: a JWT (RFC 7519) signed with HS256, or fields with an HMAC-SHA256 of them.</summary>
public sealed class Assertions(SigningKeys keys, TimeProvider time)
{
    private const int Longest = 4_096;

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = Longest, SetDefaultTimesOnTokenCreation = false };

    /// <param name="site">To which it was shown.</param>
    /// <param name="identity">As the page gave it: hostile.</param>
    /// <param name="ct">Stops reading the keys.</param>
    public async Task<ReadAssertion> ReadAsync(SiteInfo site, JsonElement identity, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        try
        {
            return identity.ValueKind switch
            {
                JsonValueKind.String when identity.GetString() is { Length: > 0 and <= Longest } token => await ReadTokenAsync(site, token, ct),
                JsonValueKind.Object when identity.GetRawText().Length <= Longest => await ReadFieldsAsync(site, identity, ct),
                _ => No(null, "identity_invalid", "The assertion must be a JWT, or an object with a `signature`; 4,096 characters at most."),
            };
        }
        // A text with half of a surrogate pair.
        catch (InvalidOperationException)
        {
            return No(null, "identity_invalid", "The assertion holds a character that is none.");
        }
    }

    private async Task<ReadAssertion> ReadTokenAsync(SiteInfo site, string text, CancellationToken ct)
    {
        var (token, payload) = Parse(text);
        if (token is null) return No(null, "identity_invalid", "The assertion is not a JWT: three parts of base64url, with a JSON object in each of the first two, and `exp` and `iat` in numbers.");
        var claims = AssertionClaims.Of(payload);
        // Said before the signature is looked at, because it is what integrators stumble over. Nothing else than HS256 is ever tried.
        if (token.Alg is not SecurityAlgorithms.HmacSha256) return No(claims.Sub, "identity_algorithm", "The assertion must be signed with HS256.");
        if (claims.Expires is null) return new(null, AssertionClaims.NoExpiry, claims.Sub);
        var usable = Named(await keys.UsableAsync(site.Channel, ct), string.IsNullOrEmpty(token.Kid) ? null : token.Kid);
        if (usable.Count == 0) return No(claims.Sub, "identity_key_unknown", "This site has no such key (`kid`), or it is revoked or expired.");
        foreach (var key in usable)
        {
            var result = await handler.ValidateTokenAsync(text, new TokenValidationParameters
            {
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                IssuerSigningKey = new SymmetricSecurityKey(key.Secret) { CryptoProviderFactory = new() { CacheSignatureProviders = false } },
                RequireSignedTokens = true,
                TryAllIssuerSigningKeys = true,
                ValidateIssuer = false,
                // Checked by AssertionClaims, by the injected clock and with words of use to an integrator.
                ValidateAudience = false,
                ValidateLifetime = false,
                RequireExpirationTime = false,
            });
            if (result.IsValid) return Judge(site, claims, key, $"{token.EncodedHeader}.{token.EncodedPayload}");
        }
        return No(claims.Sub, "identity_signature", "The assertion's signature is wrong: it must be made with the secret's text as it was shown.");
    }

    private async Task<ReadAssertion> ReadFieldsAsync(SiteInfo site, JsonElement fields, CancellationToken ct)
    {
        var claims = AssertionClaims.Of(fields);
        if (claims.Canonical(site.Key) is null || Text(fields, "kid") is not { } kid || Text(fields, "signature") is not { Length: 64 } signature)
            return No(claims.Sub, "identity_invalid", "An assertion in fields needs `kid`, and `signature`: 64 hexadecimal digits. No value may hold a line end.");
        if (Named(await keys.UsableAsync(site.Channel, ct), kid) is not [var key]) return No(claims.Sub, "identity_key_unknown", "This site has no such key (`kid`), or it is revoked or expired.");
        var signed = Encoding.ASCII.GetBytes(signature.ToLowerInvariant());
        foreach (var siteKey in site.Keys)
        {
            var canonical = claims.Canonical(siteKey)!;
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(canonical)));
            // The site's key is part of what was signed.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), signed)) return Judge(site, claims, key, canonical, aimed: true);
        }
        return No(claims.Sub, "identity_signature", "The assertion's signature is wrong: see the documentation for the text that it signs.");
    }

    private static ReadAssertion Judge(SiteInfo site, AssertionClaims claims, UsableKey key, string signed, DateTimeOffset now, bool aimed)
    {
        if (claims.Refuse(site, now, aimed) is { } refusal) return new(null, refusal, claims.Sub);
        var nonce = SHA256.HashData(Encoding.UTF8.GetBytes(claims.Jti is { } jti ? $"jti\n{jti}" : $"whole\n{signed}"));
        var email = claims.Email is { } given && VisitorSessions.IsAddress(given) ? given.Trim().ToLowerInvariant() : null;
        var name = claims.Name is { } called && Texts.RefuseLine("name", called, 100) is null ? called.Trim() : null;
        return new(new(claims.Sub!, name, email, email is not null && claims.EmailVerified, AssertionClaims.At(claims.Expires!.Value) + AssertionClaims.Skew, nonce, key.Kid), null, claims.Sub);
    }

    private ReadAssertion Judge(SiteInfo site, AssertionClaims claims, UsableKey key, string signed, bool aimed = false) => Judge(site, claims, key, signed, time.GetUtcNow(), aimed);

    private static IReadOnlyList<UsableKey> Named(IReadOnlyList<UsableKey> all, string? kid) => kid is null ? all : [.. all.Where(k => k.Kid == kid)];

    private static (JsonWebToken? Token, JsonElement Payload) Parse(string text)
    {
        try
        {
            var token = new JsonWebToken(text);
            var payload = JsonElement.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
            return token.IsSigned || token.Alg is "none" ? payload.ValueKind is JsonValueKind.Object ? (token, payload) : default : default;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or JsonException or SecurityTokenException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static ReadAssertion No(string? sub, string code, string message) => new(null, AssertionClaims.No(code, message), sub);
}
