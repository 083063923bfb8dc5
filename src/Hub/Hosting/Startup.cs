using System.Diagnostics;
using System.Globalization;
using Hub.Agents;
using Hub.Channels.Email;
using Hub.Channels.Email.Receiving;
using Hub.Demo;
using Hub.Platform;
using Microsoft.AspNetCore.Connections;

namespace Hub.Hosting;

/// <summary>From the command line to a hub that listens, and back to a machine on which nothing of it is left running.</summary>
public static class Startup
{
    /// <returns>The exit code: 0, 1 where Hub cannot start (with a sentence), 2 for a command that does not exist.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        using var stop = new StopSignals();
        try
        {
            if (args is not [{ } word, ..] || word.StartsWith('-')) return await ServeAsync(args, output, stop.Token);
            if (HubServer.Commands.TryGetValue(word, out var command)) return await CommandAsync(command, args[1..], output, stop.Token);
            if (HubServer.BareCommands.TryGetValue(word, out var bare)) return await bare(args[1..], Settings([]), Console.In, output, stop.Token);
            await errors.WriteLineAsync($"Hub has no command {word}. Without a command it serves; commands: {string.Join(", ", [.. HubServer.Commands.Keys, .. HubServer.BareCommands.Keys])}");
            return 2;
        }
        catch (StartRefusedException refusal)
        {
            await errors.WriteLineAsync(refusal.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            await output.WriteLineAsync("Hub was stopped before it was ready.");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        // Not a setting: it stands alone, and would take the next word for its value.
        var demo = args.Contains(DemoHub.Option);
        args = [.. args.Where(a => a != DemoHub.Option)];
        var settings = Settings(args);
        var urls = settings["urls"] is { Length: > 0 } given ? given : Addresses.Default;
        if (settings["urls"] is { Length: > 0 } || !Addresses.AreGiven(settings)) Addresses.Check(urls);
        await using var database = await Database.OpenAsync(settings, output, ct);
        await using var app = await HubServer.BuildAsync(args, database.ConnectionString, builder =>
        {
            if (!Addresses.AreGiven(builder.Configuration)) builder.WebHost.UseUrls(Addresses.Default);
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        }, ct);
        var administrator = await FirstAdministrator.EnsureAsync(app.Services, ct);
        if (demo) await DemoHub.FillAsync(app.Services, output, ct);
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw Addresses.InUse(urls);
        }
        foreach (var url in app.Urls.Select(Reachable))
            await output.WriteLineAsync($"Desk: {url}/   Chat on a page: {url}/demo");
        if (app.Services.GetRequiredService<LmtpListener>().Address is { } mail)
            await output.WriteLineAsync($"Mail (LMTP): {mail}   Mailbox: {(await app.Services.GetRequiredService<Mailboxes>().AllAsync(ct))[0].Address}");
        if (administrator is { GeneratedPassword: { } password })
            await output.WriteLineAsync($"Administrator: {administrator.Email}   Password, shown this once: {password}");
        else if (administrator is not null)
            await output.WriteLineAsync($"Administrator: {administrator.Email}   Password: the one you configured");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ready in {Elapsed().TotalSeconds:0.0} s"));
        await app.WaitForShutdownAsync(ct);
        await output.WriteLineAsync("Hub has stopped.");
        return 0;
    }

    private static async Task<int> CommandAsync(HubCommand command, string[] args, TextWriter output, CancellationToken ct)
    {
        await using var database = await Database.OpenForCommandAsync(Settings([]), output, ct);
        await using var app = await HubServer.BuildAsync([], database.ConnectionString, null, ct);
        return await command(args, app.Services, output, ct);
    }

    /// <summary>What must be known before the server is built, from the places from which the server reads it too.</summary>
    private static IConfigurationRoot Settings(string[] args) => new ConfigurationBuilder()
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables("DOTNET_")
        .AddEnvironmentVariables()
        .AddCommandLine(args)
        .Build();

    /// <summary>An address that a browser on this machine can open.</summary>
    private static string Reachable(string url) => url.Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal);

    /// <summary>Since <c>ops/run</c> was called (epoch milliseconds in HUB_STARTED), else since this process began.</summary>
    private static TimeSpan Elapsed()
    {
        using var self = Process.GetCurrentProcess();
        var began = long.TryParse(Environment.GetEnvironmentVariable("HUB_STARTED"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : new DateTimeOffset(self.StartTime);
        return TimeProvider.System.GetUtcNow() - began;
    }
}
