using System.Security.Cryptography.X509Certificates;

namespace Hub.Mail.Smtp;

/// <summary>How the SMTP client behaves to every server.</summary>
public sealed record SmtpClientOptions
{
    /// <summary>Our name in EHLO (RFC 5321 section 4.1.1.1): fully qualified, or an address literal.</summary>
    public string HostName { get; init; } = "[127.0.0.1]";

    /// <summary>Time for the TCP connection.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for each reply, a TLS handshake, and each 64 kB of content.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for the reply to the final dot: the server stores the mail then (RFC 5321 section 4.5.3.2.6).</summary>
    public TimeSpan DataEnd { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Time for the reply to QUIT; nothing depends on it.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A certificate that is believed though nobody vouches for it: a company's own server.</summary>
    public X509Certificate2? TrustedCertificate { get; init; }

    /// <summary>The clock of all waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Opens the TCP connection; tests put a wire of their own here.</summary>
    internal Func<SmtpServer, CancellationToken, Task<Stream>>? Dial { get; init; }
}
