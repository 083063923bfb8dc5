using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Tests.Support;

/// <summary>The server of a company that carries the chat: it signs who its visitors are, as the documentation tells integrators to.</summary>
public sealed class ShopServer
{
    private readonly HubApp hub;

    private ShopServer(HubApp hub, string siteKey, long site, string kid, string secret) => (this.hub, SiteKey, Site, Kid, Secret) = (hub, siteKey, site, kid, secret);

    public string SiteKey { get; }
    public long Site { get; }
    public string Kid { get; init; }
    public string Secret { get; init; }

    /// <summary>With a new key of the hub's first site.</summary>
    public static async Task<ShopServer> OpenAsync(HubApp hub, Browser administrator, object? request = null)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(administrator);
        var site = await hub.ScalarAsync<long>("select channel from sites order by channel limit 1");
        var made = await administrator.PostAsync($"/api/v1/sites/{site}/signing-keys", request ?? new { }).ExpectAsync(HttpStatusCode.Created);
        return new(hub, await hub.SiteKeyAsync(), site, made.GetProperty("kid").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <summary>The same with another secret, key or site.</summary>
    public ShopServer With(string? kid = null, string? secret = null, string? siteKey = null) => new(hub, siteKey ?? SiteKey, Site, kid ?? Kid, secret ?? Secret);

    /// <summary>The claims of somebody, good for five minutes. A null takes a claim away.</summary>
    public JsonObject Claims(string sub, params (string Name, JsonNode? Value)[] more)
    {
        ArgumentNullException.ThrowIfNull(more);
        var now = hub.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["sub"] = sub, ["aud"] = SiteKey, ["iat"] = now, ["exp"] = now + 300, ["jti"] = Guid.CreateVersion7().ToString() };
        foreach (var (name, value) in more)
            if (value is null) claims.Remove(name);
            else claims[name] = value;
        return claims;
    }

    public string Jwt(JsonObject claims, string algorithm = "HS256", string? signature = null)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = Kid };
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{signature ?? Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)))}";
    }

    public string Jwt(string sub, params (string Name, JsonNode? Value)[] more) => Jwt(Claims(sub, more));

    /// <summary>The simple form: the fields, and an HMAC of them line by line.</summary>
    public JsonObject Fields(JsonObject claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        string Of(string name) => claims[name]?.ToString() ?? "";
        string[] lines = ["hub-identity-1", SiteKey, Of("sub"), Of("name"), Of("email"), Of("email_verified") is "true" ? "true" : "false", Of("iat"), Of("exp"), Of("jti")];
        var fields = claims.DeepClone().AsObject();
        fields["kid"] = Kid;
        fields["signature"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        return fields;
    }

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
