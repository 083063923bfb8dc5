using System.Globalization;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Writes mailboxes of RFC 5322 section 3.4.</summary>
internal static class AddressWriter
{
    /// <summary>Octets of an address that SMTP carries (RFC 5321 section 4.5.3.1: 64, the sign, 255).</summary>
    private const int Longest = 320;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Name and address as words between which a line may be folded.</summary>
    /// <param name="address">The mailbox.</param>
    /// <param name="first">Room for its first word.</param>
    /// <exception cref="ArgumentException">The address is none that mail without SMTPUTF8 carries.</exception>
    public static List<string> Words(MailAddress address, int first)
    {
        var spec = AddrSpec(address.Address);
        var name = HeaderWriter.OneLine(address.Name ?? "");
        if (name.Length == 0) return [spec];
        var words = Phrase(name, first);
        words.Add($"<{spec}>");
        return words;
    }

    private static List<string> Phrase(string name, int first)
    {
        if (!System.Text.Ascii.IsValid(name) || name.Contains("=?", StringComparison.Ordinal)) return EncodedWordWriter.Words(name, first);
        var words = name.Split(' ');
        if (words.All(w => w.Length is > 0 and < HeaderWriter.Line - 2 && w.All(IsAtom))) return [.. words];
        var quoted = HeaderWriter.Quoted(name);
        return quoted.Length < HeaderWriter.Line - 2 ? [quoted] : EncodedWordWriter.Words(name, first);
    }

    /// <summary>The address for the wire: its domain in ASCII (RFC 5891), its local part quoted where it must be.</summary>
    /// <exception cref="ArgumentException">It has no local part or domain, the local part is not ASCII, or one of them cannot be written.</exception>
    public static string AddrSpec(string address)
    {
        address = string.Concat(address.Where(c => !char.IsControl(c))).Trim();
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1) throw new ArgumentException("A mail address needs a local part and a domain.", nameof(address));
        var local = address[..at];
        if (!System.Text.Ascii.IsValid(local)) throw new ArgumentException("The part before the @ has characters beyond ASCII, which needs SMTPUTF8.", nameof(address));
        var spec = $"{Local(local)}@{Domain(address[(at + 1)..])}";
        return spec.Length <= Longest ? spec : throw new ArgumentException("The mail address is longer than SMTP allows.", nameof(address));
    }

    private static string Local(string local)
    {
        if (!local.StartsWith('.') && !local.EndsWith('.') && !local.Contains("..", StringComparison.Ordinal) && local.All(c => c == '.' || IsAtom(c))) return local;
        var inner = local.Length > 1 && local[0] == '"' && local[^1] == '"' ? Unquote(local[1..^1]) : local;
        return HeaderWriter.Quoted(inner);
    }

    private static string Unquote(string quoted)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length) i++;
            plain.Append(quoted[i]);
        }
        return plain.ToString();
    }

    private static string Domain(string domain)
    {
        if (domain.StartsWith('[') && domain.EndsWith(']') && domain.Length > 2
            && domain[1..^1].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-')) return domain;
        string ascii;
        try
        {
            ascii = Idn.GetAscii(domain);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException("The part behind the @ is no domain name.", nameof(domain), e);
        }
        if (ascii.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')) return ascii;
        throw new ArgumentException("The part behind the @ is no domain name.", nameof(domain));
    }

    /// <summary>atext of RFC 5322 section 3.2.3.</summary>
    private static bool IsAtom(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);
}
