using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Hub.Platform;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Hub.Storage;

/// <summary>Wraps the data protection keys with <c>Hub:Keys:Secret</c> (AES-256-GCM, the key derived by HKDF-SHA256), so that a copy of the database alone opens nothing.</summary>
public sealed class KeyWrapping(IOptions<HubOptions> options) : IXmlEncryptor
{
    private const int NonceSize = 12; // NIST SP 800-38D: 96 bits
    private const int TagSize = 16;

    /// <summary>True if a secret is set.</summary>
    public bool IsOn => options.Value.Keys.Secret is not null;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedKey = new byte[NonceSize + plain.Length + TagSize];
        var nonce = sealedKey.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(WrappingKey(), TagSize);
        aes.Encrypt(nonce, plain, sealedKey.AsSpan(NonceSize, plain.Length), sealedKey.AsSpan(NonceSize + plain.Length));
        return new EncryptedXmlInfo(new XElement("wrapped", new XAttribute("algorithm", "AES-256-GCM"), Convert.ToBase64String(sealedKey)), typeof(KeyUnwrapping));
    }

    /// <exception cref="CryptographicException">It was wrapped with another secret, or there is none, or it was tampered with.</exception>
    public XElement Unwrap(XElement wrapped)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var sealedKey = Convert.FromBase64String(wrapped.Value);
        if (sealedKey.Length < NonceSize + TagSize) throw new CryptographicException("A wrapped key is too short.");
        var plain = new byte[sealedKey.Length - NonceSize - TagSize];
        using var aes = new AesGcm(WrappingKey(), TagSize);
        aes.Decrypt(sealedKey.AsSpan(0, NonceSize), sealedKey.AsSpan(NonceSize, plain.Length), sealedKey.AsSpan(NonceSize + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private byte[] WrappingKey() => options.Value.Keys.Secret is { } secret
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, salt: null, info: "hub data protection keys 1"u8.ToArray())
        : throw new CryptographicException("Hub__Keys__Secret is not set.");
}

/// <summary>The way back. Data protection makes it by its name, which is written beside each wrapped key: do not rename it.</summary>
public sealed class KeyUnwrapping(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        services.GetRequiredService<KeyWrapping>().Unwrap(encryptedElement);
}
