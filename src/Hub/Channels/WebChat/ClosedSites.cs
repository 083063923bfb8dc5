using Hub.Notices;
using Hub.Platform;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Channels.WebChat;

/// <summary>Ends the lines that were open when their site was switched off or removed, or when the key that their page names was revoked. Every process ends its own.</summary>
public sealed class ClosedSites(
    IHubContext<VisitorHub, IVisitorClient> visitors, VisitorRooms rooms, Sites sites, Presence presence, TimeProvider time, ILogger<ClosedSites> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                foreach (var key in rooms.Connections.Values.Select(v => v.Key).Distinct().ToArray())
                    if (await sites.FindAsync(key, stoppingToken) is not { IsClosed: false }) await EndAsync(key);
            }
            catch (Exception failure) when (Problems.IsOutage(failure))
            {
                log.LogWarning("Whether sites are switched off is not known just now: {Reason}", failure.Message);
            }
        }
    }

    /// <summary>Nothing is told to these any more. They start anew, and that is refused: so their chats know why.</summary>
    private async Task EndAsync(string key)
    {
        var here = rooms.Connections.Values.Where(v => v.Key == key).ToArray();
        foreach (var visitor in here)
        {
            rooms.Leave(visitor);
            presence.Remove(visitor.Id);
        }
        await visitors.Clients.Clients(here.Select(v => v.Id)).Resync();
    }
}
