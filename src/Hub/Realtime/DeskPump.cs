using System.Threading.Channels;
using Dapper;
using Hub.Agents;
using Hub.Notices;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.AspNetCore.SignalR;
using Npgsql;

namespace Hub.Realtime;

/// <summary>Turns notices into pushes to the desks of this process: messages to watchers at once, rows to lists at most four times a second a ticket.</summary>
public sealed class DeskPump : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int MostAtOnce = 500;

    /// <summary>After a round that had to read: what comes meanwhile is read together. A change that comes after a pause is told at once.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(3);

    // Pushes are cut to what the least of those who listen may see; today all agents see all (see Visibility).
    private static readonly Viewer Everybody = new(0, Role.Agent);

    private readonly Channel<(TicketChange Change, long At)> noticed = Channel.CreateUnbounded<(TicketChange, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Fleeting said;
    private bool hasRead;
    private readonly IHubContext<DeskHub, IDeskClient> desks;
    private readonly DeskRooms rooms;
    private readonly TicketReader tickets;
    private readonly MessageReader messages;
    private readonly Presence presence;
    private readonly NpgsqlDataSource database;
    private readonly NoticeBus bus;
    private readonly TelemetryMeter meter;
    private readonly TimeProvider time;
    private readonly ILogger<DeskPump> log;
    private Dictionary<long, int> told = [];

    public DeskPump(IHubContext<DeskHub, IDeskClient> desks, DeskRooms rooms, TicketReader tickets, MessageReader messages, Presence presence,
        NoticeBus bus, NpgsqlDataSource database, TelemetryMeter meter, TimeProvider time, ILogger<DeskPump> log)
    {
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentNullException.ThrowIfNull(presence);
        (this.desks, this.rooms, this.tickets, this.messages, this.presence, this.bus, this.database, this.meter, this.time, this.log) =
            (desks, rooms, tickets, messages, presence, bus, database, meter, time, log);
        said = new Fleeting(log);
        bus.Ticket += change => noticed.Writer.TryWrite((change, time.GetTimestamp()));
        bus.Signal += Hear;
        presence.Changed += () => said.Add(TellPresenceAsync);
    }

    /// <summary>Tells a desk who is here.</summary>
    public async Task GreetAsync(IDeskClient desk, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(desk);
        await desk.Presence(await AgentsAsync(ct));
    }

    /// <summary>Tells a desk who else looks at a ticket.</summary>
    public async Task GreetAsync(IDeskClient desk, long number)
    {
        ArgumentNullException.ThrowIfNull(desk);
        await desk.Presence(OfTicket(number, await NamesAsync(CancellationToken.None)));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(PushAsync(stoppingToken), said.RunAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task PushAsync(CancellationToken ct)
    {
        var (rows, seen) = (new Throttle(Pause, time), new Throttle(Pause, time));
        var batch = new Round();
        while (!ct.IsCancellationRequested)
        {
            // Wakes for a notice, or when something that was held back is due.
            var waiting = noticed.Reader.WaitToReadAsync(ct).AsTask();
            if (Sooner(rows.NextDue, seen.NextDue) is { } due) await Task.WhenAny(waiting, Task.Delay(due, ct));
            else await waiting;
            long? heard = null;
            hasRead = false;
            while (batch.Count < MostAtOnce && noticed.Reader.TryRead(out var notice))
            {
                batch.Add(notice.Change);
                heard ??= notice.At;
            }
            try
            {
                if (await PushMessagesAsync(batch, seen, ct) && heard is { } since) meter.Pushed("desk", time.GetElapsedTime(since));
                if (rooms.AnyList) rows.Add(batch.Versions);
                await PushRowsAsync(rows, ct);
                SaySeen(seen);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Desks cannot be told just now: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(300), ct);
                // The poll may have passed these changes already: whoever drops them now has dropped them for good.
                if (Problems.IsOutage(failure))
                    foreach (var (number, version) in batch.Versions) noticed.Writer.TryWrite((new(number, version), heard ?? time.GetTimestamp()));
            }
            batch.Clear();
            if (hasRead) await Task.Delay(Breath, ct);
        }
    }

    /// <returns>False where nobody here watches any of them.</returns>
    private async Task<bool> PushMessagesAsync(Round changed, Throttle seen, CancellationToken ct)
    {
        var owed = rooms.Owed(changed.Versions);
        if (owed.Count == 0) return false;
        var unknown = new List<(long Ticket, long Version)>();
        foreach (var (ticket, version) in owed)
        {
            if (changed.Since(ticket, version) is { } news) await PushAsync(ticket, [.. news.SelectMany(n => n.Messages)], seen);
            else unknown.Add((ticket, version));
        }
        if (unknown.Count > 0)
            foreach (var ticket in (await messages.SinceAsync(Everybody, unknown, ct)).GroupBy(m => m.Ticket))
                await PushAsync(ticket.Key, [.. ticket.Select(m => m.Message)], seen);
        hasRead = unknown.Count > 0;
        return true;
    }

    private async Task PushAsync(long ticket, IReadOnlyList<MessageView> news, Throttle seen)
    {
        var group = desks.Clients.Group(DeskRooms.TicketGroup(ticket));
        foreach (var message in news) await group.Message(ticket, message);
        rooms.Pushed(ticket, news.Max(m => m.Version));
        // Whoever has the ticket on the screen has seen it: the visitor may know.
        seen.Add(news.Where(m => m is { Kind: "inbound", Audience: Audiences.Customer }).Select(m => (ticket, (long)m.Seq)));
    }

    private void SaySeen(Throttle seen)
    {
        var due = seen.Due();
        foreach (var (ticket, seq) in due) bus.Send(new Signal(Signals.Seen, ticket, "agent", Seq: (int)seq));
        seen.Passed(due);
    }

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is { } a && other is { } b ? a < b ? a : b : one ?? other;

    private async Task PushRowsAsync(Throttle rows, CancellationToken ct)
    {
        var due = rows.Due();
        if (due.Length == 0) return;
        var read = await tickets.RowsAsync(Everybody, [.. due.Select(d => d.Ticket)], ct);
        foreach (var row in read) await desks.Clients.Group(DeskRooms.ListGroup).Ticket(row);
        var versions = read.ToDictionary(r => r.Number, r => r.Version);
        rows.Passed(due.Select(d => (d.Ticket, versions.GetValueOrDefault(d.Ticket))));
    }

    private void Hear(Signal signal)
    {
        var group = desks.Clients.Group(DeskRooms.TicketGroup(signal.Ticket));
        switch (signal.Kind)
        {
            case Signals.Typing:
                said.Add(() => group.Typing(new(signal.Ticket, signal.From ?? "", signal.Id, signal.Name, signal.On)));
                break;
            case Signals.Seen when signal is { From: "visitor", At: { } at }:
                said.Add(() => group.Seen(new(signal.Ticket, signal.Seq, at)));
                break;
        }
    }

    /// <summary>Every two seconds: desks whose account was closed or changed are put out, and lost "seen" marks are said again.</summary>
    private async Task SweepAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await PutOutAsync(ct);
                await RepeatSeenAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Desks cannot be checked just now: {Reason}", failure.Message);
            }
        }
    }

    private async Task PutOutAsync(CancellationToken ct)
    {
        var here = rooms.Desks.Values.ToList();
        if (here.Count == 0) return;
        await using var connection = await database.OpenConnectionAsync(ct);
        var valid = (await connection.QueryAsync<(long Id, string Stamp)>("select id, security_stamp from agents where id = any(@ids) and disabled_at is null",
            new { ids = here.Select(d => d.Viewer.Agent).Distinct().ToArray() })).ToHashSet();
        foreach (var desk in here.Where(d => !valid.Contains((d.Viewer.Agent, d.Stamp)))) desk.Context.Abort();
    }

    private async Task RepeatSeenAsync(CancellationToken ct)
    {
        var watched = rooms.Watched;
        if (watched.Count == 0) return;
        await using var connection = await database.OpenConnectionAsync(ct);
        var seen = (await connection.QueryAsync<(long Ticket, int Seq, DateTime At)>(
            "select ticket, max(seen_seq), max(seen_at) from session_tickets where ticket = any(@numbers) and seen_at is not null group by ticket",
            new { numbers = watched.ToArray() })).ToList();
        foreach (var (ticket, seq, at) in seen.Where(s => s.Seq > told.GetValueOrDefault(s.Ticket)))
            await desks.Clients.Group(DeskRooms.TicketGroup(ticket)).Seen(new(ticket, seq, at));
        told = seen.ToDictionary(s => s.Ticket, s => s.Seq);
    }

    private async Task TellPresenceAsync()
    {
        await desks.Clients.All.Presence(await AgentsAsync(CancellationToken.None));
        var names = await NamesAsync(CancellationToken.None);
        foreach (var number in rooms.Watched)
            await desks.Clients.Group(DeskRooms.TicketGroup(number)).Presence(OfTicket(number, names));
    }

    private TicketPresence OfTicket(long number, Dictionary<long, string> names) => new(
        number,
        [.. presence.Here.Agents.Where(a => a.Value.Contains(number) && names.ContainsKey(a.Key)).Select(a => new Person(a.Key, names[a.Key]))],
        presence.Here.Visitors.Contains(number) ? "online" : "offline");

    private async Task<AgentsPresence> AgentsAsync(CancellationToken ct) => new([.. (await NamesAsync(ct)).Select(a => new AgentPresence(a.Key, a.Value, "online"))]);

    private async Task<Dictionary<long, string>> NamesAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(long Id, string Name)>(new CommandDefinition(
            "select id, name from agents where id = any(@ids) order by name", new { ids = presence.Here.Agents.Keys.ToArray() }, cancellationToken: ct)))
            .ToDictionary(a => a.Id, a => a.Name);
    }
}
