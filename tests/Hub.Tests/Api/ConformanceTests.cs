using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Api;

/// <summary>What the server really answers is what its description says, on a hub in which something of everything has happened.</summary>
public sealed class ConformanceTests(FilledHub filled) : IClassFixture<FilledHub>
{
    [Fact]
    public async Task Every_read_answers_as_described()
    {
        var document = await ApiDocument.FetchAsync(filled.App);
        using var desk = await filled.App.SignInAsync(Role.Administrator);
        // The address of a visitor's file is a proof: UploadTests.
        // A picture that lies elsewhere is fetched from there: PictureProxyTests and HtmlMailTests do that, with a server of their own.
        foreach (var operation in document.Operations.Where(o => o is { Method: "GET", Path: not ("/api/v1/pictures/{message}/{signature}" or "/api/v1/visitor/files/{id}") }))
        {
            var addresses = await AddressesAsync(operation);
            Assert.NotEmpty(addresses);
            foreach (var address in addresses) await ExpectAsDescribedAsync(document, operation, await desk.GetAsync(address), 200);
        }
    }

    [Fact]
    public async Task Every_page_of_every_list_answers_as_described()
    {
        var document = await ApiDocument.FetchAsync(filled.App);
        using var desk = await filled.App.SignInAsync(Role.Administrator);
        foreach (var operation in document.Operations.Where(o => o.Parameters.Any(p => p.GetProperty("name").GetString() is "cursor")))
        {
            var (seen, whole, cursor) = (new List<string>(), await desk.GetAsync($"{operation.Path}?limit=100").ExpectAsync(HttpStatusCode.OK), (string?)null);
            do
            {
                using var answer = await desk.GetAsync($"{operation.Path}?limit=1{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
                Assert.Empty(await document.ErrorsAsync(operation, answer));
                var page = await answer.JsonAsync();
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(Id));
                cursor = page.GetProperty("next").GetString();
            }
            while (cursor is not null && seen.Count < 100);
            Assert.Equal(whole.GetProperty("items").EnumerateArray().Select(Id), seen);
        }
    }

