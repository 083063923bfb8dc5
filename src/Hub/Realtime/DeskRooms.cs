using System.Collections.Concurrent;
using Hub.Tickets;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Realtime;

/// <summary>Which desks of this process show lists, and which watch which tickets.</summary>
public sealed class DeskRooms
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, long> pushed = [];
    private readonly Dictionary<long, HashSet<string>> watchers = [];
    private readonly HashSet<string> lists = [];

    /// <summary>Every connected desk.</summary>
    public ConcurrentDictionary<string, Desk> Desks { get; } = new();

    public static string ListGroup => "lists";

    public static string TicketGroup(long number) => $"ticket:{number}";

    /// <summary>True where somebody here shows a list.</summary>
    public bool AnyList
    {
        get { lock (gate) return lists.Count > 0; }
    }

    public IReadOnlyList<long> Watched
    {
        get { lock (gate) return [.. watchers.Keys]; }
    }

    /// <summary>A desk begins to watch; the first one decides from which version on messages are owed.</summary>
    public void Watch(string connection, long number, long version)
    {
        lock (gate)
        {
            if (!watchers.TryGetValue(number, out var who)) (watchers[number], pushed[number]) = (who = [], version);
            who.Add(connection);
        }
    }

    public void Unwatch(string connection, long number)
    {
        lock (gate)
        {
            if (!watchers.TryGetValue(number, out var who) || !who.Remove(connection) || who.Count > 0) return;
            watchers.Remove(number);
            pushed.Remove(number);
        }
    }

    public void ShowLists(string connection, bool on)
    {
        lock (gate)
        {
            if (on) lists.Add(connection);
            else lists.Remove(connection);
        }
    }

    /// <summary>The watched ones among changed tickets, each with the version up to which its messages were pushed.</summary>
    public List<(long Ticket, long Version)> Owed(IEnumerable<(long Ticket, long Version)> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        lock (gate)
            return [.. changed.Where(c => pushed.TryGetValue(c.Ticket, out var known) && known < c.Version).Select(c => (c.Ticket, pushed[c.Ticket]))];
    }

    public void Pushed(long number, long version)
    {
        lock (gate)
            if (pushed.TryGetValue(number, out var known) && known < version)
                pushed[number] = version;
    }
}

/// <summary>One connected desk.</summary>
public sealed record Desk(HubCallerContext Context, Viewer Viewer, string Name, string Stamp)
{
    public ConcurrentDictionary<string, bool> Views { get; } = new();
    public ConcurrentDictionary<long, bool> Tickets { get; } = new();
}
