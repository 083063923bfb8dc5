using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Security;

/// <summary>What comes from a signed-in browser is hostile too: every field, every way to spoil it.</summary>
public sealed class HostileAgentTests(HubApp hub) : IClassFixture<HubApp>
{
    private static readonly string[] hostileWords =
    [
        "Robert'); drop table tickets;--", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "%00 %n ${7*7} {{x}}", "../../etc/passwd", "\u202Eabc\u2066",
    ];

    [Fact]
    public async Task Hostile_words_in_every_field_are_words()
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        var number = await BeginAsync();
        var path = $"/api/v1/tickets/{number}";
        var customer = (await browser.GetAsync(path).ExpectAsync(HttpStatusCode.OK)).GetProperty("customer").GetProperty("id").GetInt64();
        var site = (await browser.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
        foreach (var words in hostileWords)
        {
            var ticket = await browser.PatchAsync(path, new { subject = words, tags = new[] { words } }).ExpectAsync(HttpStatusCode.OK);
            Assert.Equal(words, ticket.GetProperty("subject").GetString());
            Assert.Equal(words, ticket.GetProperty("tags")[0].GetString());
            var note = await browser.PostAsync($"{path}/messages", new { kind = "note", text = words, clientId = words }).ExpectAsync(HttpStatusCode.Created);
            Assert.Equal(words, note.GetProperty("text").GetString());
            Assert.Equal(words, (await browser.PatchAsync($"/api/v1/customers/{customer}", new { name = words }).ExpectAsync(HttpStatusCode.OK)).GetProperty("name").GetString());
            Assert.Equal(words, (await browser.PatchAsync($"/api/v1/sites/{site}", new { name = words, greeting = words }).ExpectAsync(HttpStatusCode.OK)).GetProperty("greeting").GetString());
            foreach (var query in new[] { "q", "tag", "channel" })
                await browser.GetAsync($"/api/v1/tickets?{query}={Uri.EscapeDataString(words)}").ExpectAsync(HttpStatusCode.OK);
            foreach (var query in new[] { "status", "folder", "sort", "assignee", "cursor", "limit", "customer" })
            {
                using var refused = await browser.GetAsync($"/api/v1/tickets?{query}={Uri.EscapeDataString(words)}");
                Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            }
        }
        Assert.True(await hub.ScalarAsync<long>("select count(*) from tickets") > 0);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused_field_by_field()
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        var path = $"/api/v1/tickets/{await BeginAsync()}";
        foreach (var bad in new[] { "a\0b", "", "   ", new string('x', 20_001) })
        {
            await ExpectBadAsync(browser.PostAsync($"{path}/messages", new { kind = "reply", text = bad, clientId = "c" }));
            await ExpectBadAsync(browser.PostAsync($"{path}/messages", new { kind = "note", text = "x", clientId = bad }));
            await ExpectBadAsync(browser.PatchAsync(path, new { subject = bad }));
            await ExpectBadAsync(browser.PatchAsync(path, new { tags = new[] { bad } }));
            await ExpectBadAsync(browser.PatchAsync(path, new { status = bad }));
            await ExpectBadAsync(browser.PatchAsync(path, new { assignee = bad }));
            await ExpectBadAsync(browser.PatchAsync("/api/v1/customers/1", new { name = bad }));
            await ExpectBadAsync(browser.PatchAsync("/api/v1/sites/1", new { allowedOrigins = new[] { bad } }));
        }
        foreach (var origin in new[] { "shop.example", "https://shop.example/path", "https://a b", "javascript:alert(1)", "https://x.test; script-src *", "https://user@x.test", "*" })
            await ExpectBadAsync(browser.PatchAsync("/api/v1/sites/1", new { allowedOrigins = new[] { origin } }));
    }

    [Fact]
    public async Task Bodies_that_are_no_json_are_refused()
    {
        using var browser = await hub.SignInAsync(Role.Administrator);
        var path = $"/api/v1/tickets/{await BeginAsync()}/messages";
        var token = Uri.UnescapeDataString(browser.Cookies.GetCookies(hub.Address)["XSRF-TOKEN"]!.Value);
        byte[][] bodies = [[], [.. "null"u8], [.. "[]"u8], [.. "{"u8], [.. "\"x\""u8], [0x7b, 0x22, 0xC3, 0x28, 0x22], [.. Encoding.UTF8.GetBytes("{\"kind\":\"note\",\"clientId\":\"h\",\"text\":\"\\ud83d\"}")], [.. "{\"kind\":{},\"text\":7}"u8]];
        foreach (var body in bodies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
            request.Headers.Add("X-XSRF-TOKEN", token);
            using var answer = await browser.Http.SendAsync(request);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest, $"{Encoding.UTF8.GetString(body)}: {answer.StatusCode}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
        await browser.SendAsync(HttpMethod.Post, path, new { kind = "note", text = "x", clientId = "1" }, ("X-XSRF-TOKEN", "")).ExpectProblemAsync(HttpStatusCode.BadRequest, "antiforgery");
        await browser.SendAsync(HttpMethod.Post, path, new { kind = "note", text = "x", clientId = "1" }, ("Origin", "https://evil.test")).ExpectProblemAsync(HttpStatusCode.Forbidden, "origin");
    }

    private static async Task ExpectBadAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task<long> BeginAsync()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        return (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
    }
}
