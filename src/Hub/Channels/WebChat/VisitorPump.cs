using System.Threading.Channels;
using Dapper;
using Hub.Channels.WebChat.Reception;
using Hub.Notices;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Channels.WebChat;

/// <summary>Turns notices into pushes to the visitors of this process, from what the view for customers shows.</summary>
public sealed class VisitorPump : BackgroundService
{
    private const int MostAtOnce = 500;

    /// <summary>After a round that had to read: what comes meanwhile is read together. A change that comes after a pause is told at once.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(3);
    private const int MostHeardOf = 100_000;

    private readonly Channel<(TicketChange Change, long At)> noticed = System.Threading.Channels.Channel.CreateUnbounded<(TicketChange, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Fleeting said;
    private bool hasRead;
    private readonly HashSet<long> heardOf = [];
    private readonly IHubContext<VisitorHub, IVisitorClient> visitors;
    private readonly VisitorRooms rooms;
    private readonly VisitorReader reader;
    private readonly Staff staff;
    private readonly VisitorStates states;
    private readonly HotDatabase database;
    private readonly TelemetryMeter meter;
    private readonly TimeProvider time;
    private readonly ILogger<VisitorPump> log;

    public VisitorPump(IHubContext<VisitorHub, IVisitorClient> visitors, VisitorRooms rooms, VisitorReader reader, Staff staff, VisitorStates states, Presence presence,
        NoticeBus bus, HotDatabase database, TelemetryMeter meter, TimeProvider time, ILogger<VisitorPump> log)
    {
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentNullException.ThrowIfNull(presence);
        (this.visitors, this.rooms, this.reader, this.staff, this.states, this.database, this.meter, this.time, this.log) = (visitors, rooms, reader, staff, states, database, meter, time, log);
        said = new Fleeting(log);
        bus.Ticket += change => noticed.Writer.TryWrite((change, time.GetTimestamp()));
        bus.Signal += Hear;
        presence.Changed += () => said.Add(TellStaffAsync);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(PushAsync(stoppingToken), said.RunAsync(stoppingToken));

    private async Task PushAsync(CancellationToken ct)
    {
        var batch = new Round();
        while (await noticed.Reader.WaitToReadAsync(ct))
        {
            long? heard = null;
            hasRead = false;
            while (batch.Count < MostAtOnce && noticed.Reader.TryRead(out var notice))
            {
                batch.Add(notice.Change);
                heard ??= notice.At;
            }
            try
            {
                if (await PushMessagesAsync(batch, ct) && heard is { } since) meter.Pushed("visitor", time.GetElapsedTime(since));
                await ResyncAsync(batch.Tickets, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Visitors cannot be told just now: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(300), ct);
                // The poll may have passed these changes already: whoever drops them now has dropped them for good.
                if (Problems.IsOutage(failure))
                    foreach (var (ticket, version) in batch.Versions) noticed.Writer.TryWrite((new(ticket, version), heard ?? time.GetTimestamp()));
            }
            batch.Clear();
            if (hasRead) await Task.Delay(Breath, ct);
        }
    }

    /// <returns>False where no visitor here talks in any of them.</returns>
    private async Task<bool> PushMessagesAsync(Round changed, CancellationToken ct)
    {
        var owed = rooms.Owed(changed.Tickets);
        if (owed.Count == 0) return false;
        var unknown = new List<(long Ticket, int Seq, long Version)>();
        foreach (var (ticket, seq, version, newest) in owed)
        {
            if (newest is { } prev && changed.Since(ticket, version) is { } news) await PushAsync(ticket, prev, news);
            else unknown.Add((ticket, seq, version));
        }
        if (unknown.Count > 0) await ReadAndPushAsync(unknown, ct);
        hasRead = unknown.Count > 0;
        return true;
    }

    private async Task PushAsync(long ticket, int prev, IReadOnlyList<Appended> news)
    {
        foreach (var message in news.SelectMany(n => n.Messages))
        {
            if (VisitorMessage.Of(ticket, message, prev) is not { } shown) continue;
            await visitors.Clients.Groups(rooms.GroupsOf(ticket)).Message(shown);
            rooms.Pushed(ticket, prev = shown.Seq);
        }
        rooms.PushedTo(ticket, news[^1].Version);
        await TellStatusAsync(ticket, (short)news[^1].Status);
    }

    private async Task ReadAndPushAsync(IReadOnlyCollection<(long Ticket, int Seq, long Version)> owed, CancellationToken ct)
    {
        var found = await reader.AfterAsync(owed, ct);
        foreach (var (message, _) in found)
        {
            await visitors.Clients.Groups(rooms.GroupsOf(message.Ticket)).Message(message);
            rooms.Pushed(message.Ticket, message.Seq);
        }
        foreach (var ticket in found.GroupBy(f => f.Message.Ticket)) rooms.PushedTo(ticket.Key, ticket.Max(f => f.Version));
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var states = await connection.QueryAsync<(long Number, short Status)>(
            "select number, status from tickets where number = any(@numbers)", new { numbers = owed.Select(o => o.Ticket).ToArray() });
        foreach (var (number, status) in states) await TellStatusAsync(number, status);
    }

    private async Task TellStatusAsync(long ticket, short status)
    {
        if (rooms.IsNews(ticket, status) && rooms.SiteOf(ticket) is { } site)
            await visitors.Clients.Groups(rooms.GroupsOf(ticket)).State(await states.OfAsync(site, ticket, TicketWords.Of((TicketStatus)status), CancellationToken.None));
    }

    /// <summary>A session whose conversation goes on in another ticket, begun from another tab: its connections here start again.</summary>
    /// <remarks>Done when this process first hears of the ticket, at whatever version: its first notices may have been lost.</remarks>
    private async Task ResyncAsync(IEnumerable<long> changed, CancellationToken ct)
    {
        var begun = changed.Where(ticket => !heardOf.Contains(ticket)).ToArray();
        if (begun.Length == 0) return;
        if (rooms.AnySession) await TellElsewhereAsync(begun, ct);
        // Hearing of a ticket anew does no harm.
        if (heardOf.Count > MostHeardOf) heardOf.Clear();
        heardOf.UnionWith(begun);
    }

    private async Task TellElsewhereAsync(long[] begun, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var owners = await connection.QueryAsync<(long Ticket, byte[] Hash)>(
            "select s.ticket, v.token_hash from session_tickets s join visitor_sessions v on v.id = s.session where s.ticket = any(@begun)", new { begun });
        foreach (var (ticket, hash) in owners)
            if (rooms.Elsewhere(VisitorRooms.GroupOf(Convert.ToHexStringLower(hash)), ticket) is { Count: > 0 } elsewhere)
                await visitors.Clients.Clients(elsewhere).Resync();
    }

    private void Hear(Signal signal)
    {
        if (signal is { Kind: Signals.Renewed, Name: { } hash })
        {
            // Their token is dead: they begin anew with the one that another tab got, or as somebody unknown.
            var stale = rooms.LeaveOf(signal.Id, hash);
            if (stale.Count > 0) said.Add(() => visitors.Clients.Clients(stale).Resync());
            return;
        }
        if (signal.From != "agent") return;
        var groups = rooms.GroupsOf(signal.Ticket);
        if (groups.Count == 0) return;
        if (signal.Kind == Signals.Typing)
            said.Add(() => visitors.Clients.Groups(groups).Typing(new(signal.Name?.Split(' ')[0], signal.On)));
        else if (signal.Kind == Signals.Seen)
            said.Add(() => visitors.Clients.Groups(groups).Seen(new(signal.Seq, time.GetUtcNow())));
    }

    private async Task TellStaffAsync()
    {
        if (!await staff.RefreshAsync(CancellationToken.None)) return;
        foreach (var visitor in rooms.Connections.Values)
            await visitors.Clients.Client(visitor.Id).State(await states.OfAsync(visitor.Site, visitor.Ticket, null, CancellationToken.None));
    }
}
