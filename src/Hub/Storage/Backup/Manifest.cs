using System.Text.Json;

namespace Hub.Storage.Backup;

/// <summary>What a backup holds: <c>manifest.json</c> in its file.</summary>
/// <param name="Format">Of the file, <see cref="CurrentFormat"/>; raised when an older Hub could no longer read it.</param>
/// <param name="MadeAt">When the snapshot was taken, by the clock of the machine that took it.</param>
/// <param name="Postgres">Version of the server that wrote the rows.</param>
/// <param name="Migrations">The schema's history, oldest first; the last one names the schema.</param>
/// <param name="KeysWrapped">True where the data protection keys are useless without <c>Hub:Keys:Secret</c>.</param>
/// <param name="Tables">In the order of the file.</param>
/// <param name="Sequences">Where each stood, at or after the snapshot.</param>
internal sealed record Manifest(
    int Format, DateTimeOffset MadeAt, string Postgres, IReadOnlyList<string> Migrations, bool KeysWrapped, IReadOnlyList<TableEntry> Tables, IReadOnlyList<SequenceEntry> Sequences)
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Name of the schema: the last migration.</summary>
    public string Schema => Migrations[^1];

    public long Rows => Tables.Sum(t => t.Rows);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, json);

    /// <exception cref="BackupRefusedException">It is of a later format, or is no manifest.</exception>
    public static Manifest Read(byte[] text)
    {
        try
        {
            using (var document = JsonDocument.Parse(text))
                if (document.RootElement.GetProperty("format").GetInt32() > CurrentFormat)
                    throw new BackupRefusedException("This backup was made by a newer Hub, in a format that this one cannot read. Restore it with that version or a later one.");
            var manifest = JsonSerializer.Deserialize<Manifest>(text, json);
            if (manifest is { Format: CurrentFormat, Migrations.Count: > 0 } && manifest.HasNoHoles()) return manifest;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Said below: it is not one of ours.
        }
        throw new BackupRefusedException("This file is not a backup of Hub: its manifest cannot be read.");
    }

    /// <summary>JSON may put null into a list, whatever the list is declared to hold.</summary>
    private bool HasNoHoles() => Migrations.All(m => m is not null) && Sequences.All(s => s is not null) && Tables.All(t => t is not null && t.Columns.All(c => c is not null));
}

/// <summary>A table of a backup, in PostgreSQL's binary COPY format.</summary>
/// <param name="Name">Without schema.</param>
/// <param name="Columns">In the order of the rows.</param>
/// <param name="Rows">How many.</param>
/// <param name="Bytes">Of the rows, before compression.</param>
/// <param name="Sha256">Of these bytes, in lower-case hexadecimal.</param>
internal sealed record TableEntry(string Name, IReadOnlyList<ColumnEntry> Columns, long Rows, long Bytes, string Sha256);

/// <param name="Name">Of the column.</param>
/// <param name="Type">As PostgreSQL's <c>format_type</c> says it.</param>
internal sealed record ColumnEntry(string Name, string Type);

/// <param name="Name">Without schema.</param>
/// <param name="Last">The value last given, or the first one to give.</param>
/// <param name="Called">False where none was given yet.</param>
internal sealed record SequenceEntry(string Name, long Last, bool Called);
