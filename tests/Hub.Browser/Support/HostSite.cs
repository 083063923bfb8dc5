using System.Net;
using Hub.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Browser.Support;

/// <summary>Somebody else's web site, with the chat on its page.</summary>
public sealed class HostSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private HostSite(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>The page's own content policy; none: none.</summary>
    public string? Policy { get; set; }

    /// <summary>What stands before the chat in the page.</summary>
    public string Script { get; set; } = "";

    /// <summary>The address as browsers write it in <c>Origin</c>.</summary>
    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    /// <param name="hub">Whose chat.</param>
    /// <param name="host">A browser takes <c>localhost</c> for another site than the hub's <c>127.0.0.1</c>, and denies its frame all storage; it takes
    /// another port of <c>127.0.0.1</c> for another origin of the same site, whose frame may store.</param>
    /// <param name="snippet">The lines that carry the chat; none: the one line of the public contract, for the hub's first site.</param>
    /// <param name="head">What else is in the page's head, before the loader.</param>
    public static async Task<HostSite> OpenAsync(HubApp hub, string host = "localhost", string? snippet = null, string head = "")
    {
        ArgumentNullException.ThrowIfNull(hub);
        var key = await hub.ScalarAsync<string>("select key from sites order by channel limit 1");
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        HostSite? site = null;
        snippet ??= $"<script src=\"{hub.Address}widget.js\" data-site=\"{key}\" async></script>";
        app.MapGet("/", (HttpContext http) =>
        {
            if (site!.Policy is { } policy) http.Response.Headers.ContentSecurityPolicy = policy;
            return Results.Content(PageOf(head + site.Script + snippet, site.Policy is null), "text/html; charset=utf-8");
        });
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return site = new HostSite(app, new UriBuilder(address) { Host = host }.Uri);
    }

    /// <summary>A page whose own rules would hide everything of the chat, could they reach it.</summary>
    private static string PageOf(string head, bool styled) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8"><link rel="icon" href="data:,"><title>A shop</title>
          {(styled ? "<style>button, iframe, span, textarea { display: none !important }</style>" : "")}
          {head}
        </head>
        <body><main><h1>A shop</h1><p>{string.Concat(Enumerable.Repeat("Lamps, and more lamps. ", 400))}</p></main></body>
        </html>
        """;

    /// <summary>Lets the chat of the hub's first site appear here.</summary>
    public async Task AllowAsync(HubApp hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        using var administrator = await hub.SignInAsync(Role.Administrator);
        var site = (await administrator.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
        await administrator.PatchAsync($"/api/v1/sites/{site}", new { allowedOrigins = new[] { Origin } }).ExpectAsync(HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(impatience.Token);
        await app.DisposeAsync();
    }
}
