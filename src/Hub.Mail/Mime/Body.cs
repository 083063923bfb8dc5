using System.Security.Cryptography;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>A part to be written: its fields, and its content or its parts.</summary>
internal sealed class Body
{
    private const int LongestPlainLine = 76;

    private readonly HeaderWriter header = new();
    private readonly List<Body> parts = [];
    private readonly string? multipart;
    private byte[] content = [];

    private Body(string? multipart = null, params IEnumerable<Body> parts)
    {
        this.multipart = multipart;
        this.parts.AddRange(parts);
    }

    /// <summary>The parts of a mail: alternatives of its text, pictures related to the HTML, files mixed in.</summary>
    public static Body Of(OutgoingMail mail)
    {
        var body = OfText(mail.Text, "plain");
        List<OutgoingAttachment> files = [.. mail.Attachments];
        if (mail.Html is not null)
        {
            var html = OfText(mail.Html, "html");
            var pictures = files.FindAll(f => f.ContentId is not null && MailWriter.Bracketed(f.ContentId) is not null);
            files.RemoveAll(pictures.Contains);
            body = new("alternative", body, pictures.Count == 0 ? html : new("related", [html, .. pictures.Select(p => OfFile(p, "inline"))]));
        }
        return files.Count == 0 ? body : new("mixed", [body, .. files.Select(f => OfFile(f, "attachment"))]);
    }

    /// <summary>Writes the whole mail's body, which ends a line; a part's own last line is ended by the boundary behind it.</summary>
    public void WriteTo(Stream target)
    {
        WritePartTo(target);
        if (multipart is null && !content.AsSpan().EndsWith("\r\n"u8)) target.Write("\r\n"u8);
    }

