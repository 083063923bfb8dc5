using Dapper;
using Hub.Notices;
using Hub.Platform;
using Hub.Storage;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Channels.WebChat.Reception;

/// <summary>Tells visitors who wait while all are busy how many wait before them, and everybody when the hours begin and end.</summary>
public sealed class WaitingLine(
    IHubContext<VisitorHub, IVisitorClient> visitors, VisitorRooms rooms, VisitorStates states, HotDatabase database, Presence presence, TimeProvider time, ILogger<WaitingLine> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>Who has waited longer is not in a line: nobody has come for hours.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);
    private const int Most = 5_000;
    private Dictionary<long, int> told = [];
    private Dictionary<long, (bool Open, DateTimeOffset? OpensAt)> hours = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken);
            try
            {
                if (!rooms.AnySession) continue;
                await TellPlacesAsync(stoppingToken);
                await TellHoursAsync(stoppingToken);
            }
            catch (Exception failure) when (Problems.IsOutage(failure))
            {
                log.LogWarning("Visitors cannot be told their place just now: {Reason}", failure.Message);
            }
        }
    }

    private async Task TellPlacesAsync(CancellationToken ct)
    {
        var here = rooms.Tickets();
        var places = here.Count == 0 ? [] : await PlacesAsync(here, ct);
        var before = told;
        told = places;
        states.Places = places;
        foreach (var ticket in here)
            if (before.GetValueOrDefault(ticket) != places.GetValueOrDefault(ticket) && rooms.SiteOf(ticket) is { } site)
                await visitors.Clients.Groups(rooms.GroupsOf(ticket)).State(await states.OfAsync(site, ticket, null, ct));
    }

    /// <summary>The place in its site's line of each of these tickets that nobody has taken up, where more wait than there are agents.</summary>
    private async Task<Dictionary<long, int>> PlacesAsync(IReadOnlyCollection<long> tickets, CancellationToken ct)
    {
        var agents = presence.Here.Agents.Count;
        if (agents == 0) return [];
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var places = await connection.QueryAsync<(long Number, int Place)>(new CommandDefinition(
            """
            select number, place::int from (
                select number, row_number() over (partition by channel order by waiting_since, number) as place
                from (select number, channel, waiting_since from tickets
                      where waiting_since > @since and folder = 1 and status = 1 and first_response_at is null and assignee is null order by waiting_since limit @Most) w) p
            where place > @agents and number = any(@tickets)
            """, new { since = time.GetUtcNow() - Longest, Most, agents, tickets = tickets.ToArray() }, cancellationToken: ct));
        return places.ToDictionary(p => p.Number, p => p.Place);
    }

    private async Task TellHoursAsync(CancellationToken ct)
    {
        var now = new Dictionary<long, (bool, DateTimeOffset?)>();
        foreach (var site in rooms.Connections.Values.GroupBy(v => v.Site.Channel))
        {
            var state = await states.OfAsync(site.First().Site, null, null, ct);
            now[site.Key] = (state.Open, state.OpensAt);
            if (!hours.TryGetValue(site.Key, out var before) || before == now[site.Key]) continue;
            foreach (var visitor in site) await visitors.Clients.Client(visitor.Id).State(await states.OfAsync(visitor.Site, visitor.Ticket, null, ct));
        }
        hours = now;
    }
}

/// <summary>What visitors are told of who is there: the one place where hours, staff and line come together.</summary>
public sealed class VisitorStates(Staff staff, Receptions receptions, TimeProvider time)
{
    /// <summary>Places in line, of tickets with visitors in this process.</summary>
    public IReadOnlyDictionary<long, int> Places { get; set; } = new Dictionary<long, int>();

    /// <param name="site">Whose hours count.</param>
    /// <param name="ticket">The visitor's; none: no conversation yet.</param>
    /// <param name="status">Of the ticket, where it is told anew.</param>
    /// <param name="ct">Stops.</param>
    public async ValueTask<VisitorState> OfAsync(SiteInfo site, long? ticket, string? status, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        var reception = await receptions.OfAsync(site.Channel, ct);
        var (here, now) = (staff.Here, time.GetUtcNow());
        var open = reception.IsOpen(here.Open, now);
        return new(open, status, here.Agents, reception.OpensAt(now), open && ticket is { } number && Places.TryGetValue(number, out var place) ? place : null);
    }
}
