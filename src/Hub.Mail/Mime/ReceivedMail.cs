namespace Hub.Mail.Mime;

/// <summary>A mail as it was received. Fields are those of RFC 5322 unless said otherwise. For one reader at a time.</summary>
public sealed class ReceivedMail : IDisposable
{
    private readonly MailContext context;
    private readonly Defects defects;
    private string? text, html;
    private MailProtection? protection;
    private MailInvitation? invitation;
    private bool textRead, htmlRead, protectionRead, invitationRead;

    internal ReceivedMail(MimePart root, MailContext context)
    {
        (Root, this.context, defects) = (root, context, context.Defects);
        From = Addresses("From");
        Sender = Addresses("Sender");
        ReplyTo = Addresses("Reply-To");
        To = Addresses("To");
        Cc = Addresses("Cc");
        MessageId = HeaderAll("Message-ID").Select(h => MessageIds.ReadOne(h.Raw)).FirstOrDefault(id => id is not null);
        InReplyTo = Ids("In-Reply-To");
        References = Ids("References");
        KeyDate = HeaderAll("Date").Select(h => MailDates.Read(h.Raw)).FirstOrDefault(d => d is not null);
        Date = KeyDate ?? HeaderAll("Date").Select(h => LooseDates.Read(h.Raw)).FirstOrDefault(d => d is not null);
        if (MessageId is null && Header("Message-ID") is not null) defects.Add(Mime.Defects.MessageIdUnreadable);
        if (Date is null && Header("Date") is not null) defects.Add(Mime.Defects.DateUnreadable);
    }

    private MailBodies Bodies => field ??= new(Root, context);

    public IReadOnlyList<MailHeader> Headers => Root.Headers;

    /// <summary>The first field of a name, in any case of letters.</summary>
    public MailHeader? Header(string name) => Headers.FirstOrDefault(h => h.Is(name));

    /// <summary>All fields of a name, in order.</summary>
    public IEnumerable<MailHeader> HeaderAll(string name) => Headers.Where(h => h.Is(name));

    /// <summary>Without brackets and blanks; none where there is no usable one.</summary>
    public string? MessageId { get; }

    /// <summary>Message-IDs without brackets.</summary>
    public IReadOnlyList<string> InReplyTo { get; }

    /// <summary>Message-IDs without brackets, the oldest first.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>When its sender says it was written; none where that cannot be read.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The same, of the styles alone that were always read: what a mail is known again by must not change.</summary>
    public DateTimeOffset? KeyDate { get; }

    /// <summary>Decoded, the first that is not empty; empty where there is none.</summary>
    public string Subject => HeaderAll("Subject").Select(h => h.Value).FirstOrDefault(value => value.Length > 0) ?? "";

    public IReadOnlyList<MailAddress> From { get; }
    public IReadOnlyList<MailAddress> Sender { get; }
    public IReadOnlyList<MailAddress> ReplyTo { get; }
    public IReadOnlyList<MailAddress> To { get; }
    public IReadOnlyList<MailAddress> Cc { get; }

    /// <summary>The tree of parts.</summary>
    public MimePart Root { get; }

    /// <summary>The text to read, with LF between lines, format=flowed undone; none where the mail has no plain text.</summary>
    public string? TextBody
    {
        get
        {
            if (!textRead) (text, textRead) = (Bodies.PlainText(), true);
            return text;
        }
    }

    /// <summary>The HTML to read, as hostile as it came; none where the mail has none.</summary>
    public string? HtmlBody
    {
        get
        {
            if (!htmlRead) (html, htmlRead) = (Bodies.Html(), true);
            return html;
        }
    }

    /// <summary>Every leaf that is neither of the two texts, inline pictures among them.</summary>
    public IReadOnlyList<MimePart> Attachments
    {
        get
        {
            // Pictures within the HTML are found while it is read.
            _ = HtmlBody;
            return Bodies.Attachments;
        }
    }

