using System.Globalization;
using System.Security.Claims;
using Hub.Agents;
using Hub.Platform;
using Hub.Tickets.Appending;
using Hub.Tickets.Correspondence;
using Hub.Tickets.Teams;
using Hub.Tickets.Uploads;

namespace Hub.Tickets;

/// <summary>Tickets and their messages, as agents work with them.</summary>
public static class TicketsFeature
{
    public static void AddTickets(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<TicketChanges>();
        builder.Services.AddSingleton<HotPath>();
        builder.Services.AddHostedService(s => s.GetRequiredService<HotPath>());
        builder.Services.AddSingleton<TicketReader>();
        builder.Services.AddSingleton<MessageReader>();
        builder.Services.AddSingleton<TicketCounts>();
        builder.Services.AddSingleton<TeamReader>();
        builder.Services.AddSingleton<TeamEdits>();
        builder.Services.AddScoped<TeamRemoval>();
        builder.Services.AddSingleton<OutsideNetwork>();
        builder.Services.AddSingleton(s => new PictureProxy(s.GetRequiredService<OutsideNetwork>(), s.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<UploadReader>();
        builder.Services.AddSingleton<UploadStore>();
        builder.Services.AddSingleton<FileLinks>();
        builder.Services.AddSingleton<UploadSweep>();
        builder.Services.AddHostedService(s => s.GetRequiredService<UploadSweep>());
        builder.Services.AddScoped<Replies>();
        builder.Services.AddScoped<TicketEdits>();
        builder.Services.AddScoped<Participants>();
        builder.Services.AddSingleton(new TelemetryQueue("waiting", "select min(waiting_since) from tickets where waiting_since is not null and folder = 1"));
    }

    public static void MapTickets(this IEndpointRouteBuilder app)
    {
        TicketEndpoints.Map(app);
        ParticipantEndpoints.Map(app);
        TeamEndpoints.Map(app);
        FileEndpoints.Map(app);
        PictureEndpoints.Map(app);
    }

    /// <summary>The signed-in agent as the one who looks.</summary>
    public static Viewer Viewer(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(
            long.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The endpoint is open to people who are not signed in."), CultureInfo.InvariantCulture),
            Enum.Parse<Role>(user.FindFirstValue(Policies.RoleClaim)!, ignoreCase: true));
    }
}
