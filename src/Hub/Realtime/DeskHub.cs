using System.Security.Claims;
using Dapper;
using Hub.Notices;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Npgsql;

namespace Hub.Realtime;

/// <summary>The agents' live line. See the public contract for its names.</summary>
[Authorize(Policies.Agent)]
public sealed class DeskHub(DeskRooms rooms, DeskPump pump, Presence presence, NoticeBus bus, CatchUp catchUp, TicketReader tickets, NpgsqlDataSource database)
    : Hub<IDeskClient>
{
    private const int MostViews = 50;
    private const int MostWatched = 20;

    public override async Task OnConnectedAsync()
    {
        var viewer = Context.User!.Viewer();
        await using var connection = await database.OpenConnectionAsync(Context.ConnectionAborted);
        var stamp = await connection.ExecuteScalarAsync<string?>("select security_stamp from agents where id = @Agent and disabled_at is null", new { viewer.Agent });
        if (stamp is null)
        {
            Context.Abort();
            return;
        }
        rooms.Desks[Context.ConnectionId] = new Desk(Context, viewer, Context.User!.FindFirstValue("name") ?? "", stamp);
        presence.Set(Context.ConnectionId, PresenceKind.Agent, viewer.Agent, []);
        try
        {
            await pump.GreetAsync(Clients.Caller, Context.ConnectionAborted);
        }
        catch
        {
            // SignalR does not call OnDisconnectedAsync for who never quite connected: they would be here for ever.
            Leave();
            throw;
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Leave();
        return Task.CompletedTask;
    }

    /// <summary>Begins to receive rows of changed tickets.</summary>
    public async Task List(string view)
    {
        if (view is not { Length: > 0 and <= 100 } || Me.Views.Count >= MostViews) throw Refused("view_invalid", "A view has a name of 1 to 100 characters, and there are not that many.");
        Me.Views[view] = true;
        rooms.ShowLists(Context.ConnectionId, true);
        // Who went meanwhile has left before showing it.
        if (Context.ConnectionAborted.IsCancellationRequested) rooms.ShowLists(Context.ConnectionId, false);
        await Groups.AddToGroupAsync(Context.ConnectionId, DeskRooms.ListGroup);
    }

    public async Task Unlist(string view)
    {
        if (view is null) return;
        Me.Views.TryRemove(view, out _);
        if (!Me.Views.IsEmpty) return;
        rooms.ShowLists(Context.ConnectionId, false);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, DeskRooms.ListGroup);
    }

    /// <summary>Begins to receive the messages of a ticket; joins first, so that nothing falls between the answer and the first push.</summary>
    public async Task<WatchAnswer> Watch(long number)
    {
        if (Me.Tickets.Count >= MostWatched && !Me.Tickets.ContainsKey(number)) throw Refused("watching_too_many", $"At most {MostWatched} tickets can be watched at once.");
        var me = Me;
        // Read before joining, pushed from there on, and read again for the answer: what is committed at any moment
        // between is in the answer's version, in a push, or in both.
        var before = await HeadAsync(me, number);
        try
        {
            rooms.Watch(Context.ConnectionId, number, before.Version);
            me.Tickets[number] = true;
            await Groups.AddToGroupAsync(Context.ConnectionId, DeskRooms.TicketGroup(number));
            var head = await HeadAsync(me, number);
            presence.Set(Context.ConnectionId, PresenceKind.Agent, me.Viewer.Agent, me.Tickets.Keys);
            bus.Send(new Signal(Signals.Seen, number, "agent", me.Viewer.Agent, Seq: head.LastSeq));
            await pump.GreetAsync(Clients.Caller, number);
            return head;
        }
        finally
        {
            // Who went meanwhile has left before joining.
            if (Context.ConnectionAborted.IsCancellationRequested) Leave(me);
        }
    }

    public async Task Unwatch(long number)
    {
        if (!Me.Tickets.TryRemove(number, out _)) return;
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, DeskRooms.TicketGroup(number));
        rooms.Unwatch(Context.ConnectionId, number);
        presence.Set(Context.ConnectionId, PresenceKind.Agent, Me.Viewer.Agent, Me.Tickets.Keys);
    }

    /// <summary>Tells colleagues, and the visitor, that an answer is being written. Only for a watched ticket.</summary>
    public Task Typing(long number, bool on)
    {
        if (Me.Tickets.ContainsKey(number))
            bus.Send(new Signal(Signals.Typing, number, "agent", Me.Viewer.Agent, Me.Name, on));
        return Task.CompletedTask;
    }

    /// <summary>Rows changed since a position; without one, the present position.</summary>
    public async Task<AfterAnswer> After(string? position)
    {
        if (position is { Length: > 200 }) throw Refused("position_invalid", "That is no position of this hub.");
        var (now, changed) = await catchUp.SinceAsync(position, CatchUp.MostRows, Context.ConnectionAborted);
        if (changed is null)
        {
            await Clients.Caller.Resync();
            return new([], now);
        }
        return new(await tickets.RowsAsync(Me.Viewer, [.. changed.Select(c => c.Number)], Context.ConnectionAborted), now);
    }

    private async Task<WatchAnswer> HeadAsync(Desk me, long number)
    {
        await using var connection = await database.OpenConnectionAsync(Context.ConnectionAborted);
        return await connection.QuerySingleOrDefaultAsync<WatchAnswer>(
            $"select t.last_seq as lastseq, t.version from tickets t where t.number = @number and {Visibility.Sql(me.Viewer, "t")}", new { number })
            ?? throw Refused("ticket_unknown", $"There is no ticket {number}.");
    }

    private void Leave(Desk? me = null)
    {
        if (rooms.Desks.TryRemove(Context.ConnectionId, out var desk)) me ??= desk;
        foreach (var number in me?.Tickets.Keys ?? []) rooms.Unwatch(Context.ConnectionId, number);
        rooms.ShowLists(Context.ConnectionId, false);
        presence.Remove(Context.ConnectionId);
    }

    private Desk Me => rooms.Desks.TryGetValue(Context.ConnectionId, out var desk) ? desk : throw Refused("not_signed_in", "Please sign in again.");

    private static HubException Refused(string code, string sentence) => new($"{code}: {sentence}");
}
