using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

public sealed class SendingTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;

    public async Task InitializeAsync() => hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:Domain=hub.test");

    public async Task DisposeAsync()
    {
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_goes_to_the_customer_and_his_reply_joins_the_ticket()
    {
        using var desk = await hub.SignInAsync(Role.Administrator, "Léa Bonnet");
        var box = (await desk.GetAsync("/api/v1/mailboxes").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];
        await desk.PatchAsync($"/api/v1/mailboxes/{box.GetProperty("id").GetInt64()}", new { senderName = "Maison Clé", locale = "fr", signatures = new { fr = "L’équipe Maison Clé" } }).ExpectAsync(HttpStatusCode.OK);
        var number = await BeginAsync(desk, "Anna <anna@shop.test>", "Mon colis", "Bonjour, où est-il ?", ("Message-ID", "<first@client.test>"), ("References", "<old@client.test>"));
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "note", text = "zebra-note", clientId = "n" }).ExpectAsync(HttpStatusCode.Created);
        await ReplyAsync(desk, number, "Il arrive demain.\n.\nBien à vous");

        var sent = await smart.ReceivedAsync("anna@shop.test");
        var mail = sent.Read();
        Assert.Equal("Maison Clé", mail.From[0].Name);
        Assert.Equal("support@hub.test", mail.From[0].Address);
        Assert.Equal("Re: Mon colis", mail.Subject);
        Assert.Equal(["first@client.test"], mail.InReplyTo);
        Assert.Equal(["old@client.test", "first@client.test"], mail.References);
        Assert.StartsWith($"support+t{number}.", mail.ReplyTo[0].Address, StringComparison.Ordinal);
        Assert.StartsWith("support+b", sent.From, StringComparison.Ordinal);
        Assert.EndsWith("@hub.test", mail.MessageId, StringComparison.Ordinal);
        Assert.Null(mail.AutoSubmitted);
        Assert.StartsWith("Il arrive demain.\n.\nBien à vous\n\nL’équipe Maison Clé\n\nLe 22", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("> Bonjour, où est-il ?", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", sent.Raw, StringComparison.OrdinalIgnoreCase);
        await StateAsync(desk, number, "Il arrive", "sent");

        // By the token alone, as from a program that drops References; the customer may write from where we wrote to.
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Mon colis", "Merci !\n\n" + Quote(mail.TextBody)), mail.ReplyTo[0].Address);
        // And by References alone.
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Mon colis", "Encore merci", ("References", $"<first@client.test> <{mail.MessageId}>")), "support@hub.test");
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal(["inbound", "note", "reply", "inbound", "inbound"], messages.Select(m => m.GetProperty("kind").GetString()));
        Assert.Equal("Merci !", messages[3].GetProperty("text").GetString()!.Trim());
        Assert.Equal("open", (await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from identities where address = 'anna@shop.test' and verified_at is not null"));
    }

    [Fact]
    public async Task A_refusal_shows_the_servers_words_and_can_be_tried_again()
    {
        using var desk = await hub.SignInAsync();
        var number = await BeginAsync(desk, "gone@shop.test", "Gone", "Hello");
        smart.OnRecipient = to => to == "gone@shop.test" ? "550 5.1.1 <gone@shop.test>: no such <b>user</b>" : null;
        await ReplyAsync(desk, number, "Can you read this?");
        var failed = await StateAsync(desk, number, "Can you", "failed");
        Assert.Contains("no such <b>user</b>", failed.GetProperty("delivery").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("550", failed.GetProperty("delivery").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await desk.GetAsync("/api/v1/mail/state").ExpectAsync(HttpStatusCode.OK)).GetProperty("failed").GetInt32());
        var rows = (await desk.GetAsync("/api/v1/tickets?delivery=failed").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.True(rows.Single().GetProperty("deliveryFailed").GetBoolean());
        smart.OnRecipient = _ => null;
        await desk.PostAsync($"/api/v1/tickets/{number}/messages/{failed.GetProperty("id").GetInt64()}/send").ExpectAsync(HttpStatusCode.OK);
        await smart.ReceivedAsync("gone@shop.test");
        await StateAsync(desk, number, "Can you", "sent");
        Assert.Empty((await desk.GetAsync("/api/v1/tickets?delivery=failed").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
        await desk.PostAsync($"/api/v1/tickets/{number}/messages/{failed.GetProperty("id").GetInt64()}/send").ExpectProblemAsync(HttpStatusCode.Conflict, "delivery_gone");
    }

    [Fact]
    public async Task A_temporary_refusal_is_tried_again_later_and_later_answers_wait_behind_it()
    {
        using var desk = await hub.SignInAsync();
        var number = await BeginAsync(desk, "grey@shop.test", "Grey", "Hello");
        var refusals = 0;
        smart.OnRecipient = to => to == "grey@shop.test" && Interlocked.Increment(ref refusals) == 1 ? "451 4.7.1 Greylisted, try later" : null;
        await ReplyAsync(desk, number, "First answer");
        var waiting = await StateAsync(desk, number, "First", "queued", d => d.TryGetProperty("reason", out _));
        Assert.Contains("Greylisted", waiting.GetProperty("delivery").GetProperty("reason").GetString(), StringComparison.Ordinal);
        await ReplyAsync(desk, number, "Second answer");
        await Task.Delay(1_500);
        Assert.Empty(smart.Mails);
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        await smart.ReceivedAsync("grey@shop.test", 2);
        Assert.Equal(["First answer", "Second answer"], smart.Mails.Select(m => m.Read().TextBody!.Split('\n')[0].Trim()));
    }

    [Fact]
    public async Task Without_an_outgoing_server_mail_stays_queued_and_the_desk_is_told()
    {
        await using var own = await HubApp.StartAsync("--Hub:Mail:UndoSeconds=0");
        using var desk = await own.SignInAsync(Role.Administrator);
        await new Postman(own).DeliverAsync(Postman.Mail("wait@shop.test", "x", "Hello"));
        await ReplyAsync(desk, 1, "An answer");
        Assert.False((await desk.GetAsync("/api/v1/mail/state").ExpectAsync(HttpStatusCode.OK)).GetProperty("smartHost").GetBoolean());
        await StateAsync(desk, 1, "An answer", "queued");
        var box = (await desk.GetAsync("/api/v1/mailboxes").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
        await desk.PostAsync($"/api/v1/mailboxes/{box}/test").ExpectProblemAsync(HttpStatusCode.Conflict, "mail_no_server");
        // The mailbox gets a server of its own, and the mail goes.
        await desk.PatchAsync($"/api/v1/mailboxes/{box}", new { server = new { host = "127.0.0.1", port = smart.Port, security = "none" } }).ExpectAsync(HttpStatusCode.OK);
        await smart.ReceivedAsync("wait@shop.test");
        var tested = await desk.PostAsync($"/api/v1/mailboxes/{box}/test").ExpectAsync(HttpStatusCode.OK);
        Assert.StartsWith("250", tested.GetProperty("answer").GetString(), StringComparison.Ordinal);
        await smart.ReceivedAsync(tested.GetProperty("to").GetString()!);
    }

    [Fact]
    public async Task A_mail_can_be_taken_back_for_some_seconds_and_then_nobody_was_answered()
    {
        await using var own = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=300");
        using var desk = await own.SignInAsync();
        await new Postman(own).DeliverAsync(Postman.Mail("undo@shop.test", "x", "Hello"));
        var before = await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK);
        var reply = await ReplyAsync(desk, 1, "Too hasty");
        Assert.Equal("scheduled", reply.GetProperty("delivery").GetProperty("state").GetString());
        Assert.Equal("internal", reply.GetProperty("audience").GetString());
        Assert.Equal("pending", (await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
        var taken = await desk.PostAsync($"/api/v1/tickets/1/messages/{reply.GetProperty("id").GetInt64()}/cancel").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("cancelled", taken.GetProperty("delivery").GetProperty("state").GetString());
        var after = await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("open", after.GetProperty("status").GetString());
        Assert.Equal(before.GetProperty("waitingSince").GetDateTimeOffset(), after.GetProperty("waitingSince").GetDateTimeOffset());
        Assert.False(after.TryGetProperty("firstResponseAt", out _));
        own.Time.Advance(TimeSpan.FromMinutes(10));
        await ReplyAsync(desk, 1, "Well thought");
        own.Time.Advance(TimeSpan.FromMinutes(10));
        await smart.ReceivedAsync("undo@shop.test");
        Assert.DoesNotContain(smart.Mails, m => m.Raw.Contains("hasty", StringComparison.Ordinal));
        var sent = await StateAsync(desk, 1, "Well", "sent");
        Assert.Equal("customer", sent.GetProperty("audience").GetString());
        await desk.PostAsync($"/api/v1/tickets/1/messages/{sent.GetProperty("id").GetInt64()}/cancel").ExpectProblemAsync(HttpStatusCode.Conflict, "delivery_gone");
    }

    [Fact]
    public async Task A_mail_can_be_sent_later_or_then_after_all_at_once()
    {
        using var desk = await hub.SignInAsync();
        var number = await BeginAsync(desk, "later@shop.test", "Later", "Hello");
        var at = hub.Time.GetUtcNow().AddHours(3);
        var late = await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "In three hours", clientId = "a", sendAt = at.ToOffset(TimeSpan.FromHours(2)) }).ExpectAsync(HttpStatusCode.Created);
        Assert.Equal("scheduled", late.GetProperty("delivery").GetProperty("state").GetString());
        Assert.Equal(at, late.GetProperty("delivery").GetProperty("notBefore").GetDateTimeOffset());
        // What is due in hours does not hold up what is due now.
        await ReplyAsync(desk, number, "At once");
        await smart.ReceivedAsync("later@shop.test");
        Assert.Single(smart.Mails, m => m.To == "later@shop.test");
        await desk.PostAsync($"/api/v1/tickets/{number}/messages/{late.GetProperty("id").GetInt64()}/send").ExpectAsync(HttpStatusCode.OK);
        Assert.Contains("In three hours", (await smart.ReceivedAsync("later@shop.test", 2)).Read().TextBody, StringComparison.Ordinal);

        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "x", clientId = "b", sendAt = hub.Time.GetUtcNow().AddMinutes(-1) }).ExpectProblemAsync(HttpStatusCode.BadRequest, "send_at_invalid");
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "x", clientId = "c", sendAt = hub.Time.GetUtcNow().AddYears(3) }).ExpectProblemAsync(HttpStatusCode.BadRequest, "send_at_invalid");
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "x", clientId = "d", channel = "chat" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "channel_unreachable");
    }

    [Fact]
    public async Task A_bounce_marks_its_delivery_failed_and_opens_no_ticket()
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var number = await BeginAsync(desk, "bounces@shop.test", "Bounces", "Hello");
        await ReplyAsync(desk, number, "Are you there?");
        var sent = await smart.ReceivedAsync("bounces@shop.test");
        await StateAsync(desk, number, "Are you", "sent");
        var report = $"""
            --r
            Content-Type: text/plain

            I could not deliver your mail.
            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.shop.test

            Final-Recipient: rfc822; bounces@shop.test
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 mailbox full of bees
            --r
            Content-Type: text/rfc822-headers

            Message-ID: <{sent.Read().MessageId}>
            --r--
            """;
        await new Postman(hub).DeliverAsync(Postman.Mail("MAILER-DAEMON@mx.shop.test", "Undelivered", report, ("Content-Type", "multipart/report; report-type=delivery-status; boundary=r"), ("Auto-Submitted", "auto-replied")), "", [sent.From]);
        var failed = await StateAsync(desk, number, "Are you", "failed");
        Assert.Contains("full of bees", failed.GetProperty("delivery").GetProperty("reason").GetString(), StringComparison.Ordinal);
        var entry = await ReceivingTests.EntryAsync(desk, "disposition=bounce");
        Assert.Equal(number, entry.GetProperty("ticket").GetInt64());
        Assert.True(entry.GetProperty("bounce")[0].GetProperty("permanent").GetBoolean());
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
    }

    private async Task<long> BeginAsync(Browser desk, string from, string subject, string text, params (string, string)[] headers)
    {
        await DeliverAsync(Postman.Mail(from, subject, text, [("To", "support@hub.test"), .. headers]), "support@hub.test");
        return (await desk.GetAsync("/api/v1/tickets?sort=created&limit=1").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("number").GetInt64();
    }

    private async Task DeliverAsync(string mail, string to) => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, to))[0], StringComparison.Ordinal);

    private static string Quote(string text) => "On 22 Nov 2026, at 10:00, Support <support@hub.test> wrote:\n\n" + string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => "> " + l));

    internal static Task<JsonElement> ReplyAsync(Browser desk, long number, string text) =>
        desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text, clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);

    /// <summary>Waits until the delivery of the message that begins so is in a state.</summary>
    internal static async Task<JsonElement> StateAsync(Browser desk, long number, string begins, string state, Func<JsonElement, bool>? and = null)
    {
        JsonElement found = default;
        await Wait.UntilAsync($"\"{begins}\" is {state}", async () =>
        {
            found = (await ReceivingTests.MessagesAsync(desk, number)).Single(m => m.TryGetProperty("text", out var text) && text.GetString()!.StartsWith(begins, StringComparison.Ordinal));
            var delivery = found.GetProperty("delivery");
            return delivery.GetProperty("state").GetString() == state && (and is null || and(delivery));
        });
        return found;
    }
}
