using System.Diagnostics;
using Npgsql;

namespace Hub.Tests.Support;

/// <summary>What the database holds, against what was acknowledged and what is on the screens.</summary>
public static class Ledger
{
    /// <summary>
    /// Every message that was said exists exactly once, at the place that was acknowledged, in the order of saying; tickets number
    /// their messages 1 to n; each visitor is one session, one customer and one ticket; and there is nothing else.
    /// </summary>
    public static async Task AssertExactlyOnceAsync(NpgsqlDataSource database, IReadOnlyCollection<ChattyVisitor> visitors)
    {
        ArgumentNullException.ThrowIfNull(visitors);
        Assert.Equal(visitors.Sum(v => v.Sent.Count), await AssertKeptAsync(database, visitors));
        await AssertSoundAsync(database);
        foreach (var table in new[] { "visitor_sessions", "customers", "identities", "tickets", "session_tickets" })
            Assert.True(visitors.Count == await CountAsync(database, $"select count(*) from {table}"), $"{table}: not one for each of the {visitors.Count} visitors.");
    }

    /// <summary>Every message that these visitors said exists exactly once, at the place that was acknowledged, in the order of saying; others may have written too.</summary>
    /// <returns>How many messages of visitors there are in all.</returns>
    public static async Task<int> AssertKeptAsync(NpgsqlDataSource database, IReadOnlyCollection<ChattyVisitor> visitors)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(visitors);
        var saved = new Dictionary<string, List<(long Ticket, int Seq)>>();
        await foreach (var row in RowsAsync(database, "select client_id, ticket, seq from messages where kind = 1 order by ticket, seq", r => (Key: r.GetString(0), At: (r.GetInt64(1), r.GetInt32(2)))))
            if (!saved.TryAdd(row.Key, [row.At])) saved[row.Key].Add(row.At);

        foreach (var visitor in visitors)
        {
            Assert.Equal(visitor.Sent.Count, visitor.Acknowledged.Count);
            Assert.Single(visitor.Acknowledged.Values.Select(a => a.Ticket).Distinct());
            foreach (var (id, acknowledged) in visitor.Acknowledged)
            {
                Assert.True(saved.TryGetValue(id, out var places), $"Message {id} was acknowledged at {acknowledged} and is lost.");
                Assert.Equal([acknowledged], places);
            }
            Assert.Equal(visitor.Sent, visitor.Sent.OrderBy(id => visitor.Acknowledged[id].Seq));
        }
        return saved.Count;
    }

    /// <summary>What is true of every hub at every moment.</summary>
    public static async Task AssertSoundAsync(NpgsqlDataSource database)
    {
        Assert.Equal(0, await CountAsync(database,
            """
            select count(*) from tickets t join lateral (select count(*) as n, min(seq) as first, max(seq) as last, max(version) as version from messages where ticket = t.number) m on true
            where (m.n, m.first, m.last) <> (t.last_seq, 1, t.last_seq) or m.version > t.version
            """));
        Assert.Equal(0, await CountAsync(database, "select count(*) from (select at < lag(at) over (partition by ticket order by seq) as back from messages) m where back"));
        Assert.Equal(0, await CountAsync(database, "select count(*) from messages m full join receipts r on r.message = m.id where m.kind <> 4 and (r.message is null or m.id is null)"));
    }

    /// <summary>Waits until all that visitors and desks show is what the database holds; they hear it, nobody helps.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> UntilScreensAreEqualAsync(NpgsqlDataSource database, IReadOnlyCollection<ChattyVisitor> visitors, params WatchingDesk[] desks)
    {
        ArgumentNullException.ThrowIfNull(desks);
        var clock = Stopwatch.StartNew();
        var forVisitors = await ByTicketAsync(database, "select ticket, id, version from customer_messages");
        var forDesks = await ByTicketAsync(database, "select ticket, id, version from messages");
        var heads = (await ByTicketAsync(database, "select number, 0::bigint, version from tickets")).ToDictionary(t => t.Key, t => t.Value[0]);
        while (Difference() is { } difference)
        {
            if (clock.Elapsed > ReturningClient.Patience) throw new TimeoutException($"After {clock.Elapsed.TotalSeconds:0} s the screens still differ: {difference}");
            await Task.Delay(50);
        }
        return clock.Elapsed;

        string? Difference()
        {
            foreach (var visitor in visitors.Where(v => v.Acknowledged.Count > 0))
            {
                var ticket = visitor.Acknowledged.Values.First().Ticket;
                if (!forVisitors[ticket].Keys.ToHashSet().SetEquals(visitor.Screen.Keys))
                    return $"a visitor of ticket {ticket} sees {visitor.Screen.Count} of {forVisitors[ticket].Count} messages";
            }
            foreach (var desk in desks)
            {
                foreach (var (number, version) in heads)
                    if (!desk.Rows.TryGetValue(number, out var row) || row.Version != version)
                        return $"a desk shows ticket {number} at version {row.Version} of {version}";
                foreach (var (number, messages) in desk.Watched)
                    if (!forDesks[number].ToHashSet().SetEquals(messages.Select(m => KeyValuePair.Create(m.Key, m.Value.GetProperty("version").GetInt64()))))
                        return $"a desk that watches ticket {number} has {messages.Count} of {forDesks[number].Count} messages";
            }
            return null;
        }
    }

    public static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<Dictionary<long, Dictionary<long, long>>> ByTicketAsync(NpgsqlDataSource database, string sql)
    {
        var found = new Dictionary<long, Dictionary<long, long>>();
        await foreach (var (ticket, id, version) in RowsAsync(database, sql, r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2))))
        {
            if (!found.TryGetValue(ticket, out var messages)) found[ticket] = messages = [];
            messages[id] = version;
        }
        return found;
    }

    private static async IAsyncEnumerable<T> RowsAsync<T>(NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) yield return read(reader);
    }
}
