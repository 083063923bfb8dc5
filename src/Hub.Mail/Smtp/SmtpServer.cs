using System.Net;

namespace Hub.Mail.Smtp;

/// <summary>How much encryption an outgoing server is asked for.</summary>
public enum SmtpTls
{
    /// <summary>STARTTLS where the server offers it. A certificate that does not prove anything is borne on loopback only.</summary>
    Optional,

    /// <summary>No mail and no password without TLS and a certificate that proves the host.</summary>
    Required,

    /// <summary>Clear text, whatever the server offers.</summary>
    None,
}

/// <summary>An outgoing server: where mail is submitted (RFC 6409) or relayed, and as whom.</summary>
/// <param name="Host">Name or address, without brackets.</param>
/// <param name="Port">TCP port.</param>
/// <param name="ImplicitTls">TLS from the first octet (RFC 8314 section 3.3), not by STARTTLS.</param>
/// <param name="Tls">What is asked for.</param>
/// <param name="User">Null where no login is needed.</param>
/// <param name="Password">Goes with the user.</param>
public sealed record SmtpServer(string Host, int Port, bool ImplicitTls, SmtpTls Tls, string? User, string? Password)
{
    /// <summary>The host is this machine by its name: what is said to it passes no wire.</summary>
    public bool IsLoopback => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>
    /// Reads <c>smtp://[user:password@]host[:port][?tls=required|optional|none]</c> or <c>smtps://…</c>. User and password are percent-encoded.
    /// Without a port: 465 for smtps, 587 with a login, else 25. Without <c>tls</c>: required with a login to another machine, else optional.
    /// </summary>
    /// <exception cref="FormatException">It is none; the message says why and never holds the password.</exception>
    public static SmtpServer Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps"))
            throw new FormatException("An outgoing server is written smtp://host:port or smtps://user:password@host:port, with user and password percent-encoded.");
        if (uri.Host.Length == 0) throw new FormatException("The address of the outgoing server names no host.");
        if (uri.AbsolutePath is not ("" or "/") || uri.Fragment.Length > 0)
            throw new FormatException("The address of the outgoing server ends with the port; a /, ? or # in user or password is percent-encoded (%2F, %3F, %23).");

        CheckEscapes(text);
        var (user, password) = ReadLogin(uri.UserInfo);
        var implicitTls = uri.Scheme == "smtps";
        var port = uri.Port > 0 ? uri.Port : uri.Port == 0 ? throw new FormatException("Port 0 is no port.") : implicitTls ? 465 : user is null ? 25 : 587;
        var server = new SmtpServer(uri.IdnHost.Trim('[', ']'), port, implicitTls, SmtpTls.Optional, user, password);
        var tls = ReadTls(uri.Query) ?? (implicitTls || (user is not null && !server.IsLoopback) ? SmtpTls.Required : SmtpTls.Optional);
        if (implicitTls && tls is SmtpTls.None) throw new FormatException("smtps:// is TLS; tls=none belongs to smtp://.");
        return server with { Tls = tls };
    }

    /// <summary>Without the password, for logs and messages.</summary>
    public override string ToString() => $"{(ImplicitTls ? "smtps" : "smtp")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    private static (string? User, string? Password) ReadLogin(string text)
    {
        if (text.Length == 0) return (null, null);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw new FormatException("The outgoing server has a user but no password: user:password@host.");
        if (text.Contains('@', StringComparison.Ordinal)) throw new FormatException("An @ in user or password is percent-encoded: %40.");
        var (user, password) = (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
        if (user.Length == 0 || password.Length == 0) throw new FormatException("The outgoing server's user or password is empty.");
        // NUL parts the fields of AUTH PLAIN (RFC 4616).
        if ((user + password).Contains('\0', StringComparison.Ordinal)) throw new FormatException("The outgoing server's user or password holds a NUL.");
        return (user, password);
    }

    /// <summary>Uri would take a lone % for one that was meant, and %41 for an A: which of the two a password has must not be guessed.</summary>
    private static void CheckEscapes(string text)
    {
        for (var percent = text.IndexOf('%', StringComparison.Ordinal); percent >= 0; percent = text.IndexOf('%', percent + 1))
        {
            if (percent + 2 >= text.Length || !char.IsAsciiHexDigit(text[percent + 1]) || !char.IsAsciiHexDigit(text[percent + 2]))
                throw new FormatException("A % in user or password is percent-encoded: %25.");
        }
    }

    private static SmtpTls? ReadTls(string query) => query switch
    {
        "" or "?" => null,
        "?tls=required" => SmtpTls.Required,
        "?tls=optional" => SmtpTls.Optional,
        "?tls=none" => SmtpTls.None,
        _ => throw new FormatException("Behind the outgoing server's address may stand ?tls=required, ?tls=optional or ?tls=none."),
    };
}
