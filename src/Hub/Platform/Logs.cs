using Microsoft.Extensions.Logging.Console;

namespace Hub.Platform;

/// <summary>Logs on the console: a line an event, with ids and never with what people wrote; JSON with <c>Hub:Log=json</c>.</summary>
public static class Logs
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.ClearProviders();
        if (string.Equals(builder.Configuration["Hub:Log"], "json", StringComparison.OrdinalIgnoreCase))
            builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "O"));
        else
            builder.Logging.AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat, line.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled));
        builder.Logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            // A failed statement reaches us as an exception; its own line is either that again,
            // or EF looking in vain for its migrations table in an empty database.
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            // Keys are kept in our own database; what wraps them is a setting, and said where it is described.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // Refusals, and whatever strangers send: errors to SignalR. Ours are logged where live lines are, by HubFailures.
            .AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore.SignalR.HubConnectionHandler", LogLevel.Critical)
            // A cookie that was never ours, or is older than our keys: whoever brings it gets a new one.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical)
            // Whoever asks for the health gets it as the answer.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }
}
