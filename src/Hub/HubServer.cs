using Hub.Agents;
using Hub.Platform;
using Hub.Storage;

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
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.CheckSettings();
        await app.Services.MigrateAsync(ct);
        await app.Services.PrepareKeysAsync(ct);
        app.UsePlatform();
        app.MapAgents();
        return app;
    }
}
