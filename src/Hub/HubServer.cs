using Hub.Agents;
using Hub.Channels.Email;
using Hub.Channels.WebChat;
using Hub.Customers;
using Hub.Hosting;
using Hub.Intake;
using Hub.Notices;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Realtime;
using Hub.Storage;
using Hub.Tickets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub;

/// <summary>The server as a table of contents: what it is made of, in the order in which it is put together.</summary>
public static class HubServer
{
    /// <summary>Commands for the person at the machine, by their first word: <c>hub admin …</c></summary>
    public static IReadOnlyDictionary<string, HubCommand> Commands { get; } = new Dictionary<string, HubCommand>
    {
        ["admin"] = AdminCommands.RunAsync,
    };

    /// <summary>Commands that come before a server is built, because that would change the schema: <c>hub backup …</c></summary>
    public static IReadOnlyDictionary<string, BareCommand> BareCommands { get; } = new Dictionary<string, BareCommand>
    {
        ["backup"] = BackupCommand.RunAsync,
        ["restore"] = RestoreCommand.RunAsync,
    };

    /// <summary>Builds a server on a database that exists; the schema is brought up to date.</summary>
    /// <param name="args">Command line; settings may be given as <c>--Section:Name=value</c>.</param>
    /// <param name="connectionString">PostgreSQL 15 or later.</param>
    /// <param name="adjust">Lets tests replace services, the clock for one.</param>
    /// <param name="ct">Stops the building.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, string connectionString, Action<WebApplicationBuilder>? adjust, CancellationToken ct)
    {
        // Settings are read once: to watch for a changed file, .NET would watch every folder below the content root.
        var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        builder.AddLogs();
        builder.AddPlatform();
        builder.AddTelemetry();
        builder.AddProblems();
        builder.AddPolicies();
        builder.AddStorage(connectionString);
        builder.AddDataProtectionKeys();
        builder.AddHealth();
        builder.AddAgents();
        builder.AddTickets();
        builder.AddIntake();
        builder.AddNotices();
        builder.AddRealtime();
        builder.AddWebChat();
        builder.AddEmail();
        builder.AddHubOpenApi();
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.CheckSettings();
        await app.Services.MigrateAsync(ct);
        await app.Services.PrepareKeysAsync(ct);
        var (database, time) = (app.Services.GetRequiredService<NpgsqlDataSource>(), app.Services.GetRequiredService<TimeProvider>());
        await Sites.EnsureAsync(database, time, ct);
        await Mailboxes.EnsureAsync(database, time, app.Services.GetRequiredService<IOptions<HubOptions>>().Value.Mail.Domain, ct);
        app.UseAssets();
        app.UsePlatform();
        app.MapHealth();
        app.MapAgents();
        app.MapTickets();
        app.MapCustomers();
        app.MapRealtime();
        app.MapWebChat();
        app.MapEmail();
        app.MapDesk();
        app.MapHubOpenApi();
        return app;
    }
}

/// <summary>A command beside or without a running server.</summary>
/// <param name="args">What follows its name.</param>
/// <param name="services">A built server that does not listen.</param>
/// <param name="output">What the person reads.</param>
/// <param name="ct">Ctrl-C.</param>
/// <returns>The exit code.</returns>
public delegate Task<int> HubCommand(string[] args, IServiceProvider services, TextWriter output, CancellationToken ct);

/// <summary>A command that opens the database by itself, and leaves its schema alone.</summary>
/// <param name="args">What follows its name.</param>
/// <param name="settings">From the environment.</param>
/// <param name="input">What the person types.</param>
/// <param name="output">What the person reads.</param>
/// <param name="ct">Ctrl-C.</param>
/// <returns>The exit code.</returns>
public delegate Task<int> BareCommand(string[] args, IConfiguration settings, TextReader input, TextWriter output, CancellationToken ct);
