using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hub.Channels.WebChat;

/// <summary>What a visitor's browser keeps: 256 random bits, bound to a site, signed so that a forged one is refused without a look at the database.</summary>
/// <remarks>The database knows only <see cref="Hash"/>, and only once the visitor wrote. Never in an address, never in a log.</remarks>
public sealed record VisitorToken(long Site, DateTimeOffset IssuedAt, byte[] Hash, string Text)
{
    private const int Payload = 8 + 8 + 32;
    private const int Length = Payload + 32;

    public static VisitorToken Issue(long site, byte[] secret, DateTimeOffset now)
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, site);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), now.ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(bytes.AsSpan(16, 32));
        HMACSHA256.HashData(secret, bytes.AsSpan(0, Payload), bytes.AsSpan(Payload));
        return Of(bytes, Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }

    /// <param name="text">What came.</param>
    /// <param name="site">Whose it must be; none: any site's.</param>
    /// <param name="secret">What it is signed with.</param>
    /// <returns>None where it is not one of ours, or another site's.</returns>
    public static VisitorToken? Read(string? text, long? site, byte[] secret)
    {
        if (text is null || text.Length != (Length * 8 + 5) / 6) return null;
        var bytes = new byte[Length + 2];
        var base64 = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        if (!Convert.TryFromBase64String(base64, bytes, out var count) || count != Length) return null;
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(secret, bytes.AsSpan(0, Payload), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(Payload, 32))) return null;
        var token = Of(bytes, text);
        return site is null || token.Site == site ? token : null;
    }

    private static VisitorToken Of(byte[] bytes, string text) => new(
        BinaryPrimitives.ReadInt64BigEndian(bytes),
        DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8))),
        SHA256.HashData(bytes.AsSpan(0, Payload)),
        text);
}
