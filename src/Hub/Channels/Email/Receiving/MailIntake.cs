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
    RawMails raws, Blobs blobs, Mailboxes mailboxes, MailTokens tokens, MailEvidence evidence, MailReading reading, Bounces bounces, Acknowledgements acknowledgements,
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
        using var mail = MailReader.Read(content);
        return await ReceiveAsync(raw, mail, ct);
    }

    /// <returns>What became of it; none where it waits for another.</returns>
    private async Task<string?> ReceiveAsync(RawMail raw, ReceivedMail mail, CancellationToken ct)
    {
        if (mail.MessageId is { } id && await tokens.ReadMessageIdAsync(id, ct) is { } ours && await bounces.ReturnedAsync(raw, ours.Ticket, ours.Message, ct)) return "duplicate";
        if (await bounces.TakeAsync(raw, mail, ct)) return "bounce";
        if (await raws.WaitsAsync(raw, mail, ct)) return null;

        var mailbox = await mailboxes.FindAsync(raw.Channel, ct) ?? throw new InvalidOperationException("The mailbox of this mail is gone.");
        var letter = await reading.ReadAsync(raw, mail, mailbox, ct);
        var names = await evidence.OfAsync(mail, raw.Recipients, ct);
        var marks = letter.Marks.ToList();
        if (names.Count > 0 && await IsFloodedAsync(names[0].Ticket, ct)) marks.Add(MessageMarks.Flood);
        var key = MailKey.Of(mail, await secrets.OfAsync("mail-key", ct));
        var acknowledgement = letter.Automatic || letter.Forged || marks.Contains(MessageMarks.Flood) ? null
            : await acknowledgements.TextForAsync(raw, mail, mailbox, letter.From.Address, ct);

        var disposition = "duplicate";
        var placed = await intake.ReceiveAsync(new InboundMessage
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
                Evidence = names,
                Automatic = letter.Automatic,
                Forged = letter.Forged,
                Acknowledgement = acknowledgement,
                AlongsideAsync = async (connection, kept, stop) =>
                {
                    await reading.KeepAsync(connection, letter, kept.Placed, bringsIn: !letter.Forged && !kept.IsNote, stop);
                    if (kept.Acknowledgement is { } message) await acknowledgements.QueueAsync(connection, raw, kept.Placed, message, stop);
                    disposition = letter.Automatic && !kept.Opened ? "autoReply" : "ticket";
                    await RawMails.DoneAsync(connection, raw.Id, disposition, kept.Placed.Ticket, kept.Placed.Seq, kept.Placed.Id, null, null, stop);
                },
            },
        }, ct);
        if (!placed.Repeated) return disposition;

        // The same mail through another mailbox, or once more; one that was erased leaves no trace but this line.
        await using var connection = await database.OpenConnectionAsync(ct);
        var erased = placed.Ticket == 0;
        await RawMails.DoneAsync(connection, raw.Id, "duplicate", erased ? null : placed.Ticket, erased ? null : placed.Seq, erased ? null : placed.Id, erased ? "erased" : null, null, ct);
        return "duplicate";
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
