using System.Globalization;
using Hub.Platform;
using Npgsql;

namespace Hub.Notices;

/// <summary>Hears the other processes, by LISTEN on one connection; asks for a poll whenever something may have been missed.</summary>
public sealed class NoticeListener(NpgsqlDataSource database, NoticeBus bus, NoticeOutbox outbox, CatchUp catchUp, TelemetryMeter meter, TimeProvider time, ILogger<NoticeListener> log) : BackgroundService
{
    private readonly string own = outbox.Process.ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, notice) => Hear(notice.Channel, notice.Payload);
                await using (var listen = new NpgsqlCommand($"listen {NoticeOutbox.TicketChannel}; listen {NoticeOutbox.SignalChannel}", connection))
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                catchUp.PollNow();
                while (true)
                {
                    // A connection that died without a word is found by asking now and then.
                    if (!await connection.WaitAsync(TimeSpan.FromSeconds(10), stoppingToken))
                    {
                        await using var ping = new NpgsqlCommand("select 1", connection);
                        await ping.ExecuteNonQueryAsync(stoppingToken);
                    }
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Notices cannot be heard: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
            }
        }
    }

    private void Hear(string channel, string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || payload.StartsWith(own, StringComparison.Ordinal)) return;
        // "name@milliseconds": how late we are; a process of the version before says its name alone.
        var at = payload.AsSpan(0, space).IndexOf('@');
        if (at > 0 && channel == NoticeOutbox.TicketChannel && long.TryParse(payload.AsSpan(at + 1, space - at - 1), CultureInfo.InvariantCulture, out var since))
            meter.NoticeHeard(TimeSpan.FromMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds() - since));
        var said = payload[(space + 1)..];
        if (channel == NoticeOutbox.SignalChannel)
        {
            foreach (var line in said.Split('\n'))
                if (Signal.Parse(line) is { } signal)
                    bus.Hear(signal);
            return;
        }
        foreach (var item in said.Split(','))
        {
            var colon = item.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0
                && long.TryParse(item.AsSpan(0, colon), CultureInfo.InvariantCulture, out var ticket)
                && long.TryParse(item.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var version))
                bus.HearTicket(ticket, version);
            else catchUp.PollNow();
        }
    }
}
