using Dapper;
using Hub.Channels.Deliveries;
using Hub.Mail.Mime;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets.Uploads;
using Npgsql;

namespace Hub.Channels.Email.Sending;

/// <summary>A file that a mail names instead of bringing it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Url">Where it is fetched, for a month.</param>
public sealed record LinkedFile(string Name, long Size, string Url);

/// <summary>The files of messages, as a mail takes them along.</summary>
public sealed class OutgoingFiles(NpgsqlDataSource database, Blobs blobs, FileLinks links, PublicAddress address, TimeProvider time)
{
    /// <summary>Bytes that go along with one mail; base64 makes a third more of them, and many servers take no more than 20 MB. Larger ones are linked.</summary>
    public const long MostAttached = 14_000_000;

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

    /// <summary>True where the files of these deliveries are linked: the address may be a stranger's, whom links can be taken from again, or they are too large.</summary>
    public async Task<bool> AreLinkedAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        if (deliveries[0].Purpose is "continuation") return true;
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select coalesce(sum(size), 0)::bigint from files where message = any(@messages)", new { messages = deliveries.Select(d => d.Message).ToArray() }, cancellationToken: ct)) > MostAttached;
    }

    /// <summary>Links to the files of deliveries; a delivery that is tried again has the same ones.</summary>
    public async Task<IReadOnlyList<LinkedFile>> LinkAsync(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QueryAsync<(string Name, long Size, long Link)>(new CommandDefinition(
            """
            with made as (
                insert into file_links (file, delivery, expires_at)
                select f.id, d.id, @until from deliveries d join files f on f.message = d.message where d.id = any(@ids)
                on conflict (file, delivery) do update set expires_at = file_links.expires_at returning id, file)
            select f.name, f.size, l.id from made l join files f on f.id = l.file order by f.message, f.ordinal
            """, new { ids = deliveries.Select(d => d.Id).ToArray(), until = time.GetUtcNow() + FileLinks.InMail }, cancellationToken: ct));
        var files = new List<LinkedFile>();
        foreach (var (name, size, link) in found) files.Add(new(name, size, address.LinkTo($"/mail/files/{await links.TokenAsync(link, ct)}")));
        return files;
    }
}
