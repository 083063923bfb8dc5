using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hub.Mail.Tests.Servers;

/// <summary>A certificate for 127.0.0.1 and localhost that nobody vouches for, with its key.</summary>
public sealed class TestCertificate : IDisposable
{
    private TestCertificate(X509Certificate2 certificate, string key) => (Certificate, Key) = (certificate, key);

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    private string Key { get; }

    public static TestCertificate Create(string name = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        // A key that is only in memory is of no use to a TLS server on every system: once through PKCS#12.
        return new(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Writes both as PEM, the key for the owner's eyes only.</summary>
    /// <returns>Their paths.</returns>
    public (string Certificate, string Key) WriteTo(string folder)
    {
        var (certificate, key) = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(certificate, Certificate.ExportCertificatePem());
        File.WriteAllText(key, Key);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return (certificate, key);
    }

    public void Dispose() => Certificate.Dispose();
}
