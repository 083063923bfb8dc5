using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Storage.Backup;

/// <summary>A backup that is there to be read. Whoever has one knows that its file is whole and unaltered, as of when it was opened.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;
    private const int LargestManifest = 16 * 1024 * 1024;
    // End record of a ZIP (22 bytes) and its comment.
    private const int SmallestFile = 22 + BackupWriter.ChecksumSize;

    private readonly ZipArchive archive;
    private readonly byte[] buffer = new byte[BufferSize];

    private BackupReader(ZipArchive archive, Manifest manifest, long size) => (this.archive, Manifest, Size) = (archive, manifest, size);

    public Manifest Manifest { get; }

    /// <summary>Bytes of the file.</summary>
    public long Size { get; }

    /// <summary>Reads the whole file once for its checksum, then the manifest.</summary>
    /// <exception cref="BackupRefusedException">It is not there, not ours, cut, altered, or of a later format.</exception>
    public static async Task<BackupReader> OpenAsync(string path, CancellationToken ct)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = BufferSize, Options = FileOptions.Asynchronous });
            await CheckAsync(file, path, ct);
            var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, ct);
            return new(archive, await ManifestAsync(archive, ct), file.Length);
        }
        catch (Exception failure)
        {
            if (file is not null) await file.DisposeAsync();
            throw failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => new BackupRefusedException($"There is no file {path}."),
                UnauthorizedAccessException or IOException => new BackupRefusedException($"{path} cannot be read: {failure.Message}"),
                InvalidDataException => NotWhole(path),
                _ => failure,
            };
        }
    }

    /// <summary>Reads every table to its end, against its checksum and its count.</summary>
    /// <exception cref="BackupRefusedException">One of them is not what the manifest says.</exception>
    public async Task VerifyAsync(Action<TableEntry> verified, CancellationToken ct)
    {
        foreach (var table in Manifest.Tables)
        {
            await ReadTableAsync(table, (_, _) => ValueTask.CompletedTask, ct);
            verified(table);
        }
    }

    /// <summary>Gives a table's COPY stream to a reader, piece by piece, each with the number of rows so far.</summary>
    /// <exception cref="BackupRefusedException">It is not what the manifest says; known only when all of it was read.</exception>
    public async Task ReadTableAsync(TableEntry table, Func<ReadOnlyMemory<byte>, long, ValueTask> piece, CancellationToken ct)
    {
        try
        {
            var entry = archive.GetEntry(BackupWriter.TableFolder + table.Name) ?? throw new InvalidDataException();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var counter = new CopyRows();
            long bytes = 0;
            await using var input = await entry.OpenAsync(ct);
            while (await input.ReadAsync(buffer, ct) is var read and > 0)
            {
                bytes += read;
                // A little of a ZIP may unfold to very much.
                if (bytes > table.Bytes) throw new InvalidDataException();
                hash.AppendData(buffer, 0, read);
                counter.Feed(buffer.AsSpan(0, read));
                await piece(buffer.AsMemory(0, read), counter.Count);
            }
            if (!counter.IsWhole || counter.Count != table.Rows || bytes != table.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != table.Sha256)
                throw new InvalidDataException();
        }
        catch (InvalidDataException)
        {
            throw new BackupRefusedException($"The table {table.Name} of this backup is not what its manifest says: the file was altered. Nothing was changed.");
        }
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();

    private static async Task CheckAsync(FileStream file, string path, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[BufferSize];
        var left = file.Length - BackupWriter.ChecksumSize;
        if (file.Length < SmallestFile || await file.ReadAtLeastAsync(bytes.AsMemory(0, 4), 4, throwOnEndOfStream: false, ct) < 4 || !bytes.AsSpan(0, 4).SequenceEqual("PK\u0003\u0004"u8))
            throw new BackupRefusedException($"{path} is not a backup of Hub.");
        for (file.Position = 0; left > 0;)
        {
            var read = await file.ReadAsync(bytes.AsMemory(0, (int)Math.Min(left, bytes.Length)), ct);
            if (read == 0) throw NotWhole(path);
            hash.AppendData(bytes, 0, read);
            left -= read;
        }
        hash.AppendData(Encoding.ASCII.GetBytes(new string('0', BackupWriter.ChecksumSize)));
        var sum = bytes.AsMemory(0, BackupWriter.ChecksumSize);
        await file.ReadExactlyAsync(sum, ct);
        if (!sum.Span.SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())))) throw NotWhole(path);
        file.Position = 0;
    }

    private static async Task<Manifest> ManifestAsync(ZipArchive archive, CancellationToken ct)
    {
        var entry = archive.GetEntry(BackupWriter.ManifestName);
        if (entry is null or { Length: > LargestManifest }) throw new InvalidDataException();
        var text = new byte[entry.Length];
        await using var input = await entry.OpenAsync(ct);
        await input.ReadExactlyAsync(text, ct);
        return Manifest.Read(text);
    }

    private static BackupRefusedException NotWhole(string path) =>
        new($"{path} is cut or was altered: its checksum does not fit. Nothing was changed. Take another copy of this backup, or an older backup.");
}
