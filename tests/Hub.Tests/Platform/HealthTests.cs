using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Hub.Storage.Embedded;
using Hub.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Platform;

[UnsupportedOSPlatform("windows")]
public sealed class HealthTests : IAsyncLifetime, IDisposable
{
    private readonly DataFolders folders = new();
    private EmbeddedPostgres database = null!;

    public async Task InitializeAsync() => database = await EmbeddedPostgres.StartAsync(new(folders.Next()), TextWriter.Null, CancellationToken.None);

    public async Task DisposeAsync() => await database.DisposeAsync();

    public void Dispose() => folders.Dispose();

    [Fact]
    public async Task A_hub_with_its_database_and_the_right_time_is_ready()
    {
        await using var app = await StartAsync(TimeProvider.System);

        Assert.Equal((HttpStatusCode.OK, "Healthy", "Healthy"), await ReadyAsync(app));
        Assert.Equal(HttpStatusCode.OK, await LiveAsync(app));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public async Task A_clock_that_is_90_s_off_makes_a_hub_unready_and_says_so(int seconds)
    {
        await using var app = await StartAsync(new Off(TimeSpan.FromSeconds(seconds)));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Healthy", "Unhealthy"), await ReadyAsync(app));
        Assert.Contains("90 s apart", await TextAsync(app), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await LiveAsync(app));
    }

    [Fact]
    public async Task Without_its_database_a_hub_lives_but_is_not_ready_and_tells_no_secret()
    {
        await using var app = await StartAsync(TimeProvider.System);
        await database.DisposeAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy", "Unhealthy"), await ReadyAsync(app));
        var text = await TextAsync(app);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("assword", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await LiveAsync(app));
    }

    private async Task<WebApplication> StartAsync(TimeProvider time)
    {
        var app = await HubServer.BuildAsync(["--urls", "http://127.0.0.1:0"], database.ConnectionString, builder => builder.Services.AddSingleton(time), CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    private static async Task<(HttpStatusCode Status, string Database, string Clock)> ReadyAsync(WebApplication app)
    {
        using var client = Client(app);
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var checks = json.RootElement.GetProperty("checks");
        return (response.StatusCode, State("database"), State("clock"));

        string State(string name) => checks.GetProperty(name).GetProperty("state").GetString()!;
    }

    private static async Task<string> TextAsync(WebApplication app)
    {
        using var client = Client(app);
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> LiveAsync(WebApplication app)
    {
        using var client = Client(app);
        using var response = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        return response.StatusCode;
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };

    private sealed class Off(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
