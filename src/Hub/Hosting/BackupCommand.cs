using System.Diagnostics;
using System.Globalization;
using Hub.Platform;
using Hub.Storage.Backup;

namespace Hub.Hosting;

/// <summary><c>hub backup</c>: writes everything of a hub into one file, beside the running server or without one; or checks such a file.</summary>
internal static class BackupCommand
{
    private const string Usage = """
        Usage: ops/backup [file]            writes a backup; without a name to backups/ in the data folder
               ops/backup --verify <file>   reads a backup and checks all of it
        """;

    /// <returns>The exit code: 0 done, 1 not possible, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args, IConfiguration settings, TextReader input, TextWriter output, CancellationToken ct)
    {
        switch (args)
        {
            case []:
                return await TakeAsync(null, settings, output, ct);
            case ["--verify", { Length: > 0 } file] when !file.StartsWith('-'):
                return await Refusals.SaidAsync("The file was not read to its end.", output, () => VerifyAsync(file, output, ct));
            case [{ Length: > 0 } file] when !file.StartsWith('-'):
                return await TakeAsync(file, settings, output, ct);
            default:
                await output.WriteLineAsync(Usage.AsMemory(), ct);
                return 2;
        }
    }

    private static Task<int> TakeAsync(string? file, IConfiguration settings, TextWriter output, CancellationToken ct) =>
        Refusals.SaidAsync("The backup was given up; no file was left.", output, async () =>
        {
            var clock = Stopwatch.StartNew();
            var time = TimeProvider.System;
            file = Path.GetFullPath(file ?? Path.Combine(
                settings["Hub:DataDir"] is { } folder && !string.IsNullOrWhiteSpace(folder) ? folder : new HubOptions().DataDir,
                "backups",
                $"hub-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.hubbackup"));
            await using var database = await Database.OpenForCommandAsync(settings, output, ct);
            var (manifest, size) = await new BackupTaker(database.ConnectionString, time, new BackupProgress(output, time)).TakeAsync(file, ct);
            await output.WriteLineAsync(manifest.KeysWrapped
                ? "The keys in this backup are wrapped: without Hub__Keys__Secret, which is not in it, it cannot be used. Keep that secret apart from it."
                : "The keys in this backup are open: whoever has the file can read everything and be anybody. Keep it safe; Hub__Keys__Secret would wrap them.");
            await output.WriteLineAsync($"backup of {Words.Rows(manifest.Rows)}, {Words.Size(size)}, in {Words.Seconds(clock)}: {file}");
            return 0;
        });

    private static async Task<int> VerifyAsync(string file, TextWriter output, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var progress = new BackupProgress(output, TimeProvider.System);
        await using var backup = await BackupReader.OpenAsync(file, ct);
        var manifest = backup.Manifest;
        progress.Begin($"Backup of {Words.Time(manifest.MadeAt)} (PostgreSQL {manifest.Postgres}, schema {manifest.Schema}{(manifest.KeysWrapped ? ", keys wrapped by Hub__Keys__Secret" : "")})");
        await backup.VerifyAsync(table => progress.Done(table.Name, table.Rows), ct);
        await output.WriteLineAsync($"verified {Words.Rows(manifest.Rows)}, {Words.Size(backup.Size)}, in {Words.Seconds(clock)}: {file}");
        return 0;
    }
}
