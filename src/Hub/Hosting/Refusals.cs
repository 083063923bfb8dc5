using System.Net.Sockets;
using Hub.Storage.Backup;
using Npgsql;

namespace Hub.Hosting;

/// <summary>What may befall a backup or a restore on its way, as a sentence.</summary>
internal static class Refusals
{
    /// <param name="givenUp">Said after Ctrl-C.</param>
    /// <param name="output">What the person reads.</param>
    /// <param name="work">It.</param>
    /// <exception cref="BackupRefusedException">The database or the disk failed; the message says how.</exception>
    public static async Task<int> SaidAsync(string givenUp, TextWriter output, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync(givenUp);
            return 1;
        }
        catch (PostgresException refusal)
        {
            throw new BackupRefusedException($"The database refused: {refusal.MessageText} ({refusal.SqlState}). {givenUp}");
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException or TimeoutException)
        {
            throw new BackupRefusedException($"The database went away: {failure.GetBaseException().Message} {givenUp}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupRefusedException($"{failure.Message} {givenUp}");
        }
    }
}