    [Fact]
    public async Task Writes_and_refusals_answer_as_described()
    {
        var document = await ApiDocument.FetchAsync(filled.App);
        using var desk = await filled.App.SignInAsync(Role.Administrator);
        using var agent = await filled.App.SignInAsync();
        using var nobody = filled.App.OpenBrowser();
        await TryAsync("signIn", 401, b => b.PostAsync("/api/v1/session", new { email = "a@b.test", password = "wrong password" }), await FreshAsync());
        await TryAsync("changeSelf", 200, b => b.PatchAsync("/api/v1/session", new { language = "fr" }));
        await TryAsync("changeSelf", 400, b => b.PatchAsync("/api/v1/session", new { language = "xx" }));
        await TryAsync("changeAgent", 200, b => b.PatchAsync($"/api/v1/agents/{agent.AgentId}", new { name = "Tom" }));
        await TryAsync("changeAgent", 403, b => b.PatchAsync($"/api/v1/agents/{agent.AgentId}", new { name = "Tom" }), agent);
        await TryAsync("invite", 201, b => b.PostAsync("/api/v1/invitations", new { email = "new@hub.test", role = "agent" }));
        await TryAsync("revokeInvitation", 204, b => b.DeleteAsync("/api/v1/invitations/999"));
        await TryAsync("changeTicket", 200, b => b.PatchAsync($"/api/v1/tickets/{filled.Mail}", new { status = "pending", assignee = agent.AgentId }));
        await TryAsync("changeTicket", 412, b => b.SendAsync(HttpMethod.Patch, $"/api/v1/tickets/{filled.Mail}", new { status = "open" }, ("If-Match", "\"old\"")));
        await TryAsync("changeTicket", 409, b => b.PatchAsync($"/api/v1/tickets/{filled.Closed}", new { status = "open" }));
        await TryAsync("changeTicket", 404, b => b.PatchAsync("/api/v1/tickets/999999", new { status = "open" }));
        await TryAsync("addMessage", 201, b => b.PostAsync($"/api/v1/tickets/{filled.Mail}/messages", new { kind = "note", text = "x", clientId = "c1" }));
        await TryAsync("addMessage", 200, b => b.PostAsync($"/api/v1/tickets/{filled.Mail}/messages", new { kind = "note", text = "x", clientId = "c1" }));
        await TryAsync("addMessage", 415, b => b.Http.SendAsync(Raw(b, $"/api/v1/tickets/{filled.Mail}/messages")));
        await TryAsync("addMessage", 400, b => b.PostAsync($"/api/v1/tickets/{filled.Mail}/messages", new { kind = "reply", text = "x", clientId = "c2", to = new[] { "support@hub.test" } }));
        await TryAsync("beginSideConversation", 201, b => b.PostAsync($"/api/v1/tickets/{filled.Mail}/side", new { to = new[] { "repair@maker.test" }, text = "x", clientId = "c3" }));
        await TryAsync("beginSideConversation", 200, b => b.PostAsync($"/api/v1/tickets/{filled.Mail}/side", new { to = new[] { "repair@maker.test" }, text = "x", clientId = "c3" }));
        await TryAsync("beginSideConversation", 400, b => b.PostAsync($"/api/v1/tickets/{filled.Mail}/side", new { to = new[] { "anna@shop.test" }, text = "x", clientId = "c4" }));
        await TryAsync("makeTeam", 201, b => b.PostAsync("/api/v1/teams", new { name = "Expert", members = new[] { agent.AgentId } }));
        await TryAsync("makeTeam", 400, b => b.PostAsync("/api/v1/teams", new { name = "Others", members = new[] { 999_999 } }));
        await TryAsync("makeTeam", 409, b => b.PostAsync("/api/v1/teams", new { name = "RETOURS" }));
        await TryAsync("changeTeam", 200, b => b.PatchAsync("/api/v1/teams/1", new { name = "Retours" }));
        await TryAsync("changeTeam", 404, b => b.PatchAsync("/api/v1/teams/999999", new { name = "Nobody" }));
        await TryAsync("removeTeam", 204, async b => await b.DeleteAsync($"/api/v1/teams/{await filled.App.ScalarAsync<long>("select id from teams where name = 'Expert'")}"));
        await TryAsync("removeTeam", 404, b => b.DeleteAsync("/api/v1/teams/999999"));
        var site = await filled.App.ScalarAsync<long>("select min(channel) from sites");
        await TryAsync("createSigningKey", 201, b => b.PostAsync($"/api/v1/sites/{site}/signing-keys", new { expiresAt = filled.App.Time.GetUtcNow().AddDays(1) }));
        await TryAsync("createSigningKey", 400, b => b.PostAsync($"/api/v1/sites/{site}/signing-keys", new { expiresAt = "2001-01-01T00:00:00Z" }));
        await TryAsync("revokeSigningKey", 204, async b => await b.DeleteAsync($"/api/v1/sites/{site}/signing-keys/{await filled.App.ScalarAsync<string>("select max(kid) from signing_keys")}"));
        await TryAsync("revokeSigningKey", 404, b => b.DeleteAsync($"/api/v1/sites/{site}/signing-keys/unknown"));
        await TryAsync("removeParticipant", 204, b => b.DeleteAsync($"/api/v1/tickets/{filled.Mail}/participants/carol@shop.test"));
        await TryAsync("removeParticipant", 404, b => b.DeleteAsync($"/api/v1/tickets/{filled.Mail}/participants/carol@shop.test"));
        await TryAsync("openTicket", 401, b => b.GetAsync($"/api/v1/tickets/{filled.Mail}"), nobody);
        await TryAsync("listTickets", 400, b => b.GetAsync("/api/v1/tickets?limit=x"));
        await TryAsync("renameCustomer", 200, b => b.PatchAsync("/api/v1/customers/1", new { name = "Claire" }));
        await TryAsync("makeMailbox", 409, b => b.PostAsync("/api/v1/mailboxes", new { name = "x", address = "retours@hub.test" }));
        await TryAsync("listQuarantine", 403, b => b.GetAsync("/api/v1/quarantine"), agent);
        var stuck = (await desk.GetAsync("/api/v1/quarantine").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
        await TryAsync("replayMail", 200, b => b.PostAsync($"/api/v1/quarantine/{stuck}/replay"));

        async Task TryAsync(string id, int status, Func<Browser, Task<HttpResponseMessage>> call, Browser? by = null) =>
            await ExpectAsDescribedAsync(document, document.Operations.Single(o => o.Json.GetProperty("operationId").GetString() == id), await call(by ?? desk), status);

        async Task<Browser> FreshAsync()
        {
            (await nobody.GetAsync("/api/v1/session")).Dispose();
            return nobody;
        }
    }

    private static HttpRequestMessage Raw(Browser browser, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("kind=note") };
        request.Headers.Add("X-XSRF-TOKEN", Uri.UnescapeDataString(browser.Cookies.GetCookies(browser.Http.BaseAddress!)["XSRF-TOKEN"]!.Value));
        return request;
    }

