using System.Collections.Concurrent;
using Hub.Tickets;

namespace Hub.Channels.WebChat;

/// <summary>A visitor's connection.</summary>
public sealed class VisitorConnection(string id, SiteInfo site, string key, VisitorToken token, string? locale)
{
    public string Id { get; } = id;
    public SiteInfo Site { get; } = site;

    /// <summary>The key that the page named: the site's present one or a former one, which may be revoked.</summary>
    public string Key { get; } = key;
    public VisitorToken Token { get; } = token;
    public string? Locale { get; } = locale;

    /// <summary>Where the visitor is, as the host's page says.</summary>
    public string? Page { get; set; }

    /// <summary>Group of all connections of this browser session.</summary>
    public string Group { get; } = VisitorRooms.GroupOf(Convert.ToHexStringLower(token.Hash));
    public long? Session { get; set; }
    public string? Name { get; set; }
    public long? Ticket { get; set; }
    public int FromSeq { get; set; } = 1;
    public DateTimeOffset TypedAt { get; set; }
    public bool Types { get; set; }

    /// <summary>Nothing was left to ask or to agree to when the last message came.</summary>
    public bool Admitted { get; set; }
    public bool Sending { get; set; }

    /// <summary>Answers to the questions before the chat may wait for the ticket that they belong to.</summary>
    public bool Asked { get; set; }
}

/// <summary>Which visitors of this process are connected, and which tickets they talk in.</summary>
public sealed class VisitorRooms
{
    private const long Unknown = long.MaxValue;

    /// <summary>The status of a ticket of which nothing was told yet: whatever comes first is news.</summary>
    public const short Untold = -1;

    /// <summary>The group of a token, by the hexadecimal digits of its hash.</summary>
    public static string GroupOf(string hash) => "visitor:" + hash;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Room> rooms = [];
    private readonly Dictionary<string, HashSet<VisitorConnection>> sessions = [];

    /// <summary>A ticket with visitors here: what was pushed to them, and their groups.</summary>
    private sealed class Room
    {
        public int Pushed { get; set; }

        /// <summary>The newest message that visitors may see, as of <see cref="Version"/>; none: not known.</summary>
        public int? Newest { get; set; }

        /// <summary>Messages changed up to this version of the ticket were pushed; an answer may become visible behind later ones.</summary>
        public long Version { get; set; }
        public short Status { get; set; }
        public HashSet<VisitorConnection> Visitors { get; } = [];
    }

    /// <summary>Whoever connected, with or without a ticket.</summary>
    public ConcurrentDictionary<string, VisitorConnection> Connections { get; } = new();

    public void Enter(VisitorConnection visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        Connections[visitor.Id] = visitor;
        lock (gate)
        {
            if (!sessions.TryGetValue(visitor.Group, out var those)) sessions[visitor.Group] = those = [];
            those.Add(visitor);
        }
    }

