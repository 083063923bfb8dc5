using System.Net;
using System.Text.RegularExpressions;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>The answer follows a visitor who has left, by mail, and what he answers by mail joins the conversation.</summary>
public sealed partial class ContinuationTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:ContinueAfter=60", "--Hub:PublicUrl=http://help.shop.test");
        desk = await hub.SignInAsync(Role.Supervisor, "Léa Bonnet");
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task The_answer_follows_by_mail_and_the_conversation_stays_one_ticket()
    {
        var (number, token) = await LeftAsync("anna@shop.test", "My lamp is broken, see http://evil.test/a and me@evil.test");
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "note", text = "zebra-note", clientId = "n" }).ExpectAsync(HttpStatusCode.Created);
        var answer = await SendingTests.ReplyAsync(desk, number, "We send you a new one.");
        Assert.Equal(("sent", "chat"), (answer.GetProperty("delivery").GetProperty("state").GetString(), answer.GetProperty("delivery").GetProperty("via").GetString()));
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "It arrives tomorrow.", clientId = "2" }).ExpectAsync(HttpStatusCode.Created);
        await Task.Delay(1_500);
        Assert.Empty(smart.Mails);

        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var sent = await smart.ReceivedAsync("anna@shop.test");
        var mail = sent.Read();
        // Both unseen answers, in one mail.
        Assert.Contains("We send you a new one.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("It arrives tomorrow.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("> My lamp is broken", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("http://evil.test", sent.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("me@evil", sent.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", sent.Raw, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("http://help.shop.test/mail/not-me/n", mail.TextBody, StringComparison.Ordinal);
        Assert.StartsWith($"support+t{number}.", mail.ReplyTo[0].Address, StringComparison.Ordinal);
        Assert.Null(mail.AutoSubmitted);
        var mailed = await SendingTests.StateAsync(desk, number, "It arrives", "sent", d => d.GetProperty("via").GetString() == "email");
        Assert.Equal("anna@shop.test", mailed.GetProperty("delivery").GetProperty("address").GetString());

        await new Postman(hub).DeliverAsync(Postman.Mail("Anna Keller <anna@shop.test>", mail.Subject, "Thank you!", ("References", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
        var ticket = await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(["chat", "email"], ticket.GetProperty("channels").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("email", ticket.GetProperty("replyTo").GetProperty("channel").GetProperty("kind").GetString());
        Assert.Equal("Anna Keller", ticket.GetProperty("customer").GetProperty("name").GetString());

        // Back in the chat, all of it is there, once.
        await using var back = await Visitor.OpenAsync(hub, token);
        Assert.Equal(["My lamp is broken, see http://evil.test/a and me@evil.test", "We send you a new one.", "It arrives tomorrow.", "Thank you!"], await back.TextsAsync());
        Assert.Equal("email", back.Started.GetProperty("messages")[3].GetProperty("via").GetString());
        // The answer to a mail goes by mail, and is there in the chat too.
        await SendingTests.ReplyAsync(desk, number, "You are welcome.");
        var second = await smart.ReceivedAsync("anna@shop.test", 2);
        Assert.Contains("> Thank you!", second.Read().TextBody, StringComparison.Ordinal);
        await back.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "You are welcome.");
        // Who writes in the chat again is answered in the chat again.
        await back.SendAsync("One more thing");
        await SendingTests.ReplyAsync(desk, number, "Yes?");
        await back.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "Yes?");
        await back.Line.CallAsync("Seen", 8);
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(1_500);
        Assert.Equal(2, smart.Mails.Count);
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
    }

    [Fact]
    public async Task What_was_seen_in_the_chat_is_not_mailed()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "bob@shop.test" });
        await SendingTests.ReplyAsync(desk, number, "Good morning");
        await visitor.Line.ExpectAsync("Message", _ => true);
        await visitor.Line.CallAsync("Seen", 2);
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(1_500);
        Assert.Empty(smart.Mails);
        Assert.Equal("read", (await ReceivingTests.MessagesAsync(desk, number))[1].GetProperty("delivery").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_site_says_how_long_to_wait()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var site = await hub.ScalarAsync<long>("select channel from sites");
        await admin.PatchAsync($"/api/v1/sites/{site}", new { continueAfter = 0 }).ExpectProblemAsync(HttpStatusCode.BadRequest, "continue_after_invalid");
        await admin.PatchAsync($"/api/v1/sites/{site}", new { continueAfter = 600 }).ExpectAsync(HttpStatusCode.OK);
        var (number, _) = await LeftAsync("slow@shop.test", "Hello");
        await SendingTests.ReplyAsync(desk, number, "Answer");
        hub.Time.Advance(TimeSpan.FromSeconds(300));
        await Task.Delay(1_500);
        Assert.Empty(smart.Mails);
        hub.Time.Advance(TimeSpan.FromSeconds(301));
        await smart.ReceivedAsync("slow@shop.test");
        Assert.False((await admin.PatchAsync($"/api/v1/sites/{site}", new { continueAfter = (int?)null }).ExpectAsync(HttpStatusCode.OK)).TryGetProperty("continueAfter", out _));
    }

    [Fact]
    public async Task A_known_customer_whose_address_is_typed_by_somebody_else_stays_apart_from_the_chat()
    {
        // She has a ticket of her own, with a secret.
        await new Postman(hub).DeliverAsync(Postman.Mail("Vera <vera@shop.test>", "My order", "secret-word-4711"));
        var (number, token) = await LeftAsync("vera@shop.test", "I am Vera, tell me everything");
        await SendingTests.ReplyAsync(desk, number, "What is it about?");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = (await smart.ReceivedAsync("vera@shop.test")).Read();
        await using var attacker = await Visitor.OpenAsync(hub, token);
        await new Postman(hub).DeliverAsync(Postman.Mail("Vera <vera@shop.test>", mail.Subject, "her-words-0815", ("References", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        var joined = (await ReceivingTests.MessagesAsync(desk, number))[^1];
        Assert.Equal(["apart"], joined.GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        await SendingTests.ReplyAsync(desk, number, "answer-to-her-2342");
        await smart.ReceivedAsync("vera@shop.test", 2);
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "To the chat", clientId = "c", channel = "chat" }).ExpectAsync(HttpStatusCode.Created);
        await attacker.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "To the chat");
        await using var again = await Visitor.OpenAsync(hub, token);
        var all = string.Join('\n', [again.Started.ToString(), (await again.Line.CallAsync("After", 0)).ToString(), (await again.Line.CallAsync("Before", int.MaxValue)).ToString(),
            .. attacker.Line.Heard.Select(h => h.Arguments.ToString())]);
        foreach (var secret in new[] { "4711", "0815", "2342" }) Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        var seqs = (await again.Line.CallAsync("After", 0)).EnumerateArray().ToList();
        Assert.Equal([0, .. seqs.SkipLast(1).Select(m => m.GetProperty("seq").GetInt32())], seqs.Select(m => m.GetProperty("prev").GetInt32()));
        // Her own mail holds what was said by mail; what the chat was told later is not for her to be told by us in between.
        Assert.Equal(2, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
    }

    [Fact]
    public async Task This_was_not_me_ends_the_mails_and_a_mere_look_does_not()
    {
        var (number, _) = await LeftAsync("stranger@shop.test", "Hello");
        await SendingTests.ReplyAsync(desk, number, "First");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var link = NotMe().Match((await smart.ReceivedAsync("stranger@shop.test")).Read().TextBody!).Value;
        using var anybody = hub.OpenBrowser();
        var path = new Uri(link).AbsolutePath;
        using var page = await anybody.SendAsync(HttpMethod.Get, path, null, ("Accept-Language", "fr-FR,fr;q=0.9"));
        Assert.Contains("Ce n’était pas vous", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from claims where disowned_at is not null"));
        using var done = await anybody.PostAsync(path);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        using var again = await anybody.PostAsync(path);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Single((await ReceivingTests.MessagesAsync(desk, number)), m => m.TryGetProperty("event", out var e) && e.GetProperty("type").GetString() == "address");
        await SendingTests.ReplyAsync(desk, number, "Second");
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(1_500);
        Assert.Single(smart.Mails);
        using var forged = await anybody.PostAsync(path[..^1] + (path[^1] == 'a' ? 'b' : 'a'));
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
    }

    [Fact]
    public async Task This_was_not_me_takes_what_was_answered_out_of_the_chat_and_what_follows_stays_out()
    {
        var (number, token) = await LeftAsync("victor@shop.test", "I am Victor");
        await SendingTests.ReplyAsync(desk, number, "Hello Victor");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = (await smart.ReceivedAsync("victor@shop.test")).Read();
        Task AnswerAsync(string text) => new Postman(hub).DeliverAsync(Postman.Mail("Victor <victor@shop.test>", mail.Subject, text, ("References", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        await AnswerAsync("I never wrote to you");
        await AnswerAsync("Call me at home");
        await SendingTests.ReplyAsync(desk, number, "Sorry, Victor");
        await smart.ReceivedAsync("victor@shop.test", 2);
        await using (var typed = await Visitor.OpenAsync(hub, token))
            Assert.Equal(["I am Victor", "Hello Victor", "I never wrote to you", "Call me at home", "Sorry, Victor"], await typed.TextsAsync());
        // It proved the address in this ticket alone: he is a customer of his own.
        Assert.Equal(2, await hub.ScalarAsync<int>("select count(*)::int from customers"));

        using var anybody = hub.OpenBrowser();
        using var done = await anybody.PostAsync(new Uri(NotMe().Match(mail.TextBody!).Value).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        await AnswerAsync("Is it over?");
        await using var again = await Visitor.OpenAsync(hub, token);
        Assert.Equal(["I am Victor", "Hello Victor"], await again.TextsAsync());
        Assert.Equal([false, false, true, true, true, true], (await ReceivingTests.MessagesAsync(desk, number)).Where(m => !m.TryGetProperty("event", out _)).Select(m => m.GetProperty("marks").EnumerateArray().Any(k => k.GetString() == "apart")));
    }

    [Fact]
    public async Task Whoever_wants_no_more_mails_of_a_chat_gets_none_until_they_want_them_again()
    {
        var (number, token) = await LeftAsync("calm@shop.test", "Hello");
        await SendingTests.ReplyAsync(desk, number, "First");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = await smart.ReceivedAsync("calm@shop.test");
        var link = Stop().Match(mail.Read().TextBody!).Value;
        Assert.Contains($"List-Unsubscribe: <{link}>", mail.Raw.ReplaceLineEndings("").Replace("List-Unsubscribe: \t", "List-Unsubscribe: ", StringComparison.Ordinal).Replace(":  <", ": <", StringComparison.Ordinal), StringComparison.Ordinal);
        using var anybody = hub.OpenBrowser();
        var path = new Uri(link).AbsolutePath;
        using (var page = await anybody.GetAsync(path)) Assert.Contains("Stop for this conversation", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from unsubscribed"));
        await SendingTests.ReplyAsync(desk, number, "On its way when they say stop");
        // As mail programs do it, twice.
        for (var n = 0; n < 2; n++)
        {
            using var stopped = await anybody.PostAsync(path);
            Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        }
        await SendingTests.ReplyAsync(desk, number, "Second");
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(1_500);
        Assert.Single(smart.Mails);
        Assert.Single(await ReceivingTests.MessagesAsync(desk, number), m => m.TryGetProperty("event", out var e) && e.GetProperty("type").GetString() == "unsubscribed");
        await using (var visitor = await Visitor.OpenAsync(hub, token)) Assert.True(visitor.Started.GetProperty("quiet").GetBoolean());
        using (var resumed = await anybody.PostAsync($"{path}?scope=none")) Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        await SendingTests.ReplyAsync(desk, number, "Third");
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await smart.ReceivedAsync("calm@shop.test", 2);
        // Of all chats at once.
        using (var all = await anybody.PostAsync($"{path}?scope=all")) Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        var (another, _) = await LeftAsync("calm@shop.test", "Another matter");
        await SendingTests.ReplyAsync(desk, another, "Fourth");
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(1_500);
        Assert.Equal(2, smart.Mails.Count);
        using var forged = await anybody.PostAsync(path[..^1] + (path[^1] == 'a' ? 'b' : 'a'));
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
    }

    [Fact]
    public async Task It_is_no_relay()
    {
        // Nothing goes without an answer by a person, nothing to ourselves, and five mails a day to one address.
        var (number, token) = await LeftAsync("support@localhost", "Write to yourself");
        await SendingTests.ReplyAsync(desk, number, "No");
        await using (var visitor = await Visitor.OpenAsync(hub, token))
        {
            await visitor.Line.CallAsync("Identify", new { email = $"support+t{number}.aaaaaaaaaaaaaaaaa@localhost.test" });
            await visitor.Line.CallAsync("Identify", new { email = "two@shop.test" });
            await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("Identify", new { email = "three@shop.test" }));
        }
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(1_500);
        Assert.Empty(smart.Mails);
        for (var n = 1; n <= 7; n++)
        {
            await SendingTests.ReplyAsync(desk, number, $"Answer {n}");
            hub.Time.Advance(TimeSpan.FromMinutes(5));
            if (n <= 5) await smart.ReceivedAsync("two@shop.test", n);
            else await Task.Delay(1_500);
        }
        Assert.Equal(5, smart.Mails.Count);
        hub.Time.Advance(TimeSpan.FromDays(2));
        await SendingTests.ReplyAsync(desk, number, "The next day");
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        await smart.ReceivedAsync("two@shop.test", 6);
    }

    /// <summary>A visitor writes, leaves an address, and is gone.</summary>
    private async Task<(long Number, string Token)> LeftAsync(string email, string text)
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        Assert.True(visitor.Started.GetProperty("settings").GetProperty("byMail").GetBoolean());
        var number = (await visitor.SendAsync(text)).GetProperty("ticket").GetInt64();
        if (email.StartsWith("support@localhost", StringComparison.Ordinal)) await hub.ExecuteAsync("insert into claims (session, ticket, kind, address, at) select session, ticket, 'email', $2, now() from session_tickets where ticket = $1", number, email);
        else await visitor.Line.CallAsync("Identify", new { email });
        return (number, visitor.Token);
    }

    [GeneratedRegex(@"http://\S+/mail/not-me/\S+")]
    private static partial Regex NotMe();

    [GeneratedRegex(@"http://\S+/mail/quiet/\S+")]
    private static partial Regex Stop();
}
