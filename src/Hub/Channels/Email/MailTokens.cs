using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Platform;
using Hub.Storage;
using Microsoft.Extensions.Options;

namespace Hub.Channels.Email;

/// <summary>What only we can make and anybody may carry: reply addresses, bounce addresses, Message-IDs, links. Good for years.</summary>
/// <remarks>
/// Deterministic, so nothing need be stored. Lower-case letters and digits only, because some relays fold the case of a local part.
/// The first letter of a signature names its key, so that keys can be changed while old mails keep their meaning.
/// </remarks>
public sealed class MailTokens(Secrets secrets, IOptions<HubOptions> options)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const char CurrentKey = 'a';
    private const int SignatureLength = 16; // 80 bits

    /// <summary>RFC 5321 section 4.5.3.1.1.</summary>
    public const int LongestLocalPart = 64;

    /// <summary>The tag of the reply address of a ticket: <c>t123.a…</c></summary>
    public async ValueTask<string> ReplyTagAsync(long ticket, CancellationToken ct) => await SignAsync("t", ticket, ct);

    /// <summary>The tag of the return path of a delivery (VERP): <c>b123.a…</c></summary>
    public async ValueTask<string> BounceTagAsync(long delivery, CancellationToken ct) => await SignAsync("b", delivery, ct);

    /// <summary>The secret part of the link "this was not me" in the mail of a delivery.</summary>
    public async ValueTask<string> DisownTokenAsync(long delivery, CancellationToken ct) => await SignAsync("n", delivery, ct);

    /// <summary>The secret part of the link by which the mails of a chat are stopped.</summary>
    public async ValueTask<string> QuietTokenAsync(long delivery, CancellationToken ct) => await SignAsync("q", delivery, ct);

    /// <summary>The tag of the reply address of a side conversation.</summary>
    public async ValueTask<string> SideTagAsync(long side, CancellationToken ct) => await SignAsync("s", side, ct);

    /// <summary>The tag by which an agent answers a notification from their own mail program. It is worth something from their address alone.</summary>
    public async ValueTask<string> NotificationTagAsync(long mailing, CancellationToken ct) => await SignAsync("a", mailing, ct);

    /// <summary>The tag of the return path of a mail of a side conversation (VERP).</summary>
    public async ValueTask<string> MailingBounceTagAsync(long mailing, CancellationToken ct) => await SignAsync("v", mailing, ct);

    /// <summary>The ticket of a reply tag; none where we did not make it.</summary>
    public ValueTask<long?> ReadReplyTagAsync(string tag, CancellationToken ct) => ReadAsync("t", tag, ct);

    public ValueTask<long?> ReadBounceTagAsync(string tag, CancellationToken ct) => ReadAsync("b", tag, ct);

    public ValueTask<long?> ReadSideTagAsync(string tag, CancellationToken ct) => ReadAsync("s", tag, ct);

    public ValueTask<long?> ReadNotificationTagAsync(string tag, CancellationToken ct) => ReadAsync("a", tag, ct);

    public ValueTask<long?> ReadMailingBounceTagAsync(string tag, CancellationToken ct) => ReadAsync("v", tag, ct);

    public ValueTask<long?> ReadDisownTokenAsync(string token, CancellationToken ct) => ReadAsync("n", token, ct);

    public ValueTask<long?> ReadQuietTokenAsync(string token, CancellationToken ct) => ReadAsync("q", token, ct);

    /// <summary>The Message-ID of a mail to a visitor that is no answer: a code, a transcript.</summary>
    public ValueTask<string> VisitorMailIdAsync(long mailing, CancellationToken ct) => WriteIdAsync("v", mailing, mailing, ct);

    /// <summary>The Message-ID (RFC 5322 section 3.6.4, without brackets) of a message of ours: <c>ticket.message.signature@domain</c>.</summary>
    /// <remarks>The same for every attempt, so that a mail sent twice is recognised as one by whoever gets it.</remarks>
    public ValueTask<string> MessageIdAsync(long ticket, long message, CancellationToken ct) => WriteIdAsync("", ticket, message, ct);

    /// <summary>The Message-ID of a message in a side conversation. It names no ticket, so that nothing takes it for one of the customer's mails.</summary>
    public ValueTask<string> SideMessageIdAsync(long side, long message, CancellationToken ct) => WriteIdAsync("s", side, message, ct);

    /// <summary>The Message-ID of a notification to an agent.</summary>
    public ValueTask<string> NotificationIdAsync(long mailing, long ticket, CancellationToken ct) => WriteIdAsync("a", mailing, ticket, ct);

    /// <summary>Ticket and message of a Message-ID of ours; none where we did not make it.</summary>
    public ValueTask<(long Ticket, long Message)?> ReadMessageIdAsync(string messageId, CancellationToken ct) => ReadIdAsync("", messageId, ct);

    public ValueTask<(long Side, long Message)?> ReadSideMessageIdAsync(string messageId, CancellationToken ct) => ReadIdAsync("s", messageId, ct);

    public ValueTask<(long Mailing, long Ticket)?> ReadNotificationIdAsync(string messageId, CancellationToken ct) => ReadIdAsync("a", messageId, ct);

    private async ValueTask<string> WriteIdAsync(string kind, long first, long second, CancellationToken ct)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{kind}{first}.{second}");
        return $"{body}.{CurrentKey}{Signature(await KeyAsync(CurrentKey, ct), $"m:{body}")}@{options.Value.Mail.Domain}";
    }

    private async ValueTask<(long, long)?> ReadIdAsync(string kind, string messageId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        var parts = messageId.Split('@')[0].Split('.');
        if (parts.Length != 3 || !parts[0].StartsWith(kind, StringComparison.Ordinal) || !TryNumber(parts[0][kind.Length..], out var first) || !TryNumber(parts[1], out var second)) return null;
        return await IsSignedAsync(parts[2], $"m:{parts[0]}.{parts[1]}", ct) ? (first, second) : null;
    }

    private async ValueTask<string> SignAsync(string kind, long number, CancellationToken ct)
    {
        var key = await KeyAsync(CurrentKey, ct);
        return string.Create(CultureInfo.InvariantCulture, $"{kind}{number}.{CurrentKey}{Signature(key, $"{kind}:{number}")}");
    }

    private async ValueTask<long?> ReadAsync(string kind, string tag, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var text = tag.ToLowerInvariant();
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 2 || !text.StartsWith(kind, StringComparison.Ordinal) || !TryNumber(text[1..dot], out var number)) return null;
        return await IsSignedAsync(text[(dot + 1)..], string.Create(CultureInfo.InvariantCulture, $"{kind}:{number}"), ct) ? number : null;
    }

    private async ValueTask<bool> IsSignedAsync(string signature, string text, CancellationToken ct)
    {
        if (signature.Length != SignatureLength + 1 || signature[0] != CurrentKey) return false;
        var expected = Signature(await KeyAsync(signature[0], ct), text);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature[1..]));
    }

    private ValueTask<byte[]> KeyAsync(char id, CancellationToken ct) => secrets.OfAsync($"mail-token-{id}", ct);

    private static string Signature(byte[] key, string text)
    {
        var mac = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));
        var signature = new StringBuilder(SignatureLength);
        for (var bit = 0; signature.Length < SignatureLength; bit += 5)
        {
            var pair = (mac[bit / 8] << 8) | mac[(bit / 8) + 1];
            signature.Append(Alphabet[(pair >> (11 - (bit % 8))) & 31]);
        }
        return signature.ToString();
    }

    // Only as we write it: no sign, no leading zero, so that one number has one token.
    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && text[0] != '0';
}
