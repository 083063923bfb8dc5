using System.Formats.Asn1;

namespace Hub.Mail.Mime;

/// <summary>Standards of protection.</summary>
public enum ProtectionFormat
{
    /// <summary>S/MIME, RFC 8551.</summary>
    Smime,

    /// <summary>OpenPGP in parts of the mail, RFC 3156.</summary>
    PgpMime,

    /// <summary>OpenPGP within the text, RFC 9580 section 6.2 and 7.</summary>
    PgpInline,
}

/// <summary>How a mail is protected. Nothing is verified or decrypted.</summary>
/// <param name="Format">By which standard.</param>
/// <param name="IsSigned">It has a signature that can be seen; there may be one within what is encrypted.</param>
/// <param name="IsEncrypted">Its content, or some of it, can be read only by whoever has the key.</param>
public sealed record MailProtection(ProtectionFormat Format, bool IsSigned, bool IsEncrypted);

/// <summary>Finds out how a mail is protected.</summary>
internal static class Protection
{
    /// <summary>Octets of a signed S/MIME message that is opened to be read.</summary>
    private const int Largest = 8 * 1024 * 1024;

    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly MailProtection PgpSigned = new(ProtectionFormat.PgpMime, IsSigned: true, IsEncrypted: false);
    private static readonly MailProtection PgpEncrypted = new(ProtectionFormat.PgpMime, IsSigned: false, IsEncrypted: true);

    /// <param name="root">The mail.</param>
    /// <param name="text">Its plain text; none where it has HTML alone.</param>
    /// <param name="html">Its HTML.</param>
    public static MailProtection? Of(MimePart root, string? text, string? html) =>
        OfParts(root) ?? OfText(text ?? (html?.Contains("-----BEGIN PGP ", StringComparison.Ordinal) == true ? Pieces.AsText(html) : null));

    /// <summary>Whether a part is S/MIME in one piece (<c>smime.p7m</c>).</summary>
    public static bool IsPkcs7(MimePart part) => part.ContentType.MediaType is "application/pkcs7-mime" or "application/x-pkcs7-mime";

    /// <summary>What was signed, where it stands within the signature (RFC 8551 section 3.5.2).</summary>
    /// <returns>None where it is encrypted, cannot be read, or is too large.</returns>
    public static MailSource? SignedContent(MimePart part)
    {
        if (part.Decoded() is not { } source || source.Length > Largest) return null;
        var octets = new byte[source.Length];
        source.Read(0, octets);
        try
        {
            // ContentInfo and SignedData of RFC 5652 sections 3 and 5.1.
            var info = new AsnReader(octets, AsnEncodingRules.BER).ReadSequence();
            if (info.ReadObjectIdentifier() != SignedData) return null;
            var signed = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            signed.ReadInteger();
            signed.ReadSetOf(skipSortOrderValidation: true);
            var content = signed.ReadSequence();
            content.ReadObjectIdentifier();
            return content.HasData ? new MemorySource(content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadOctetString()) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static MailProtection? OfParts(MimePart part)
    {
        var own = part.ContentType.MediaType switch
        {
            "multipart/signed" => Protocol(part).Contains("pkcs7", StringComparison.Ordinal) ? new(ProtectionFormat.Smime, IsSigned: true, IsEncrypted: false) : PgpSigned,
            "multipart/encrypted" => PgpEncrypted,
            "application/pgp-encrypted" => PgpEncrypted,
            _ => IsPkcs7(part) ? OfPkcs7(part) : null,
        };
        foreach (var child in part.Children)
            if (OfParts(child) is { } within) own = own is null ? within : own with { IsSigned = own.IsSigned || within.IsSigned, IsEncrypted = own.IsEncrypted || within.IsEncrypted };
        return own;
    }

    private static MailProtection? OfPkcs7(MimePart part) => part.ContentType.Parameter("smime-type")?.ToLowerInvariant() switch
    {
        "signed-data" => new(ProtectionFormat.Smime, IsSigned: true, IsEncrypted: false),
        "enveloped-data" or "authenveloped-data" => new(ProtectionFormat.Smime, IsSigned: false, IsEncrypted: true),
        "certs-only" or "compressed-data" => null,
        _ => SignedContent(part) is null ? new(ProtectionFormat.Smime, IsSigned: false, IsEncrypted: true) : new(ProtectionFormat.Smime, IsSigned: true, IsEncrypted: false),
    };

    private static string Protocol(MimePart part) => part.ContentType.Parameter("protocol") is { Length: > 0 } declared ? declared.ToLowerInvariant()
        : part.Children.LastOrDefault()?.ContentType.MediaType ?? "";

    /// <summary>Armour of RFC 9580 section 6.2 in the text; in a quotation it protects nothing.</summary>
    private static MailProtection? OfText(string? text) => text is null ? null
        : HasLine(text, "-----BEGIN PGP MESSAGE-----") ? PgpEncrypted with { Format = ProtectionFormat.PgpInline }
        : HasLine(text, "-----BEGIN PGP SIGNED MESSAGE-----") ? PgpSigned with { Format = ProtectionFormat.PgpInline } : null;

    private static bool HasLine(string text, string line) =>
        text.StartsWith(line, StringComparison.Ordinal) || text.Contains('\n' + line, StringComparison.Ordinal);
}
