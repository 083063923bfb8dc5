using System.Buffers;
using System.Globalization;

namespace Hub.Mail.Text.Safe;

/// <summary>An address that a link or a picture may have, in the one form that every reader takes for the same place.</summary>
/// <param name="Text">As it is written into an attribute.</param>
/// <param name="Host">Where it leads, in ASCII; empty for mail and telephone.</param>
internal readonly record struct SafeAddress(string Text, string Host)
{
    private const int MaxLength = 4_000;
    private static readonly SearchValues<char> ToEncode = SearchValues.Create(" \"<>`'\\");
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };

    /// <summary>The host in its own script, where that is another form.</summary>
    public static string? InOwnScript(string host)
    {
        if (!host.Contains("xn--", StringComparison.Ordinal)) return null;
        try
        {
            var own = Idn.GetUnicode(host);
            return own == host ? null : own;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The address of a link: web, mail or telephone; null for any other.</summary>
    public static SafeAddress? OfLink(string value)
    {
        var address = Squeezed(value);
        if (address.Length > MaxLength) return null;
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && address[..colon].ToLowerInvariant() is "mailto" or "tel" && address.Length > colon + 1)
            return new(address[..colon].ToLowerInvariant() + ":" + Encoded(address[(colon + 1)..]), "");
        return OfWeb(address);
    }

    /// <summary>A web address; null for any other.</summary>
    /// <remarks>Browsers take any number of slashes of either kind after the scheme, and drop tabs and line ends (URL standard, 4.4).</remarks>
    public static SafeAddress? OfWeb(string value)
    {
        var address = Squeezed(value);
        if (address.Length > MaxLength) return null;
        string scheme;
        if (address.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) (scheme, address) = ("http://", address[5..]);
        else if (address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) (scheme, address) = ("https://", address[6..]);
        else if (address.Length > 2 && address[0] is '/' or '\\' && address[1] is '/' or '\\') scheme = "https://";
        else return null;
        address = address.TrimStart('/', '\\');
        var end = address.AsSpan().IndexOfAny("/\\?#") is var at && at < 0 ? address.Length : at;
        // Whoever names a user before the host wants the host overlooked.
        var authority = address[(address.LastIndexOf('@', Math.Max(0, end - 1), end) + 1)..end];
        if (HostOf(authority) is not var (host, port)) return null;
        var rest = address[end..];
        var query = rest.AsSpan().IndexOfAny('?', '#') is var q && q < 0 ? rest.Length : q;
        rest = rest[..query].Replace('\\', '/') + rest[query..];
        return new(scheme + host + port + (rest.StartsWith('/') ? "" : "/") + Encoded(rest), host);
    }

    private static (string Host, string Port)? HostOf(string authority)
    {
        var name = authority;
        var port = "";
        if (authority.LastIndexOf(':') is > 0 and var colon && !authority.EndsWith(']'))
        {
            (name, var digits) = (authority[..colon], authority[(colon + 1)..]);
            if (digits.Length > 0)
            {
                if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
                port = string.Create(CultureInfo.InvariantCulture, $":{number}");
            }
        }
        if (name.StartsWith('[')) return System.Net.IPAddress.TryParse(name, out var ip) && name.EndsWith(']') && !name.Contains('%', StringComparison.Ordinal) ? ($"[{ip}]", port) : null;
        if (name.Contains('%', StringComparison.Ordinal)) name = Uri.UnescapeDataString(name);
        try
        {
            name = Idn.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
        return name.Length is > 0 and <= 253 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? (name, port) : null;
    }

    // Without what browsers drop anyway, and what turns the direction of reading.
    private static string Squeezed(string value)
    {
        var text = Characters.Clean(value.Trim());
        foreach (var c in text)
            if (char.IsControl(c) || Folding.IsInvisible(c)) return string.Concat(text.Where(c => !char.IsControl(c) && !Folding.IsInvisible(c))).Trim();
        return text;
    }

    private static string Encoded(string text)
    {
        if (!text.AsSpan().ContainsAny(ToEncode)) return text;
        return string.Concat(text.Select(c => ToEncode.Contains(c) ? string.Create(CultureInfo.InvariantCulture, $"%{(int)c:X2}") : c.ToString()));
    }
}
