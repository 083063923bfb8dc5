using System.Collections.Concurrent;
using System.Diagnostics;
using Hub.Notices;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Deliveries;

/// <summary>Sends what is due, on every process, to each server a bounded number at a time.</summary>
/// <remarks>Rows are leased in a short transaction and sent outside of any; what a killed process held falls due again when its lease runs out.</remarks>
public sealed class Dispatcher(IEnumerable<IOutlet> outlets, NoticeBus bus, IOptions<HubOptions> options, TimeProvider time, ILogger<Dispatcher> log) : BackgroundService
{
    /// <summary>How long a due delivery may wait for a process to look: the poll that needs no notice.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How long a process that stops still hears the other side out: a mail is taken within moments, or not at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Mail.Enabled) return;
        await Task.WhenAll(outlets.Select(outlet => Task.Run(() => DrainAsync(outlet, stoppingToken), stoppingToken)));
    }

    private async Task DrainAsync(IOutlet outlet, CancellationToken ct)
    {
        var busy = new ConcurrentDictionary<string, int>();
        var running = new List<Task>();
        using var bell = new Bell();
        // What was only appended has nothing to deliver.
        void Ring(TicketChange change)
        {
            if (change.Appended is null) bell.Ring();
        }
        bus.Ticket += Ring;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var found = 0;
                running.RemoveAll(t => t.IsCompleted);
                try
                {
                    foreach (var lane in await outlet.LanesAsync(ct)) found += await FillAsync(lane);
                }
                catch (Exception failure) when (Problems.IsOutage(failure) || failure is NpgsqlException)
                {
                    log.LogWarning("The queue of deliveries cannot be read just now: {Reason}", failure.GetType().Name);
                }
                if (found == 0) await bell.SleepAsync(Beat, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            bus.Ticket -= Ring;
            // What is under way is finished or given back before the process ends.
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<int> FillAsync(Lane lane)
        {
            var free = options.Value.Mail.Connections - busy.GetValueOrDefault(lane.Server);
            if (free <= 0) return 0;
            var conversations = await outlet.Queue.LeaseAsync(lane.Channels, free, ct);
            foreach (var conversation in conversations)
            {
                busy.AddOrUpdate(lane.Server, 1, (_, n) => n + 1);
                running.Add(Task.Run(() => OccupyAsync(lane, conversation), CancellationToken.None));
            }
            return conversations.Count;
        }

        async Task OccupyAsync(Lane lane, IReadOnlyList<Delivery> conversation)
        {
            try
            {
                await SendAsync(outlet, conversation, ct);
            }
            finally
            {
                busy.AddOrUpdate(lane.Server, 0, (_, n) => n - 1);
                bell.Ring();
            }
        }
    }

    private async Task SendAsync(IOutlet outlet, IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        using var span = Telemetry.Spans.StartActivity("deliver", ActivityKind.Producer)?.SetTag("hub.channel", deliveries[0].Kind).SetTag("hub.delivery", deliveries[0].Id);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopping = ct.UnsafeRegister(_ => patience.CancelAfter(Patience), null);
        using var finished = new CancellationTokenSource();
        var queue = outlet.Queue;
        var renewing = RenewAsync(queue, deliveries, finished.Token);
        try
        {
            if (!await queue.ReleaseAsync(deliveries, patience.Token)) return;
            var attempts = await AttemptAsync(outlet, deliveries, patience.Token);
            if (attempts is null) await queue.GiveBackAsync(deliveries, CancellationToken.None);
            else for (var i = 0; i < deliveries.Count; i++) await FinishAsync(queue, deliveries[i], attempts[i]);
        }
        catch (Exception failure) when (Problems.IsOutage(failure) || failure is OperationCanceledException)
        {
            log.LogWarning("Delivery {Delivery} waits: {Reason}", deliveries[0].Id, failure.GetType().Name);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "What became of delivery {Delivery} could not be written down", deliveries[0].Id);
        }
        finally
        {
            await finished.CancelAsync();
            await renewing;
        }
    }

    /// <returns>None where we stopped before the other side could have it.</returns>
    private async Task<IReadOnlyList<Attempt>?> AttemptAsync(IOutlet outlet, IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        try
        {
            return await outlet.SendAsync(deliveries, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure) when (!Problems.IsOutage(failure))
        {
            // A bug of ours must not make the queue turn for ever at full speed: it waits, and shows.
            log.LogError(failure, "Delivery {Delivery} could not be attempted", deliveries[0].Id);
            return [.. deliveries.Select(_ => Attempt.Later("Hub could not send this: " + failure.GetType().Name))];
        }
    }

    /// <summary>The other side has answered: that must reach the database, so it is tried as long as the lease lasts.</summary>
    private static async Task FinishAsync(IDeliveryQueue queue, Delivery delivery, Attempt attempt)
    {
        for (var n = 1; ; n++)
        {
            try
            {
                await queue.FinishAsync(delivery, attempt, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (Problems.IsOutage(failure) && n < 10)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        }
    }

    private async Task RenewAsync(IDeliveryQueue queue, IReadOnlyList<Delivery> deliveries, CancellationToken finished)
    {
        var beat = TimeSpan.FromSeconds(options.Value.Mail.Lease / 3.0);
        try
        {
            while (true)
            {
                await Task.Delay(beat, time, finished);
                try
                {
                    await queue.RenewAsync(deliveries, finished);
                }
                catch (Exception failure) when (Problems.IsOutage(failure))
                {
                    log.LogWarning("A lease could not be renewed: {Reason}", failure.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Sent.
        }
    }
}
