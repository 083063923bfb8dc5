namespace Hub.Mail.Smtp;

/// <summary>What was going on when a conversation failed.</summary>
public enum SmtpPhase
{
    Connect,
    Greeting,
    Hello,
    StartTls,
    Authentication,
    Mail,
    Recipient,
    Data,
    Content,
    Reset,
}

/// <summary>
/// The server refused. Until <see cref="SmtpPhase.Authentication"/> it refused us (a setting is wrong, it is busy): the mail is not to blame.
/// From <see cref="SmtpPhase.Mail"/> on it refused this mail.
/// </summary>
public sealed class SmtpRefusedException : Exception
{
    public SmtpRefusedException(SmtpReply reply, SmtpPhase phase, IReadOnlyList<SmtpRecipientReply>? recipients = null)
        : base($"Refused at {phase}: {reply}")
    {
        ArgumentNullException.ThrowIfNull(reply);
        Reply = reply;
        Phase = phase;
        Recipients = recipients ?? [];
        Permanent = Recipients.Count == 0 ? reply.Code >= 500 : Recipients.All(r => r.Reply.Code >= 500);
    }

    public SmtpReply Reply { get; }

    public SmtpPhase Phase { get; }

    /// <summary>5yz: the same again will fail again. Where every recipient was refused, only if each of them was so.</summary>
    public bool Permanent { get; }

    /// <summary>Each recipient's refusal at <see cref="SmtpPhase.Recipient"/>, else empty.</summary>
    public IReadOnlyList<SmtpRecipientReply> Recipients { get; }

    public int Code => Reply.Code;

    public string? EnhancedCode => Reply.EnhancedCode;

    /// <summary>The server's words.</summary>
    public string Text => Reply.Text;
}

/// <summary>The server could not be reached, broke off, took too long, spoke no SMTP or did not give the security asked for. Worth another attempt later.</summary>
public sealed class SmtpUnavailableException(string message, SmtpPhase phase, bool afterData = false, Exception? inner = null) : Exception(message, inner)
{
    public SmtpPhase Phase { get; } = phase;

    /// <summary>It broke between the final dot and the reply to it: the server may have the mail, and a second attempt may make a second one.</summary>
    public bool AfterData { get; } = afterData;
}
