using Dapper;
using Hub.Mail.Mime;
using Hub.Storage;
using Npgsql;

namespace Hub.Channels.Email.Sending;

/// <summary>The files of messages, as a mail takes them along.</summary>
public sealed class OutgoingFiles(NpgsqlDataSource database, Blobs blobs)
{
    /// <summary>In the order of the messages. All are in memory: what one mail brought, or what an agent chose.</summary>
    /// <param name="messages">Their ids.</param>
    /// <param name="ct">Stops reading.</param>
    public async Task<IReadOnlyList<OutgoingAttachment>> OfAsync(long[] messages, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<(long Blob, string Name, string Type)>(new CommandDefinition(
            "select blob, name, type from files where message = any(@messages) order by message, ordinal", new { messages }, cancellationToken: ct));
        var files = new List<OutgoingAttachment>();
        foreach (var (blob, name, type) in found) files.Add(new(name, type, await blobs.ReadAsync(blob, ct)));
        return files;
    }
}
