using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Tickets.Uploads;

/// <summary>Addresses of files for people who are not signed in: each says until when it works, and proves that we made it.</summary>
public sealed class FileLinks(Secrets secrets, TimeProvider time)
{
    /// <summary>Of a link in a mail.</summary>
    public static readonly TimeSpan InMail = TimeSpan.FromDays(30);

    private const string Chat = "chat";
    private const string Mail = "mail";
    private static readonly TimeSpan inChat = TimeSpan.FromHours(1);

    // For so long a file keeps its address, so that browsers need not fetch it anew.
    private static readonly TimeSpan step = TimeSpan.FromMinutes(15);

    /// <summary>What <see cref="InChat"/> needs.</summary>
    public ValueTask<byte[]> KeyAsync(CancellationToken ct) => secrets.OfAsync("file-link", ct);

    /// <summary>The address of a file in a chat, good for 45 to 60 minutes.</summary>
    public string InChat(long file, byte[] key)
    {
        var until = (time.GetUtcNow().Ticks / step.Ticks * step.Ticks + inChat.Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        return string.Create(CultureInfo.InvariantCulture, $"/api/v1/visitor/files/{file}?until={until}&mac={Mac(Chat, file, until, key)}");
    }

    /// <summary>True where we made this address and its time is not over.</summary>
    public async ValueTask<bool> IsGoodAsync(long file, long until, string? mac, CancellationToken ct) =>
        until > time.GetUtcNow().ToUnixTimeSeconds() && IsOurs(mac, Mac(Chat, file, until, await KeyAsync(ct)));

    /// <summary>What a link in a mail ends with.</summary>
    /// <param name="link">Its row, which knows the file and until when it works.</param>
    /// <param name="ct">Stops waiting.</param>
    public async ValueTask<string> TokenAsync(long link, CancellationToken ct)
    {
        var mac = Mac(Mail, link, 0, await KeyAsync(ct));
        return string.Create(CultureInfo.InvariantCulture, $"{link}.{mac}");
    }

    /// <returns>The link's row; none where we did not make the token.</returns>
    public async ValueTask<long?> ReadTokenAsync(string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(token.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var link) && IsOurs(token[(dot + 1)..], Mac(Mail, link, 0, await KeyAsync(ct))) ? link : null;
    }

    private static bool IsOurs(string? mac, string ours) => mac is { Length: < 100 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(ours));

    private static string Mac(string kind, long id, long until, byte[] key) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}:{id}:{until}")))[..16]);
}
