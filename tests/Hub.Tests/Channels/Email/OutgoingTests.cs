using System.Net;
using Hub.Agents;
using Hub.Channels.Deliveries;
using Hub.Channels.Email.Sending;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Tests.Channels.Email;

/// <summary>What leaves, when it goes wrong on the way, and what a chat sees of it.</summary>
public sealed class OutgoingTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=30", "--Hub:Mail:ContinueAfter=60");
        desk = await hub.SignInAsync(Role.Administrator);
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_by_mail_that_leaves_late_is_pushed_to_the_chat_although_later_words_are_there()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "anna@shop.test" });
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "By mail", clientId = "m", channel = "email" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.SendAsync("Are you there?");
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "In the chat", clientId = "c", channel = "chat" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "In the chat");
        Assert.DoesNotContain(visitor.Line.Heard, h => h.Arguments.ToString().Contains("By mail", StringComparison.Ordinal));
        hub.Time.Advance(TimeSpan.FromSeconds(31));
        await smart.ReceivedAsync("anna@shop.test");
        var late = await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "By mail");
        Assert.Equal(1, late[0].GetProperty("prev").GetInt32());
        Assert.Equal(["Hello", "By mail", "Are you there?", "In the chat"], await visitor.TextsAsync());
    }

    [Fact]
    public async Task Answers_that_were_refused_together_for_a_while_go_together_again()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "grey@shop.test" });
        var refusals = 0;
        smart.OnRecipient = _ => Interlocked.Increment(ref refusals) == 1 ? "451 4.7.1 Greylisted" : null;
        foreach (var text in new[] { "One", "Two", "Three" }) await SendingTests.ReplyAsync(desk, number, text);
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        foreach (var text in new[] { "One", "Two", "Three" })
            await Wait.UntilAsync($"{text} waits", async () => await hub.ScalarAsync<int>("select count(*)::int from deliveries where state = 'queued' and attempts = 1") == 3);
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        var mail = (await smart.ReceivedAsync("grey@shop.test")).Read();
        foreach (var text in new[] { "One", "Two", "Three" }) Assert.Contains(text, mail.TextBody, StringComparison.Ordinal);
        await Wait.UntilAsync("all are sent", async () => await hub.ScalarAsync<int>("select count(*)::int from deliveries where state = 'sent'") == 3);
        Assert.Single(smart.Mails);
    }

    [Fact]
    public async Task A_hub_that_stops_writes_down_first_what_the_server_answers_to_a_mail_under_way()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("stop@shop.test", "Hello", "Hello"));
        using var taken = new SemaphoreSlim(0);
        smart.OnData = _ =>
        {
            taken.Release();
            Task.Delay(TimeSpan.FromSeconds(2)).Wait();
            return null;
        };
        await SendingTests.ReplyAsync(desk, 1, "An answer");
        hub.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(await taken.WaitAsync(Wait.Guard));
        using var guard = new CancellationTokenSource(Wait.Guard);
        await hub.Services.GetServices<IHostedService>().OfType<Dispatcher>().Single().StopAsync(guard.Token);
        Assert.Equal("sent", await hub.ScalarAsync<string>("select state from deliveries"));
    }

    [Fact]
    public async Task A_refusal_as_long_as_a_letter_is_a_refusal()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("long@shop.test", "Hello", "Hello"));
        smart.OnRecipient = _ => string.Concat(Enumerable.Repeat($"550-5.1.1 {string.Concat(Enumerable.Repeat("\U0001F41D", 80))}\r\n", 20)) + "550 5.1.1 bees";
        await SendingTests.ReplyAsync(desk, 1, "An answer");
        hub.Time.Advance(TimeSpan.FromSeconds(31));
        await SendingTests.StateAsync(desk, 1, "An answer", "failed");
    }

    [Fact]
    public async Task What_may_have_arrived_cannot_be_taken_back()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("doubt@shop.test", "Hello", "Hello"));
        smart.OnData = _ => "";
        var reply = await SendingTests.ReplyAsync(desk, 1, "An answer");
        hub.Time.Advance(TimeSpan.FromSeconds(31));
        await SendingTests.StateAsync(desk, 1, "An answer", "queued", d => d.GetProperty("doubtful").GetBoolean());
        await hub.ExecuteAsync("update deliveries set not_before = not_before + interval '1 day'");
        var path = $"/api/v1/tickets/1/messages/{reply.GetProperty("id").GetInt64()}";
        await desk.PostAsync($"{path}/cancel").ExpectProblemAsync(HttpStatusCode.Conflict, "delivery_gone");
        await hub.ExecuteAsync("update deliveries set attempts = 0");
        await desk.PostAsync($"{path}/cancel").ExpectProblemAsync(HttpStatusCode.Conflict, "delivery_gone");
    }

    [Theory]
    [InlineData("open", "resolved")]
    [InlineData("open", "onHold")]
    [InlineData("onHold", null)]
    public async Task The_status_that_came_with_an_answer_goes_with_it_when_it_is_taken_back(string before, string? with)
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("back@shop.test", "Hello", "Hello"));
        var waiting = (await desk.PatchAsync("/api/v1/tickets/1", new { status = before }).ExpectAsync(HttpStatusCode.OK)).GetProperty("waitingSince").GetDateTimeOffset();
        var reply = await desk.PostAsync("/api/v1/tickets/1/messages", new { kind = "reply", text = "Done", clientId = "1", status = with }).ExpectAsync(HttpStatusCode.Created);
        Assert.Equal(with ?? "pending", (await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
        await desk.PostAsync($"/api/v1/tickets/1/messages/{reply.GetProperty("id").GetInt64()}/cancel").ExpectAsync(HttpStatusCode.OK);
        var after = await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(before, after.GetProperty("status").GetString());
        Assert.Equal(waiting, after.GetProperty("waitingSince").GetDateTimeOffset());
        Assert.False(after.TryGetProperty("resolvedAt", out _));
        var messages = await ReceivingTests.MessagesAsync(desk, 1);
        Assert.Equal(Enumerable.Range(1, messages.Count), messages.Select(m => m.GetProperty("seq").GetInt32()));
        Assert.Equal(before, messages[^1].GetProperty("event").GetProperty("to").GetString());
        // What somebody decided since stays.
        var again = await desk.PostAsync("/api/v1/tickets/1/messages", new { kind = "reply", text = "Done", clientId = "2", status = "resolved" }).ExpectAsync(HttpStatusCode.Created);
        await desk.PatchAsync("/api/v1/tickets/1", new { status = "pending" }).ExpectAsync(HttpStatusCode.OK);
        await desk.PatchAsync("/api/v1/tickets/1", new { status = "onHold" }).ExpectAsync(HttpStatusCode.OK);
        await desk.PostAsync($"/api/v1/tickets/1/messages/{again.GetProperty("id").GetInt64()}/cancel").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("onHold", (await desk.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_mail_to_an_address_that_was_only_typed_carries_nothing_else_that_was_typed()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.Line.CallAsync("Identify", new { name = "You won, see evil.test" });
        var number = (await visitor.SendAsync("Claim your prize at http://x.t.co/abc and www.evil.test")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "victim@shop.test" });
        await SendingTests.ReplyAsync(desk, number, "No idea what you mean");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var continued = await smart.ReceivedAsync("victim@shop.test");
        Assert.Null(continued.Read().To[0].Name);
        Assert.DoesNotContain("t.co", continued.Read().TextBody, StringComparison.Ordinal);
        // By mail because the agent wants it so: the subject is not the visitor's either.
        await using var other = await Visitor.OpenAsync(hub);
        var second = (await other.SendAsync("Claim your prize at http://evil.test")).GetProperty("ticket").GetInt64();
        await other.Line.CallAsync("Identify", new { email = "victim2@shop.test", name = "You won, see evil.test" });
        await desk.PostAsync($"/api/v1/tickets/{second}/messages", new { kind = "reply", text = "By mail", clientId = "m", channel = "email" }).ExpectAsync(HttpStatusCode.Created);
        hub.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.DoesNotContain("evil", (await smart.ReceivedAsync("victim2@shop.test")).Raw, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("x.t.co/abc", "x . t . co/abc")]
    [InlineData("http://1.2.3.4/", "http : 1 . 2 . 3 . 4/")]
    [InlineData("cafe\u0301.test", "cafe\u0301 . test")]
    [InlineData("a。b．c", "a . b . c")]
    [InlineData("Well... yes. No.", "Well... yes. No.")]
    public void No_link_survives_being_disarmed(string text, string expected) => Assert.Equal(expected, LetterText.Disarm(text));

    [Fact]
    public async Task An_acknowledgement_carries_none_of_what_was_written_and_a_sender_gets_one_whatever_his_return_path()
    {
        await desk.PatchAsync($"/api/v1/mailboxes/{await hub.ScalarAsync<long>("select min(channel) from mailboxes")}", new { acknowledge = true }).ExpectAsync(HttpStatusCode.OK);
        var post = new Postman(hub);
        await post.DeliverAsync(Postman.Mail("victim@shop.test", "Hello", "Buy at evil.test"), "victim@shop.test", []);
        var sent = await smart.ReceivedAsync("victim@shop.test");
        Assert.DoesNotContain("evil", sent.Raw, StringComparison.Ordinal);
        // A list program gives each of its mails a return path of its own.
        await post.DeliverAsync(Postman.Mail("victim@shop.test", "Hello again", "Words"), "victim+2@shop.test", []);
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from deliveries"));
    }

    [Fact]
    public async Task A_visitor_who_gave_an_address_before_and_after_the_first_word_can_still_write()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "anna@shop.test" });
        // From a second tab that does not know yet that the conversation began.
        await hub.ExecuteAsync("insert into claims (session, ticket, kind, address, at) select session, null, kind, address, at from claims where ticket = $1", number);
        await desk.PatchAsync($"/api/v1/tickets/{number}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(number, (await visitor.SendAsync("Not solved")).GetProperty("ticket").GetInt64());
    }
}
