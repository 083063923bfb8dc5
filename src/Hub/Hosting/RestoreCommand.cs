using System.Diagnostics;
using System.Globalization;
using Hub.Storage.Backup;
using Hub.Storage.Embedded;

namespace Hub.Hosting;

/// <summary><c>hub restore</c>: brings a backup back into an empty database, or instead of the hub that is there. No Hub may run on it.</summary>
internal static class RestoreCommand
{
    private const string Word = "replace";

    private const string Usage = """
        Usage: ops/restore <file> [--replace [--yes]] [--hold-deliveries]
               --replace           deletes the hub that the database holds, after you typed a word
               --yes               does not ask for the word
               --hold-deliveries   cancels what waited to be sent when the backup was taken
        """;

    private static readonly string[] flags = ["--replace", "--yes", "--hold-deliveries"];

    /// <returns>The exit code: 0 done, 1 not possible, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args, IConfiguration settings, TextReader input, TextWriter output, CancellationToken ct)
    {
        var files = args.Where(a => !a.StartsWith('-')).ToList();
        if (files is not [{ Length: > 0 } file] || args.Any(a => a.StartsWith('-') && !flags.Contains(a)))
        {
            await output.WriteLineAsync(Usage.AsMemory(), ct);
            return 2;
        }
        return await Refusals.SaidAsync("The restore was given up; nothing was changed.", output, () => RestoreAsync(Path.GetFullPath(file), args, settings, input, output, ct));
    }

    private static async Task<int> RestoreAsync(string file, string[] args, IConfiguration settings, TextReader input, TextWriter output, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var progress = new BackupProgress(output, TimeProvider.System);
        await using var backup = await BackupReader.OpenAsync(file, ct);
        var manifest = backup.Manifest;
        progress.Begin($"Checking the backup of {Words.Time(manifest.MadeAt)} (PostgreSQL {manifest.Postgres}, schema {manifest.Schema}): {Words.Rows(manifest.Rows)}");
        await backup.VerifyAsync(_ => { }, ct);

        await using var database = await OpenAsync(settings, output, ct);
        var hold = args.Contains("--hold-deliveries");
        var options = new RestoreOptions(args.Contains("--replace") ? occupant => ConfirmAsync(occupant, args.Contains("--yes"), input, output, ct) : null, hold);
        var result = await new Restorer(database.ConnectionString, HubSchema.Of(database.ConnectionString), progress).RestoreAsync(backup, options, ct);

        foreach (var table in result.LeftOut) await output.WriteLineAsync($"Not restored: {table.Name} ({Words.Rows(table.Rows)}), which is not a table of Hub");
        if (result.Pending > 0) await output.WriteLineAsync(Deliveries(result.Pending, hold, manifest.MadeAt));
        if (manifest.KeysWrapped && string.IsNullOrWhiteSpace(settings["Hub:Keys:Secret"]))
            await output.WriteLineAsync("The keys in this backup are wrapped: start Hub with the Hub__Keys__Secret that it had then.");
        await output.WriteLineAsync($"restored {Words.Rows(result.Rows)}, as of {Words.Time(manifest.MadeAt)}, in {Words.Seconds(clock)}: start Hub with ./ops/run");
        return 0;
    }

    /// <summary>An embedded database is held alone, so that no Hub starts on it meanwhile.</summary>
    private static async Task<Database> OpenAsync(IConfiguration settings, TextWriter output, CancellationToken ct)
    {
        try
        {
            return await Database.OpenAsync(settings, output, ct);
        }
        catch (DataFolderInUseException)
        {
            throw new BackupRefusedException("A Hub is running on this data folder. Stop it, then restore. Nothing was changed.");
        }
    }

    private static async Task<bool> ConfirmAsync(Occupant occupant, bool yes, TextReader input, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"This deletes the Hub that is there, with {occupant.Tickets:N0} tickets and {occupant.Messages:N0} messages."));
        if (yes) return true;
        await output.WriteAsync($"Type {Word} to go on: ");
        await output.FlushAsync(ct);
        // A terminal's line cannot be given up; Ctrl-C leaves the waiting to the end of the process.
        var answer = await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(ct);
        if (answer is null) await output.WriteLineAsync();
        return answer?.Trim() == Word;
    }

    private static string Deliveries(long pending, bool held, DateTimeOffset madeAt)
    {
        var count = pending.ToString("N0", CultureInfo.InvariantCulture);
        return held
            ? $"{count} deliveries that waited to be sent were cancelled, with the reason \"{Restorer.HeldReason}\""
            : $"{count} deliveries wait to be sent, and go out when Hub starts. If the hub of this backup lived on after {Words.Time(madeAt)}, it sent most of them: "
                + "to cancel them, restore again with --replace --hold-deliveries before Hub starts.";
    }
}