    private void WritePartTo(Stream target)
    {
        if (multipart is null)
        {
            target.Write(Encoding.ASCII.GetBytes(header.ToString()));
            target.Write("\r\n"u8);
            target.Write(content);
            return;
        }
        using var inner = new MemoryStream();
        List<int> starts = [];
        foreach (var part in parts)
        {
            starts.Add((int)inner.Length);
            part.WritePartTo(inner);
        }
        var written = inner.GetBuffer().AsSpan(0, (int)inner.Length);
        var boundary = Boundary(written);
        // RFC 2387 section 3.1 asks for the type of the root.
        header.Field("Content-Type", [$"multipart/{multipart};", .. multipart == "related" ? ["type=\"text/html\";"] : (string[])[], $"boundary=\"{boundary}\""]);
        target.Write(Encoding.ASCII.GetBytes(header.ToString()));
        for (var i = 0; i < parts.Count; i++)
        {
            target.Write(Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\n"));
            target.Write(written[starts[i]..(i + 1 < parts.Count ? starts[i + 1] : written.Length)]);
        }
        target.Write(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"));
    }

    /// <summary>A boundary that does not occur in what it bounds: neither base64 nor quoted-printable has <c>=_</c>,
    /// and for the rest it is looked for.</summary>
    private static string Boundary(ReadOnlySpan<byte> written)
    {
        var seed = SHA256.HashData(written);
        while (true)
        {
            var boundary = "=_" + Convert.ToHexStringLower(seed.AsSpan(0, 16));
            if (written.IndexOf(Encoding.ASCII.GetBytes(boundary)) < 0) return boundary;
            seed = SHA256.HashData(seed);
        }
    }

    private static Body OfText(string text, string subtype)
    {
        var part = new Body();
        var lines = Encoding.UTF8.GetBytes(LineEnds.Unix(text.Replace("\0", "", StringComparison.Ordinal)).Replace("\n", "\r\n", StringComparison.Ordinal));
        var plain = IsPlain(lines, LongestPlainLine);
        var encoding = plain ? "7bit" : IsMostlyEncoded(lines) ? "base64" : "quoted-printable";
        part.header.Field("Content-Type", [$"text/{subtype};", "charset=utf-8"]);
        part.header.Field("Content-Transfer-Encoding", [encoding]);
        using var encoded = new MemoryStream();
        switch (encoding)
        {
            case "7bit": encoded.Write(lines); break;
            case "base64": Base64.Encode(lines, encoded); break;
            default: QuotedPrintable.Encode(lines, encoded); break;
        }
        part.content = encoded.ToArray();
        return part;
    }

    /// <summary>Text in another alphabet triples in quoted-printable, and nobody could read it there.</summary>
    private static bool IsMostlyEncoded(ReadOnlySpan<byte> lines)
    {
        var encoded = 0;
        foreach (var octet in lines) encoded += octet > 126 ? 1 : 0;
        return encoded * 3 > lines.Length;
    }

    /// <summary>Whether lines travel as they are: short, printable, no blank at an end, nothing that servers rewrite.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> lines, int longest)
    {
        foreach (var range in lines.Split("\r\n"u8))
        {
            var line = lines[range];
            if (line.Length > longest || line.StartsWith("From "u8) || line.StartsWith("."u8) || line.EndsWith(" "u8) || line.EndsWith("\t"u8)) return false;
            foreach (var octet in line)
                if (octet is < 32 and not (byte)'\t' or > 126) return false;
        }
        return true;
    }

    private static Body OfFile(OutgoingAttachment file, string disposition)
    {
        var part = new Body();
        var type = ContentType.Read(HeaderWriter.OneLine(file.Type), ContentType.Octets);
        if (!file.Type.Contains('/', StringComparison.Ordinal)) type = ContentType.Octets;
        using var encoded = new MemoryStream();
        // RFC 2046 section 5.2.1 forbids base64 on a message: one that cannot do without is sent as a file like others.
        var asMessage = type.MediaType == "message/rfc822" && IsPlain(file.Content.Span, 900);
        if (asMessage) encoded.Write(file.Content.Span);
        else Base64.Encode(file.Content.Span, encoded);
        if (!asMessage && type.Type is "message" or "multipart") type = ContentType.Octets;
        part.content = encoded.ToArray();
        List<string> words = [type.MediaType];
        if (type.Type == "text" && type.Charset is { } charset && ContentType.IsToken(charset))
        {
            words[0] += ";";
            words.Add($"charset={charset}");
        }
        part.header.Field("Content-Type", words);
        part.header.Field("Content-Transfer-Encoding", [asMessage ? "7bit" : "base64"]);
        part.header.Field("Content-Disposition", Disposition(disposition, file.Name));
        if (file.ContentId is not null && MailWriter.Bracketed(file.ContentId) is { } id) part.header.Field("Content-ID", [id]);
        return part;
    }

    private static List<string> Disposition(string kind, string fileName)
    {
        const int LongestPlain = 66, LongestSegment = 54;
        if (FileNames.Clean(fileName) is not { } name) return [kind];
        var quoted = HeaderWriter.Quoted(name);
        if (System.Text.Ascii.IsValid(name) && quoted.Length <= LongestPlain && !name.Contains("=?", StringComparison.Ordinal))
            return [$"{kind};", $"filename={quoted}"];
        var segments = Segments(name, LongestSegment);
        if (segments is [var only]) return [$"{kind};", $"filename*=UTF-8''{only}"];
        return [$"{kind};", .. segments.Select((s, i) => $"filename*{i}*={(i == 0 ? "UTF-8''" : "")}{s}{(i < segments.Count - 1 ? ";" : "")}")];
    }

    /// <summary>The name in percent-encoding (RFC 2231), cut between characters.</summary>
    private static List<string> Segments(string name, int longest)
    {
        List<string> segments = [];
        var segment = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            var encoded = Uri.EscapeDataString(rune.ToString());
            if (segment.Length + encoded.Length > longest)
            {
                segments.Add(segment.ToString());
                segment.Clear();
            }
            segment.Append(encoded);
        }
        segments.Add(segment.ToString());
        return segments;
    }
}
