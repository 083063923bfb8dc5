using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Security;

public sealed class NoteSecrecyTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Marker = "zebra-7731-internal";

    [Fact]
    public async Task No_surface_that_a_visitor_can_reach_shows_a_note()
    {
        using var browser = await hub.SignInAsync(Role.Agent, $"Léa {Marker}");
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        var path = $"/api/v1/tickets/{number}";
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await desk.CallAsync("Watch", number);

        await browser.PostAsync($"{path}/messages", new { kind = "note", text = $"Careful: {Marker}", clientId = $"n-{Marker}" }).ExpectAsync(HttpStatusCode.Created);
        await browser.PatchAsync(path, new { subject = Marker, tags = new[] { Marker }, assignee = browser.AgentId, priority = "urgent" }).ExpectAsync(HttpStatusCode.OK);
        await desk.CallAsync("Typing", number, true);
        await browser.PostAsync($"{path}/messages", new { kind = "reply", text = "A public answer", clientId = $"r-{Marker}" }).ExpectAsync(HttpStatusCode.Created);
        await browser.PostAsync($"{path}/messages", new { kind = "note", text = $"Later: {Marker}", clientId = "n2" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "A public answer");
        await desk.ExpectAsync("Message", a => a[1].TryGetProperty("text", out var text) && text.GetString()!.StartsWith("Later", StringComparison.Ordinal));

        var seen = new List<string>
        {
            (await visitor.Line.CallAsync("After", 0)).ToString(),
            (await visitor.Line.CallAsync("Before", int.MaxValue)).ToString(),
            (await visitor.SendAsync("Thanks")).ToString(),
        };
        await using (var again = await Visitor.OpenAsync(hub, visitor.Token)) seen.Add(again.Started.ToString());
        seen.AddRange(visitor.Line.Heard.Select(h => h.Arguments.ToString()));
        using var anybody = hub.OpenBrowser();
        var key = await hub.ScalarAsync<string>("select key from sites");
        string[] addresses =
        [
            "/", $"/tickets/{number}", $"/chat?site={key}", "/demo", "/widget.js", "/health/live", "/health/ready", "/openapi/v1.json", "/api/v1/session",
            path, $"{path}/messages", "/api/v1/tickets", "/api/v1/tickets/counts", "/api/v1/agents", "/api/v1/customers/1", "/api/v1/sites", "/api/v1/invitations",
        ];
        foreach (var address in addresses)
        {
            using var answer = await anybody.SendAsync(HttpMethod.Get, address, null, ("Authorization", $"Bearer {visitor.Token}"));
            seen.Add($"{address}: {string.Join(' ', answer.Headers)} {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.All(seen, text => Assert.DoesNotContain("zebra", text, StringComparison.OrdinalIgnoreCase));
        // The messages he may see prove nothing of those he may not: each names the one before it.
        var messages = (await visitor.Line.CallAsync("After", 0)).EnumerateArray().ToList();
        Assert.Equal([0, .. messages.SkipLast(1).Select(m => m.GetProperty("seq").GetInt32())], messages.Select(m => m.GetProperty("prev").GetInt32()));
        Assert.DoesNotContain(hub.Log.All, line => line.Contains("zebra", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_visitor_reads_only_the_tickets_of_the_own_session()
    {
        await using var claire = await Visitor.OpenAsync(hub);
        await using var stranger = await Visitor.OpenAsync(hub);
        await claire.SendAsync("My order number is ZR-20418");
        await stranger.SendAsync("Hello");
        await claire.SendAsync("and my friend is Zébulon");
        Assert.Equal(["Hello"], await stranger.TextsAsync());
        await stranger.SendAsync("Anybody?");
        Assert.DoesNotContain(stranger.Line.Heard, h => h.Arguments.ToString().Contains("ZR-20418", StringComparison.Ordinal) || h.Arguments.ToString().Contains("bulon", StringComparison.Ordinal));
    }
}
