using Npgsql;

namespace Hub.Storage;

/// <summary>A blob as a stream that can be read from any place: a piece at a time is in memory, and no connection is held between two.</summary>
/// <param name="database">Where it lies.</param>
/// <param name="id">The blob.</param>
/// <param name="length">Its size, in bytes.</param>
public sealed class BlobStream(NpgsqlDataSource database, long id, long length) : Stream
{
    private byte[] piece = [];
    private long pieceNumber = -1;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.Length == 0) return 0;
        if (Position / Blobs.ChunkSize != pieceNumber)
        {
            pieceNumber = Position / Blobs.ChunkSize;
            await using var command = database.CreateCommand("select bytes from blob_chunks where blob = $1 and n = $2");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = (int)pieceNumber });
            // Erased while it was read: the answer breaks off, which its length shows.
            piece = await command.ExecuteScalarAsync(cancellationToken) as byte[] ?? throw new EndOfStreamException("The file is gone.");
        }
        var start = (int)(Position % Blobs.ChunkSize);
        var count = Math.Min(buffer.Length, piece.Length - start);
        if (count <= 0) return 0;
        piece.AsMemory(start, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        SeekOrigin.End => length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
