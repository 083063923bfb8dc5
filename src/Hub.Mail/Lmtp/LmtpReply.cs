namespace Hub.Mail.Lmtp;

/// <summary>One reply to one command or one recipient: RFC 5321 section 4.2 with the enhanced code of RFC 3463.</summary>
/// <param name="Code">Three digits: 2yz accepted, 4yz the sender keeps the mail and tries again, 5yz the sender gives up.</param>
/// <param name="Enhanced">Of the same class as the code: <c>5.1.1</c>.</param>
/// <param name="Text">For the sender's log and its bounces. What cannot stand in a reply is written as <c>?</c>.</param>
public sealed record LmtpReply(int Code, string Enhanced, string Text)
{
    /// <summary>250 2.1.5: the mail is durable here.</summary>
    public static LmtpReply Delivered { get; } = new(250, "2.1.5", "Delivered");

    /// <summary>451 4.3.0: it is not, and may be tried again.</summary>
    public static LmtpReply TryAgain { get; } = new(451, "4.3.0", "Not delivered: trouble here. Try again later");

    /// <summary>550 5.1.1: no such recipient.</summary>
    public static LmtpReply NoSuchRecipient { get; } = new(550, "5.1.1", "No such mailbox here");

    /// <summary>552 5.3.4: more octets than <see cref="LmtpOptions.MaxSize"/>.</summary>
    public static LmtpReply TooLarge { get; } = new(552, "5.3.4", "The mail is larger than this server takes");

    public bool IsPositive => Code is >= 200 and < 300;
}
