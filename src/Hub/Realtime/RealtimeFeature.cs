using Hub.Platform;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Realtime;

/// <summary>The desks' live line. Nobody calls it; it listens.</summary>
public static class RealtimeFeature
{
    public static void AddRealtime(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSignalR(options =>
            {
                // Order is promised per connection: one call at a time.
                options.MaximumParallelInvocationsPerClient = 1;
                options.KeepAliveInterval = TimeSpan.FromSeconds(10);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
                options.AddFilter<HubFailures>();
            })
            .AddJsonProtocol(options => Json.Configure(options.PayloadSerializerOptions));
        builder.Services.AddSingleton<HubFailures>();
        builder.Services.AddSingleton<DeskRooms>();
        builder.Services.AddSingleton<DeskPump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<DeskPump>());
    }

    public static void MapRealtime(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHub<DeskHub>("/hubs/desk").RequireAuthorization(Policies.Agent);
        var rooms = app.Services.GetRequiredService<DeskRooms>();
        app.Services.GetRequiredService<TelemetryMeter>().CountConnections("desk", () => rooms.Desks.Count);
    }
}
