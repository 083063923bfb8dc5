using System.Net;
using System.Text.RegularExpressions;
using Hub.Agents;
using Hub.Platform;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Security;

/// <summary>Every endpoint against every role, from the routing table itself: what is not listed here does not pass.</summary>
public sealed partial class EndpointMatrixTests(HubApp hub) : IClassFixture<HubApp>
{
    private static readonly Dictionary<string, string> expected = new()
    {
        ["GET /api/v1/session"] = Policies.Public,
        ["POST /api/v1/session"] = Policies.Public,
        ["DELETE /api/v1/session"] = Policies.Public,
        ["PATCH /api/v1/session"] = Policies.Agent,
        ["GET /api/v1/agents"] = Policies.Agent,
        ["PATCH /api/v1/agents/{id:long}"] = Policies.Administrator,
        ["GET /api/v1/teams"] = Policies.Agent,
        ["POST /api/v1/teams"] = Policies.Administrator,
        ["PATCH /api/v1/teams/{id:long}"] = Policies.Administrator,
        ["DELETE /api/v1/teams/{id:long}"] = Policies.Administrator,
        ["GET /api/v1/invitations"] = Policies.Administrator,
        ["POST /api/v1/invitations"] = Policies.Administrator,
        ["DELETE /api/v1/invitations/{id:long}"] = Policies.Administrator,
        ["GET /api/v1/invitations/by-token/{token}"] = Policies.Public,
        ["POST /api/v1/invitations/accept"] = Policies.Public,
        ["GET /api/v1/tickets"] = Policies.Agent,
        ["GET /api/v1/tickets/counts"] = Policies.Agent,
        ["GET /api/v1/tickets/{number:long}"] = Policies.Agent,
        ["PATCH /api/v1/tickets/{number:long}"] = Policies.Agent,
        ["GET /api/v1/tickets/{number:long}/messages"] = Policies.Agent,
        ["POST /api/v1/tickets/{number:long}/messages"] = Policies.Agent,
        ["DELETE /api/v1/tickets/{number:long}/participants/{address}"] = Policies.Agent,
        ["GET /api/v1/tickets/{number:long}/side"] = Policies.Agent,
        ["POST /api/v1/tickets/{number:long}/side"] = Policies.Agent,
        ["POST /api/v1/tickets/{number:long}/side/{id:long}/messages"] = Policies.Agent,
        ["POST /api/v1/tickets/{number:long}/messages/{id:long}/cancel"] = Policies.Agent,
        ["POST /api/v1/tickets/{number:long}/messages/{id:long}/send"] = Policies.Agent,
        ["POST /api/v1/files"] = Policies.Agent,
        ["GET /api/v1/files/{id:long}"] = Policies.Agent,
        ["DELETE /api/v1/files/{id:long}/links"] = Policies.Agent,
        ["POST /api/v1/visitor/files"] = Policies.Public,
        ["GET /api/v1/visitor/files/{id:long}"] = Policies.Public,
        ["GET /mail/files/{token}"] = Policies.Public,
        ["GET /api/v1/pictures/{message:long}/{signature}"] = Policies.Agent,
        ["GET /api/v1/mailboxes"] = Policies.Administrator,
        ["POST /api/v1/mailboxes"] = Policies.Administrator,
        ["PATCH /api/v1/mailboxes/{id:long}"] = Policies.Administrator,
        ["POST /api/v1/mailboxes/{id:long}/test"] = Policies.Administrator,
        ["GET /api/v1/mail/state"] = Policies.Agent,
        ["GET /api/v1/mail/received"] = Policies.Supervisor,
        ["GET /api/v1/mail/received/{id:long}/raw"] = Policies.Supervisor,
        ["GET /api/v1/quarantine"] = Policies.Supervisor,
        ["POST /api/v1/quarantine/{id:long}/replay"] = Policies.Supervisor,
        ["GET /mail/not-me/{token}"] = Policies.Public,
        ["POST /mail/not-me/{token}"] = Policies.Public,
        ["GET /mail/quiet/{token}"] = Policies.Public,
        ["POST /mail/quiet/{token}"] = Policies.Public,
        ["GET /api/v1/customers/{id:long}"] = Policies.Agent,
        ["PATCH /api/v1/customers/{id:long}"] = Policies.Agent,
        ["GET /api/v1/sites"] = Policies.Administrator,
        ["POST /api/v1/sites"] = Policies.Administrator,
        ["DELETE /api/v1/sites/{id:long}"] = Policies.Administrator,
        ["POST /api/v1/sites/{id:long}/keys"] = Policies.Administrator,
        ["DELETE /api/v1/sites/{id:long}/keys/{key}"] = Policies.Administrator,
        ["PATCH /api/v1/sites/{id:long}"] = Policies.Administrator,
        ["GET /api/v1/sites/{id:long}/signing-keys"] = Policies.Administrator,
        ["POST /api/v1/sites/{id:long}/signing-keys"] = Policies.Administrator,
        ["DELETE /api/v1/sites/{id:long}/signing-keys/{kid}"] = Policies.Administrator,
        ["GET /api/v1/sites/{id:long}/reception"] = Policies.Administrator,
        ["PUT /api/v1/sites/{id:long}/reception"] = Policies.Administrator,
        ["GET /widget.js"] = Policies.Public,
        ["GET /chat"] = Policies.Public,
        ["GET /chat/preview"] = Policies.Public,
        ["GET /demo"] = Policies.Public,
        ["GET /health/live"] = Policies.Public,
        ["GET /health/ready"] = Policies.Public,
        ["GET /openapi/v1.json"] = Policies.Public,
        ["* docs/api/{**path}"] = Policies.Public,
        ["* /hubs/desk"] = Policies.Agent,
        ["* /hubs/desk/negotiate"] = Policies.Agent,
        ["* /hubs/visitor"] = Policies.Public,
        ["* /hubs/visitor/negotiate"] = Policies.Public,
        ["GET {*path:nonfile}"] = Policies.Public,
        ["HEAD {*path:nonfile}"] = Policies.Public,
    };

