namespace Hub.Mail.Mime;

/// <summary>A mail to be written.</summary>
public sealed record OutgoingMail
{
    public required MailAddress From { get; init; }
    public IReadOnlyList<MailAddress> To { get; init; } = [];
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public MailAddress? ReplyTo { get; init; }
    public string Subject { get; init; } = "";
    public required DateTimeOffset Date { get; init; }

    /// <summary>Without brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>Message-ID of the mail answered, without brackets.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Message-IDs of the conversation without brackets, the oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Plain text, with any line ends.</summary>
    public required string Text { get; init; }

    /// <summary>The same in HTML.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    /// <summary>Further fields, such as Auto-Submitted; none of those that this record or MIME itself writes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>A file that goes with a mail.</summary>
/// <param name="Name">Its name, without path.</param>
/// <param name="Type">Media type, such as <c>image/png</c>; what is none is sent as <c>application/octet-stream</c>.</param>
/// <param name="Content">Its octets.</param>
/// <param name="ContentId">Without brackets: the HTML shows it as <c>cid:</c> this.</param>
public sealed record OutgoingAttachment(string Name, string Type, ReadOnlyMemory<byte> Content, string? ContentId = null);
