using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Hub.Platform;

/// <summary>Logs on the console: a line an event, with ids and never with what people wrote; JSON with <c>Hub:Log=json</c>. Described in ops/telemetry.md.</summary>
public static class Logs
{
    private const string Section = "Logging:LogLevel:";

    // Beneath every other source of settings: whoever says something else of the same category wins.
    private static readonly Dictionary<string, string?> levels = new()
    {
        [Section + "Default"] = "Information",
        [Section + "Microsoft"] = "Warning",
        // A failed statement reaches us as an exception; its own line is either that again,
        // or EF looking in vain for its migrations table in an empty database.
        [Section + "Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        // Keys are kept in our own database; what wraps them is a setting, and said where it is described.
        [Section + "Microsoft.AspNetCore.DataProtection"] = "Error",
        // Refusals, and whatever strangers send: errors to SignalR. Ours are logged where live lines are, by HubFailures.
        [Section + "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher"] = "Critical",
        [Section + "Microsoft.AspNetCore.SignalR.HubConnectionHandler"] = "Critical",
        // A cookie that was never ours, or is older than our keys: whoever brings it gets a new one.
        [Section + "Microsoft.AspNetCore.Antiforgery"] = "Critical",
        // Whoever asks for the health gets it as the answer.
        [Section + "Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
    };

    /// <exception cref="StartRefusedException"><c>Hub:LogLevels</c> cannot be read.</exception>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = levels });
        builder.Configuration.AddInMemoryCollection(Read(builder.Configuration["Hub:LogLevels"] ?? ""));
        builder.Logging.ClearProviders();
        if (string.Equals(builder.Configuration["Hub:Log"], "json", StringComparison.OrdinalIgnoreCase))
            builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "O"));
        else
            builder.Logging.AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat, line.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled));
    }

    // Names of categories have dots, which neither shells nor systemd allow in the name of a variable; so they stand in a value.
    private static Dictionary<string, string?> Read(string setting)
    {
        var said = new Dictionary<string, string?>();
        foreach (var item in setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (item.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } category, var level] || !Enum.GetNames<LogLevel>().Contains(level, StringComparer.OrdinalIgnoreCase))
                throw new StartRefusedException("Hub__LogLevels takes levels of categories like Default=Warning,Hub.Channels.Email=Debug. Levels are Trace, Debug, Information, Warning, Error, Critical and None.");
            said[Section + category] = level;
        }
        return said;
    }
}
