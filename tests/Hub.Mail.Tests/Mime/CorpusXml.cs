using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>A mail's structure in lines: one for each part, each field and each body, indented by depth. Made of what Mime4j's
/// authors wrote down (a kind of XML, though it holds octets that no XML has), and of what was read.</summary>
internal static class CorpusXml
{
    public static string Read(string path)
    {
        var text = File.ReadAllText(path, Encoding.Latin1).ReplaceLineEndings("\n");
        var lines = new StringBuilder();
        int at = 0, depth = 0;
        while (text.IndexOf('<', at) is >= 0 and var open)
        {
            var close = text.IndexOf('>', open);
            var tag = text[(open + 1)..close];
            at = close + 1;
            switch (tag.Split(' ')[0])
            {
                case "message" or "multipart":
                    Line(lines, depth++, tag);
                    break;
                case "body-part":
                    Line(lines, depth++, "part");
                    break;
                case "/message" or "/multipart" or "/body-part":
                    depth--;
                    break;
                case "field":
                    var end = text.IndexOf("</field>", at, StringComparison.Ordinal);
                    Line(lines, depth, Field(Unescape(text[at..end])));
                    at = end;
                    break;
                case "preamble" or "epilogue":
                    at = text.IndexOf("</" + tag, at, StringComparison.Ordinal);
                    break;
                case "text-body" or "binary-body":
                    var name = tag.Split('"')[1];
                    Line(lines, depth, Body(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, name))));
                    break;
            }
        }
        return lines.ToString();
    }

    public static string Of(MimePart root)
    {
        var lines = new StringBuilder();
        Line(lines, 0, "message");
        Content(lines, root, 1);
        return lines.ToString();
    }

    private static void Content(StringBuilder lines, MimePart part, int depth)
    {
        foreach (var header in part.Headers) Line(lines, depth, Field(header.Name + ":" + Encoding.Latin1.GetString(header.Bytes.Span)));
        if (part.ContentType.MediaType is "message/rfc822" && part.ReadMessage() is { } message)
        {
            Line(lines, depth, "message");
            Content(lines, message.Root, depth + 1);
        }
        else if (part.ContentType.IsMultipart)
        {
            Line(lines, depth, "multipart");
            foreach (var child in part.Children)
            {
                Line(lines, depth + 1, "part");
                Content(lines, child, depth + 2);
            }
        }
        else Line(lines, depth, Body(part.Decode()));
    }

    private static void Line(StringBuilder lines, int depth, string text) => lines.Append(' ', depth).Append(text).Append('\n');

    /// <summary>Name and value, unfolded; what is not ASCII was written down in more than one way.</summary>
    private static string Field(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var words = text[(colon + 1)..].Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var value = string.Concat(string.Join(' ', words).Select(c => c is > ' ' and <= '~' ? c : c is ' ' ? ' ' : '?'));
        return $"{text[..colon].Trim()}: {value}";
    }

    /// <summary>Octets by their number and hash. Text is written down with line ends of its own.</summary>
    private static string Body(byte[] octets)
    {
        var text = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(octets).ReplaceLineEndings("\n"));
        return string.Create(CultureInfo.InvariantCulture, $"{text.Length} octets {Convert.ToHexStringLower(SHA256.HashData(text))[..8]}");
    }

    private static string Unescape(string text) => text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
        .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
}
