namespace Hub.Mail.Text.Languages;

/// <summary>
/// What mail programs write in one language around a quotation. Upper or lower case, accents, typographic
/// apostrophes and no-break spaces make no difference, so each phrase stands here once.
/// </summary>
internal sealed record MailLanguage
{
    /// <summary>
    /// The sentences above a quotation, without their colon: <c>{when}</c> stands for date and time, <c>{who}</c> for a name
    /// or address, commas are not written. All word orders of all programs.
    /// </summary>
    public required string[] Attributions { get; init; }

    /// <summary>Words by which a person tells what somebody wrote; no program puts them into an attribution.</summary>
    public required string Narrators { get; init; }

    /// <summary>Months as they stand in a date, in full; any beginning of two letters or more is their abbreviation.</summary>
    public required string Months { get; init; }

    /// <summary>Days of the week as <see cref="Months"/>, with abbreviations that are no beginning.</summary>
    public required string Weekdays { get; init; }

    /// <summary>Words between the numbers of a date: "at", "de", "kl".</summary>
    public required string DateWords { get; init; }

    /// <summary>What stands between dashes above a quoted mail: "-----Original Message-----".</summary>
    public required string[] OriginalMessage { get; init; }

    /// <summary>What stands between dashes, or with a colon on its line, above a mail sent on; "…" where a name follows.</summary>
    public required string[] ForwardedMessage { get; init; }

    /// <summary>What a subject begins with, before a colon, where a mail is sent on.</summary>
    public required string[] ForwardPrefixes { get; init; }

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

    /// <summary>Lines that a telephone's mail program adds; "…" stands for the device, at the end where it is not written.</summary>
    public required string[] MobileLines { get; init; }

    /// <summary>Words of this language for such a device, apart from names of products.</summary>
    public required string MobileWords { get; init; }
}
