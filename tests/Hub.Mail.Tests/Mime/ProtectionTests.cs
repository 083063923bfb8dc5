using System.Formats.Asn1;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

public sealed class ProtectionTests
{
    private static readonly MailProtection SmimeSigned = new(ProtectionFormat.Smime, IsSigned: true, IsEncrypted: false);
    private static readonly MailProtection SmimeEncrypted = new(ProtectionFormat.Smime, IsSigned: false, IsEncrypted: true);
    private static readonly MailProtection PgpSigned = new(ProtectionFormat.PgpMime, IsSigned: true, IsEncrypted: false);
    private static readonly MailProtection PgpEncrypted = new(ProtectionFormat.PgpMime, IsSigned: false, IsEncrypted: true);

    private static string Signed(string protocol, string signature) => $"""
        Content-Type: multipart/signed; boundary=s; micalg=sha-256; protocol="{protocol}"

        --s
        Content-Type: text/plain

        what was signed
        --s
        Content-Type: {signature}; name=signature.x

        x
        --s--
        """;

    [Fact]
    public void A_signature_beside_the_text_is_shown_and_kept()
    {
        var smime = Mails.Read(Signed("application/pkcs7-signature", "application/pkcs7-signature"));
        Assert.Equal(SmimeSigned, smime.Protection);
        Assert.Equal(("what was signed", "signature.x"), (smime.TextBody, Assert.Single(smime.Attachments).FileName));
        Assert.Equal(SmimeSigned, Mails.Read(Signed("application/x-pkcs7-signature", "application/x-pkcs7-signature")).Protection);
        Assert.Equal(PgpSigned, Mails.Read(Signed("application/pgp-signature", "application/pgp-signature")).Protection);
        Assert.Equal(SmimeSigned, Mails.Read(Signed("", "application/pkcs7-signature")).Protection);
        // A mailing list put it into a multipart of its own.
        Assert.Equal(PgpSigned, Mails.Read("Content-Type: multipart/mixed; boundary=m\n\n--m\n" + Signed("application/pgp-signature", "application/pgp-signature") + "\n--m--\n").Protection);
    }

    [Fact]
    public void What_is_encrypted_is_said_to_be_and_kept()
    {
        var pgp = Mails.Read("""
            Content-Type: multipart/encrypted; boundary=e; protocol="application/pgp-encrypted"

            --e
            Content-Type: application/pgp-encrypted

            Version: 1
            --e
            Content-Type: application/octet-stream; name=encrypted.asc

            -----BEGIN PGP MESSAGE-----
            --e--
            """);
        Assert.Equal(PgpEncrypted, pgp.Protection);
        Assert.Equal(2, pgp.Attachments.Count);
        Assert.Null(pgp.TextBody);

        var smime = Mails.Read("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAG");
        Assert.Equal(SmimeEncrypted, smime.Protection);
        Assert.Equal("smime.p7m", Assert.Single(smime.Attachments).FileName);
        // Without a type, and not to be read: it is not shown as a signature.
        Assert.Equal(SmimeEncrypted, Mails.Read("Content-Type: application/x-pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIAG").Protection);
        Assert.Null(Mails.Read("Content-Type: application/pkcs7-mime; smime-type=certs-only\n\nx").Protection);
    }

    [Theory]
    [InlineData("-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----", true)]
    [InlineData("Hello\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----", true)]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhi\n-----BEGIN PGP SIGNATURE-----", false)]
    public void Armour_within_the_text_is_seen(string text, bool encrypted)
    {
        var expected = (encrypted ? PgpEncrypted : PgpSigned) with { Format = ProtectionFormat.PgpInline };
        Assert.Equal(expected, Mails.Read("\n" + text).Protection);
        Assert.Equal(expected, Mails.Read($"Content-Type: text/html\n\n<p>{text.Replace("\n", "<br>", StringComparison.Ordinal)}</p>").Protection);
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("> -----BEGIN PGP MESSAGE-----\n> hQ")]
    [InlineData("They sent me -----BEGIN PGP MESSAGE----- and nothing else")]
    public void An_ordinary_mail_is_not_protected(string text) => Assert.Null(Mails.Read("\n" + text).Protection);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_stands_within_a_signature_is_read(bool inPieces)
    {
        var entity = Encoding.UTF8.GetBytes("Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nGrüße\r\n--a\r\nContent-Type: text/html\r\n\r\n<b>Grüße</b>\r\n--a--\r\n");
        var mail = Mails.Read($"Subject: signed\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Cms(entity, inPieces))}");
        Assert.Equal(("signed", "Grüße", "<b>Grüße</b>"), (mail.Subject, mail.TextBody, mail.HtmlBody));
        Assert.Equal("smime.p7m", Assert.Single(mail.Attachments).FileName);
        Assert.Equal(SmimeSigned, mail.Protection);
        Assert.Equal(SmimeSigned, Mails.Read($"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Cms(entity, inPieces))}").Protection);
    }

    /// <summary>SignedData of RFC 5652 without signers.</summary>
    private static byte[] Cms(byte[] content, bool inPieces)
    {
        var writer = new AsnWriter(inPieces ? AsnEncodingRules.CER : AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf()) { }
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                        writer.WriteOctetString(inPieces ? [.. content, .. Enumerable.Repeat((byte)'\n', 2_000)] : content);
                }
                using (writer.PushSetOf()) { }
            }
        }
        return writer.Encode();
    }
}
