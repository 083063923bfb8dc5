using System.Net.Mime;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Browser.Mail;

/// <summary>A mail as its reader's program shows it. It is read apart from Hub's own code, which must not be its own judge.</summary>
public sealed partial class ReceivedMail
{
    private readonly List<(string Name, string Value)> headers = [];
    private readonly StringBuilder text = new();
    private readonly StringBuilder everything = new();

    /// <param name="raw">The mail as it lies in the mailbox.</param>
    public ReceivedMail(byte[] raw)
    {
        Raw = Encoding.Latin1.GetString(raw).ReplaceLineEndings("\n");
        everything.Append(Raw);
        Read(Raw, headers);
        foreach (var (_, value) in headers) everything.Append('\n').Append(value);
    }

    /// <summary>Its bytes, one character each, with plain line ends.</summary>
    public string Raw { get; }

    /// <summary>All that one reads without pictures.</summary>
    public string Text => text.ToString();

    /// <summary>The raw mail and all of its headers and parts decoded: where nothing may be that must not be in a mail.</summary>
    public string Everything => everything.ToString();

    public string Subject => Header("Subject");

    public string MessageId => Header("Message-ID");

    /// <summary>Whose mail it says it is.</summary>
    public string From => Address(Header("From"));

    /// <summary>Where an answer to it goes.</summary>
    public string ReplyTo => Address(Header("Reply-To") is { Length: > 0 } wish ? wish : Header("From"));

    public string To => Address(Header("To"));

    /// <summary>The path of the link by which a stranger says that it was not him.</summary>
    public string NotMePath => NotMe().Match(Text) is { Success: true } link ? link.Groups[1].Value : throw new InvalidOperationException($"There is no way to say \"this was not me\" in:\n{Text}");

    /// <summary>The value of a header, unfolded and decoded; empty where it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is there twice.</exception>
    public string Header(string name) =>
        headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault("");

    private void Read(string part, List<(string Name, string Value)> own)
    {
        var end = part.IndexOf("\n\n", StringComparison.Ordinal);
        var (head, body) = end < 0 ? (part, "") : (part[..end], part[(end + 2)..]);
        foreach (var line in Fold().Replace(head, " ").Split('\n'))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) own.Add((line[..colon], Words(line[(colon + 1)..].Trim())));

        string Own(string name) => own.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault("");
        var type = new ContentType(Own("Content-Type") is { Length: > 0 } given ? given : "text/plain");
        if (type.Boundary is { Length: > 0 } boundary)
        {
            var pieces = $"\n{body}".Split($"\n--{boundary}");
            foreach (var piece in pieces.Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal))) Read(piece[(piece.IndexOf('\n', StringComparison.Ordinal) + 1)..], []);
            return;
        }
        if (!type.MediaType.StartsWith("text/", StringComparison.Ordinal)) return;
        var decoded = Encoding.GetEncoding(type.CharSet ?? "utf-8").GetString(Decode(body, Own("Content-Transfer-Encoding")));
        everything.Append('\n').Append(decoded);
        if (type.MediaType is "text/plain") text.Append(decoded.ReplaceLineEndings("\n"));
    }

    private static byte[] Decode(string body, string encoding)
    {
        if (encoding.Equals("base64", StringComparison.OrdinalIgnoreCase)) return Convert.FromBase64String(body);
        return encoding.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase) ? Unquote(SoftBreak().Replace(body, "")) : Encoding.Latin1.GetBytes(body);
    }

    private static byte[] Unquote(string text) =>
        Encoding.Latin1.GetBytes(Octet().Replace(text, octet => ((char)Convert.ToByte(octet.Groups[1].Value, 16)).ToString()));

    /// <summary>Encoded words of RFC 2047. White space between two of them is none.</summary>
    private static string Words(string value) => EncodedWord().Replace(Between().Replace(value, "$1$2"), word =>
    {
        var (charset, content) = (word.Groups[1].Value, word.Groups[3].Value);
        var octets = word.Groups[2].Value is "B" or "b" ? Convert.FromBase64String(content) : Unquote(content.Replace('_', ' '));
        return Encoding.GetEncoding(charset).GetString(octets);
    });

    private static string Address(string value) => Angle().Match(value) is { Success: true } angle ? angle.Groups[1].Value : value;

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Fold();

    [GeneratedRegex(@"=[ \t]*\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex("=([0-9A-Fa-f]{2})")]
    private static partial Regex Octet();

    [GeneratedRegex(@"=\?([^?*]+)[^?]*\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=)\s+(=\?)")]
    private static partial Regex Between();

    [GeneratedRegex("<([^<>]+)>")]
    private static partial Regex Angle();

    [GeneratedRegex(@"https?://[^\s/]+(/mail/not-me/[A-Za-z0-9._~-]+)")]
    private static partial Regex NotMe();
}
