using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Hub.Intake;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>Makes messages of raw mail: at once when it comes, and by the sweep where that was cut short.</summary>
public sealed class MailIntake(
    RawMails raws, Blobs blobs, Mailboxes mailboxes, MailTokens tokens, MailEvidence evidence, MailReading reading, Bounces bounces, Acknowledgements acknowledgements, AgentAnswers answers, MailOpener open,
    Intake.Intake intake, Secrets secrets, NpgsqlDataSource database, IOptions<HubOptions> options, TelemetryMeter meter, TimeProvider time, ILogger<MailIntake> log) : IDisposable
{
    // Each takes processor time and connections to the database.
    private readonly SemaphoreSlim atOnce = new(4);

    /// <summary>One attempt. What goes wrong is written down, not thrown: the mail is safe.</summary>
    /// <param name="raw">Leased to this process.</param>
    /// <param name="mail">The same, read; none: it is fetched.</param>
    /// <param name="ct">Stops before the commit.</param>
    public async Task TryAsync(RawMail raw, ReceivedMail? mail, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        using var span = Telemetry.Spans.StartActivity("receive mail", ActivityKind.Consumer)?.SetTag("hub.mail", raw.Id);
        await atOnce.WaitAsync(ct);
        try
        {
            if (await (mail is null ? FetchAsync(raw, ct) : ReceiveAsync(raw, mail, ct)) is { } disposition) meter.MailReceived(disposition);
        }
        catch (Exception failure) when (Problems.IsOutage(failure) || failure is OperationCanceledException)
        {
            log.LogWarning("Mail {Raw} waits for its next attempt: {Reason}", raw.Id, failure.GetType().Name);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Mail {Raw} could not be made a message, attempt {Attempt}", raw.Id, raw.Attempts);
            await FailAsync(raw, failure);
        }
        finally
        {
            atOnce.Release();
        }
    }

    public void Dispose() => atOnce.Dispose();

    private async Task<string?> FetchAsync(RawMail raw, CancellationToken ct)
    {
        await using var content = TemporaryFile.Create(Path.GetTempPath());
        await blobs.CopyToAsync(raw.Blob, content, ct);
        await content.FlushAsync(ct);
        using var mail = open(content);
        await raws.NoteAsync(raw, mail, ct);
        return await ReceiveAsync(raw, mail, ct);
    }

    /// <returns>What became of it; none where it waits for another.</returns>
    private async Task<string?> ReceiveAsync(RawMail raw, ReceivedMail mail, CancellationToken ct)
    {
        if (mail.MessageId is { } id && await OursAsync(id, ct) is { } ours && await bounces.ReturnedAsync(raw, ours.Ticket, ours.Message, ct)) return "duplicate";
        if (mail.MessageId is { } own && await tokens.ReadNotificationIdAsync(own, ct) is { } notice) return await NoticedAsync(raw, notice.Ticket, ct);
        if (await bounces.TakeAsync(raw, mail, ct)) return "bounce";
        if (mail.ReportType is "disposition-notification") return await ReadReceiptAsync(raw, mail, ct);
        if (await raws.WaitsAsync(raw, mail, ct)) return null;

        var mailbox = await mailboxes.FindAsync(raw.Channel, ct) ?? throw new InvalidOperationException("The mailbox of this mail is gone.");
        var letter = await reading.ReadAsync(raw, mail, mailbox, ct);
        var names = await evidence.OfAsync(mail, raw.Recipients, ct);
        var key = MailKey.Of(mail, await secrets.OfAsync("mail-key", ct));
        var told = names.Notification is { } notification ? await answers.OfAsync(notification, ct) : null;
        if (told is not null && AgentAnswers.IsProved(told, letter) && await answers.SayAsync(raw, letter, told, key, ct) is { } fate)
            return fate.Disposition is "duplicate" ? await RepeatedAsync(raw, fate, ct) : fate.Disposition;
        IReadOnlyList<Evidence> tickets = told is null ? names.Tickets : [new(told.Ticket, ByUs: false), .. names.Tickets.Where(e => e.Ticket != told.Ticket)];
        var marks = letter.Marks.ToList();
        if (tickets.Count > 0 && await IsFloodedAsync(tickets[0].Ticket, ct)) marks.Add(MessageMarks.Flood);
        var acknowledgement = letter.Automatic || letter.Forged || marks.Contains(MessageMarks.Flood) ? null
            : await acknowledgements.TextForAsync(raw, mail, mailbox, letter.From.Address, ct);

        var disposition = "duplicate";
        var placed = (await intake.ReceiveAsync(new InboundMessage
        {
            Channel = raw.Channel,
            Identity = ("email", letter.From.Address),
            Name = letter.From.Name,
            Key = key,
            Text = letter.Text,
            Letter = new Letter
            {
                Subject = letter.Subject,
                Quoted = letter.Quoted,
                Html = letter.Html,
                SentAt = letter.SentAt,
                Marks = marks,
                NoteMarks = WhyNoAnswer(letter, told),
                Evidence = tickets,
                Sides = names.Sides,
                TokenOf = told is { Disabled: false } ? (told.Ticket, told.Agent.Agent) : null,
                Person = letter.Person is { } person ? (person.Address, person.Name) : null,
                Automatic = letter.Automatic,
                Forged = letter.Forged,
                Acknowledgement = acknowledgement,
                AlongsideAsync = async (connection, kept, stop) =>
                {
                    if (kept is { Side: { } side, IsNote: false }) await reading.KeepAsideAsync(connection, letter, kept.Placed, side, stop);
                    else await reading.KeepAsync(connection, letter, kept.Placed, bringsIn: !letter.Forged && !kept.IsNote && !kept.ByForm, await OtherBoxesAsync(raw, mailbox.Address, stop), stop);
                    if (kept.Acknowledgement is { } message) await acknowledgements.QueueAsync(connection, raw, kept.Placed, message, stop);
                    disposition = letter.Automatic && !kept.Opened ? "autoReply" : "ticket";
                    await RawMails.DoneAsync(connection, raw.Id, MailFate.At(disposition, CodeOf(kept, letter), kept.Placed) with { Reason = letter.LeftOut }, stop);
                },
            },
        }, ct)).Value;
        return placed.Repeated ? await RepeatedAsync(raw, MailFate.At("duplicate", MailCodes.Again, placed), ct) : disposition;
    }

    /// <summary>What told an agent came round, by a rule of their mailbox: nothing happens.</summary>
    private async Task<string> NoticedAsync(RawMail raw, long ticket, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var known = await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select number from tickets where number = @ticket", new { ticket }, cancellationToken: ct));
        await RawMails.DoneAsync(connection, raw.Id, new("duplicate", MailCodes.Ours) { Ticket = known, Reason = "our own mail came back" }, ct);
        return "duplicate";
    }

    /// <summary>A program says what became of a mail at its reader (RFC 8098): nobody wrote anything, so nothing happens but this line, which names our mail where it is one.</summary>
    private async Task<string> ReadReceiptAsync(RawMail raw, ReceivedMail mail, CancellationToken ct)
    {
        (long Ticket, long Message)? about = null;
        foreach (var id in DispositionNotice.About(mail)) about ??= await OursAsync(id, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        var seq = about is null ? null : await connection.ExecuteScalarAsync<int?>(new CommandDefinition("select seq from messages where id = @Message and ticket = @Ticket", new { about.Value.Message, about.Value.Ticket }, cancellationToken: ct));
        var fate = seq is null ? new MailFate("autoReply", MailCodes.UnknownReport) : new("autoReply", MailCodes.Reported) { Ticket = about!.Value.Ticket, Seq = seq, Message = about.Value.Message };
        await RawMails.DoneAsync(connection, raw.Id, fate with { Reason = DispositionNotice.Said(mail) }, ct);
        return "autoReply";
    }

    /// <summary>Ticket and message of a mail of ours, or of a side conversation's.</summary>
    private async Task<(long Ticket, long Message)?> OursAsync(string messageId, CancellationToken ct)
    {
        if (await tokens.ReadMessageIdAsync(messageId, ct) is { } ours) return ours;
        if (await tokens.ReadSideMessageIdAsync(messageId, ct) is not { } aside) return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select ticket from side_conversations where id = @Side", new { aside.Side }, cancellationToken: ct)) is { } ticket
            ? (ticket, aside.Message) : null;
    }

    private static string CodeOf(Kept kept, ReadMail letter) => kept switch
    {
        { IsNote: true } => MailCodes.AgentNote,
        { Side: not null } => MailCodes.Side,
        { ByForm: true } => MailCodes.Form,
        { Suspected: true } => MailCodes.Stranger,
        { Follows: true } => MailCodes.FollowUp,
        { Opened: true } => MailCodes.Opened,
        _ => letter.Automatic ? MailCodes.Automatic : MailCodes.Joined,
    };

    /// <summary>Why an agent's mail is a note and no answer.</summary>
    private static string[] WhyNoAnswer(ReadMail letter, Notified? told)
    {
        var why = told switch
        {
            null or { Disabled: true } => MessageMarks.NoToken,
            _ when letter.From.Address != told.Email => MessageMarks.OtherAddress,
            _ when letter.Automatic => MessageMarks.Auto,
            _ => letter.Vouched ? MessageMarks.NotSent : MessageMarks.NoPass,
        };
        return letter.Vouched ? [why] : [MessageMarks.Unverified, why];
    }

    /// <summary>The same mail through another mailbox, which is noted, or once more; one that was erased leaves no trace but this line.</summary>
    private async Task<string> RepeatedAsync(RawMail raw, MailFate fate, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (fate.Ticket is 0) fate = new("duplicate", MailCodes.Erased) { Reason = "erased" };
        else
        {
            var first = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
                "select b.address from messages m join mailboxes b on b.channel = m.channel where m.id = @Message", new { fate.Message }, cancellationToken: ct));
            var boxes = await OtherBoxesAsync(raw, first, ct);
            if (boxes.Length > 0)
            {
                fate = fate with { Code = MailCodes.OtherMailbox };
                await reading.NoteMailboxesAsync(connection, fate.Ticket!.Value, fate.Message!.Value, boxes, ct);
            }
        }
        await RawMails.DoneAsync(connection, raw.Id, fate, ct);
        return "duplicate";
    }

    /// <summary>Mailboxes of ours that this mail was delivered to, but for one.</summary>
    private async Task<string[]> OtherBoxesAsync(RawMail raw, string? first, CancellationToken ct)
    {
        var boxes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var recipient in raw.Recipients)
            if (await mailboxes.OfAddressAsync(recipient, ct) is { } found && found.Mailbox.Address != first) boxes.Add(found.Mailbox.Address);
        return [.. boxes];
    }

    private async Task<bool> IsFloodedAsync(long ticket, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            """
            select count(*)::int from (select from mails l join messages m on m.id = l.message
                                       where l.ticket = @ticket and m.kind = 1 and m.at > @since order by l.message desc limit @TicketLimit) x
            """, new { ticket, since = time.GetUtcNow().AddHours(-1), options.Value.Mail.TicketLimit }, cancellationToken: ct)) >= options.Value.Mail.TicketLimit;
    }

    private async Task FailAsync(RawMail raw, Exception failure)
    {
        try
        {
            var cause = failure.GetBaseException();
            await raws.FailAsync(raw, $"{cause.GetType().Name}: {cause.Message}", CancellationToken.None);
            if (raw.Attempts >= RawMails.MostAttempts) meter.MailReceived("quarantine");
        }
        catch (Exception second) when (Problems.IsOutage(second))
        {
            log.LogWarning("Mail {Raw} waits until its lease ends", raw.Id);
        }
    }
}

/// <summary>Finishes what a crash or a failure cut short, on every process.</summary>
public sealed class MailSweep(RawMails raws, MailIntake intake, IOptions<HubOptions> options, ILogger<MailSweep> log) : BackgroundService
{
    private const int AtOnce = 20;
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Mail.Enabled) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var due = await raws.LeaseAsync(AtOnce, stoppingToken);
                foreach (var raw in due) await intake.TryAsync(raw, null, stoppingToken);
                if (due.Count > 0) continue;
            }
            catch (Exception failure) when (Problems.IsOutage(failure) || failure is NpgsqlException)
            {
                log.LogWarning("Raw mail cannot be swept just now: {Reason}", failure.GetType().Name);
            }
            await Task.Delay(beat, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
