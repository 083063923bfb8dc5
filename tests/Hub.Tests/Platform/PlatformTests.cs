using System.Net;
using Hub.Platform;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Platform;

public sealed class PlatformTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public void Every_endpoint_names_its_policy()
    {
        string[] known = [Policies.Public, Policies.Agent, Policies.Supervisor, Policies.Administrator];
        var endpoints = hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(endpoints);
        var open = endpoints.Where(e => !e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => known.Contains(a.Policy)));
        Assert.Empty(open.Select(e => e.DisplayName));
    }

    [Theory]
    [InlineData("/api/v1/session", HttpStatusCode.OK)]
    [InlineData("/api/v1/agents", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    public async Task Every_answer_carries_the_security_headers(string path, HttpStatusCode status)
    {
        using var browser = hub.OpenBrowser();
        using var answer = await browser.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_problems_and_never_redirects()
    {
        using var browser = hub.OpenBrowser();
        await browser.GetAsync("/api/v1/nothing").ExpectProblemAsync(HttpStatusCode.NotFound, "not_found");
        await browser.SendAsync(HttpMethod.Put, "/api/v1/agents").ExpectProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Theory]
    [InlineData("--Hub:PublicUrl=hub.example", "Hub__PublicUrl")]
    [InlineData("--Hub:DeskUrl=ftp://hub.example", "Hub__DeskUrl")]
    [InlineData("--Hub:TrustedProxies=10.0.0.0/8,proxy", "Hub__TrustedProxies")]
    [InlineData("--Hub:Limits:Visitor=-1", "Visitor")]
    [InlineData("--Hub:Admin:Email=nobody", "Email")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string name)
    {
        var failure = await Assert.ThrowsAsync<StartRefusedException>(() => HubApp.StartAsync(setting));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_settings_are_unset_ones()
    {
        await using var own = await HubApp.StartAsync("--Hub:PublicUrl=", "--Hub:DeskUrl=", "--Hub:TrustedProxies=", "--Hub:Keys:Secret=", "--Hub:Admin:Password=");
        using var browser = await own.SignInAsync();
        await browser.PatchAsync("/api/v1/session", new { name = "x" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.0/8, 127.0.0.0/8, ::1", true)]
    public async Task Forwarded_headers_count_only_from_trusted_proxies(string trusted, bool counted)
    {
        await using var own = await HubApp.StartAsync($"--Hub:TrustedProxies={trusted}");
        using var browser = own.OpenBrowser();
        // The origin rule shows which address the server believes to have.
        var write = browser.SendAsync(HttpMethod.Post, "/api/v1/session", new { },
            ("Origin", "https://desk.test"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "desk.test"), ("X-Forwarded-For", "192.0.2.1"));
        await (counted ? write.ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery") : write.ExpectProblemAsync(HttpStatusCode.Forbidden, "origin"));
    }
}
