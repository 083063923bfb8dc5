namespace Hub.Mail.Lmtp;

/// <summary>Whoever takes the mail. What it throws is logged and answered with 451 4.3.0: the sender keeps the mail.</summary>
public interface ILmtpReceiver
{
    /// <summary>Is this recipient ours?</summary>
    /// <param name="recipient">As written, its local part unquoted where that can be. <c>postmaster</c> may come without a domain.</param>
    /// <param name="ct">Cancelled when the server is made to stop.</param>
    /// <returns>Null for yes, else the refusal of this recipient, such as <see cref="LmtpReply.NoSuchRecipient"/>.</returns>
    ValueTask<LmtpReply?> AcceptAsync(string recipient, CancellationToken ct);

    /// <summary>Takes a whole mail. 250 promises that it is durable.</summary>
    /// <param name="mail">No longer readable after the return.</param>
    /// <param name="ct">Cancelled when the server is made to stop, not when the peer goes away: its mail is here and may as well be kept.</param>
    /// <returns>One reply for each accepted recipient, in their order.</returns>
    Task<IReadOnlyList<LmtpReply>> ReceiveAsync(LmtpMail mail, CancellationToken ct);
}
