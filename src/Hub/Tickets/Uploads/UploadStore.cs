using Dapper;
using Hub.Platform;
using Hub.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Tickets.Uploads;

/// <summary>A file that was uploaded.</summary>
/// <param name="Id">What a message names it by.</param>
/// <param name="Name">What it is called from now on.</param>
/// <param name="Type">Media type, by its content.</param>
/// <param name="Size">Bytes.</param>
public sealed record UploadedView(long Id, string Name, string Type, long Size);

/// <summary>Files on their way into a message: their uploader's alone until one takes them.</summary>
public sealed class UploadStore(NpgsqlDataSource database, Blobs blobs, IOptions<HubOptions> options, TimeProvider time)
{
    /// <summary>For how long one waits for a message.</summary>
    public static readonly TimeSpan Waiting = TimeSpan.FromHours(24);

    /// <summary>Files of one message.</summary>
    public const int MostOfMessage = 20;

    private const string Columns = "id, name, type, size";

    /// <summary>Keeps an upload; the same one again, by its key, is the first one.</summary>
    /// <param name="source">Who sends it, in the number space of sources.</param>
    /// <param name="upload">What came.</param>
    /// <param name="ofVisitor">A visitor's: counted, and nothing that runs.</param>
    /// <param name="ct">The sender has gone.</param>
    public async Task<Outcome<UploadedView>> KeepAsync(long source, Upload upload, bool ofVisitor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var type = await FileType.OfAsync(upload.Content, ct);
        var name = Texts.Storable(FileName.Of(upload.Name, type.Type), 255);
        if (ofVisitor && (FileName.Runs(name) || await IsProgramAsync(upload.Content, ct)))
            return Refusal.Invalid("file", "file_type_refused", "Programs cannot be sent here.");
        await using var connection = await database.OpenConnectionAsync(ct);
        if (upload.Key is not null && await FirstAsync(connection, source, upload.Key, ct) is { } first) return first;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await connection.WithinAsync<Outcome<UploadedView>>(async () =>
        {
            var now = time.GetUtcNow();
            if (ofVisitor && await RefuseVisitorAsync(connection, source, upload.Content.Length, now, ct) is { } refusal) return refusal;
            var blob = await blobs.WriteAsync(connection, upload.Content, ct);
            var kept = await connection.QuerySingleOrDefaultAsync<UploadedView>(new CommandDefinition(
                $"""
                insert into files (blob, name, type, size, width, height, uploader, upload_key, at)
                values (@blob, @name, @Type, @size, @width, @height, @source, @Key, @now)
                on conflict (uploader, upload_key) where upload_key is not null do nothing returning {Columns}
                """,
                new { blob = blob.Id, name, type.Type, size = blob.Size, width = type.Size?.Width, height = type.Size?.Height, source, upload.Key, now }, transaction, cancellationToken: ct));
            if (kept is not null)
            {
                await transaction.CommitAsync(ct);
                return kept;
            }
            await transaction.RollbackAsync(ct);
            return await FirstAsync(connection, source, upload.Key!, ct) is { } rival ? rival : Refusal.Conflict("file_gone", "This upload was there and is gone. Send the file again.");
        });
    }

    /// <summary>Whether a visitor may send so much more today; with a lock that makes it true for two at once, where one is given.</summary>
    public async Task<Refusal?> RefuseVisitorAsync(NpgsqlConnection connection, long session, long more, DateTimeOffset now, CancellationToken ct)
    {
        // A weak lock: whoever begins a ticket needs the row's key.
        await connection.ExecuteAsync(new CommandDefinition("select from visitor_sessions where id = @session for no key update", new { session }, cancellationToken: ct));
        var (count, bytes) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
            "select count(*), coalesce(sum(size), 0)::bigint from files where uploader = @session and at > @since", new { session, since = now.AddDays(-1) }, cancellationToken: ct));
        var limits = options.Value.Files;
        return count >= limits.VisitorFiles || bytes + more > limits.VisitorBytes
            ? new Refusal("files_too_many", StatusCodes.Status429TooManyRequests, "Too many files were sent from here today. Please try again tomorrow.")
            : null;
    }

    /// <summary>Gives files to a message, in its transaction: all of them, or none.</summary>
    /// <returns>False where one is not this uploader's, is taken already, or is gone.</returns>
    public static async Task<bool> AttachAsync(NpgsqlConnection connection, long source, IReadOnlyList<long> files, long message, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0) return true;
        // In the order of their ids, so that two messages that want the same wait for one another instead of for ever.
        var mine = (await connection.QueryAsync<long>(new CommandDefinition(
            "select id from files where id = any(@files) and message is null and uploader = @source and at > @since order by id for update",
            new { files = files.ToArray(), source, since = now - Waiting }, cancellationToken: ct))).AsList();
        if (mine.Count != files.Count) return false;
        await connection.ExecuteAsync(new CommandDefinition(
            "update files f set message = @message, ordinal = o.ord from unnest(@files) with ordinality as o(id, ord) where f.id = o.id", new { message, files = files.ToArray() }, cancellationToken: ct));
        return true;
    }

    /// <summary>The ids that a message names, if they can be such.</summary>
    public static Refusal? Refuse(long[]? files) =>
        files is { Length: > MostOfMessage } ? Refusal.Invalid("files", "files_too_many", $"A message may have {MostOfMessage} files at most.")
        : files?.Distinct().Count() != files?.Length ? Unknown : null;

    /// <summary>A message names a file that it cannot have.</summary>
    public static Refusal Unknown => Refusal.Invalid("files", "files_unknown", "A file is not there (any more), or belongs to another message. Send it again.");

    private static async Task<UploadedView?> FirstAsync(NpgsqlConnection connection, long source, string key, CancellationToken ct) =>
        await connection.QuerySingleOrDefaultAsync<UploadedView>(new CommandDefinition(
            $"select {Columns} from files where uploader = @source and upload_key = @key", new { source, key }, cancellationToken: ct));

    /// <summary>Begins as programs of Windows, Linux or macOS do, whatever it is called.</summary>
    private static async Task<bool> IsProgramAsync(Stream content, CancellationToken ct)
    {
        var head = new byte[Math.Min(4, content.Length)];
        content.Position = 0;
        await content.ReadExactlyAsync(head, ct);
        content.Position = 0;
        return head is [0x4D, 0x5A, ..] or [0x7F, 0x45, 0x4C, 0x46] or [0xCF or 0xCE, 0xFA, 0xED, 0xFE];
    }
}
