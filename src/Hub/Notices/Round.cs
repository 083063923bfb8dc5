using Hub.Tickets;
using Hub.Tickets.Appending;

namespace Hub.Notices;

/// <summary>Changes that are told together: each ticket once, at its newest version.</summary>
internal sealed class Round
{
    private readonly Dictionary<long, (long Version, bool IsAsked, List<Appended>? Appended)> changes = [];

    public int Count => changes.Count;

    public IEnumerable<long> Tickets => changes.Keys;

    public IEnumerable<(long Ticket, long Version)> Versions => changes.Select(c => (c.Key, c.Value.Version));

    public long VersionOf(long ticket) => changes.TryGetValue(ticket, out var change) ? change.Version : 0;

    public void Add(TicketChange change)
    {
        var (version, isAsked, appended) = changes.GetValueOrDefault(change.Ticket);
        if (change.Appended is { } news) (appended ??= []).Add(news);
        changes[change.Ticket] = (Math.Max(version, change.Version), isAsked || change.Version == 0, appended);
    }

    public void Clear() => changes.Clear();

    /// <summary>What was appended to a ticket after a version of it, where that is known without a gap and is all that happened to it.</summary>
    /// <returns>In order; none where it must be read.</returns>
    public IReadOnlyList<Appended>? Since(long ticket, long version)
    {
        if (!changes.TryGetValue(ticket, out var change) || change.IsAsked || change.Appended is null || change.Version <= version) return null;
        var news = change.Appended.Where(a => a.Version > version).OrderBy(a => a.Version).ToList();
        if (news.Count != change.Version - version) return null;
        for (var i = 0; i < news.Count; i++)
            if (news[i].Version != version + i + 1)
                return null;
        return news;
    }
}