    /// <summary>The visitor talks in this ticket and has its messages up to a number.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="ticket">Its number.</param>
    /// <param name="has">The last message that the visitor has.</param>
    /// <param name="version">The ticket's before those were read; none: what is pushed first will tell.</param>
    /// <param name="status">The ticket's, as the visitor knows it; <see cref="Untold"/> where they do not.</param>
    public void Join(VisitorConnection visitor, long ticket, int has, long? version, short status)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        lock (gate)
        {
            if (visitor.Ticket is { } old && old != ticket) LeaveRoom(visitor, old);
            visitor.Ticket = ticket;
            if (!rooms.TryGetValue(ticket, out var room)) rooms[ticket] = room = new Room { Pushed = has, Version = version ?? Unknown, Status = status };
            // Somebody new who has less is caught up by repeating; the others drop what they know.
            else (room.Pushed, room.Version, room.Status) = (Math.Min(room.Pushed, has), Math.Min(room.Version, version ?? Unknown), status is Untold ? Untold : room.Status);
            room.Visitors.Add(visitor);
        }
    }

    public void Leave(VisitorConnection visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        Connections.TryRemove(visitor.Id, out _);
        lock (gate)
        {
            if (visitor.Ticket is { } ticket) LeaveRoom(visitor, ticket);
            if (sessions.TryGetValue(visitor.Group, out var those) && those.Remove(visitor) && those.Count == 0) sessions.Remove(visitor.Group);
        }
    }

    /// <summary>Has all connections of a session leave that came with another token than its present one.</summary>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<string> LeaveOf(long session, string hash)
    {
        var stale = Connections.Values.Where(v => v.Session == session && v.Group != GroupOf(hash)).ToList();
        foreach (var visitor in stale) Leave(visitor);
        return [.. stale.Select(v => v.Id)];
    }

    /// <summary>The rooms among these tickets, each with the number and the version up to which its messages were pushed,
    /// and its newest message where everybody there has everything up to that one.</summary>
    public List<(long Ticket, int Seq, long Version, int? Newest)> Owed(IEnumerable<long> tickets)
    {
        ArgumentNullException.ThrowIfNull(tickets);
        lock (gate)
        {
            var owed = new List<(long, int, long, int?)>();
            foreach (var ticket in tickets)
                if (rooms.TryGetValue(ticket, out var room))
                    owed.Add((ticket, room.Pushed, room.Version, room.Version != Unknown && room.Newest <= room.Pushed ? room.Newest : null));
            return owed;
        }
    }

    public void Pushed(long ticket, int seq)
    {
        lock (gate)
        {
            if (!rooms.TryGetValue(ticket, out var room)) return;
            room.Pushed = Math.Max(room.Pushed, seq);
            room.Newest = Math.Max(room.Newest ?? 0, seq);
        }
    }

    /// <summary>Everything up to a version of the ticket was pushed.</summary>
    public void PushedTo(long ticket, long version)
    {
        lock (gate)
            if (rooms.TryGetValue(ticket, out var room) && (room.Version == Unknown || room.Version < version))
                room.Version = version;
    }

    /// <summary>Whether a ticket with visitors here was open, pending or on hold when it was last looked at.</summary>
    public bool IsLive(long ticket)
    {
        lock (gate) return rooms.TryGetValue(ticket, out var room) && (TicketStatus)room.Status is TicketStatus.Open or TicketStatus.Pending or TicketStatus.OnHold;
    }

    /// <summary>Notes a ticket's status.</summary>
    /// <returns>True where the visitors here do not know it yet.</returns>
    public bool IsNews(long ticket, short status)
    {
        lock (gate)
        {
            if (!rooms.TryGetValue(ticket, out var room) || room.Status == status) return false;
            room.Status = status;
            return true;
        }
    }

    public IReadOnlyList<string> GroupsOf(long ticket)
    {
        lock (gate) return rooms.TryGetValue(ticket, out var room) ? [.. room.Visitors.Select(v => v.Group).Distinct()] : [];
    }

    /// <summary>Tickets with visitors here.</summary>
    public IReadOnlyCollection<long> Tickets()
    {
        lock (gate) return [.. rooms.Keys];
    }

    /// <summary>The site on which a ticket's visitors here are.</summary>
    public SiteInfo? SiteOf(long ticket)
    {
        lock (gate) return rooms.TryGetValue(ticket, out var room) ? room.Visitors.FirstOrDefault()?.Site : null;
    }

    /// <summary>Connections of a session that talk in an older ticket, or in none.</summary>
    public IReadOnlyList<string> Elsewhere(string group, long ticket)
    {
        lock (gate) return sessions.TryGetValue(group, out var those) ? [.. those.Where(v => !v.Sending && (v.Ticket ?? 0) < ticket).Select(v => v.Id)] : [];
    }

    public bool AnySession
    {
        get { lock (gate) return sessions.Count > 0; }
    }

    private void LeaveRoom(VisitorConnection visitor, long ticket)
    {
        if (rooms.TryGetValue(ticket, out var room) && room.Visitors.Remove(visitor) && room.Visitors.Count == 0) rooms.Remove(ticket);
    }
}
