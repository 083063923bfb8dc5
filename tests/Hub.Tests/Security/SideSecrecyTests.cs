using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Channels.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Security;

/// <summary>What is said beside a ticket reaches its own people and agents; nothing of the customer's conversation comes that way, nor the other way round.</summary>
public sealed class SideSecrecyTests : IAsyncLifetime
{
    private const string Marker = "zebra-7731-aside";
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:ContinueAfter=30", "--Hub:Mail:TrustedAuthservIds=mx.hub.test");
        desk = await hub.SignInAsync(Role.Supervisor, "Léa");
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task A_third_party_answers_beside_the_ticket_and_the_customer_learns_nothing_of_it()
    {
        await DeliverAsync(Postman.Mail("Anna Keller <anna@shop.test>", "Lamp", "It arrived broken", ("Message-ID", "<lamp@shop.test>")));
        await NoteAsync(1, $"Careful: {Marker}");
        var begun = await BeginAsync(1, "repair@maker.test", $"Can you repair it? {Marker}", [await IdAsync(1, "It arrived")]);
        Assert.Equal(("Fwd: Lamp", "repair@maker.test"), (begun.GetProperty("side").GetProperty("subject").GetString(), begun.GetProperty("side").GetProperty("people")[0].GetString()));
        var sent = await smart.ReceivedAsync("repair@maker.test");
        var mail = sent.Read();
        Assert.Matches(@"^support\+s1\.[a-z2-7]{17}@localhost$", mail.ReplyTo[0].Address);
        Assert.Contains("It arrived broken", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Forwarded message of Anna Keller", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Careful", sent.Raw, StringComparison.Ordinal);
        Assert.Empty(mail.References);
        await SendingTests.StateAsync(desk, 1, "Can you repair", "sent");

        // He answers with the customer on copy, by token, then by reference alone.
        await DeliverAsync(Postman.Mail("Rita <repair@maker.test>", "Re: Fwd: Lamp", $"Yes we can {Marker}", ("Cc", "anna@shop.test, colleague@maker.test"), ("Message-ID", "<r1@maker.test>"), ("In-Reply-To", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        await DeliverAsync(Postman.Mail("repair@maker.test", "Re: Fwd: Lamp", $"On Tuesday {Marker}", ("References", "<r1@maker.test>")));
        var messages = await MessagesAsync(1);
        Assert.Equal(["customer", "internal", "internal", "side:1", "side:1", "side:1"], messages.Select(m => m.GetProperty("audience").GetString()));
        Assert.Equal("Rita", messages[4].GetProperty("author").GetProperty("name").GetString());
        Assert.Equal("side", (await ReceivingTests.EntryAsync(desk, "from=repair@maker.test")).GetProperty("code").GetString());

        // The customer's own conversation is as if nothing had been said.
        var ticket = await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("anna@shop.test", Assert.Single(ticket.GetProperty("recipients").GetProperty("all").GetProperty("to").EnumerateArray()).GetProperty("address").GetString());
        Assert.Empty(ticket.GetProperty("participants").EnumerateArray());
        await SendingTests.ReplyAsync(desk, 1, "We will repair it");
        var answer = await smart.ReceivedAsync("anna@shop.test");
        Assert.DoesNotContain("zebra", answer.Raw + answer.Read().TextBody, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["lamp@shop.test"], answer.Read().References);
        foreach (var view in new[] { "customer_messages", "mail_messages" })
            Assert.Equal(0, await hub.ScalarAsync<int>($"select count(*)::int from {view} where text like '%zebra%'"));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from mails where addresses && array['repair@maker.test', 'colleague@maker.test']"));
        Assert.DoesNotContain(hub.Log.All, line => line.Contains("zebra", StringComparison.OrdinalIgnoreCase) || line.Contains("maker.test", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Neither_side_gets_into_the_conversation_of_the_other_by_what_leaked_to_it()
    {
        await DeliverAsync(Postman.Mail("anna@shop.test", "Lamp", "It arrived broken", ("Message-ID", "<lamp@shop.test>")));
        await SendingTests.ReplyAsync(desk, 1, "We will see");
        var customers = (await smart.ReceivedAsync("anna@shop.test")).Read();
        await SendingTests.StateAsync(desk, 1, "We will see", "sent");
        await BeginAsync(1, "repair@maker.test", "Can you repair it?", []);
        var aside = (await smart.ReceivedAsync("repair@maker.test")).Read();
        await SendingTests.StateAsync(desk, 1, "Can you repair", "sent");
        var before = (await MessagesAsync(1)).Count;

        // The customer with the third party's token and references; a colleague of his; anybody: each begins a ticket that names the suspected one.
        foreach (var from in new[] { "anna@shop.test", "colleague@maker.test", "mallory@evil.test" })
        {
            await DeliverAsync(Postman.Mail(from, "Re: Fwd: Lamp", "I read along", ("Cc", "repair@maker.test"), ("References", $"<{aside.MessageId}>")), aside.ReplyTo[0].Address);
            Assert.Equal("stranger", (await ReceivingTests.EntryAsync(desk, $"from={from}")).GetProperty("code").GetString());
        }
        // The third party with the customer's.
        await DeliverAsync(Postman.Mail("repair@maker.test", "Re: Lamp", "I read along", ("References", $"<lamp@shop.test> <{customers.MessageId}>")), customers.ReplyTo[0].Address);
        Assert.Equal("stranger", (await ReceivingTests.EntryAsync(desk, "from=repair@maker.test")).GetProperty("code").GetString());
        Assert.Equal(before, (await MessagesAsync(1)).Count);
        // With both, he stays beside it: what he says is never the customer's to see by accident.
        await DeliverAsync(Postman.Mail("repair@maker.test", "Re: Lamp", "Both at once", ("To", $"{customers.ReplyTo[0].Address}, {aside.ReplyTo[0].Address}"), ("References", $"<{customers.MessageId}>")), customers.ReplyTo[0].Address);
        Assert.Equal("side:1", (await MessagesAsync(1))[^1].GetProperty("audience").GetString());
        // A forged one joins marked; an agent's from his own mail program is a note.
        await DeliverAsync(Postman.Mail("repair@maker.test", "Re", "Pay here", ("References", $"<{aside.MessageId}>"), ("Authentication-Results", "mx.hub.test; dmarc=fail")));
        Assert.Equal(["unverified"], (await MessagesAsync(1))[^1].GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        await DeliverAsync(Postman.Mail((await hub.AddAgentAsync()).Email, "Re", "My two cents", ("References", $"<{aside.MessageId}>")));
        Assert.Equal(("note", "internal"), ((await MessagesAsync(1))[^1].GetProperty("kind").GetString(), (await MessagesAsync(1))[^1].GetProperty("audience").GetString()));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from participants p join identities i on i.id = p.identity where p.ticket = 1"));
        // Our own mail that comes round is no message.
        var known = (await MessagesAsync(1)).Count;
        await DeliverAsync(smart.Mails.Single(m => m.To == "repair@maker.test").Raw);
        Assert.Equal("ours", (await ReceivingTests.EntryAsync(desk, $"messageId={Uri.EscapeDataString(aside.MessageId!)}")).GetProperty("code").GetString());
        Assert.Equal("event", (await MessagesAsync(1))[^1].GetProperty("kind").GetString());
        Assert.Equal(known + 1, (await MessagesAsync(1)).Count);
    }

    [Fact]
    public async Task No_surface_that_a_visitor_can_reach_shows_what_is_said_beside_the_ticket()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "anna@shop.test" });
        await desk.PostAsync($"/api/v1/tickets/{number}/side", new { to = new[] { "ANNA@shop.test" }, text = "x", clientId = "x" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "recipient_is_customer");
        await BeginAsync(number, "repair@maker.test", $"About her: {Marker}", []);
        var mail = (await smart.ReceivedAsync("repair@maker.test")).Read();
        await DeliverAsync(Postman.Mail("repair@maker.test", "Re", $"I know: {Marker}", ("References", $"<{mail.MessageId}>")));
        await SendingTests.ReplyAsync(desk, number, "A public answer");
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "A public answer");
        var seen = new List<string> { (await visitor.Line.CallAsync("After", 0)).ToString(), (await visitor.Line.CallAsync("Before", int.MaxValue)).ToString() };
        await using (var again = await Visitor.OpenAsync(hub, visitor.Token)) seen.Add(again.Started.ToString());
        seen.AddRange(visitor.Line.Heard.Select(h => h.Arguments.ToString()));
        using var anybody = hub.OpenBrowser();
        foreach (var address in new[] { $"/api/v1/tickets/{number}/side", $"/api/v1/tickets/{number}/messages" })
        {
            using var answer = await anybody.SendAsync(HttpMethod.Get, address, null, ("Authorization", $"Bearer {visitor.Token}"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        await visitor.DisposeAsync();
        // The continuation by mail, after all that.
        hub.Time.Advance(TimeSpan.FromMinutes(2));
        var continued = await smart.ReceivedAsync("anna@shop.test");
        seen.Add(continued.Raw + continued.Read().TextBody);
        Assert.All(seen, text => Assert.DoesNotContain("zebra", text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Only_the_customers_conversation_goes_along_once_and_what_fails_shows()
    {
        await DeliverAsync(Postman.Mail("anna@shop.test", "Lamp",
            "--b\r\nContent-Type: text/plain\r\n\r\nSee the picture\r\n--b\r\nContent-Type: image/png; name=\"a.png\"\r\nContent-Disposition: attachment; filename=\"a.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--\r\n",
            ("Content-Type", "multipart/mixed; boundary=b")));
        await NoteAsync(1, "A note");
        var file = await hub.ScalarAsync<long>("select id from files");
        await desk.PostAsync("/api/v1/tickets/1/side", new { to = new[] { "a@maker.test" }, text = "x", clientId = "1", messages = new[] { await IdAsync(1, "A note") } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "messages_unknown");
        await desk.PostAsync("/api/v1/tickets/1/side", new { to = new[] { "a@maker.test" }, text = "x", clientId = "2", files = new[] { file + 1 } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "files_unknown");
        await desk.PostAsync("/api/v1/tickets/1/side", new { to = new[] { "support@localhost" }, text = "x", clientId = "3" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "recipient_ours");
        await hub.ExecuteAsync("update files set size = 14000001");
        await desk.PostAsync("/api/v1/tickets/1/side", new { to = new[] { "a@maker.test" }, text = "x", clientId = "3b", files = new[] { file } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "files_too_large");
        await hub.ExecuteAsync("update files set size = 3");
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from side_conversations"));

        smart.OnRecipient = to => to == "gone@maker.test" ? "550 5.1.1 no such user" : null;
        var request = new { to = new[] { "a@maker.test" }, cc = new[] { "gone@maker.test" }, subject = "A lamp", text = "Look", clientId = "4", files = new[] { file } };
        var side = (await desk.PostAsync("/api/v1/tickets/1/side", request).ExpectAsync(HttpStatusCode.Created)).GetProperty("side").GetProperty("id").GetInt64();
        await desk.PostAsync("/api/v1/tickets/1/side", request).ExpectAsync(HttpStatusCode.OK);
        var mail = (await smart.ReceivedAsync("a@maker.test")).Read();
        Assert.Equal(("A lamp", "a.png", "gone@maker.test"), (mail.Subject, Assert.Single(mail.Attachments).FileName, mail.Cc[0].Address));
        var failed = await SendingTests.StateAsync(desk, 1, "Look", "failed");
        Assert.Equal("gone@maker.test", failed.GetProperty("delivery").GetProperty("address").GetString());
        smart.OnRecipient = _ => null;
        await desk.PostAsync($"/api/v1/tickets/1/messages/{failed.GetProperty("id").GetInt64()}/send").ExpectAsync(HttpStatusCode.OK);
        await smart.ReceivedAsync("gone@maker.test");

        await desk.PostAsync($"/api/v1/tickets/1/side/{side}/messages", new { text = "And now?", to = new[] { "b@maker.test" }, clientId = "5" }).ExpectAsync(HttpStatusCode.Created);
        var second = await smart.ReceivedAsync("b@maker.test");
        Assert.Equal(("Re: A lamp", mail.MessageId), (second.Read().Subject, Assert.Single(second.Read().References)));
        await desk.PostAsync("/api/v1/tickets/1/side/99/messages", new { text = "x", clientId = "6" }).ExpectProblemAsync(HttpStatusCode.NotFound, "side_unknown");
        // A third party who answers owes nothing any more; his bounce is no ticket.
        await desk.PatchAsync("/api/v1/tickets/1", new { status = "onHold" }).ExpectAsync(HttpStatusCode.OK);
        await DeliverAsync(Postman.Mail("b@maker.test", "Re: A lamp", "Now", ("References", $"<{second.Read().MessageId}>")));
        Assert.Equal("open", (await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
        await new Postman(hub).DeliverAsync(Postman.Mail("MAILER-DAEMON@mx.maker.test", "Undelivered",
            $"--r\r\nContent-Type: text/plain\r\n\r\nI could not.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.maker.test\r\n\r\nFinal-Recipient: rfc822; b@maker.test\r\nAction: failed\r\nStatus: 5.1.1\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{second.Read().MessageId}>\r\n--r--\r\n",
            ("Content-Type", "multipart/report; report-type=delivery-status; boundary=r")), "", [second.From]);
        await SendingTests.StateAsync(desk, 1, "And now?", "failed");
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
    }

    private Task<JsonElement> BeginAsync(long number, string to, string text, long[] messages) =>
        desk.PostAsync($"/api/v1/tickets/{number}/side", new { to = new[] { to }, text, messages, clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);

    private Task<JsonElement> NoteAsync(long number, string text) => desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "note", text, clientId = text }).ExpectAsync(HttpStatusCode.Created);

    private Task<IReadOnlyList<JsonElement>> MessagesAsync(long number) => ReceivingTests.MessagesAsync(desk, number);

    private async Task<long> IdAsync(long number, string begins) =>
        (await MessagesAsync(number)).Single(m => m.TryGetProperty("text", out var text) && text.GetString()!.StartsWith(begins, StringComparison.Ordinal)).GetProperty("id").GetInt64();

    private async Task DeliverAsync(string mail, string to = "support@localhost") => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, to))[0], StringComparison.Ordinal);
}
