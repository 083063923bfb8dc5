namespace Hub.Mail.Mime;

/// <summary>Reads mail: RFC 5322, RFC 2045 to 2049, and what is sent in their place.</summary>
public static class MailReader
{
    /// <summary>Reads a mail that is in memory. Every sequence of octets is one: what cannot be read otherwise is its text.
    /// The result refers to <paramref name="raw"/>, which must not change.</summary>
    public static ReceivedMail Read(ReadOnlyMemory<byte> raw) => Read(new MemorySource(raw));

    /// <summary>Reads a mail of any size; headers are kept, and bodies are read from the stream when they are asked for.</summary>
    /// <param name="content">The mail from its first octet; one can seek in it. It stays open as long as the result is used, and nobody
    /// else reads it at the same time.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ReceivedMail Read(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Read(MailSource.Of(content));
    }

    private static ReceivedMail Read(MailSource source) => Read(source, new MailContext(new(), new(), IsWithin: false), depth: 0);

    /// <summary>Reads a mail within a mail.</summary>
    internal static ReceivedMail Read(MailSource source, Scratch scratch, int depth) => Read(source, new MailContext(new(), scratch, IsWithin: true), depth);

    private static ReceivedMail Read(MailSource source, MailContext context, int depth)
    {
        using var parser = new MimeParser(source, context, depth);
        return new(parser.Parse(), context);
    }
}
