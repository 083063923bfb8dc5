using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Storage.Backup;

/// <summary>
/// The file of a backup: a ZIP with one entry a table and <c>manifest.json</c> at the end. Its comment is the SHA-256 of the whole file,
/// taken while the comment was 64 zeros; so every byte is covered, and any unzip reads it.
/// </summary>
/// <remarks>Written under another name with mode 600 and renamed when it is whole and on the disk. Until <see cref="CompleteAsync"/>, disposing deletes it.</remarks>
internal sealed class BackupWriter : IAsyncDisposable
{
    public const string ManifestName = "manifest.json";
    public const string TableFolder = "tables/";

    /// <summary>Characters of the checksum in the file's comment.</summary>
    public const int ChecksumSize = SHA256.HashSizeInBytes * 2;

    private const int BufferSize = 128 * 1024;

    private readonly string path;
    private readonly FileStream file;
    private readonly DigestStream digest;
    private readonly ZipArchive archive;
    private readonly DateTimeOffset now;
    private readonly byte[] buffer = new byte[BufferSize];
    private bool complete;

    private BackupWriter(string path, FileStream file, DateTimeOffset now)
    {
        (this.path, this.file, this.now) = (path, file, now);
        digest = new DigestStream(file);
        archive = new ZipArchive(digest, ZipArchiveMode.Create, leaveOpen: true) { Comment = new string('0', ChecksumSize) };
    }

    /// <summary>Bytes written so far.</summary>
    public long Size => file.Length;

    /// <param name="path">Of the file to be; its folder is made, for its owner alone, where there is none.</param>
    /// <param name="now">For the entries' dates.</param>
    /// <exception cref="BackupRefusedException">There is such a file already, or it cannot be made.</exception>
    public static BackupWriter Create(string path, DateTimeOffset now)
    {
        path = Path.GetFullPath(path);
        RefuseExisting(path);
        try
        {
            var folder = Path.GetDirectoryName(path) ?? throw new BackupRefusedException($"{path} is a folder.");
            if (!Directory.Exists(folder)) MakeFolder(folder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferSize };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new(path, new FileStream($"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.part", options), now);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupRefusedException($"The backup cannot be written to {path}: {failure.Message}");
        }
    }

    /// <summary>Adds a table: reads the COPY stream to its end.</summary>
    /// <param name="name">Of the table.</param>
    /// <param name="columns">As they were asked for.</param>
    /// <param name="rows">A binary COPY stream.</param>
    /// <param name="passed">Hears how many rows have passed, now and then.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<TableEntry> AddTableAsync(string name, IReadOnlyList<ColumnEntry> columns, Stream rows, Action<long> passed, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counter = new CopyRows();
        long bytes = 0;
        var entry = archive.CreateEntry(TableFolder + name, CompressionLevel.Optimal);
        entry.LastWriteTime = now;
        await using (var output = await entry.OpenAsync(ct))
        {
            // The server sends a row a message: small ones are gathered.
            while (await rows.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is var read and > 0)
            {
                hash.AppendData(buffer, 0, read);
                counter.Feed(buffer.AsSpan(0, read));
                bytes += read;
                await output.WriteAsync(buffer.AsMemory(0, read), ct);
                passed(counter.Count);
            }
        }
        if (!counter.IsWhole) throw new InvalidDataException($"The database ended the rows of {name} without their end mark.");
        return new(name, columns, counter.Count, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Writes the manifest and the checksum, brings all of it to the disk, and gives the file its name.</summary>
    public async Task CompleteAsync(Manifest manifest, CancellationToken ct)
    {
        var entry = archive.CreateEntry(ManifestName, CompressionLevel.Optimal);
        entry.LastWriteTime = now;
        await using (var output = await entry.OpenAsync(ct)) await output.WriteAsync(manifest.Write(), ct);
        await archive.DisposeAsync();
        await file.FlushAsync(ct);
        file.Position = file.Length - ChecksumSize;
        await file.WriteAsync(Encoding.ASCII.GetBytes(digest.Sum()), ct);
        file.Flush(flushToDisk: true);
        ct.ThrowIfCancellationRequested();
        RefuseExisting(path);
        File.Move(file.Name, path, overwrite: false);
        complete = true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!complete) await archive.DisposeAsync();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is deleted anyway: a full disk has no room for the ZIP's end.
        }
        await digest.DisposeAsync();
        if (!complete) File.Delete(file.Name);
        await file.DisposeAsync();
    }

    private static void RefuseExisting(string path)
    {
        if (Path.Exists(path)) throw new BackupRefusedException($"{path} exists already; a backup never overwrites. Give it another name.");
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
