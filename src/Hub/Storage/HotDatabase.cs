using Npgsql;

namespace Hub.Storage;

/// <summary>Connections for the few statements that run for every message: each is planned once and never again.</summary>
/// <remarks>
/// Left to itself, PostgreSQL plans a statement anew for as long as it hopes to gain by knowing the values; for a join of twelve tables that takes
/// longer than to run it. Only for statements whose best plan is the same for all values: without the value of a <c>limit</c>, for one, it expects a tenth of all rows.
/// </remarks>
public sealed class HotDatabase(string connectionString) : IAsyncDisposable
{
    private const int MostConnections = 12;

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; } = new NpgsqlDataSourceBuilder(connectionString)
    {
        Name = "hub-hot",
        ConnectionStringBuilder =
        {
            MaxPoolSize = MostConnections,
            Options = $"{new NpgsqlConnectionStringBuilder(connectionString).Options} -c plan_cache_mode=force_generic_plan".TrimStart(),
        },
    }.Build();

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
