using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Platform;

/// <summary>Settings that more than one feature needs; each comes from an environment variable <c>Hub__…</c>.</summary>
public sealed class HubOptions
{
    /// <summary>Folder of the embedded database and of files.</summary>
    [Required] public string DataDir { get; set; } = ".data";

    /// <summary>Address that visitors and mails use; none: the first listening address.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Address of the agents' desk, where it is another one.</summary>
    public string? DeskUrl { get; set; }

    /// <summary>Networks (CIDR) or addresses whose <c>X-Forwarded-*</c> headers count, separated by commas.</summary>
    public string? TrustedProxies { get; set; }

    [ValidateObjectMembers] public LimitOptions Limits { get; set; } = new();

    [ValidateObjectMembers] public AdminOptions Admin { get; set; } = new();

    public KeyOptions Keys { get; set; } = new();

    public TelemetryOptions Telemetry { get; set; } = new();

    [ValidateObjectMembers] public MailOptions Mail { get; set; } = new();

    [ValidateObjectMembers] public FileOptions Files { get; set; } = new();
}

/// <summary>What may be uploaded.</summary>
public sealed class FileOptions
{
    /// <summary>Largest file, in bytes.</summary>
    [Range(1_000, 1_000_000_000)] public long MaxSize { get; set; } = 25_000_000;

    /// <summary>Files that one visitor may send in a day.</summary>
    [Range(0, 10_000)] public int VisitorFiles { get; set; } = 20;

    /// <summary>Bytes that one visitor may send in a day.</summary>
    [Range(0, 100_000_000_000)] public long VisitorBytes { get; set; } = 100_000_000;
}

/// <summary>Messages a minute; 0 switches a limit off.</summary>
public sealed class LimitOptions
{
    [Range(0, 1_000_000)] public int Visitor { get; set; } = 30;
    [Range(0, 1_000_000)] public int VisitorBurst { get; set; } = 15;
    [Range(0, 1_000_000)] public int Address { get; set; } = 300;
}

/// <summary>The first administrator, made when nobody exists yet.</summary>
public sealed class AdminOptions
{
    [EmailAddress] public string Email { get; set; } = "admin@localhost";
    public string? Password { get; set; }
}

/// <summary>What wraps the keys that protect cookies and channel secrets.</summary>
public sealed class KeyOptions
{
    /// <summary>Best 32 random characters or more: it is not stretched, so a guessable one protects a stolen database badly.</summary>
    public string? Secret { get; set; }
}

/// <summary>Where measurements and traces go.</summary>
public sealed class TelemetryOptions
{
    /// <summary>An OTLP collector by HTTP (<c>http://collector:4318</c>); none: what the standard <c>OTEL_…</c> variables say, or nowhere.</summary>
    public string? Otlp { get; set; }
}

/// <summary>How this process takes part in mail.</summary>
public sealed class MailOptions
{
    /// <summary>False: this process neither receives nor sends; others do.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where mail is received by LMTP (RFC 2033): <c>address:port</c>; port 0 takes a free one.</summary>
    [Required] public string Lmtp { get; set; } = "127.0.0.1:2424";

    /// <summary>Networks or addresses (CIDR, separated by commas) that may deliver where LMTP does not listen on loopback.</summary>
    public string? LmtpAllow { get; set; }

    /// <summary>Certificate (PEM, with its chain) for STARTTLS on LMTP, and its key; none: no STARTTLS.</summary>
    public string? LmtpCertificate { get; set; }
    public string? LmtpKey { get; set; }

    /// <summary>Largest mail that is received, in bytes.</summary>
    [Range(10_000, 200_000_000)] public long MaxSize { get; set; } = 36_000_000;

    /// <summary>Outgoing mail: <c>smtp://[user:password@]host:port</c> or <c>smtps://…</c>; none: it stays queued.</summary>
    public string? SmartHost { get; set; }

    /// <summary>Domain of our Message-IDs and of the first mailbox.</summary>
    [Required, RegularExpression("^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?$")] public string Domain { get; set; } = "localhost";

    /// <summary>Servers (authserv-id of RFC 8601, separated by commas) whose <c>Authentication-Results</c> count: your own.</summary>
    public string? TrustedAuthservIds { get; set; }

    /// <summary>Seconds in which a mail that was sent may be taken back.</summary>
    [Range(0, 300)] public int UndoSeconds { get; set; } = 10;

    /// <summary>Seconds after which a chat answer that was not seen goes by mail, where the site says nothing else.</summary>
    [Range(1, 86_400)] public int ContinueAfter { get; set; } = 60;

    /// <summary>Seconds for which a process holds what it works on; after a crash another takes over then.</summary>
    [Range(2, 3_600)] public int Lease { get; set; } = 60;

    /// <summary>Parallel connections to one outgoing server.</summary>
    [Range(1, 50)] public int Connections { get; set; } = 4;

    /// <summary>Sender's mails an hour past which more of them go to quarantine.</summary>
    [Range(1, 1_000_000)] public int SenderLimit { get; set; } = 200;

    /// <summary>Minutes between two mails that tell an agent of news on one ticket: what comes between is told together.</summary>
    [Range(0, 1_440)] public int NotifyPause { get; set; } = 10;

    /// <summary>A ticket's mails an hour past which more of them are marked and rules fall silent.</summary>
    [Range(1, 1_000_000)] public int TicketLimit { get; set; } = 20;
}

/// <summary>Checks the annotations above, those of the nested classes too (reflection would stop at the first level).</summary>
[OptionsValidator]
internal sealed partial class HubOptionsValidator : IValidateOptions<HubOptions>;
