namespace Hub.Mail.Text.Languages;

/// <summary>
/// What mail programs write in one language around a quotation. Upper or lower case, accents, typographic
/// apostrophes and no-break spaces make no difference, so each phrase stands here once.
/// </summary>
internal sealed record MailLanguage
{
    /// <summary>How an attribution begins and how it ends before its colon: "On … wrote:".</summary>
    public required (string Opening, string Verb) Attribution { get; init; }

    /// <summary>Words by which a person tells what somebody wrote; no program puts them into an attribution.</summary>
    public required string[] Narrators { get; init; }

    /// <summary>What stands between dashes above a quoted mail: "-----Original Message-----".</summary>
    public required string[] OriginalMessage { get; init; }

    /// <summary>What stands between dashes, or alone on its line, above a mail sent on.</summary>
    public required string[] ForwardedMessage { get; init; }

    /// <summary>How the line begins with which a ticket system tells where to answer.</summary>
    public required string[] ReplyAbove { get; init; }

    /// <summary>Names of the field From in a header block.</summary>
    public required string[] From { get; init; }

    /// <summary>Names of the fields Sent and Date.</summary>
    public required string[] Date { get; init; }

    /// <summary>Names of the field To.</summary>
    public required string[] To { get; init; }

    /// <summary>Names of the field Subject.</summary>
    public required string[] Subject { get; init; }

    /// <summary>Names of other fields of a header block: Cc, Reply-To, importance.</summary>
    public required string[] OtherFields { get; init; }

    /// <summary>How a line begins that a telephone's mail program adds: "Sent from my …".</summary>
    public required string[] MobileOpenings { get; init; }

    /// <summary>Words of this language one of which follows such an opening, apart from names of products.</summary>
    public required string[] MobileWords { get; init; }
}
