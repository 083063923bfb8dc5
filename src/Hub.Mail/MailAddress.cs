namespace Hub.Mail;

/// <summary>A mailbox of RFC 5322 section 3.4, with the name that stands before it.</summary>
/// <param name="Name">Display name, decoded; none where there was none.</param>
/// <param name="Address">The addr-spec <c>local@domain</c> as written; its domain compares without case.</param>
public sealed record MailAddress(string? Name, string Address)
{
    /// <summary>What stands before the last <c>@</c>.</summary>
    public string Local => Address[..Math.Max(Address.LastIndexOf('@'), 0)];

    /// <summary>What stands after the last <c>@</c>, in lower case.</summary>
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
