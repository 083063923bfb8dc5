using Hub.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hub.Tests.Support;

/// <summary>
/// A hub for a test class: the real server on a free port of Kestrel, with a database of its own on real PostgreSQL.
/// <code>
/// public sealed class TicketTests(HubApp hub) : IClassFixture&lt;HubApp&gt;
/// {
///     [Fact] public async Task An_agent_sees_the_inbox()
///     {
///         using var browser = await hub.SignInAsync(Role.Agent);
///         var page = await browser.GetAsync("/api/v1/tickets").ExpectAsync(HttpStatusCode.OK);
/// </code>
/// With settings of its own: <c>await using var hub = await HubApp.StartAsync("--Hub:DeskUrl=https://desk.test");</c>
/// </summary>
public sealed class HubApp : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>Password of every agent whom the fixture makes.</summary>
    public const string Password = "correct horse battery";

    // Hashing is slow by design: once a run is enough.
    private static readonly Lazy<string> passwordHash = new(() => new PasswordHasher<Agent>().HashPassword(null!, Password));
    private WebApplication? app;
    private bool ownsDatabase;
    private int agents;

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => app!.Services;

    /// <summary>Where it listens, <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it takes mail at all.</summary>
    public bool TakesMail => Services.GetRequiredService<global::Hub.Channels.Email.Receiving.LmtpListener>().Address is not null;

    /// <summary>Where it takes mail.</summary>
    public int LmtpPort => Services.GetRequiredService<global::Hub.Channels.Email.Receiving.LmtpListener>().Address!.Port;

    /// <summary>The database, on connections apart from the server's.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    /// <summary>The server's clock.</summary>
    public FakeTime Time { get; private init; } = new();

    /// <summary>What the server logged.</summary>
    public LogLines Log { get; } = new();

    private string[] Settings { get; init; } = [];
    private Action<WebApplicationBuilder>? Adjust { get; init; }

    /// <summary>A hub of one's own with settings (<c>--Section:Name=value</c>) and, if need be, other services.</summary>
    public static async Task<HubApp> StartAsync(string[] settings, Action<WebApplicationBuilder>? adjust = null)
    {
        var hub = new HubApp { Settings = settings, Adjust = adjust };
        await hub.InitializeAsync();
        return hub;
    }

    /// <inheritdoc cref="StartAsync(string[], Action{WebApplicationBuilder})"/>
    public static Task<HubApp> StartAsync(params string[] settings) => StartAsync(settings, null);

    /// <summary>A hub on a database that somebody else has made.</summary>
    public static async Task<HubApp> StartOnAsync(string connectionString)
    {
        var hub = new HubApp { ConnectionString = connectionString };
        await hub.InitializeAsync();
        return hub;
    }

    /// <summary>One more server on the same database, as a second process would be, with the same clock and settings (and more of them).</summary>
    public async Task<HubApp> StartAnotherAsync(params string[] settings)
    {
        var other = new HubApp { Settings = [.. Settings, .. settings], Adjust = Adjust, Time = Time, ConnectionString = ConnectionString };
        await other.InitializeAsync();
        return other;
    }

    /// <summary>One more server on the same database whose clock is so far ahead.</summary>
    public async Task<HubApp> StartAheadAsync(TimeSpan by)
    {
        var other = new HubApp { Settings = Settings, Adjust = Adjust, ConnectionString = ConnectionString };
        other.Time.Advance(by);
        await other.InitializeAsync();
        return other;
    }

    /// <summary>Key of the site that a new hub has.</summary>
    public Task<string> SiteKeyAsync() => ScalarAsync<string>("select key from sites order by channel limit 1");

    public async Task InitializeAsync()
    {
        try
        {
            await BuildAndStartAsync();
        }
        // Nobody disposes of a fixture that did not come to be.
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task BuildAndStartAsync()
    {
        if (ConnectionString.Length == 0)
        {
            ConnectionString = await (await TestCluster.Instance).CreateDatabaseAsync();
            ownsDatabase = true;
        }
        Database = NpgsqlDataSource.Create(ConnectionString);
        using var guard = new CancellationTokenSource(Wait.Guard);
        app = await HubServer.BuildAsync(["--urls", "http://127.0.0.1:0", "--Hub:Mail:Lmtp=127.0.0.1:0", .. Settings], ConnectionString, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log);
            builder.Services.AddSingleton<TimeProvider>(Time);
            Adjust?.Invoke(builder);
        }, guard.Token);
        await app.StartAsync(guard.Token);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.Single());
    }

    /// <summary>A browser that nobody has signed in with.</summary>
    public Browser OpenBrowser() => new(Address);

    /// <summary>Makes an agent of this role and signs in with a browser of its own.</summary>
    public async Task<Browser> SignInAsync(Role role = Role.Agent, string? name = null)
    {
        var (_, email) = await AddAgentAsync(role, name);
        var browser = OpenBrowser();
        using var answer = await browser.SignInAsync(email, Password);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>Makes an agent directly in the database; the password is <see cref="Password"/>.</summary>
    public async Task<(long Id, string Email)> AddAgentAsync(Role role = Role.Agent, string? name = null)
    {
        var email = $"agent{Interlocked.Increment(ref agents)}@hub.test";
        await using var command = Database.CreateCommand("""
            insert into agents (name, email, user_name, normalized_email, normalized_user_name, password_hash, security_stamp, concurrency_stamp, role, created_at)
            values ($1, $2, $2, upper($2), upper($2), $3, $4, $4, $5, $6) returning id
            """);
        object[] values = [name ?? $"{role} {agents}", email, passwordHash.Value, Guid.CreateVersion7().ToString("N"), (short)role, Time.GetUtcNow()];
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return ((long)(await command.ExecuteScalarAsync())!, email);
    }

    /// <summary>The single value of a query with positional parameters (<c>$1</c>, …).</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs a statement with positional parameters; answers how many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
        {
            // A test that left a socket open must not make every class wait for the polite end.
            using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await app.StopAsync(impatience.Token);
            await app.DisposeAsync();
        }
        if (Database is not null) await Database.DisposeAsync();
        if (ownsDatabase) await (await TestCluster.Instance).DropDatabaseAsync(ConnectionString);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
