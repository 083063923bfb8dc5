using System.Text;
using Hub.Mail.Wire;
using Microsoft.Extensions.Logging;

namespace Hub.Mail.Lmtp;

/// <summary>One LMTP conversation (RFC 2033): its state, and a reply for each command.</summary>
internal sealed class LmtpSession(LmtpWire wire, ILmtpReceiver receiver, LmtpOptions options, ILogger log, string id, CancellationToken forced)
{
    private static readonly LmtpReply Ok = new(250, "2.0.0", "OK");
    private static readonly LmtpReply LhloFirst = new(500, "5.5.1", "This is LMTP: LHLO first");
    private static readonly LmtpReply LineTooLong = new(500, "5.5.2", "Line too long");
    private static readonly LmtpReply NotText = new(500, "5.5.2", "Not a command line");
    private static readonly LmtpReply Unknown = new(500, "5.5.1", "Command not known");
    private static readonly LmtpReply OutOfOrder = new(503, "5.5.1", "Command out of order");
    private static readonly LmtpReply NoArgument = new(501, "5.5.4", "No argument is taken");
    private static readonly LmtpReply NoRecipient = new(503, "5.5.1", "No recipient was accepted");
    private static readonly LmtpReply TooManyRecipients = new(452, "4.5.3", "Too many recipients; the rest in another transaction");
    private static readonly LmtpReply NoSpace = new(452, "4.3.1", "No room for the mail now");
    private static readonly LmtpReply TooManyErrors = new(421, "4.7.0", "Too many errors; closing");
    private static readonly LmtpReply Idle = new(421, "4.4.2", "Waited too long; closing");
    private static readonly LmtpReply Stopping = new(421, "4.3.2", "The server stops; closing");
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<string> recipients = [];
    private LmtpEnvelope.Sender? sender;
    private bool greeted;
    private bool senderRefused;
    private bool over;
    private int errors;

    /// <summary>Talks until one of the two has had enough.</summary>
    public async Task RunAsync()
    {
        try
        {
            await wire.SayAsync($"220 {options.HostName} LMTP Hub");
            while (!over) await AnswerAsync(await wire.ReadLineAsync());
            await wire.FlushAsync();
        }
        catch (OperationCanceledException) when (!forced.IsCancellationRequested)
        {
            await wire.PartAsync(wire.Stopping.IsCancellationRequested ? Stopping : Idle);
        }
    }

    private async ValueTask AnswerAsync(WireLine line)
    {
        switch (line.State)
        {
            case LineState.Closed:
                over = true;
                break;
            case LineState.Endless:
                await PartAsync(TooManyErrors);
                break;
            case LineState.TooLong:
                await (greeted ? ErrAsync(LineTooLong) : PartAsync(LhloFirst));
                break;
            default:
                var text = Read(line.Octets);
                // A browser that is made to post here says its own headers first: it gets no second line (cross-protocol requests).
                if (text is null) await (greeted ? ErrAsync(NotText) : PartAsync(LhloFirst));
                else await CommandAsync(text);
                break;
        }
    }

    private ValueTask CommandAsync(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var verb = (space < 0 ? text : text[..space]).ToUpperInvariant();
        var argument = space < 0 ? "" : text[(space + 1)..].Trim(' ');
        return (verb, argument.Length > 0) switch
        {
            ("LHLO", _) => HelloAsync(argument),
            ("QUIT", false) => PartAsync(new(221, "2.0.0", "Bye")),
            _ when !greeted => PartAsync(LhloFirst),
            ("MAIL", _) => MailAsync(argument),
            ("RCPT", _) => RecipientAsync(argument),
            ("DATA", false) => DataAsync(),
            ("RSET", false) => ResetAsync(),
            ("NOOP", _) => wire.SayAsync(Ok),
            ("VRFY", _) => wire.SayAsync(new LmtpReply(252, "2.1.5", "Not verified; mail for it is tried")),
            ("STARTTLS", false) when wire.CanEncrypt => EncryptAsync(),
            ("DATA" or "RSET" or "QUIT", true) => ErrAsync(NoArgument),
            _ => ErrAsync(Unknown),
        };
    }

    private async ValueTask HelloAsync(string name)
    {
        if (!SmtpPath.IsHostName(name))
        {
            await ErrAsync(new(501, "5.5.4", "LHLO and your name"));
            return;
        }
        Forget();
        greeted = true;
        await wire.SayAsync($"250-{options.HostName}");
        await wire.SayAsync("250-PIPELINING");
        await wire.SayAsync("250-ENHANCEDSTATUSCODES");
        await wire.SayAsync("250-8BITMIME");
        await wire.SayAsync("250-SMTPUTF8");
        if (wire.CanEncrypt && !wire.IsEncrypted) await wire.SayAsync("250-STARTTLS");
        await wire.SayAsync($"250 SIZE {options.MaxSize}");
    }

