using System.Globalization;
using System.Text;

namespace Hub.Mail.Smtp;

/// <summary>A server's reply (RFC 5321 section 4.2) with its enhanced code (RFC 2034) if it gave one.</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="EnhancedCode"><c>5.1.1</c>, or null.</param>
/// <param name="Text">The server's words without the codes, lines parted by LF.</param>
public sealed record SmtpReply(int Code, string? EnhancedCode, string Text)
{
    public bool IsPositive => Code is >= 200 and < 300;

    public override string ToString() => EnhancedCode is null ? $"{Code} {Text}" : $"{Code} {EnhancedCode} {Text}";

    /// <summary>Reads one line: <c>250-text</c>, <c>250 text</c> or <c>250</c>.</summary>
    /// <param name="octets">Without CRLF.</param>
    /// <param name="code">Its three digits.</param>
    /// <param name="last">No further line belongs to the reply.</param>
    /// <param name="text">What stands behind, control characters made blanks.</param>
    /// <returns>False for what is no reply line.</returns>
    internal static bool TryReadLine(ReadOnlySpan<byte> octets, out int code, out bool last, out string text)
    {
        (code, last, text) = (0, true, "");
        if (octets.Length < 3 || octets[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)octets[1]) || !char.IsAsciiDigit((char)octets[2])) return false;
        code = int.Parse(octets[..3], NumberStyles.None, CultureInfo.InvariantCulture);
        if (octets.Length == 3) return true;
        last = octets[3] == ' ';
        text = Encoding.UTF8.GetString(octets[4..]);
        if (text.Any(char.IsControl)) text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return last || octets[3] == '-';
    }

    /// <summary>Makes one reply of its lines.</summary>
    internal static SmtpReply Of(int code, IReadOnlyList<string> lines)
    {
        var enhanced = EnhancedOf(code, lines[0]);
        var words = enhanced is null ? lines : lines.Select(line => EnhancedOf(code, line) == enhanced ? line[enhanced.Length..].TrimStart(' ') : line);
        return new(code, enhanced, string.Join('\n', words));
    }

    /// <summary>RFC 3463 section 2: class, subject and detail, of the same class as the code.</summary>
    private static string? EnhancedOf(int code, string line)
    {
        var word = line.Split(' ', 2)[0];
        var parts = word.Split('.');
        return parts.Length == 3 && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit)) && parts[0] == (code / 100).ToString(CultureInfo.InvariantCulture) ? word : null;
    }
}
