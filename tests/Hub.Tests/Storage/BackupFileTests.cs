using System.Text;
using Hub.Storage.Backup;

namespace Hub.Tests.Storage;

/// <summary>The file of a backup, without a database.</summary>
public sealed class BackupFileTests : IAsyncLifetime
{
    private static readonly DateTimeOffset made = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly byte[] header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly BackupWorkshop workshop = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => workshop.CleanAsync();

    [Fact]
    public async Task What_was_written_is_read()
    {
        var file = await WriteAsync(Rows("one", null, ""), Rows());
        await using var backup = await BackupReader.OpenAsync(file, CancellationToken.None);
        Assert.Equal([3, 0], backup.Manifest.Tables.Select(t => t.Rows));
        Assert.Equal(made, backup.Manifest.MadeAt);
        Assert.Equal(new FileInfo(file).Length, backup.Size);
        var read = new MemoryStream();
        await backup.ReadTableAsync(backup.Manifest.Tables[0], async (piece, _) => await read.WriteAsync(piece), CancellationToken.None);
        Assert.Equal(Rows("one", null, ""), read.ToArray());
        await backup.VerifyAsync(_ => { }, CancellationToken.None);
    }

    [Fact]
    public async Task Any_unzip_reads_it()
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(await WriteAsync(Rows("one")));
        Assert.Equal(["tables/t0", "manifest.json"], zip.Entries.Select(e => e.FullName));
        using var table = new MemoryStream();
        await using (var entry = await zip.Entries[0].OpenAsync()) await entry.CopyToAsync(table);
        Assert.Equal(Rows("one"), table.ToArray());
    }

    [Fact]
    public async Task A_byte_altered_anywhere_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(await WriteAsync(Rows("one", "two"), Rows("three")));
        var copy = workshop.NextFile();
        for (var at = 0; at < whole.Length; at++)
        {
            var altered = whole.ToArray();
            altered[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(copy, altered);
            await RefusedAsync(copy, at < 4 ? "is not a backup of Hub" : "is cut or was altered");
        }
    }

    [Fact]
    public async Task A_file_cut_anywhere_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(await WriteAsync(Rows("one", "two")));
        var copy = workshop.NextFile();
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(copy, whole[..length]);
            await RefusedAsync(copy, length < 86 ? "is not a backup of Hub" : "is cut or was altered");
        }
        await File.WriteAllBytesAsync(copy, [.. whole, 0]);
        await RefusedAsync(copy, "is cut or was altered");
    }

    [Fact]
    public async Task A_table_that_is_not_what_the_manifest_says_is_refused_though_the_file_is_whole()
    {
        var file = await WriteAsync([Rows("one")], t => t with { Sha256 = new string('0', 64) });
        await LyingAsync(file);
        await LyingAsync(await WriteAsync([Rows("one")], t => t with { Rows = 2 }));
        await LyingAsync(await WriteAsync([Rows("one")], t => t with { Bytes = t.Bytes - 1 }));
        await LyingAsync(await WriteAsync([Rows("one")], t => t with { Bytes = long.MaxValue }));
        await LyingAsync(await WriteAsync([Rows("one")], t => t with { Name = "elsewhere" }));

        static async Task LyingAsync(string file)
        {
            await using var backup = await BackupReader.OpenAsync(file, CancellationToken.None);
            var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => backup.VerifyAsync(_ => { }, CancellationToken.None));
            Assert.Contains("is not what its manifest says", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{ "format": 2 }""", "made by a newer Hub, in a format")]
    [InlineData("""{ "format": 1 }""", "its manifest cannot be read")]
    [InlineData("""{ "format": "1" }""", "its manifest cannot be read")]
    [InlineData("""{ }""", "its manifest cannot be read")]
    [InlineData("""[]""", "its manifest cannot be read")]
    [InlineData("", "its manifest cannot be read")]
    [InlineData("""{ "format": 1, "madeAt": "2026-01-01T00:00:00Z", "postgres": "18", "migrations": [], "keysWrapped": false, "tables": [], "sequences": [] }""", "its manifest cannot be read")]
    [InlineData("""{ "format": 1, "madeAt": "2026-01-01T00:00:00Z", "postgres": "18", "migrations": ["a"], "keysWrapped": false, "tables": null, "sequences": [] }""", "its manifest cannot be read")]
    [InlineData("""{ "format": 1, "madeAt": "2026-01-01T00:00:00Z", "postgres": "18", "migrations": [null], "keysWrapped": false, "tables": [null], "sequences": [] }""", "its manifest cannot be read")]
    public void A_manifest_that_says_something_else_is_refused(string text, string says)
    {
        var refusal = Assert.Throws<BackupRefusedException>(() => Manifest.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_never_written_over()
    {
        var file = await WriteAsync(Rows("one"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var before = await File.ReadAllBytesAsync(file);
        Assert.Contains("exists already", Assert.Throws<BackupRefusedException>(() => BackupWriter.Create(file, made)).Message, StringComparison.Ordinal);
        Assert.Contains("exists already", Assert.Throws<BackupRefusedException>(() => BackupWriter.Create(Path.GetDirectoryName(file)!, made)).Message, StringComparison.Ordinal);

        // One that came while the backup was being written.
        var late = workshop.NextFile();
        await using (var writer = BackupWriter.Create(late, made))
        {
            await File.WriteAllTextAsync(late, "mine");
            await Assert.ThrowsAsync<BackupRefusedException>(() => writer.CompleteAsync(Describe([]), CancellationToken.None));
        }
        Assert.Equal("mine", await File.ReadAllTextAsync(late));
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        Assert.Equal([file, late], workshop.Files.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(19)]
    [InlineData(4096)]
    public void Rows_are_counted_however_the_stream_is_cut(int size)
    {
        var rows = new CopyRows();
        foreach (var piece in Rows("one", null, "", new string('x', 100), null).Chunk(size))
        {
            Assert.False(rows.IsWhole);
            rows.Feed(piece);
        }
        Assert.True(rows.IsWhole);
        Assert.Equal(5, rows.Count);
        Assert.Throws<InvalidDataException>(() => rows.Feed([0]));
    }

    [Theory]
    [InlineData("PGCOPX\n\u00ff\r\n\0\0\0\0\0\0\0\0\0")]
    [InlineData("PGCOPY\n\u00ff\r\n\0\0\0\0\0\u00ff\0\0\0")]
    [InlineData("PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0\u00ff\u00fe")]
    [InlineData("PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0\0\u0001\u00ff\u00ff\u00ff\u00fe")]
    public void What_is_not_binary_COPY_is_refused(string stream)
    {
        Assert.Throws<InvalidDataException>(() => new CopyRows().Feed(Encoding.Latin1.GetBytes(stream)));
    }

    /// <summary>A table of one text column, as PostgreSQL sends it.</summary>
    private static byte[] Rows(params string?[] values)
    {
        var stream = new MemoryStream();
        stream.Write(header);
        foreach (var value in values)
        {
            stream.Write([0, 1]);
            stream.Write(value is null ? [255, 255, 255, 255] : [0, 0, 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)]);
        }
        stream.Write([255, 255]);
        return stream.ToArray();
    }

    private Task<string> WriteAsync(params byte[][] tables) => WriteAsync(tables, t => t);

    private async Task<string> WriteAsync(byte[][] tables, Func<TableEntry, TableEntry> lie)
    {
        var file = workshop.NextFile();
        await using var writer = BackupWriter.Create(file, made);
        var entries = new List<TableEntry>();
        foreach (var (n, table) in tables.Index())
            entries.Add(lie(await writer.AddTableAsync($"t{n}", [new("c", "text")], new MemoryStream(table), _ => { }, CancellationToken.None)));
        await writer.CompleteAsync(Describe(entries), CancellationToken.None);
        return file;
    }

    private static Manifest Describe(IReadOnlyList<TableEntry> tables) => new(1, made, "18.4", ["0001_init"], false, tables, []);

    private static async Task RefusedAsync(string file, string says)
    {
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupReader.OpenAsync(file, CancellationToken.None));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }
}