    private async ValueTask EncryptAsync()
    {
        if (wire.IsEncrypted)
        {
            await ErrAsync(OutOfOrder);
            return;
        }
        await wire.EncryptAsync(new(220, "2.0.0", "Begin TLS"));
        // RFC 3207 section 4.2: nothing said before counts.
        Forget();
        greeted = false;
    }

    private async ValueTask MailAsync(string argument)
    {
        if (sender is not null)
        {
            await ErrAsync(OutOfOrder);
            return;
        }
        var refusal = LmtpEnvelope.ReadSender(argument, options.MaxSize, out var read);
        senderRefused = refusal is not null;
        if (refusal is null) sender = read;
        await wire.SayAsync(refusal ?? new(250, "2.1.0", "Sender OK"));
    }

    private async ValueTask RecipientAsync(string argument)
    {
        if (sender is null)
        {
            await OutOfOrderAsync();
            return;
        }
        var refusal = recipients.Count >= options.MaxRecipients ? TooManyRecipients : LmtpEnvelope.ReadRecipient(argument, sender.Utf8, out var recipient) ?? await AcceptAsync(recipient);
        await wire.SayAsync(refusal ?? new(250, "2.1.5", "Recipient OK"));
    }

    private async ValueTask<LmtpReply?> AcceptAsync(string recipient)
    {
        try
        {
            var refusal = await receiver.AcceptAsync(recipient, forced);
            if (refusal is null) recipients.Add(recipient);
            return refusal;
        }
        catch (Exception failure) when (!forced.IsCancellationRequested)
        {
            log.LogError(failure, "Connection {Connection}: a recipient could not be looked up", id);
            return LmtpReply.TryAgain;
        }
    }

    private async ValueTask DataAsync()
    {
        if (sender is null)
        {
            await OutOfOrderAsync();
            return;
        }
        if (recipients.Count == 0)
        {
            await wire.SayAsync(NoRecipient);
            return;
        }
        await wire.SayAsync("354 End with CRLF.CRLF");
        await wire.FlushAsync();
        await using var spool = new LmtpSpool(options.SpoolFolder, options.MaxSize);
        if (!await wire.ReadContentAsync(spool))
        {
            over = true;
            return;
        }
        await spool.FinishAsync(forced);
        var replies = await ReceiveAsync(spool);
        Forget();
        foreach (var reply in replies) await wire.SayAsync(reply);
    }

    private async Task<IReadOnlyList<LmtpReply>> ReceiveAsync(LmtpSpool spool)
    {
        if (spool.IsOver) return All(LmtpReply.TooLarge);
        if (spool.Failure is { } full)
        {
            log.LogError(full, "Connection {Connection}: a mail of {Size} octets could not be spooled", id, spool.Size);
            return All(NoSpace);
        }
        try
        {
            var mail = new LmtpMail { From = sender!.From is { Length: > 0 } from ? from : null, Recipients = [.. recipients], Content = spool.Content, Size = spool.Size };
            var replies = await receiver.ReceiveAsync(mail, forced);
            if (replies.Count == recipients.Count) return replies;
            log.LogError("Connection {Connection}: {Replies} replies for {Recipients} recipients", id, replies.Count, recipients.Count);
        }
        catch (Exception failure) when (!forced.IsCancellationRequested)
        {
            log.LogError(failure, "Connection {Connection}: a mail of {Size} octets for {Recipients} recipients was not taken", id, spool.Size, recipients.Count);
        }
        return All(LmtpReply.TryAgain);

        IReadOnlyList<LmtpReply> All(LmtpReply reply) => [.. Enumerable.Repeat(reply, recipients.Count)];
    }

    private ValueTask ResetAsync()
    {
        Forget();
        return wire.SayAsync(Ok);
    }

    /// <summary>Commands that were sent together with a MAIL that is refused are no fault of the peer's (RFC 2920 section 3.1).</summary>
    private ValueTask OutOfOrderAsync() => senderRefused ? wire.SayAsync(OutOfOrder) : ErrAsync(OutOfOrder);

    private ValueTask ErrAsync(LmtpReply reply) => ++errors < options.MaxErrors ? wire.SayAsync(reply) : PartAsync(TooManyErrors);

    private ValueTask PartAsync(LmtpReply word)
    {
        over = true;
        return wire.SayAsync(word);
    }

    private void Forget()
    {
        sender = null;
        senderRefused = false;
        recipients.Clear();
    }

    /// <summary>Null for what no command line holds: control characters, bare CR and LF among them, and octets that are no UTF-8.</summary>
    private static string? Read(byte[] octets)
    {
        try
        {
            var text = Utf8.GetString(octets);
            return text.Any(char.IsControl) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
