using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Mail.Wire;

/// <summary>Paths of RFC 5321 section 4.1.2 and RFC 6531 section 3.3: <c>&lt;local@domain&gt;</c>.</summary>
/// <remarks>
/// Two liberties, for what is seen in the world: a domain may hold an underscore, and a local part may have 256 octets instead of 64, since
/// bounce addresses of mass senders are longer. A source route is read and thrown away (section 3.3, appendix C).
/// </remarks>
internal static class SmtpPath
{
    private const int LongestLocal = 256;
    private const int LongestDomain = 255;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the path that the text begins with.</summary>
    /// <param name="text">May go on behind the path.</param>
    /// <param name="address">Empty for <c>&lt;&gt;</c>; without a domain for <c>&lt;postmaster&gt;</c> only; quoted only where it must be.</param>
    /// <param name="length">Characters of the path, with its brackets.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out string address, out int length)
    {
        (address, length) = ("", 0);
        var at = 1;
        if (text.Length < 2 || text[0] != '<') return false;
        if (text[1] == '>')
        {
            length = 2;
            return true;
        }
        if (text[at] == '@' && !SkipRoute(text, ref at)) return false;
        if (!ReadLocal(text, ref at, out var local) || at >= text.Length) return false;
        if (text[at] == '>' && local.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
        {
            (address, length) = (local, at + 1);
            return true;
        }
        if (text[at++] != '@' || !ReadDomain(text, ref at, out var domain)) return false;
        if (at >= text.Length || text[at] != '>') return false;
        (address, length) = ($"{local}@{domain}", at + 1);
        return true;
    }

    /// <summary>The address in the form that may be written between brackets; null where it is none.</summary>
    public static string? Normalise(string address)
    {
        if (address.Length > LongestLocal * 2 + LongestDomain) return null;
        var path = $"<{address}>";
        return IsUnicode(address) && TryRead(path, out var read, out var length) && length == path.Length && read.Contains('@') ? read : null;
    }

    /// <summary>The address with its domain in ASCII (RFC 5891 section 4.4), for a server without SMTPUTF8; null where its local part is beyond that.</summary>
    public static string? ToAscii(string address)
    {
        var at = address.LastIndexOf('@') + 1;
        if (!Ascii.IsValid(address.AsSpan(0, at))) return null;
        try
        {
            return address[..at] + new IdnMapping().GetAscii(address[at..]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A name that a peer gives itself in LHLO or EHLO: lenient, for peers call themselves anything; it proves nothing.</summary>
    public static bool IsHostName(ReadOnlySpan<char> text) => text.Length is > 0 and <= LongestDomain && !text.ContainsAnyExceptInRange('!', '~');

    private static bool SkipRoute(ReadOnlySpan<char> text, ref int at)
    {
        while (true)
        {
            if (at >= text.Length || text[at++] != '@' || !ReadDomain(text, ref at, out _) || at >= text.Length) return false;
            var next = text[at++];
            if (next == ':') return true;
            if (next != ',') return false;
        }
    }

    private static bool ReadLocal(ReadOnlySpan<char> text, ref int at, out string local)
    {
        local = "";
        var start = at;
        if (at < text.Length && text[at] == '"') return ReadQuoted(text, ref at, out local);
        while (at < text.Length && (IsAtom(text[at]) || text[at] == '.')) at++;
        local = text[start..at].ToString();
        return IsDotString(local) && Fits(local, LongestLocal);
    }

    private static bool ReadQuoted(ReadOnlySpan<char> text, ref int at, out string local)
    {
        local = "";
        var content = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && (++at >= text.Length || text[at] > '~')) return false;
            if (text[at] < ' ' || char.IsControl(text[at])) return false;
            content.Append(text[at]);
        }
        if (at++ >= text.Length) return false;
        var plain = content.ToString();
        // "john"@x and john@x are one mailbox (section 4.1.2).
        local = IsDotString(plain) ? plain : $"\"{plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return Fits(plain, LongestLocal);
    }

    private static bool ReadDomain(ReadOnlySpan<char> text, ref int at, out string domain)
    {
        domain = "";
        var start = at;
        if (at < text.Length && text[at] == '[')
        {
            var close = text[at..].IndexOf(']');
            if (close < 0) return false;
            at += close + 1;
            domain = text[start..at].ToString();
            return IsLiteral(domain[1..^1]);
        }
        while (at < text.Length && (IsLabel(text[at]) || text[at] == '.')) at++;
        domain = text[start..at].ToString();
        return domain.Length > 0 && Fits(domain, LongestDomain) && domain.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-');
    }

    /// <summary>Section 4.1.3.</summary>
    private static bool IsLiteral(string literal) =>
        literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.TryParse(literal[5..], out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 && !literal.Contains('%')
            : literal.Count(c => c == '.') == 3 && literal.All(c => char.IsAsciiDigit(c) || c == '.') && literal.Split('.').All(IsByte);

    private static bool IsByte(string part) => part.Length <= 3 && byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsDotString(string text) => text.Length > 0 && text.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtom));

    private static bool IsAtom(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c) || IsInternational(c);

    private static bool IsLabel(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || IsInternational(c);

    private static bool IsInternational(char c) => c >= '\u00a0' && !char.IsWhiteSpace(c);

    private static bool Fits(string text, int octets) => text.Length <= octets && Encoding.UTF8.GetByteCount(text) <= octets;

    private static bool IsUnicode(string text)
    {
        try
        {
            return Strict.GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
