namespace Hub.Mail;

/// <summary>A mailbox of RFC 5322 section 3.4, with the name that stands before it.</summary>
/// <param name="Name">Display name, decoded; none where there was none.</param>
/// <param name="Address">The addr-spec <c>local@domain</c> as written; its domain compares without case.
/// Mail of programs has addresses without domain (<c>MAILER-DAEMON</c>).</param>
public sealed record MailAddress(string? Name, string Address)
{
    /// <summary>What stands before the last <c>@</c>; all of an address without domain.</summary>
    public string Local => Address.LastIndexOf('@') is >= 0 and var at ? Address[..at] : Address;

    /// <summary>What stands after the last <c>@</c>, in lower case; nothing where there is no <c>@</c>.</summary>
    public string Domain => Address.LastIndexOf('@') is >= 0 and var at ? Address[(at + 1)..].ToLowerInvariant() : "";
}
