using System.Buffers;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Storage;

/// <summary>Files and raw mail, in the database in chunks: two processes need no shared disk, and a backup is one thing.</summary>
public sealed class Blobs(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The constraint of the table.</summary>
    internal const int ChunkSize = 256 * 1024;

    /// <summary>Writes a blob within the caller's transaction; reads the stream once, in chunks.</summary>
    /// <returns>Its id and what was hashed on the way.</returns>
    public async Task<Blob> WriteAsync(NpgsqlConnection connection, Stream content, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        await using var head = new NpgsqlCommand("insert into blobs (sha256, size, at) values ('', 0, $1) returning id", connection);
        head.Parameters.Add(new() { Value = time.GetUtcNow() });
        var id = (long)(await head.ExecuteScalarAsync(ct))!;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        long size = 0;
        try
        {
            for (var n = 0; ; n++)
            {
                var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, ChunkSize), ChunkSize, throwOnEndOfStream: false, ct);
                if (count == 0) break;
                hash.AppendData(buffer, 0, count);
                size += count;
                await using var chunk = new NpgsqlCommand("insert into blob_chunks (blob, n, bytes) values ($1, $2, $3)", connection);
                chunk.Parameters.Add(new() { Value = id });
                chunk.Parameters.Add(new() { Value = n });
                chunk.Parameters.Add(new NpgsqlParameter { Value = new ReadOnlyMemory<byte>(buffer, 0, count), NpgsqlDbType = NpgsqlDbType.Bytea });
                await chunk.ExecuteNonQueryAsync(ct);
                if (count < ChunkSize) break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
        var blob = new Blob(id, hash.GetHashAndReset(), size);
        await using var tail = new NpgsqlCommand("update blobs set sha256 = $2, size = $3 where id = $1", connection);
        tail.Parameters.Add(new() { Value = id });
        tail.Parameters.Add(new() { Value = blob.Sha256 });
        tail.Parameters.Add(new() { Value = size });
        await tail.ExecuteNonQueryAsync(ct);
        return blob;
    }

    /// <summary>The whole of a blob, for what is small enough to be looked at as one.</summary>
    public async Task<byte[]> ReadAsync(long id, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        await CopyToAsync(id, whole, ct);
        return whole.ToArray();
    }

    /// <summary>A blob to be read from any place.</summary>
    /// <param name="id">The blob.</param>
    /// <param name="size">Its size, in bytes.</param>
    public Stream Open(long id, long size) => new BlobStream(database, id, size);

    /// <summary>Copies a blob chunk by chunk; no connection is held while the receiver is slow.</summary>
    public async Task CopyToAsync(long id, Stream target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        for (var n = 0; ; n++)
        {
            await using var command = database.CreateCommand("select bytes from blob_chunks where blob = $1 and n = $2");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = n });
            if (await command.ExecuteScalarAsync(ct) is not byte[] bytes) return;
            await target.WriteAsync(bytes, ct);
            if (bytes.Length < ChunkSize) return;
        }
    }
}

/// <param name="Id">Its row.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Size">In bytes.</param>
public sealed record Blob(long Id, byte[] Sha256, long Size);
