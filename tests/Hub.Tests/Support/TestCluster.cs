using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hub.Tests.Support;

/// <summary>
/// The PostgreSQL of a test run: one cluster, started by the first test that asks, with one migrated template database.
/// Each test class gets a copy of the template (20 ms in memory, 300 on a disk). It is stopped and deleted when the test process is gone, however it went.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const string Template = "hub_template";
    private static readonly Lazy<Task<TestCluster>> running = new(StartAsync);
    private static int databases;
    private readonly int port;
    // Held open for the life of the test process: see Watch.
    private readonly Process watchman;
    private readonly Func<string[], Task> control;

    private TestCluster(int port, Process watchman, Func<string[], Task> control) => (this.port, this.watchman, this.control) = (port, watchman, control);

    /// <summary>The cluster of this run; started on first use.</summary>
    public static Task<TestCluster> Instance => running.Value;

    /// <summary>A cluster of a test's own, which it may stop.</summary>
    public static Task<TestCluster> StartOwnAsync() => StartAsync();

    /// <summary>Stops an own cluster: <c>fast</c> sends everybody away, <c>immediate</c> is a crash.</summary>
    public Task StopAsync(string mode) => control(["-m", mode, "stop"]);

    /// <summary>Starts an own cluster again, on the same port.</summary>
    public Task StartAgainAsync() => control(["start"]);

    /// <summary>Ends an own cluster and deletes it.</summary>
    public async ValueTask DisposeAsync()
    {
        watchman.StandardInput.Close();
        await watchman.WaitForExitAsync().WaitAsync(Wait.Guard);
        watchman.Dispose();
    }

    /// <summary>How to reach a database of the cluster as its owner.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Username=app;Database={database}";

    /// <summary>A migrated, otherwise empty database of one's own; answers its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseAsync(Template);

    /// <summary>A database without any table, for tests of the migrations themselves.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => CreateDatabaseAsync("template0");

    /// <summary>Drops a database, whoever is still connected.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        await ExecuteAsync($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");
    }

    private async Task<string> CreateDatabaseAsync(string template)
    {
        ObjectDisposedException.ThrowIf(watchman.HasExited, this);
        var name = $"hub_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"create database {name} template {template} strategy file_copy");
        return ConnectionString(name);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 30 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestCluster> StartAsync()
    {
        var binaries = PostgresBinaries.Find();
        var folder = await PostgresBinaries.FreshFolderAsync();
        binaries = await ReachableAsync(binaries, folder);
        var data = Path.Combine(folder, "data");
        var control = Path.Combine(binaries, "pg_ctl");
        await PostgresBinaries.RunAsync(Path.Combine(binaries, "initdb"), "-D", data, "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                var settings = $"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={data} -c max_connections=300 -c fsync=off -c full_page_writes=off";
                Task Control(string[] order) => PostgresBinaries.RunAsync(control, ["-D", data, "-w", "-t", "30", "-l", Path.Combine(data, "server.log"), "-o", settings, .. order]);
                await Control(["start"]);
                var cluster = new TestCluster(port, Watch(folder, PostgresBinaries.As(control, "-D", data, "-m", "immediate", "stop")), Control);
                await cluster.MakeTemplateAsync();
                return cluster;
            }
            // Somebody else took the port between our look and PostgreSQL's.
            catch (InvalidOperationException) when (attempt < 3)
            {
            }
        }
    }

    private async Task MakeTemplateAsync()
    {
        await ExecuteAsync($"create database {Template} template template0");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // No pool: a connection left open would stand in the way of every copy.
        builder.AddStorage(ConnectionString(Template) + ";Pooling=false");
        await using var app = builder.Build();
        await app.Services.MigrateAsync(CancellationToken.None);
    }

    /// <summary>
    /// A shell that waits for the end of its input, which comes when this process ends (even by a kill), and then stops the cluster
    /// and deletes its folder. An exit handler would be cut off: the test runner gives its host a tenth of a second.
    /// </summary>
    private static Process Watch(string folder, string[] stop)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true };
        string[] arguments = ["-c", "trap '' INT TERM HUP; exec >/dev/null 2>&1; cd /; cat; \"$@\"; rm -rf \"$0\"", folder, .. stop];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>The binaries, or a copy of them where the other user cannot enter their folder (a clone below /root).</summary>
    private static async Task<string> ReachableAsync(string binaries, string folder)
    {
        try
        {
            await PostgresBinaries.RunAsync(Path.Combine(binaries, "initdb"), "--version");
            return binaries;
        }
        catch (InvalidOperationException) when (Environment.UserName == "root")
        {
            using var copy = Process.Start("cp", ["-a", Path.GetDirectoryName(binaries)!, Path.Combine(folder, "postgres")]);
            await copy.WaitForExitAsync().WaitAsync(Wait.Guard);
            return Path.Combine(folder, "postgres", "bin");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
