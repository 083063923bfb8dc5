using Hub.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hub.Tests.Support;

/// <summary>How many rows statements read, as PostgreSQL counts them for each table (<c>pg_stat_user_tables</c>).</summary>
internal static class ReadCounts
{
    /// <summary>Begins to count: what was read before is reported first, for a late report would be counted.</summary>
    public static async Task CountReadsAsync(this HubApp hub)
    {
        await hub.ReportReadsAsync();
        await hub.ExecuteAsync("select pg_stat_reset()");
    }

    /// <summary>Everything read until now is in the counts.</summary>
    /// <remarks>A connection reports at most once a second, and otherwise when it has been idle for ten seconds or ends.</remarks>
    public static async Task ReportReadsAsync(this HubApp hub)
    {
        hub.Database.Clear();
        hub.Services.GetRequiredService<NpgsqlDataSource>().Clear();
        hub.Services.GetRequiredService<HotDatabase>().Source.Clear();
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    /// <summary>Rows of a table that were read one after the other.</summary>
    public static Task<long> ScannedAsync(this HubApp hub, string table) =>
        hub.ScalarAsync<long>("select coalesce(seq_tup_read, 0) from pg_stat_user_tables where relname = $1", table);

    /// <summary>Rows of a table that were read in any way.</summary>
    public static Task<long> ReadAsync(this HubApp hub, string table) =>
        hub.ScalarAsync<long>("select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_user_tables where relname = $1", table);
}
