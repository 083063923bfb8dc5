using Hub.Channels.WebChat.Proving;
using Hub.Channels.WebChat.Reception;
using Hub.Platform;

namespace Hub.Channels.WebChat;

/// <summary>The chat on web sites: the visitors' line, the widget's files, the sites' settings.</summary>
public static class WebChatFeature
{
    public static void AddWebChat(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<Sites>();
        builder.Services.AddSingleton<SiteEdits>();
        builder.Services.AddSingleton<Sightings>();
        builder.Services.AddSingleton<Installing>();
        builder.Services.AddSingleton<VisitorRooms>();
        builder.Services.AddSingleton<VisitorLimits>();
        builder.Services.AddSingleton<Turnstile>();
        builder.Services.AddSingleton<VisitorReader>();
        builder.Services.AddSingleton<VisitorSessions>();
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddSingleton<Assertions>();
        builder.Services.AddSingleton<Proofs>();
        builder.Services.AddSingleton<Entrance>();
        builder.Services.AddSingleton<OneTimeCodes>();
        builder.Services.AddSingleton<Transcripts>();
        builder.Services.AddSingleton<Staff>();
        builder.Services.AddSingleton<Receptions>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<ReplyTimes>();
        builder.Services.AddSingleton<Ratings>();
        builder.Services.AddSingleton<VisitorStates>();
        builder.Services.AddHostedService<WaitingLine>();
        builder.Services.AddHostedService<ClosedSites>();
        builder.Services.AddSingleton<VisitorPump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<VisitorPump>());
        // 20,000 characters may be 80,000 bytes; at SignalR's 32 kB the connection would be closed instead of answered.
        builder.Services.AddSignalR().AddHubOptions<VisitorHub>(o => o.MaximumReceiveMessageSize = 256 * 1024);
    }

    public static void MapWebChat(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHub<VisitorHub>("/hubs/visitor").RequireAuthorization(Policies.Public);
        var rooms = app.Services.GetRequiredService<VisitorRooms>();
        app.Services.GetRequiredService<TelemetryMeter>().CountConnections("visitor", () => rooms.Connections.Count);
        WidgetEndpoints.Map(app);
        SiteEndpoints.Map(app);
        VisitorFileEndpoints.Map(app);
        SigningKeyEndpoints.Map(app);
        ReceptionEndpoints.Map(app);
    }
}
