using System.Net;
using Hub.Agents;
using Hub.Intake;
using Hub.Tests.Support;
using Hub.Tickets.Appending;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class TwoServersTests : IAsyncLifetime
{
    private HubApp one = null!;
    private HubApp other = null!;

    public async Task InitializeAsync()
    {
        one = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        other = await one.StartAnotherAsync();
    }

    public async Task DisposeAsync()
    {
        await other.DisposeAsync();
        await one.DisposeAsync();
    }

    [Fact]
    public async Task An_agent_on_one_and_a_visitor_on_the_other_talk_live()
    {
        using var browser = await one.SignInAsync(Role.Agent, "Léa Moreau");
        await using var desk = await HubSocket.OpenDeskAsync(one, browser);
        await desk.CallAsync("List", "open");
        await using var visitor = await Visitor.OpenAsync(other);
        // The visitor's server may know of the agent by now, or learn of it in a moment.
        if (!visitor.Started.GetProperty("open").GetBoolean()) await visitor.Line.ExpectAsync("State", a => a[0].GetProperty("open").GetBoolean());

        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await desk.ExpectAsync("Ticket", a => a[0].GetProperty("number").GetInt64() == number);
        await desk.CallAsync("Watch", number);
        await desk.ExpectAsync("Presence", a => a[0].TryGetProperty("visitor", out var here) && here.GetString() == "online");
        await visitor.Line.ExpectAsync("Seen", a => a[0].GetProperty("seq").GetInt32() == 1);

        await visitor.Line.CallAsync("Typing", true);
        await desk.ExpectAsync("Typing", a => a[0].GetProperty("kind").GetString() == "visitor" && a[0].GetProperty("on").GetBoolean());
        await visitor.SendAsync("Are you there?");
        await desk.ExpectAsync("Message", a => a[1].GetProperty("text").GetString() == "Are you there?");
        await visitor.Line.ExpectAsync("Seen", a => a[0].GetProperty("seq").GetInt32() == 2);

        await desk.CallAsync("Typing", number, true);
        Assert.Equal("Léa", (await visitor.Line.ExpectAsync("Typing"))[0].GetProperty("name").GetString());
        await browser.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "I am", clientId = "r" }).ExpectAsync(HttpStatusCode.Created);
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "I am");
        await visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var status) && status.GetString() == "pending");
        await visitor.Line.CallAsync("Seen", 3);
        await desk.ExpectAsync("Seen", a => a[0].GetProperty("seq").GetInt32() == 3);

        await desk.DisposeAsync();
        await visitor.Line.ExpectAsync("State", a => !a[0].GetProperty("open").GetBoolean());
        await using var back = await HubSocket.OpenDeskAsync(one, browser);
        await back.CallAsync("Watch", number);
        await visitor.DisposeAsync();
        await back.ExpectAsync("Presence", a => a[0].TryGetProperty("visitor", out var here) && here.GetString() == "offline");
    }

    [Fact]
    public async Task Two_first_messages_of_one_session_at_the_same_time_make_one_customer_and_one_ticket()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var here = await Visitor.OpenAsync(one);
            await using var there = await Visitor.OpenAsync(other, here.Token);
            var answers = await Task.WhenAll(here.SendAsync("here"), there.SendAsync("there"));
            Assert.Single(answers.Select(a => a.GetProperty("ticket").GetInt64()).Distinct());
            Assert.Equal([1, 2], answers.Select(a => a.GetProperty("seq").GetInt32()).Order());
            Assert.Equal(2, (await here.TextsAsync()).Length);
        }));
        foreach (var table in new[] { "visitor_sessions", "customers", "identities", "tickets", "session_tickets" })
            Assert.Equal(20, await Ledger.CountAsync(one.Database, $"select count(*) from {table}"));
        await Ledger.AssertSoundAsync(one.Database);
    }

    [Fact]
    public async Task One_first_message_sent_to_both_servers_at_once_is_one_message()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var here = await Visitor.OpenAsync(one);
            await using var there = await Visitor.OpenAsync(other, here.Token);
            var answers = await Task.WhenAll(here.SendAsync("Hello", "the same"), there.SendAsync("Hello", "the same"));
            Assert.Equal(answers[0].ToString(), answers[1].ToString());
            Assert.Equal(["Hello"], await here.TextsAsync());
        }));
        Assert.Equal(20, await Ledger.CountAsync(one.Database, "select count(*) from messages"));
        await Ledger.AssertSoundAsync(one.Database);
    }

    [Fact]
    public async Task The_same_messages_through_both_servers_and_both_paths_at_once_are_numbered_without_a_gap()
    {
        const int Tickets = 100, Messages = 6;
        var intakes = new[] { one, other }.Select(h => h.Services.GetRequiredService<global::Hub.Intake.Intake>()).ToArray();
        var channel = await one.ScalarAsync<long>("select channel from sites");
        await Parallel.ForEachAsync(Enumerable.Range(0, Tickets), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, ct) =>
        {
            var session = await one.ScalarAsync<long>(
                "insert into visitor_sessions (site, token_hash, created_at, used_at) values ($1, uuid_send(gen_random_uuid()), now(), now()) returning id", channel);
            var first = (await intakes[0].ReceiveAsync(Message(channel, session, "first", null), ct)).Value;
            // Each message four times: two servers, two paths.
            var sendings = (from n in Enumerable.Range(0, Messages) from intake in intakes from ticket in new long?[] { first.Ticket, null } select (n, intake, ticket)).ToArray();
            Random.Shared.Shuffle(sendings);
            var answers = await Task.WhenAll(sendings.Select(async s => (s.n, Placed: (await s.intake.ReceiveAsync(Message(channel, session, $"m{s.n}", s.ticket), ct)).Value)));
            var places = answers.GroupBy(a => a.n, a => (a.Placed.Ticket, a.Placed.Seq, a.Placed.Id)).ToDictionary(g => g.Key, g => g.Distinct().ToArray());
            Assert.All(places.Values, p => Assert.Single(p));
            Assert.Equal(Enumerable.Range(2, Messages), places.Values.Select(p => p[0].Seq).Order());
        });
        Assert.Equal(Tickets * (Messages + 1L), await Ledger.CountAsync(one.Database, "select count(*) from messages"));
        Assert.Equal(Tickets, await Ledger.CountAsync(one.Database, "select count(*) from tickets where last_seq = 7"));
        await Ledger.AssertSoundAsync(one.Database);
    }

    private static InboundMessage Message(long channel, long session, string key, long? ticket) => new()
    {
        Channel = channel,
        Identity = ("visitor", $"{session}"),
        Session = session,
        Key = key,
        Text = key,
        Ticket = ticket,
    };
}
