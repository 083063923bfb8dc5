using System.Text;

namespace Hub.Mail.Mime.Tnef;

/// <summary>Microsoft's <c>winmail.dat</c>, MS-OXTNEF: the files of a mail and its text, for Outlook's eyes only.</summary>
internal sealed class Tnef
{
    private const uint Signature = 0x223E9F78;
    private const int MostFiles = 200;
    private const int MostAttributes = 10_000;
    private const int Deepest = 5;

    /// <summary>Files before an embedded mail that is still opened.</summary>
    private const int MostMails = 20;

    /// <summary>PidTagAttachMethod: an embedded mail.</summary>
    private const int EmbeddedMessage = 5;

    private readonly MimePart part;
    private readonly List<MimePart> files;
    private readonly int depth;
    private readonly List<MimePart> texts = [];
    private Encoding page = Charsets.Western;
    private string? title;
    private string? messageClass;
    private MailSource? data;
    private TnefProperties? properties;
    private TnefProperties? message;
    private MailSource? body;
    private bool inFile;

    private Tnef(MimePart part, List<MimePart> files, int depth) => (this.part, this.files, this.depth) = (part, files, depth);

    /// <summary>What a part holds.</summary>
    /// <returns>None where it is no TNEF or nothing can be got out of it.</returns>
    public static Container? Open(MimePart part, MailContext context)
    {
        if (part.Decoded() is { } source)
        {
            var tnef = new Tnef(part, [], 0);
            if (tnef.Read(source))
            {
                var meeting = TnefMeeting.Read(tnef.messageClass, tnef.message, tnef.page);
                if (meeting is not null || tnef.files.Count + tnef.texts.Count > 0) return new() { Files = tnef.files, Texts = tnef.texts, Meeting = meeting };
            }
        }
        context.Defects.Add(Defects.TnefUnreadable);
        return null;
    }

    /// <returns>Whether it is any. One that was cut gives what stands before the cut.</returns>
    private bool Read(MailSource source)
    {
        var cursor = new TnefCursor(source, 0, source.Length);
        try
        {
            if (cursor.Long() != Signature) return false;
            cursor.Word();
            for (var i = 0; i < MostAttributes && cursor.Left > 0; i++)
            {
                cursor.Skip(1); // its level, which its id says again
                var id = cursor.Long();
                Attribute((ushort)id, cursor.Take(cursor.Long()));
                cursor.Word(); // a checksum that nobody checks
            }
        }
        catch (TnefException)
        {
        }
        EndFile();
        Texts();
        return true;
    }

    /// <summary>Attributes by the lower half of their id (MS-OXTNEF section 2.1.3.3).</summary>
    private void Attribute(ushort id, MailSource value)
    {
        switch (id)
        {
            case 0x9007: // attOemCodepage
                if (value.Length >= 4) page = Page((int)new TnefCursor(value, 0, value.Length).Long()) ?? page;
                break;
            case 0x8008: // attMessageClass
                messageClass = Text(value, page, 200).TrimEnd('\0');
                break;
            case 0x800C: // attBody
                body = value;
                break;
            case 0x9003: // attMsgProps
                message = TnefProperties.Read(new(value, 0, value.Length));
                break;
            case 0x9002: // attAttachRendData, with which each file begins
                EndFile();
                inFile = true;
                break;
            case 0x8010: // attAttachTitle
                title = Text(value, page, 1_000).TrimEnd('\0');
                break;
            case 0x800F: // attAttachData
                (data, inFile) = (value, true);
                break;
            case 0x9005: // attAttachment
                properties = TnefProperties.Read(new(value, 0, value.Length));
                break;
        }
    }

    private void EndFile()
    {
        if (inFile && files.Count < MostFiles) AddFile();
        (title, data, properties, inFile) = (null, null, null, false);
    }

    private void AddFile()
    {
        var name = properties?.Text(0x3707, page) ?? properties?.Text(0x3704, page) ?? title ?? properties?.Text(0x3001, page);
        if (properties?.Number(0x3705) == EmbeddedMessage && properties.Binary(0x3701) is { Length: > 16 } inner && depth < Deepest && files.Count < MostMails)
        {
            // Behind the id of its interface it is a TNEF of its own.
            var mail = new Tnef(part, files, depth + 1) { page = page };
            if (mail.Read(inner.Slice(16, inner.Length)))
            {
                if (mail.texts.Count > 0) files.Add(Named(mail.texts[^1], name));
                return;
            }
        }
        if ((data ?? properties?.Binary(0x3701)) is not { } content) return;
        var type = properties?.Text(0x370E, page) is { } declared && declared.Contains('/', StringComparison.Ordinal) ? ContentType.Read(declared, ContentType.Octets) : MediaTypes.OfName(name);
        files.Add(new(part, type, name ?? "file", content, MessageIds.ReadOne(properties?.Text(0x3712, page))));
    }

    /// <summary>A mail within the mail, as the text that it was.</summary>
    private MimePart Named(MimePart text, string? name) =>
        new(part, text.ContentType, (name ?? "message") + (text.ContentType.Subtype == "html" ? ".html" : ".txt"), text.Encoded);

    /// <summary>Plain text first, then the better form.</summary>
    private void Texts()
    {
        var own = Page(message?.Number(0x3FDE) ?? 0) ?? page;
        if ((message?.Text(0x1000, page, MimeLimits.Text) ?? (body is null ? null : Text(body, page, MimeLimits.Text).TrimEnd('\0'))) is { } plain && !string.IsNullOrWhiteSpace(plain)) Add("plain", plain);
        if (message?.Binary(0x1013) is { Length: > 0 } html) Add("html", Text(html, own, MimeLimits.Text));
        else if (message?.Text(0x1013, own, MimeLimits.Text) is { } written) Add("html", written);
        else if (message?.Binary(0x1009) is { } rtf && RtfCompression.Decompress(rtf) is { } decompressed)
        {
            var (text, isHtml) = Rtf.Read(decompressed);
            if (isHtml || texts.Count == 0) Add(isHtml ? "html" : "plain", text);
        }
    }

    private void Add(string subtype, string text) =>
        texts.Add(new(part, new("text", subtype, new Dictionary<string, string> { ["charset"] = "utf-8" }), null, new MemorySource(Encoding.UTF8.GetBytes(text))));

    private static string Text(MailSource value, Encoding encoding, int most)
    {
        var octets = new byte[Math.Min(value.Length, most)];
        return encoding.GetString(octets, 0, value.Read(0, octets));
    }

    private static Encoding? Page(int page) => page == 0 ? null : Charsets.OfPage(page);
}