    private static async Task ExpectAsDescribedAsync(ApiDocument document, ApiOperation operation, HttpResponseMessage answer, int status)
    {
        using (answer)
        {
            Assert.True((int)answer.StatusCode == status, $"{operation}: {answer.RequestMessage!.RequestUri} gave {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            Assert.True(await document.ErrorsAsync(operation, answer) is { Count: 0 }, $"{operation}: {answer.RequestMessage!.RequestUri}: {string.Join("; ", await document.ErrorsAsync(operation, answer))}");
        }
    }

    /// <summary>Every address of a read that leads to something here.</summary>
    private async Task<IReadOnlyList<string>> AddressesAsync(ApiOperation operation) => operation.Path switch
    {
        "/api/v1/tickets" => [operation.Path, .. new[] { "status=open,closed", "sort=waiting", "sort=created", "delivery=failed", "assignee=none", "q=Lampe", "folder=trash" }.Select(q => $"{operation.Path}?{q}")],
        "/api/v1/tickets/{number}" => await AllAsync("select number from tickets", "/api/v1/tickets/{0}"),
        "/api/v1/tickets/{number}/messages" => [.. await AllAsync("select number from tickets", "/api/v1/tickets/{0}/messages"), $"/api/v1/tickets/{filled.Chat}/messages?before=3&limit=1", $"/api/v1/tickets/{filled.Chat}/messages?since=2"],
        "/api/v1/tickets/{number}/side" => await AllAsync("select number from tickets", "/api/v1/tickets/{0}/side"),
        "/api/v1/customers/{id}" => await AllAsync("select id from customers", "/api/v1/customers/{0}"),
        "/api/v1/files/{id}" => await AllAsync("select id from files", "/api/v1/files/{0}"),
        "/api/v1/sites/{id}/signing-keys" => await AllAsync("select channel from sites", "/api/v1/sites/{0}/signing-keys"),
        "/api/v1/sites/{id}/reception" => await AllAsync("select channel from sites", "/api/v1/sites/{0}/reception"),
        "/api/v1/mail/received/{id}/raw" => await AllAsync("select raw from received_mails", "/api/v1/mail/received/{0}/raw"),
        "/api/v1/invitations/by-token/{token}" => [$"/api/v1/invitations/by-token/{filled.InvitationToken}"],
        _ => [operation.Path],
    };

    private async Task<IReadOnlyList<string>> AllAsync(string sql, string address) =>
        [.. (await filled.App.ScalarAsync<long[]>($"select array_agg(x) from ({sql}) y(x)")).Select(id => string.Format(System.Globalization.CultureInfo.InvariantCulture, address, id))];

    private static string Id(JsonElement item) => item.TryGetProperty("number", out var number) ? $"{number}" : $"{item.GetProperty("id")}";
}