    [Fact]
    public void Every_endpoint_names_a_policy_and_it_is_the_one_expected()
    {
        var found = Endpoints().ToDictionary(e => e.Name, e => e.Policy);
        Assert.DoesNotContain(found, e => e.Value is null);
        Assert.Equal(expected.OrderBy(e => e.Key), found.OrderBy(e => e.Key)!);
    }

    [Fact]
    public async Task Every_endpoint_answers_each_role_as_its_policy_says()
    {
        var roles = new (string Name, Role? Role)[] { ("nobody", null), ("agent", Role.Agent), ("supervisor", Role.Supervisor), ("administrator", Role.Administrator) };
        foreach (var (name, role) in roles)
        {
            using var browser = role is { } signedIn ? await hub.SignInAsync(signedIn) : hub.OpenBrowser();
            // Signing out comes last, or it would decide the rest.
            foreach (var endpoint in Endpoints().Where(e => !e.Name.StartsWith('*') && !e.Name.Contains("{*", StringComparison.Ordinal)).OrderBy(e => e.Name == "DELETE /api/v1/session"))
            {
                using var answer = await browser.SendAsync(new HttpMethod(endpoint.Name.Split(' ')[0]), Parameter().Replace(endpoint.Name.Split(' ')[1], "999999999"), endpoint.Name.StartsWith("GET", StringComparison.Ordinal) ? null : new { });
                var (allowed, refusal) = (Allows(endpoint.Policy!, role), role is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden);
                if (allowed) Assert.True(answer.StatusCode is not HttpStatusCode.Forbidden && (answer.StatusCode is not HttpStatusCode.Unauthorized || endpoint.Name is "POST /api/v1/session" or "POST /api/v1/visitor/files"), $"{endpoint.Name} refused {name}: {answer.StatusCode}");
                else Assert.True(answer.StatusCode == refusal, $"{endpoint.Name} gave {name} {answer.StatusCode} instead of {refusal}");
                Assert.True((int)answer.StatusCode < 500, $"{endpoint.Name} failed for {name}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task The_desks_line_takes_signed_in_agents_from_the_desk_only()
    {
        using var browser = await hub.SignInAsync();
        var own = hub.Address.GetLeftPart(UriPartial.Authority);
        await using (await HubSocket.OpenAsync(hub.Address, "/hubs/desk", ("Cookie", browser.CookieHeader), ("Origin", own))) { }
        await Assert.ThrowsAnyAsync<Exception>(() => HubSocket.OpenAsync(hub.Address, "/hubs/desk", ("Cookie", browser.CookieHeader), ("Origin", "https://evil.test")));
        await Assert.ThrowsAnyAsync<Exception>(() => HubSocket.OpenAsync(hub.Address, "/hubs/desk", ("Cookie", browser.CookieHeader), ("Origin", "null")));
        await Assert.ThrowsAnyAsync<Exception>(() => HubSocket.OpenAsync(hub.Address, "/hubs/desk", ("Origin", own)));
        using var negotiation = await browser.SendAsync(HttpMethod.Post, "/hubs/desk/negotiate?negotiateVersion=1", null, ("Origin", "https://evil.test"));
        Assert.Equal(HttpStatusCode.Forbidden, negotiation.StatusCode);
    }

    private static bool Allows(string policy, Role? role) => policy switch
    {
        Policies.Public => true,
        Policies.Agent => role is not null,
        Policies.Supervisor => role >= Role.Supervisor,
        Policies.Administrator => role >= Role.Administrator,
        _ => throw new InvalidOperationException(policy),
    };

    private IEnumerable<(string Name, string? Policy)> Endpoints() =>
        from endpoint in hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = endpoint.RoutePattern.RawText!.Length > 1 ? endpoint.RoutePattern.RawText.TrimEnd('/') : endpoint.RoutePattern.RawText
        let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
        // A hub accepts what its transports need.
        from method in methods is null || path.StartsWith("/hubs", StringComparison.Ordinal) ? ["*"] : methods
        group endpoint by $"{method} {path}" into same
        select (same.Key, same.SelectMany(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>()).Select(a => a.Policy).Distinct().Order().FirstOrDefault());

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
