using System.Data;
using System.Data.Common;
using Npgsql;

namespace Hub.Storage;

/// <summary>Transactions of several statements.</summary>
public static class Transactions
{
    /// <summary>Runs the statements of a transaction that is begun; where the connection breaks between two of them, that is an outage.</summary>
    /// <remarks>Npgsql calls the next statement a misuse ("Transaction is already completed"), like a bug of ours. The state of the connection tells them apart.</remarks>
    /// <exception cref="NpgsqlException">The connection broke; nothing was committed, unless the commit itself was under way.</exception>
    public static async Task<T> WithinAsync<T>(this DbConnection connection, Func<Task<T>> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        try
        {
            return await statements();
        }
        catch (InvalidOperationException misuse) when (connection is NpgsqlConnection { FullState: ConnectionState.Broken })
        {
            throw new NpgsqlException("The connection broke between two statements of a transaction.", misuse);
        }
    }
}
