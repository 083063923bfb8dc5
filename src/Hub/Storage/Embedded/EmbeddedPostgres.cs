using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hub.Platform;
using Npgsql;

namespace Hub.Storage.Embedded;

/// <summary>Where the embedded database lives.</summary>
/// <param name="DataDir">One folder for one Hub process.</param>
public sealed record EmbeddedPostgresOptions(string DataDir);

/// <summary>A PostgreSQL of our own, on loopback, for a machine without one. It lives as long as Hub, and longer after a kill -9: the next Hub adopts it.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    internal const string Role = "hub";

    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DataFolder data;
    private readonly Cluster cluster;
    private readonly TextWriter log;
    private readonly string password;
    private readonly CancellationTokenSource closing = new();
    private int port;
    private Task watch = Task.CompletedTask;

    private EmbeddedPostgres(DataFolder data, Cluster cluster, string password, TextWriter log) =>
        (this.data, this.cluster, this.password, this.log) = (data, cluster, password, log);

    /// <summary>The database <c>hub</c> on the running server.</summary>
    public string ConnectionString => ConnectionTo(port, password, Role);

    /// <summary>Takes the data folder, makes the cluster where there is none, and starts its server or adopts the one that runs.</summary>
    /// <exception cref="StartRefusedException">With the sentence for whoever starts Hub.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, TextWriter log, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        var data = DataFolder.Take(options.DataDir);
        try
        {
            var cluster = await Cluster.OpenAsync(data, log, ct);
            if (!File.Exists(DataFolder.PasswordFile(data.Path)))
                throw new StartRefusedException($"The password of the database in {cluster.Folder} is missing: {DataFolder.PasswordFile(data.Path)}. Restore that file from a backup.");
            var postgres = new EmbeddedPostgres(data, cluster, await data.PasswordAsync(ct), log);
            if (!await postgres.AdoptAsync(ct)) await postgres.StartServerAsync(ct);
            postgres.watch = postgres.WatchAsync();
            return postgres;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>The server that another Hub process runs on this data folder, for commands beside it; null where none answers.</summary>
    public static async Task<string?> FindRunningAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = DataFolder.Canonical(options.DataDir);
        try
        {
            if (!File.Exists(DataFolder.PasswordFile(folder)) || Postmaster.Read(Cluster.FolderIn(folder)) is not { } running) return null;
            var password = (await File.ReadAllTextAsync(DataFolder.PasswordFile(folder), ct)).Trim();
            return await AskAsync(running.Port, password, ct) is Answer.Ready ? ConnectionTo(running.Port, password, Role) : null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {folder} belongs to another user. Run the command as the user that runs Hub.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested) return;
        await closing.CancelAsync();
        await watch;
        await StopAsync();
        data.Dispose();
    }

    /// <summary>Takes over the server that a killed Hub left behind; it may be recovering or stopping just now.</summary>
    private async Task<bool> AdoptAsync(CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); Postmaster.Read(cluster.Folder) is { } running; await Task.Delay(100, ct))
        {
            if (!running.IsAlive(cluster.Folder)) return false;
            var answer = await AskAsync(running.Port, password, ct);
            if (answer is Answer.Ready)
            {
                port = running.Port;
                await log.WriteLineAsync($"Adopted the PostgreSQL that was left running on {cluster.Folder} (process {running.Pid})");
                return true;
            }
            if (answer is Answer.Stranger) throw Strange();
            if (waited.Elapsed > Patience)
                throw new StartRefusedException($"PostgreSQL runs on {cluster.Folder} (process {running.Pid}) and has not answered for {Patience.TotalSeconds:0} s. See {cluster.Log}, stop that process, and start Hub again.");
        }
        return false;
    }

    private async Task StartServerAsync(CancellationToken ct)
    {
        if (port == 0) port = data.Port;
        if (new FileInfo(cluster.Log) is { Exists: true, Length: > 10_000_000 }) File.Move(cluster.Log, cluster.Log + ".old", overwrite: true);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (!IsFree(port)) data.Port = port = FreePort();
            RemoveStaleMark();
            var logged = new FileInfo(cluster.Log) is { Exists: true } file ? file.Length : 0;
            var start = cluster.ControlAsync(
                ["start", "-w", "-t", $"{Recovery.TotalSeconds:0}", "-l", cluster.Log, "-o", $"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"], CancellationToken.None);
            await WhenStartedAsync(start, ct);
            if ((await start).Succeeded) break;

            var said = await LogSinceAsync(logged, ct);
            // The children of a killed server take a moment to notice; and a free port may be gone a moment later.
            var passing = said.Contains("shared memory", StringComparison.Ordinal) || !IsFree(port);
            if (!passing || waited.Elapsed > Patience)
                throw new StartRefusedException($"PostgreSQL did not start on {cluster.Folder}. Its log, {cluster.Log}, ends:\n{said}");
            await Task.Delay(250, ct);
        }
        for (Answer answer; (answer = await AskAsync(port, password, ct)) is not Answer.Ready; await Task.Delay(100, ct))
        {
            if (answer is Answer.NotYet && waited.Elapsed < Patience) continue;
            await StopAsync();
            throw answer is Answer.Stranger ? Strange() : new StartRefusedException($"PostgreSQL started on {cluster.Folder} and does not answer on port {port}. See {cluster.Log}.");
        }
    }

    private StartRefusedException Strange() =>
        new($"The database in {cluster.Folder} does not take the password in {DataFolder.PasswordFile(data.Path)}. Restore that file from a backup.");

    /// <summary>A killed server's number may be another program's by now, or wait for its burial: PostgreSQL would believe that its server still runs.</summary>
    /// <remarks>Where children of the killed server still live, its shared memory tells PostgreSQL so.</remarks>
    private void RemoveStaleMark()
    {
        if (Postmaster.Read(cluster.Folder) is { } left && !left.IsAlive(cluster.Folder) && Directory.Exists($"/proc/{left.Pid}"))
            File.Delete(Postmaster.File(cluster.Folder));
    }

    /// <summary>Waits for the start, says what takes long, and stops the server again where the wait is given up.</summary>
    private async Task WhenStartedAsync(Task<CommandResult> start, CancellationToken ct)
    {
        try
        {
            if (await Task.WhenAny(start, Task.Delay(TimeSpan.FromSeconds(5), ct)) != start && !ct.IsCancellationRequested)
                await log.WriteLineAsync("PostgreSQL is still starting: after an unclean stop it repeats its last transactions");
            await start.WaitAsync(ct);
            ct.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            while (!start.IsCompleted)
            {
                await StopAsync();
                await Task.WhenAny(start, Task.Delay(100, CancellationToken.None));
            }
            await StopAsync();
            throw;
        }
    }

    private async Task StopAsync()
    {
        if (Postmaster.Read(cluster.Folder) is not { } running || !running.IsAlive(cluster.Folder)) return;
        var stop = await cluster.ControlAsync(["stop", "-m", "fast", "-w", "-t", $"{Patience.TotalSeconds:0}"], CancellationToken.None);
        if (!stop.Succeeded && running.IsAlive(cluster.Folder)) await log.WriteLineAsync($"PostgreSQL (process {running.Pid}) is slow to stop: {stop.Output}");
    }

    /// <summary>Starts the server again, on the same port, when it dies under a living Hub.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), closing.Token);
                if (Postmaster.Read(cluster.Folder) is { } running && running.IsAlive(cluster.Folder)) continue;
                if (!IsFree(port)) continue;
                await log.WriteLineAsync("PostgreSQL has stopped; starting it again");
                try
                {
                    await StartServerAsync(closing.Token);
                    await log.WriteLineAsync("PostgreSQL runs again");
                }
                catch (StartRefusedException refusal)
                {
                    await log.WriteLineAsync(refusal.Message);
                    await Task.Delay(TimeSpan.FromSeconds(10), closing.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Hub is closing.
        }
    }

    private enum Answer
    {
        Ready,
        NotYet,
        Stranger,
    }

    /// <summary>Signs in; SCRAM proves the password to both sides. Makes the database on the way, where a kill came before it was made.</summary>
    private static async Task<Answer> AskAsync(int port, string password, CancellationToken ct)
    {
        if (port == 0) return Answer.NotYet;
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo(port, password, "postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(ct);
            await using var exists = new NpgsqlCommand($"select 1 from pg_database where datname = '{Role}'", connection);
            if (await exists.ExecuteScalarAsync(ct) is null)
            {
                await using var create = new NpgsqlCommand($"create database {Role}", connection);
                await create.ExecuteNonQueryAsync(ct);
            }
            return Answer.Ready;
        }
        catch (PostgresException refusal) when (refusal.SqlState.StartsWith("28", StringComparison.Ordinal))
        {
            return Answer.Stranger;
        }
        catch (NpgsqlException)
        {
            return Answer.NotYet;
        }
    }

    private static string ConnectionTo(int port, string password, string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = Role, Password = password, Database = database }.ConnectionString;

    private async Task<string> LogSinceAsync(long position, CancellationToken ct)
    {
        if (!File.Exists(cluster.Log)) return "";
        await using var stream = new FileStream(cluster.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(position, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return string.Join('\n', (await reader.ReadToEndAsync(ct)).TrimEnd().Split('\n').TakeLast(10));
    }

    private static bool IsFree(int port)
    {
        if (port == 0) return false;
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