    /// <summary>How the mail is signed or encrypted; none where it is neither.</summary>
    public MailProtection? Protection
    {
        get
        {
            if (!protectionRead) (protection, protectionRead) = (Mime.Protection.Of(Root, TextBody, TextBody is null ? HtmlBody : null), true);
            return protection;
        }
    }

    /// <summary>The event that the mail invites to, changes or calls off; none where it has none.</summary>
    public MailInvitation? Invitation
    {
        get
        {
            if (!invitationRead) (invitation, invitationRead) = (ReadInvitation(), true);
            return invitation;
        }
    }

    /// <summary>What was wrong with the mail or left out of it, in short words such as <c>boundary-missing</c>.</summary>
    public IReadOnlyList<string> Defects => defects.Words;

    /// <summary>Keyword of Auto-Submitted (RFC 3834 section 5) in lower case.</summary>
    public string? AutoSubmitted => Keywords("Auto-Submitted").FirstOrDefault();

    /// <summary>Precedence in lower case: <c>bulk</c>, <c>list</c>, <c>junk</c>.</summary>
    public string? Precedence => Keywords("Precedence").FirstOrDefault();

    /// <summary>Any field of a mailing list: List-Id, List-Unsubscribe, … (RFC 2369, RFC 2919).</summary>
    public bool HasListHeaders => Headers.Any(h => h.Name.StartsWith("List-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Words of X-Auto-Response-Suppress (MS-OXCMAIL) in lower case: <c>all</c>, <c>oof</c>, <c>autoreply</c>, …</summary>
    public IReadOnlyList<string> AutoResponseSuppress => [.. Keywords("X-Auto-Response-Suppress")];

    /// <summary>A multipart/report (RFC 6522).</summary>
    public bool IsReport => Root.ContentType.Is("multipart/report");

    /// <summary>What the report is about, in lower case: <c>delivery-status</c>, <c>disposition-notification</c>, …</summary>
    public string? ReportType => IsReport ? Root.ContentType.Parameter("report-type")?.ToLowerInvariant() : null;

    /// <summary>The envelope sender noted on delivery: empty for <c>&lt;&gt;</c>, none where it was not noted.</summary>
    public string? ReturnPath
    {
        get
        {
            if (Header("Return-Path") is not { } path) return null;
            List<MailAddress> found = [];
            AddressParser.Read(path.Raw, found, new());
            return found is [var first, ..] ? first.Address : "";
        }
    }

    /// <summary>Lets go of what was decoded on the way; what the mail was read from stays open.</summary>
    public void Dispose()
    {
        if (!context.IsWithin) context.Scratch.Dispose();
    }

    private MailInvitation? ReadInvitation() => Attachments.Where(CalendarReader.IsCalendar).Take(MimeLimits.Calendars)
        .Select(CalendarReader.Read).FirstOrDefault(found => found is not null)
        // Outlook leaves to the mail what the mail says already.
        ?? (Bodies.Meeting is { } meeting ? meeting with { Summary = meeting.Summary ?? CalendarEvent.OneLine(Subject), Organizer = meeting.Organizer ?? (meeting.Method == "REPLY" ? null : From.FirstOrDefault()) } : null);

    private List<MailAddress> Addresses(string name)
    {
        List<MailAddress> found = [];
        var unreadable = 0;
        foreach (var header in HeaderAll(name)) unreadable = AddressParser.Read(header.Raw, found, defects, context.Guesses, unreadable);
        return found;
    }

    /// <summary>All ids of a field; of too many, the first one and the latest, which say what a reply belongs to.</summary>
    private List<string> Ids(string name)
    {
        var ids = HeaderAll(name).SelectMany(h => MessageIds.Read(h.Raw)).ToList();
        if (ids.Count <= MimeLimits.References) return ids;
        defects.Add(Mime.Defects.ReferencesCut);
        return [ids[0], .. ids[^(MimeLimits.References - 1)..]];
    }

    private IEnumerable<string> Keywords(string name) => HeaderAll(name)
        .SelectMany(h => (h.Raw.Split(';', '(')[0]).Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .Select(w => w.ToLowerInvariant());
}
