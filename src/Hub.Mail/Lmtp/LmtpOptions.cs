using System.Security.Cryptography.X509Certificates;

namespace Hub.Mail.Lmtp;

/// <summary>What the LMTP server calls itself and what it bears.</summary>
public sealed record LmtpOptions
{
    /// <summary>Named in the greeting; ASCII, without spaces.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Octets of the largest mail, as said in the SIZE extension.</summary>
    public long MaxSize { get; init; } = 30 * 1024 * 1024;

    /// <summary>Accepted recipients of one mail; further ones are told 452 4.5.3 and come in another transaction.</summary>
    public int MaxRecipients { get; init; } = 1000;

    /// <summary>Peers at one time on one endpoint; a further one is told 421 4.3.2.</summary>
    public int MaxConnections { get; init; } = 50;

    /// <summary>Protocol errors of one peer; with the last of them it is told 421 and left.</summary>
    public int MaxErrors { get; init; } = 3;

    /// <summary>Time for a command line, for the next piece of a mail, for a TLS handshake, and for the peer to read its replies.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for the whole of one mail's octets: a peer that drips them would hold one of the connections for ever.</summary>
    public TimeSpan Transfer { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>With its private key; STARTTLS is offered if there is one.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Where a mail above 64 kB lies while it comes in. The folder is there and Hub may write to it.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();
}
