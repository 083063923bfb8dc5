using System.Buffers;
using System.Text;
using Hub.Mail.Wire;

namespace Hub.Mail.Smtp;

/// <summary>One mail over one connection: MAIL, RCPT, DATA (RFC 5321 section 3.3).</summary>
internal sealed class SmtpTransaction(SmtpChannel channel, SmtpCapabilities offers, SmtpClientOptions options)
{
    private const int Piece = 64 * 1024;

    /// <summary>Commands that go out together with PIPELINING (RFC 2920): few enough that neither side's buffers fill while both write.</summary>
    private const int Together = 50;

    private static readonly SmtpReply NoAddress = new(501, "5.1.3", "Not an address (found before sending)");
    private static readonly SmtpReply NoSender = new(501, "5.1.7", "Not an address (found before sending)");
    private static readonly SmtpReply NoUtf8 = new(553, "5.6.7", "The server takes no address beyond ASCII (found before sending)");
    private static readonly SmtpReply NoEightBit = new(554, "5.6.3", "The server takes 7-bit mail only and this one is not (found before sending)");

    public async Task<SmtpResult> RunAsync(SmtpEnvelope envelope, Stream content, CancellationToken ct)
    {
        var mail = await ProbeAsync(content, ct);
        if (offers.MaxSize is { } most && mail.Size > most) throw Refused(new(552, "5.3.4", $"The mail has {mail.Size} octets and the server takes {most} (found before sending)"), SmtpPhase.Mail);
        if (mail.IsEightBit && !offers.Has("8BITMIME")) throw Refused(NoEightBit, SmtpPhase.Mail);

        var replies = new SmtpReply?[envelope.Recipients.Count];
        var addresses = new string?[replies.Length];
        for (var i = 0; i < replies.Length; i++) addresses[i] = Check(envelope.Recipients[i], NoAddress, out replies[i]);
        var from = "";
        if (envelope.From is { } sender && (from = Check(sender, NoSender, out var wrong)) is null) throw Refused(wrong!, SmtpPhase.Mail);
        if (addresses.Any(address => address is not null)) await OfferAsync(MailCommand(from, addresses, mail), addresses, replies, ct);

        SmtpRecipientReply[] recipients = [.. envelope.Recipients.Zip(replies, (recipient, reply) => new SmtpRecipientReply(recipient, reply!))];
        if (!recipients.Any(r => r.IsAccepted)) throw new SmtpRefusedException(recipients[0].Reply, SmtpPhase.Recipient, recipients);
        return new(recipients, await TransferAsync(content, ct));
    }

    private static SmtpRefusedException Refused(SmtpReply reply, SmtpPhase phase) => new(reply, phase);

    private static async Task<SmtpContent> ProbeAsync(Stream content, CancellationToken ct)
    {
        var probe = new SmtpContent();
        var scrap = new ArrayBufferWriter<byte>(Piece);
        var piece = new byte[Piece];
        content.Position = 0;
        for (int read; (read = await content.ReadAsync(piece, ct)) > 0; scrap.ResetWrittenCount()) probe.Write(piece.AsSpan(0, read), scrap);
        probe.Finish(scrap);
        return probe;
    }

    private string? Check(string address, SmtpReply otherwise, out SmtpReply? refusal)
    {
        var normal = SmtpPath.Normalise(address);
        var sayable = normal is null || Ascii.IsValid(normal) || offers.Has("SMTPUTF8") ? normal : SmtpPath.ToAscii(normal);
        refusal = normal is null ? otherwise : sayable is null ? NoUtf8 : null;
        return sayable;
    }

    private string MailCommand(string? from, string?[] addresses, SmtpContent mail)
    {
        var size = offers.Has("SIZE") ? $" SIZE={mail.Size}" : "";
        var body = mail.IsEightBit ? " BODY=8BITMIME" : "";
        var utf8 = addresses.Append(from).Any(address => address is not null && !Ascii.IsValid(address)) ? " SMTPUTF8" : "";
        return $"MAIL FROM:<{from}>{size}{body}{utf8}";
    }

    /// <summary>MAIL and every RCPT; the replies of those that were said are put in their places.</summary>
    private async Task OfferAsync(string mail, string?[] addresses, SmtpReply?[] replies, CancellationToken ct)
    {
        // -1 is MAIL.
        int[] said = [-1, .. Enumerable.Range(0, addresses.Length).Where(i => addresses[i] is not null)];
        foreach (var batch in said.Chunk(offers.Has("PIPELINING") ? Together : 1))
        {
            foreach (var i in batch) channel.Say(i < 0 ? mail : $"RCPT TO:<{addresses[i]}>");
            await channel.FlushAsync(batch[0] < 0 ? SmtpPhase.Mail : SmtpPhase.Recipient, ct);
            SmtpReply? refusal = null;
            foreach (var i in batch)
            {
                var phase = i < 0 ? SmtpPhase.Mail : SmtpPhase.Recipient;
                var reply = await ReadAsync(phase, refusal, ct);
                if (i >= 0) replies[i] = reply;
                else if (!reply.IsPositive) refusal = reply;
                if (reply.Code == 421) throw Refused(reply, phase);
            }
            if (refusal is not null) throw Refused(refusal, SmtpPhase.Mail);
        }
    }

    /// <summary>A server that refuses MAIL and closes need not answer what was sent with it: its refusal counts.</summary>
    private async Task<SmtpReply> ReadAsync(SmtpPhase phase, SmtpReply? refusal, CancellationToken ct)
    {
        try
        {
            var reply = await channel.ReadAsync(phase, options.Command, ct);
            if (reply.Code is >= 300 and < 400) throw channel.Break($"the server answers {reply.Code} at {phase}", phase);
            return reply;
        }
        catch (SmtpUnavailableException) when (refusal is not null)
        {
            throw Refused(refusal, SmtpPhase.Mail);
        }
    }

    private async Task<SmtpReply> TransferAsync(Stream content, CancellationToken ct)
    {
        var go = await channel.AskAsync("DATA", SmtpPhase.Data, ct);
        if (go.IsPositive) throw channel.Break($"the server answers {go.Code} to DATA", SmtpPhase.Data);
        if (go.Code != 354) throw Refused(go, SmtpPhase.Data);
        await WriteAsync(content, ct);

        // From here on it may have been taken.
        channel.AwaitsDataEnd = true;
        channel.Output.Write(".\r\n"u8);
        await channel.FlushAsync(SmtpPhase.Content, ct);
        var end = await channel.ReadAsync(SmtpPhase.Content, options.DataEnd, ct);
        if (end.Code is >= 300 and < 400) throw channel.Break($"the server answers {end.Code} to a mail", SmtpPhase.Content);
        channel.AwaitsDataEnd = false;
        return end.IsPositive ? end : throw Refused(end, SmtpPhase.Content);
    }

    private async Task WriteAsync(Stream content, CancellationToken ct)
    {
        var writer = new SmtpContent();
        var piece = new byte[Piece];
        content.Position = 0;
        try
        {
            for (int read; (read = await content.ReadAsync(piece, ct)) > 0;)
            {
                writer.Write(piece.AsSpan(0, read), channel.Output);
                await channel.FlushAsync(SmtpPhase.Content, ct);
            }
            writer.Finish(channel.Output);
            await channel.FlushAsync(SmtpPhase.Content, ct);
        }
        catch (SmtpUnavailableException)
        {
            // Some servers refuse a mail in its midst and close: their reason is worth more than the broken line.
            if (await channel.LastWordsAsync() is { Code: >= 400 } refusal) throw Refused(refusal, SmtpPhase.Content);
            throw;
        }
    }
}
