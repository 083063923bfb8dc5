using System.Text.Json;
using Hub.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Platform;

/// <summary>What is logged and how, by the settings that ops/telemetry.md describes.</summary>
public sealed class LogsTests
{
    [Theory]
    [InlineData("Hub.Channels.Email.MailSweep", "Information")]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", "Warning")]
    [InlineData("Microsoft.AspNetCore.DataProtection.KeyManagement", "Error")]
    [InlineData("Microsoft.EntityFrameworkCore.Database.Command", "None")]
    [InlineData("Hub.Tickets.HotPath", "Warning", "--Hub:LogLevels=Default=Warning")]
    [InlineData("Hub.Channels.Email.MailSweep", "Debug", "--Hub:LogLevels=Default=Warning, Hub.Channels.Email=Debug")]
    [InlineData("Hub.Channels.Deliveries.Dispatcher", "Warning", "--Hub:LogLevels=Default=Warning,Hub.Channels.Email=Debug")]
    [InlineData("Hub.Tickets.HotPath", "None", "--Hub:LogLevels=hub=none")]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", "Information", "--Hub:LogLevels=Microsoft.AspNetCore=Information")]
    // The framework's own settings count too, for the very categories of which the hub has an opinion.
    [InlineData("Microsoft.AspNetCore.DataProtection.KeyManagement", "Warning", "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Warning")]
    [InlineData("Microsoft.EntityFrameworkCore.Database.Command", "Information", "--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information")]
    [InlineData("Hub.Tickets.HotPath", "Error", "--Logging:LogLevel:Default=Debug", "--Hub:LogLevels=Default=Error")]
    public void The_level_of_a_category_is_that_of_the_longest_name_that_fits(string category, string level, params string[] settings)
    {
        using var services = Services(settings);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        var least = Enum.GetValues<LogLevel>().Where(l => l is LogLevel.None || logger.IsEnabled(l)).Min();
        Assert.Equal(level, least.ToString());
    }

    [Theory]
    [InlineData("Debug")]
    [InlineData("Hub=Loud")]
    [InlineData("Hub=1")]
    [InlineData("=Debug")]
    [InlineData("Hub=Debug=Trace")]
    public void Levels_that_are_none_stop_the_start_with_a_sentence(string setting) =>
        Assert.StartsWith("Hub__LogLevels takes levels", Assert.Throws<StartRefusedException>(() => Services($"--Hub:LogLevels={setting}")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_is_readable_or_with_json_an_object_with_the_time_in_UTC()
    {
        Assert.Matches(@"^\d\d:\d\d:\d\d warn: Hub\.Dispatcher\[0\] Delivery 812 waits\n$", Line());
        var json = Line("--Hub:Log=json");
        Assert.Equal(json.Length - 1, json.IndexOf('\n', StringComparison.Ordinal));
        var line = JsonSerializer.Deserialize<JsonElement>(json);
        Assert.Equal(("Warning", "Hub.Dispatcher", "Delivery 812 waits"),
            (line.GetProperty("LogLevel").GetString(), line.GetProperty("Category").GetString(), line.GetProperty("Message").GetString()));
        Assert.EndsWith("+00:00", line.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    private static string Line(params string[] settings)
    {
        using var services = Services(settings);
        var name = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = services.GetServices<ConsoleFormatter>().Single(f => f.Name == name);
        using var writer = new StringWriter();
        formatter.Write(new LogEntry<string>(LogLevel.Warning, "Hub.Dispatcher", 0, "Delivery 812 waits", null, (state, _) => state), null, writer);
        return writer.ToString();
    }

    private static ServiceProvider Services(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder([.. settings, "--hostBuilder:reloadConfigOnChange=false"]);
        builder.AddLogs();
        return builder.Services.BuildServiceProvider();
    }
}
