using System.Net;
using System.Text;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Security;

/// <summary>The leak matrix of mail: what is internal reaches no mail, and what a mail brought reaches nobody whom it is not for.</summary>
public sealed class MailSecrecyTests : IAsyncLifetime
{
    private const string Marker = "zebra-7731-internal";
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;

    public async Task InitializeAsync() => hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:ContinueAfter=30");

    public async Task DisposeAsync()
    {
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task No_mail_of_any_kind_holds_a_note_a_tag_an_event_or_an_answer_that_was_taken_back()
    {
        using var desk = await hub.SignInAsync(Role.Administrator, $"Léa {Marker}");
        await desk.PatchAsync($"/api/v1/mailboxes/{await hub.ScalarAsync<long>("select channel from mailboxes")}", new { acknowledge = true }).ExpectAsync(HttpStatusCode.OK);
        var post = new Postman(hub);
        await post.DeliverAsync(Postman.Mail("anna@shop.test", "Hello", "My words"), "anna@shop.test", []);
        await using var visitor = await Visitor.OpenAsync(hub);
        var chat = (await visitor.SendAsync("Hello from the chat")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "bob@shop.test" });
        await visitor.DisposeAsync();
        foreach (var number in new[] { 1, chat })
        {
            var path = $"/api/v1/tickets/{number}";
            await desk.PostAsync($"{path}/messages", new { kind = "note", text = $"Careful: {Marker}", clientId = $"n-{Marker}-{number}" }).ExpectAsync(HttpStatusCode.Created);
            await desk.PatchAsync(path, new { tags = new[] { Marker }, priority = "urgent", assignee = desk.AgentId }).ExpectAsync(HttpStatusCode.OK);
            await desk.PostAsync($"{path}/messages", new { kind = "reply", text = "A public answer", clientId = $"r-{Marker}-{number}" }).ExpectAsync(HttpStatusCode.Created);
        }
        var held = await desk.PostAsync("/api/v1/tickets/1/messages", new { kind = "reply", text = $"Later: {Marker}", clientId = "later", sendAt = hub.Time.GetUtcNow().AddHours(2) }).ExpectAsync(HttpStatusCode.Created);
        hub.Time.Advance(TimeSpan.FromMinutes(2));
        await smart.ReceivedAsync("anna@shop.test", 2);
        await smart.ReceivedAsync("bob@shop.test");
        await desk.PostAsync($"/api/v1/tickets/1/messages/{held.GetProperty("id").GetInt64()}/cancel").ExpectAsync(HttpStatusCode.OK);
        // An answer with a quotation, after all that.
        await post.DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "Thanks", ("References", $"<{smart.Mails.Last(m => m.To == "anna@shop.test").Read().MessageId}>")), "anna@shop.test", []);
        await desk.PostAsync("/api/v1/tickets/1/messages", new { kind = "reply", text = "You are welcome", clientId = "again" }).ExpectAsync(HttpStatusCode.Created);
        await smart.ReceivedAsync("anna@shop.test", 3);
        hub.Time.Advance(TimeSpan.FromHours(3));
        await Task.Delay(1_500);

        Assert.Equal(4, smart.Mails.Count);
        Assert.All(smart.Mails, m =>
        {
            Assert.DoesNotContain("zebra", m.Raw, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("zebra", m.Read().TextBody, StringComparison.OrdinalIgnoreCase);
        });
        Assert.DoesNotContain(hub.Log.All, line => line.Contains("zebra", StringComparison.OrdinalIgnoreCase) || line.Contains("anna@shop", StringComparison.OrdinalIgnoreCase) || line.Contains("My words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_mail_brought_reaches_no_visitor_and_nobody_who_is_not_signed_in()
    {
        using var desk = await hub.SignInAsync(Role.Administrator);
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"file {Marker}"));
        await new Postman(hub).DeliverAsync(Postman.Mail($"Anna {Marker} <anna-{Marker}@shop.test>", $"About {Marker}",
            $"--b\r\nContent-Type: text/plain\r\n\r\nWords {Marker}\r\n\r\nOn 3 May 2026 at 10:00, Support <support@localhost> wrote:\r\n> quoted {Marker}\r\n--b\r\nContent-Type: text/plain; name=\"{Marker}.txt\"\r\nContent-Disposition: attachment; filename=\"{Marker}.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{secret}\r\n--b--\r\n",
            ("Content-Type", "multipart/mixed; boundary=b")));
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.SendAsync("Hello");
        await visitor.Line.CallAsync("Identify", new { email = $"anna-{Marker}@shop.test" });
        var file = await hub.ScalarAsync<long>("select min(id) from files");
        var raw = await hub.ScalarAsync<long>("select min(raw) from received_mails");
        using var anybody = hub.OpenBrowser();
        using var agent = await hub.SignInAsync(Role.Agent);
        var seen = new List<string> { (await visitor.Line.CallAsync("After", 0)).ToString(), visitor.Started.ToString() };
        await using (var again = await Visitor.OpenAsync(hub, visitor.Token)) seen.Add(again.Started.ToString());
        foreach (var address in new[] { $"/api/v1/files/{file}", $"/api/v1/mail/received/{raw}/raw", "/api/v1/mail/received", "/api/v1/quarantine", "/api/v1/tickets", "/api/v1/tickets/1", "/api/v1/tickets/1/messages", "/api/v1/mail/state", "/api/v1/mailboxes", "/mail/not-me/n1.aaaaaaaaaaaaaaaaaa" })
        {
            using var answer = await anybody.SendAsync(HttpMethod.Get, address, null, ("Authorization", $"Bearer {visitor.Token}"));
            seen.Add($"{address}: {await answer.Content.ReadAsStringAsync()}");
        }
        // Raw mail and the log of all mail are for supervisors.
        foreach (var address in new[] { $"/api/v1/mail/received/{raw}/raw", "/api/v1/mail/received", "/api/v1/quarantine" })
        {
            using var answer = await agent.GetAsync(address);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        seen.AddRange(visitor.Line.Heard.Select(h => h.Arguments.ToString()));
        // The visitor typed the address, so that much of it comes back; nothing else does.
        Assert.All(seen, text => Assert.DoesNotContain("zebra", text.Replace($"anna-{Marker}@shop.test", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(hub.Log.All, line => line.Contains("zebra", StringComparison.OrdinalIgnoreCase));
    }
}
