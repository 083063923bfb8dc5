using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Platform;

namespace Hub.Channels.Email.Receiving;

/// <summary>Reads the settings of LMTP; what cannot be used keeps Hub from starting, with a sentence.</summary>
public static class LmtpSettings
{
    /// <exception cref="StartRefusedException">No address, or one that everybody could reach.</exception>
    public static IPEndPoint EndPointOf(MailOptions mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (!IPEndPoint.TryParse(mail.Lmtp.Replace("localhost:", "127.0.0.1:", StringComparison.OrdinalIgnoreCase), out var endpoint))
            throw new StartRefusedException($"Hub__Mail__Lmtp is {mail.Lmtp}; it is an address and a port, such as 127.0.0.1:2424.");
        // Whoever reaches the port can write in anybody's name.
        if (!IPAddress.IsLoopback(endpoint.Address) && AllowedOf(mail).Count == 0)
            throw new StartRefusedException($"Hub__Mail__Lmtp listens on {endpoint}, beyond this machine. Say who may deliver mail there: Hub__Mail__LmtpAllow=10.0.0.0/8 (addresses and networks, separated by commas).");
        return endpoint;
    }

    /// <exception cref="StartRefusedException">Something in it is no address.</exception>
    public static IReadOnlyList<IPNetwork> AllowedOf(MailOptions mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var networks = new List<IPNetwork>();
        foreach (var text in (mail.LmtpAllow ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(text, out var one)) networks.Add(new IPNetwork(one, one.GetAddressBytes().Length * 8));
            else throw new StartRefusedException($"Hub__Mail__LmtpAllow takes addresses and networks like 10.0.0.0/8, separated by commas; {text} is neither.");
        }
        return networks;
    }

    /// <exception cref="StartRefusedException">The files cannot be read, or do not belong together.</exception>
    public static X509Certificate2? CertificateOf(MailOptions mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.LmtpCertificate is not { } file) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(file, mail.LmtpKey);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The certificate for receiving mail ({file}, key {mail.LmtpKey ?? "in the same file"}) cannot be used: {failure.Message} See Hub__Mail__LmtpCertificate and Hub__Mail__LmtpKey.");
        }
    }
}
