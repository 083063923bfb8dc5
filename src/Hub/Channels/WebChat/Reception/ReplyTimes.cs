using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Hub.Channels.WebChat.Reception;

/// <summary>How long chats of a site wait for their first answer, from what really happened.</summary>
public sealed class ReplyTimes(NpgsqlDataSource database, Receptions receptions, TimeProvider time)
{
    private const int Newest = 20_000;
    private const int Fewest = 5;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Looked = TimeSpan.FromDays(30);

    /// <summary>What is promised: rounded up to one of these, in seconds.</summary>
    private static readonly int[] Steps = [60, 300, 900, 3_600, 4 * 3_600, 86_400];
    private readonly ConcurrentDictionary<long, (DateTimeOffset At, int? Seconds)> known = new();

    /// <summary>Three of four chats begun within the hours of the last 30 days were answered within so many seconds; those never answered count.</summary>
    /// <returns>One of 60, 300, 900, 3,600, 14,400 and 86,400; none where there are fewer than five chats to judge by, or where it takes longer.</returns>
    public async ValueTask<int?> OfAsync(long site, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (known.TryGetValue(site, out var kept) && (now - kept.At).Duration() < Kept) return kept.Seconds;
        var reception = await receptions.OfAsync(site, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        // Who was never answered has waited until now; who waits still may be answered within the longest step.
        var chats = await connection.QueryAsync<(DateTime Created, DateTime Answered)>(new CommandDefinition(
            """
            select created_at, coalesce(first_response_at, @now) from (select channel, created_at, first_response_at, folder from tickets order by number desc limit @Newest) t
            where channel = @site and folder = 1 and created_at > @since and (first_response_at is not null or created_at < @undecided)
            """, new { site, Newest, now, since = now - Looked, undecided = now.AddSeconds(-Steps[^1]) }, cancellationToken: ct));
        var waits = chats.Where(c => reception.Hours?.IsOpen(c.Created) != false).Select(c => (c.Answered - c.Created).TotalSeconds).Order().ToList();
        var seconds = waits.Count < Fewest ? null : Promise(waits[(int)Math.Ceiling(waits.Count * 0.75) - 1]);
        known[site] = (now, seconds);
        return seconds;
    }

    private static int? Promise(double seconds)
    {
        foreach (var step in Steps)
            if (seconds <= step) return step;
        return null;
    }
}
