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

/// <summary>Checks the annotations above, those of the nested classes too (reflection would stop at the first level).</summary>
[OptionsValidator]
internal sealed partial class HubOptionsValidator : IValidateOptions<HubOptions>;
