using System.Data;
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
                await ListenAsync(connection, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Notices cannot be heard: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        void Notified(object _, NpgsqlNotificationEventArgs notice) => Hear(notice.Channel, notice.Payload);
        connection.Notification += Notified;
        try
        {
            await ExecuteAsync(connection, $"listen {NoticeOutbox.TicketChannel}; listen {NoticeOutbox.SignalChannel}", ct);
            catchUp.PollNow();
            while (true)
            {
                // A connection that died without a word is found by asking now and then.
                if (!await connection.WaitAsync(TimeSpan.FromSeconds(10), ct)) await ExecuteAsync(connection, "select 1", ct);
            }
        }
        finally
        {
            connection.Notification -= Notified;
            // Whoever gets it next from the pool must not hear what was meant for us.
            if (connection.State is ConnectionState.Open) await ExecuteAsync(connection, "unlisten *", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
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
