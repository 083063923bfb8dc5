using System.Diagnostics;
using Hub.Notices;
using Hub.Platform;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Deliveries;

/// <summary>Sends what is due, on every process, a bounded number at a time.</summary>
/// <remarks>Rows are leased in a short transaction and sent outside of any; what a killed process held falls due again when its lease runs out.</remarks>
public sealed class Dispatcher(DeliveryStore store, IEnumerable<IOutlet> outlets, NoticeBus bus, IOptions<HubOptions> options, TimeProvider time, ILogger<Dispatcher> log) : BackgroundService
{
    /// <summary>How long a due delivery may wait for a process to look: the poll that needs no notice.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Mail.Enabled) return;
        await Task.WhenAll(outlets.Select(outlet => Task.Run(() => DrainAsync(outlet, stoppingToken), stoppingToken)));
    }

    private async Task DrainAsync(IOutlet outlet, CancellationToken ct)
    {
        var slots = options.Value.Mail.Connections;
        using var bell = new Bell();
        void Ring(long ticket, long version) => bell.Ring();
        bus.Ticket += Ring;
        try
        {
            var running = new List<Task>();
            while (!ct.IsCancellationRequested)
            {
                running.RemoveAll(t => t.IsCompleted);
                var found = 0;
                if (running.Count < slots)
                {
                    try
                    {
                        var conversations = await store.LeaseAsync(outlet.Kind, await outlet.UnreachableAsync(ct), slots - running.Count, ct);
                        found = conversations.Count;
                        running.AddRange(conversations.Select(c => Task.Run(() => SendAsync(outlet, c, ct), CancellationToken.None)));
                    }
                    catch (Exception failure) when (Problems.IsOutage(failure) || failure is NpgsqlException)
                    {
                        log.LogWarning("The queue of deliveries cannot be read just now: {Reason}", failure.GetType().Name);
                    }
                }
                if (running.Count >= slots) await Task.WhenAny(running);
                else if (found == 0) await bell.SleepAsync(Beat, ct);
            }
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping: what is under way holds a lease, and is finished or falls due again.
        }
        finally
        {
            bus.Ticket -= Ring;
        }
    }

    private async Task SendAsync(IOutlet outlet, IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        using var span = Telemetry.Spans.StartActivity("deliver", ActivityKind.Producer)?.SetTag("hub.channel", outlet.Kind).SetTag("hub.delivery", deliveries[0].Id);
        using var finished = new CancellationTokenSource();
        var renewing = RenewAsync(deliveries, finished.Token);
        try
        {
            if (!await store.ReleaseAsync(deliveries, ct)) return;
            IReadOnlyList<Attempt> attempts;
            try
            {
                attempts = await outlet.SendAsync(deliveries, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (!Problems.IsOutage(failure))
            {
                // A bug of ours must not make the queue turn for ever at full speed: it waits, and shows.
                log.LogError(failure, "Delivery {Delivery} could not be attempted", deliveries[0].Id);
                attempts = [.. deliveries.Select(_ => Attempt.Later("Hub could not send this: " + failure.GetType().Name))];
            }
            for (var i = 0; i < deliveries.Count; i++) await FinishAsync(deliveries[i], attempts[i]);
        }
        catch (Exception failure) when (Problems.IsOutage(failure))
        {
            log.LogWarning("Delivery {Delivery} waits: {Reason}", deliveries[0].Id, failure.GetType().Name);
        }
        finally
        {
            await finished.CancelAsync();
            await renewing;
        }
    }

    /// <summary>The other side has answered: that must reach the database, so it is tried as long as the lease lasts.</summary>
    private async Task FinishAsync(Delivery delivery, Attempt attempt)
    {
        for (var n = 1; ; n++)
        {
            try
            {
                await store.FinishAsync(delivery, attempt, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (Problems.IsOutage(failure) && n < 10)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        }
    }

    private async Task RenewAsync(IReadOnlyList<Delivery> deliveries, CancellationToken finished)
    {
        var beat = TimeSpan.FromSeconds(options.Value.Mail.Lease / 3.0);
        try
        {
            while (true)
            {
                await Task.Delay(beat, time, finished);
                try
                {
                    await store.RenewAsync(deliveries, finished);
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
