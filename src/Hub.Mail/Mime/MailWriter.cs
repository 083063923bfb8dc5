using System.Globalization;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Writes mail by RFC 5322 and MIME, for servers without SMTPUTF8 and 8BITMIME: ASCII, CRLF, short lines.</summary>
public static class MailWriter
{
    /// <summary>Characters of the whole References field.</summary>
    private const int LongestReferences = 2000;

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version",
    };

    /// <summary>The mail's octets. What would begin a new line or field in a value is a blank there.</summary>
    /// <exception cref="ArgumentException">An address cannot be written (a local part beyond ASCII, no domain), the Message-ID
    /// is empty, or a further field has no field's name or the name of one that is written anyway.</exception>
    public static byte[] Write(OutgoingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var header = new HeaderWriter();
        header.Addresses("From", [mail.From]);
        header.Addresses("To", mail.To);
        header.Addresses("Cc", mail.Cc);
        if (mail.ReplyTo is not null) header.Addresses("Reply-To", [mail.ReplyTo]);
        header.Unstructured("Subject", mail.Subject);
        header.Field("Date", [mail.Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + Zone(mail.Date.Offset)]);
        header.Field("Message-ID", [Bracketed(mail.MessageId) ?? throw new ArgumentException("A mail needs a Message-ID.", nameof(mail))]);
        if (mail.InReplyTo is not null && Bracketed(mail.InReplyTo) is { } parent) header.Field("In-Reply-To", [parent]);
        if (References(mail.References) is { Count: > 0 } references) header.Field("References", references);
        foreach (var (name, value) in mail.Headers) header.Verbatim(FieldName(name), value);
        header.Field("MIME-Version", ["1.0"]);

        using var target = new MemoryStream();
        target.Write(Encoding.ASCII.GetBytes(header.ToString()));
        Body.Of(mail).WriteTo(target);
        return target.ToArray();
    }

    private static string Zone(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);

    /// <summary>An id in brackets, without what could end them; none when nothing is left, or more than a line holds.</summary>
    internal static string? Bracketed(string id)
    {
        var clean = MessageIds.Clean(id);
        return clean.Length is 0 or > 900 || !System.Text.Ascii.IsValid(clean) ? null : $"<{clean}>";
    }

    /// <summary>The first id and as many of the latest as fit: RFC 5322 section 3.6.4 lets the middle go.</summary>
    private static List<string> References(IReadOnlyList<string> references)
    {
        var ids = references.Select(Bracketed).OfType<string>().ToList();
        if (ids.Count == 0) return [];
        const int Fold = 3; // CRLF and a blank
        var left = LongestReferences - "References:".Length - 2 - ids[0].Length - Fold;
        List<string> kept = [];
        for (var i = ids.Count - 1; i > 0 && (left -= ids[i].Length + Fold) >= 0; i--) kept.Insert(0, ids[i]);
        return [ids[0], .. kept];
    }

    private static string FieldName(string name)
    {
        if (name.Length is 0 or > 60 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("This is no name of a header field.", nameof(name));
        return Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException($"{name} is written from the mail itself.", nameof(name)) : name;
    }
}
