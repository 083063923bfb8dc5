using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Channels.Email.Receiving;

/// <summary>What makes two mails the same mail, whichever way they came: Message-ID, From, Date and content, not the traces of their journeys.</summary>
public static class MailKey
{
    /// <summary>The receipt's key: an HMAC with a secret of the hub, so that what stays of an erased mail tells nobody anything.</summary>
    public static string Of(ReceivedMail mail, byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, mail.MessageId ?? "");
        Append(hash, string.Join(',', mail.From.Select(f => f.Address.ToLowerInvariant())));
        Append(hash, mail.KeyDate?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "");
        foreach (var part in Leaves(mail.Root)) AppendContent(hash, part);
        return "mail:" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, hash.GetHashAndReset()));
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }

    private static void AppendContent(IncrementalHash hash, MimePart part)
    {
        using var content = part.OpenContent();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        hash.AppendData(digest);
    }

    private static IEnumerable<MimePart> Leaves(MimePart part) => part.Children.Count == 0 ? [part] : part.Children.SelectMany(Leaves);
}
