using System.Globalization;
using System.Text;
using Hub.Mail.Wire;

namespace Hub.Mail.Lmtp;

/// <summary>Reads the arguments of MAIL and RCPT: RFC 5321 sections 4.1.1.2, 4.1.1.3 and 4.1.2.</summary>
internal static class LmtpEnvelope
{
    private static readonly LmtpReply BadSender = new(501, "5.1.7", "That is no sender's address");
    private static readonly LmtpReply BadRecipient = new(501, "5.1.3", "That is no recipient's address");
    private static readonly LmtpReply BadParameter = new(501, "5.5.4", "That parameter is not well formed");
    private static readonly LmtpReply UnknownParameter = new(555, "5.5.4", "That parameter is not known here");
    private static readonly LmtpReply NeedsUtf8 = new(553, "5.6.7", "Such an address needs SMTPUTF8");

    /// <summary>What the sender said of the mail.</summary>
    /// <param name="From">Empty for <c>&lt;&gt;</c>.</param>
    /// <param name="Utf8">RFC 6531: addresses may hold more than ASCII.</param>
    public sealed record Sender(string From, bool Utf8);

    /// <summary><c>FROM:&lt;path&gt; [SIZE=n] [BODY=7BIT|8BITMIME] [SMTPUTF8]</c></summary>
    public static LmtpReply? ReadSender(string argument, long maxSize, out Sender sender)
    {
        sender = new("", false);
        if (!ReadPath(argument, "FROM:", out var from, out var rest)) return BadSender;
        if (from.Length > 0 && !from.Contains('@')) return BadSender;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            if (!seen.Add(parts[0])) return BadParameter;
            var refusal = (parts[0].ToUpperInvariant(), parts.ElementAtOrDefault(1)) switch
            {
                ("SIZE", { } size) => CheckSize(size, maxSize),
                ("SIZE", null) => BadParameter,
                ("BODY", { } body) => body.ToUpperInvariant() is "7BIT" or "8BITMIME" ? null : UnknownParameter,
                ("SMTPUTF8", null) => null,
                _ => UnknownParameter,
            };
            if (refusal is not null) return refusal;
        }
        sender = new(from, seen.Contains("SMTPUTF8"));
        return Ascii.IsValid(from) || sender.Utf8 ? null : NeedsUtf8;
    }

    /// <summary><c>TO:&lt;path&gt;</c></summary>
    public static LmtpReply? ReadRecipient(string argument, bool utf8, out string recipient)
    {
        if (!ReadPath(argument, "TO:", out recipient, out var rest) || recipient.Length == 0) return BadRecipient;
        if (rest.Length > 0) return UnknownParameter;
        return Ascii.IsValid(recipient) || utf8 ? null : NeedsUtf8;
    }

    private static bool ReadPath(string argument, string keyword, out string address, out string rest)
    {
        (address, rest) = ("", "");
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase)) return false;
        // People at a terminal put a space there, and some programs.
        var text = argument.AsSpan(keyword.Length).TrimStart(' ');
        if (!SmtpPath.TryRead(text, out address, out var length)) return false;
        var behind = text[length..];
        rest = behind.Trim(' ').ToString();
        return behind.IsEmpty || behind[0] == ' ';
    }

    /// <summary>RFC 1870 section 4: up to 20 digits, which is more than a long holds.</summary>
    private static LmtpReply? CheckSize(string size, long maxSize) =>
        size.Length is 0 or > 20 || !size.All(char.IsAsciiDigit) ? BadParameter
        : UInt128.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture) > (UInt128)maxSize ? LmtpReply.TooLarge
        : null;
}
