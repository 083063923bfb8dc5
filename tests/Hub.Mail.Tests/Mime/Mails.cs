using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Mail written in tests as text.</summary>
internal static class Mails
{
    /// <summary>Reads a text of any line ends as mail with CRLF, in UTF-8.</summary>
    public static ReceivedMail Read(string text) => MailReader.Read(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    /// <summary>Reads a text whose characters are octets, as they are.</summary>
    public static ReceivedMail ReadOctets(string octets) => MailReader.Read(Encoding.Latin1.GetBytes(octets));

    /// <summary>A mail with one field.</summary>
    public static ReceivedMail With(string field) => Read(field + "\n\ntext\n");
}

internal static class Streams
{
    /// <summary>Octets to the end of a stream that cannot say so itself.</summary>
    public static long CopyToLength(this Stream content)
    {
        using (content)
        {
            var buffer = new byte[16 * 1024];
            long length = 0;
            while (content.Read(buffer) is > 0 and var count) length += count;
            return length;
        }
    }
}
