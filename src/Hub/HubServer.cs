using Hub.Agents;
using Hub.Channels.WebChat;
using Hub.Customers;
using Hub.Intake;
using Hub.Notices;
using Hub.Platform;
using Hub.Realtime;
using Hub.Storage;
using Hub.Tickets;
using Npgsql;

namespace Hub;

/// <summary>The server as a table of contents: what it is made of, in the order in which it is put together.</summary>
public static class HubServer
{
    /// <summary>Builds a server on a database that exists; the schema is brought up to date.</summary>
    /// <param name="args">Command line; settings may be given as <c>--Section:Name=value</c>.</param>
    /// <param name="connectionString">PostgreSQL 15 or later.</param>
    /// <param name="adjust">Lets tests replace services, the clock for one.</param>
    /// <param name="ct">Stops the building.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, string connectionString, Action<WebApplicationBuilder>? adjust, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddPlatform();
        builder.AddProblems();
        builder.AddPolicies();
        builder.AddStorage(connectionString);
        builder.AddDataProtectionKeys();
        builder.AddAgents();
        builder.AddTickets();
        builder.AddIntake();
        builder.AddNotices();
        builder.AddRealtime();
        builder.AddWebChat();
        builder.Services.AddOpenApi();
        adjust?.Invoke(builder);

        var app = builder.Build();
        await app.Services.MigrateAsync(ct);
        await app.Services.PrepareKeysAsync(ct);
        await Sites.EnsureAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Services.GetRequiredService<TimeProvider>(), ct);
        app.UseAssets();
        app.UsePlatform();
        app.MapAgents();
        app.MapTickets();
        app.MapCustomers();
        app.MapRealtime();
        app.MapWebChat();
        app.MapDesk();
        app.MapOpenApi("/openapi/v1.json").RequireAuthorization(Policies.Public);
        return app;
    }
}
