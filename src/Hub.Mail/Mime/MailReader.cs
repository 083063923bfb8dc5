namespace Hub.Mail.Mime;

/// <summary>Reads mail: RFC 5322, RFC 2045 to 2049, and what is sent in their place.</summary>
public static class MailReader
{
    /// <summary>Reads a mail. Every sequence of octets is one: what cannot be read otherwise is its text.
    /// The result refers to <paramref name="raw"/>, which must not change.</summary>
    public static ReceivedMail Read(ReadOnlyMemory<byte> raw) => Read(raw, depth: 0);

    internal static ReceivedMail Read(ReadOnlyMemory<byte> raw, int depth)
    {
        var defects = new Defects();
        return new(new MimeParser(raw, defects, depth).Parse(), defects);
    }
}
