namespace Hub.Mail.Lmtp;

/// <summary>One mail as it came in: its envelope and its octets.</summary>
public sealed class LmtpMail
{
    /// <summary>The reverse path; null for <c>&lt;&gt;</c>, which bounces and other notifications carry.</summary>
    public string? From { get; init; }

    /// <summary>The accepted recipients in the order they were named. One named twice stands twice, and is answered twice.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>The octets as sent, dot-stuffing undone, bare CR and LF kept. Seekable, at 0; gone when the receiver returns.</summary>
    public required Stream Content { get; init; }

    /// <summary>Octets of <see cref="Content"/>.</summary>
    public required long Size { get; init; }
}
