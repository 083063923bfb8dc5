using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.WebChat;

public sealed class ReceptionTests(HubApp hub) : IClassFixture<HubApp>, IAsyncLifetime
{
    private static readonly object Form = new
    {
        when = "always",
        fields = new object[]
        {
            new { key = "name", kind = "name", required = true },
            new { key = "email", kind = "email", required = false },
            new { key = "topic", kind = "topic", required = true, labels = new { en = "About what?", fr = "À quel sujet ?" }, options = new[]
            {
                new { key = "delivery", labels = new { en = "A delivery", fr = "Une livraison" } }, new { key = "repair", labels = new { en = "A repair", fr = "Une réparation" } },
            } },
            new { key = "order", kind = "text", required = false, labels = new { en = "Order" } },
        },
    };
    private Browser administrator = null!;
    private string path = "";

    public async Task InitializeAsync()
    {
        administrator = await hub.SignInAsync(Role.Administrator);
        path = $"/api/v1/sites/{await hub.ScalarAsync<long>("select channel from sites order by channel limit 1")}/reception";
        await SetAsync(new { });
    }

    public Task DisposeAsync()
    {
        administrator.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_asked_and_agreed_to_before_a_chat_stands_beside_its_ticket()
    {
        await SetAsync(new { form = Form, consent = new { en = "I agree.", fr = "J’accepte." } });
        await using var visitor = await Visitor.OpenAsync(hub);
        var reception = visitor.Started.GetProperty("reception");
        Assert.Equal(4, reception.GetProperty("form").GetProperty("fields").GetArrayLength());
        var version = reception.GetProperty("consent").GetProperty("version").GetInt32();

        Assert.Equal("consent_needed", await RefusedAsync(() => visitor.SendAsync("Hello")));
        await visitor.Line.CallAsync("Identify", new { consent = version });
        Assert.Equal("form_needed", await RefusedAsync(() => visitor.SendAsync("Hello")));
        Assert.Equal("answer_missing", await RefusedAsync(() => AnswerAsync(visitor, new { name = "Claire", topic = "" })));
        Assert.Equal("answer_invalid", await RefusedAsync(() => AnswerAsync(visitor, new { name = "Claire", topic = "something" })));
        await AnswerAsync(visitor, new { name = "Claire", email = "claire@example.test", topic = "repair", order = "A <b>1</b>", unasked = "x" });
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();

        var ticket = await OpenAsync(number);
        Assert.Equal(["About what?: A repair", "Order: A <b>1</b>"], ticket.GetProperty("answers").EnumerateArray().Select(a => $"{a.GetProperty("label").GetString()}: {a.GetProperty("value").GetString()}"));
        var consent = Assert.Single(ticket.GetProperty("consents").EnumerateArray());
        Assert.Equal(("I agree.", version, "en"), (consent.GetProperty("text").GetString(), consent.GetProperty("version").GetInt32(), consent.GetProperty("locale").GetString()));
        Assert.Equal("Claire", ticket.GetProperty("customer").GetProperty("name").GetString());
        Assert.Equal("claire@example.test", ticket.GetProperty("claims")[0].GetProperty("address").GetString());

        // In a conversation nothing is asked again; after a closed one the questions are, the consent is not.
        await using (var again = await Visitor.OpenAsync(hub, visitor.Token)) Assert.False(Has(again.Started.GetProperty("reception"), "form"));
        await administrator.PatchAsync($"/api/v1/tickets/{number}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await using var later = await Visitor.OpenAsync(hub, visitor.Token);
        Assert.True(Has(later.Started.GetProperty("reception"), "form"));
        Assert.False(Has(later.Started.GetProperty("reception"), "consent"));
    }

    [Fact]
    public async Task A_file_too_is_taken_only_after_what_is_asked_before_a_chat()
    {
        await SetAsync(new { form = Form, consent = new { en = "I agree." } });
        await using var visitor = await Visitor.OpenAsync(hub);
        var sessions = await hub.ScalarAsync<long>("select count(*) from visitor_sessions");
        using var outside = hub.OpenBrowser();
        await UploadAsync().ExpectProblemAsync(HttpStatusCode.Conflict, "consent_needed");
        Assert.Equal(sessions, await hub.ScalarAsync<long>("select count(*) from visitor_sessions"));

        await visitor.Line.CallAsync("Identify", new { consent = visitor.Started.GetProperty("reception").GetProperty("consent").GetProperty("version").GetInt32() });
        await UploadAsync().ExpectProblemAsync(HttpStatusCode.Conflict, "form_needed");
        await AnswerAsync(visitor, new { name = "Claire", topic = "repair" });
        var file = (await UploadAsync().ExpectAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();
        await visitor.SendAsync("Look", [file]);

        // In a conversation nothing is asked again, in other words neither.
        await SetAsync(new { form = Form, consent = new { en = "I agree to more." } });
        await UploadAsync().ExpectAsync(HttpStatusCode.Created);

        Task<HttpResponseMessage> UploadAsync() => visitor.UploadAsync(outside, "lamp.txt", "A lamp"u8.ToArray(), Guid.CreateVersion7().ToString());
    }

    [Fact]
    public async Task Other_words_are_another_version_and_what_was_agreed_to_stays_as_it_was()
    {
        await SetAsync(new { consent = new { en = "First words" } });
        await using var visitor = await Visitor.OpenAsync(hub);
        var first = visitor.Started.GetProperty("reception").GetProperty("consent").GetProperty("version").GetInt32();
        await visitor.Line.CallAsync("Identify", new { consent = first });
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();

        Assert.Equal(first, (await SetAsync(new { consent = new { en = "First words" } })).GetProperty("consent").GetProperty("version").GetInt32());
        await SetAsync(new { });
        var second = (await SetAsync(new { consent = new { en = "Second words" } })).GetProperty("consent").GetProperty("version").GetInt32();
        Assert.True(second > first);
        await using var late = await Visitor.OpenAsync(hub);
        Assert.Equal("consent_changed", await RefusedAsync(() => late.Line.CallAsync("Identify", new { consent = first })));
        Assert.Equal("First words", (await OpenAsync(number)).GetProperty("consents")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Some_consent_belongs_to_every_message_and_the_questions_and_the_newest_wording_to_a_conversation_that_begins()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Before anything was asked")).GetProperty("ticket").GetInt64();
        var first = (await SetAsync(new { form = Form, consent = new { en = "I agree.", fr = "J’accepte." } })).GetProperty("consent").GetProperty("version").GetInt32();
        await using (var again = await Visitor.OpenAsync(hub, visitor.Token))
        {
            Assert.True(Has(again.Started.GetProperty("reception"), "consent"));
            Assert.False(Has(again.Started.GetProperty("reception"), "form"));
            Assert.Equal("consent_needed", await RefusedAsync(() => again.SendAsync("Not yet")));
        }
        // The chat began in English, and then the page went over to French.
        await visitor.Line.CallAsync("Identify", new { consent = first, locale = "fr" });
        await visitor.SendAsync("Agreed");
        var kept = (await OpenAsync(number)).GetProperty("consents")[0];
        Assert.Equal(("J’accepte.", "fr"), (kept.GetProperty("text").GetString(), kept.GetProperty("locale").GetString()));

        var second = (await SetAsync(new { form = Form, consent = new { en = "I agree to more." } })).GetProperty("consent").GetProperty("version").GetInt32();
        Assert.Equal(number, (await visitor.SendAsync("It goes on")).GetProperty("ticket").GetInt64());
        await administrator.PatchAsync($"/api/v1/tickets/{number}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var s) && s.GetString() == "closed");
        // The tab stayed open.
        Assert.Equal("consent_needed", await RefusedAsync(() => visitor.SendAsync("Another matter")));
        await visitor.Line.CallAsync("Identify", new { consent = second });
        Assert.Equal("form_needed", await RefusedAsync(() => visitor.SendAsync("Another matter")));
        await AnswerAsync(visitor, new { name = "Claire", topic = "repair" });
        var next = (await visitor.SendAsync("Another matter")).GetProperty("ticket").GetInt64();
        Assert.NotEqual(number, next);
        Assert.Equal("About what?", (await OpenAsync(next)).GetProperty("answers")[0].GetProperty("label").GetString());
        // And it learns that the one it is in now is open.
        await visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var s) && s.GetString() == "open");
    }

    [Fact]
    public async Task No_version_of_a_consent_is_given_twice_although_nobody_agreed_to_it()
    {
        var versions = new List<int>();
        foreach (var words in new[] { "One", "Two", "Three" })
        {
            versions.Add((await SetAsync(new { consent = new { en = words } })).GetProperty("consent").GetProperty("version").GetInt32());
            Assert.Equal(versions[^1], (await SetAsync(new { consent = new { en = words } })).GetProperty("consent").GetProperty("version").GetInt32());
            await SetAsync(new { });
        }
        Assert.Equal(3, versions.Distinct().Count());
        Assert.Equal(versions.Order(), versions);
    }

    [Fact]
    public async Task Outside_the_hours_the_chat_says_when_they_begin_and_takes_the_message_all_the_same()
    {
        using var agent = await hub.SignInAsync(Role.Agent);
        await using var desk = await HubSocket.OpenDeskAsync(hub, agent);
        // Hours that are over for today, whatever the time is.
        var now = hub.Time.GetUtcNow();
        var week = Enumerable.Range(0, 7).Select(day => day == ((int)now.AddDays(2).DayOfWeek + 6) % 7 ? new[] { "09:00-17:00" } : []).ToArray();
        await SetAsync(new { hours = new { zone = "UTC", week } });
        await using var visitor = await Visitor.OpenAsync(hub);
        Assert.False(visitor.Started.GetProperty("open").GetBoolean());
        Assert.Equal(now.Date.AddDays(2).AddHours(9), visitor.Started.GetProperty("reception").GetProperty("opensAt").GetDateTimeOffset().UtcDateTime);
        Assert.Equal(1, (await visitor.SendAsync("Hello")).GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Who_waits_while_all_are_busy_learns_their_place_and_moves_up()
    {
        await hub.ExecuteAsync("update tickets set folder = 3, version = version + 1");
        using var agent = await hub.SignInAsync(Role.Agent);
        await using var desk = await HubSocket.OpenDeskAsync(hub, agent);
        await using var first = await Visitor.OpenAsync(hub);
        await using var second = await Visitor.OpenAsync(hub);
        await using var third = await Visitor.OpenAsync(hub);
        var number = (await first.SendAsync("one")).GetProperty("ticket").GetInt64();
        await second.SendAsync("two");
        await third.SendAsync("three");
        await third.Line.ExpectAsync("State", a => Queue(a) == 3);
        await second.Line.ExpectAsync("State", a => Queue(a) == 2);
        Assert.DoesNotContain(first.Line.Heard, h => h.Method == "State" && Queue(h.Arguments) is not null);
        await using (var again = await Visitor.OpenAsync(hub, third.Token)) Assert.Equal(3, again.Started.GetProperty("reception").GetProperty("queue").GetInt32());

        await agent.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "Here I am", clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);
        await third.Line.ExpectAsync("State", a => Queue(a) == 2);
        await second.Line.ExpectAsync("State", a => Queue(a) is null);
    }

    [Fact]
    public async Task A_conversation_is_rated_once_it_was_answered_and_the_last_word_counts()
    {
        using var agent = await hub.SignInAsync(Role.Agent);
        await using var visitor = await Visitor.OpenAsync(hub);
        Assert.Equal("ticket_unknown", await RefusedAsync(() => visitor.Line.CallAsync("Rate", new { score = 5 })));
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        Assert.Equal("rating_early", await RefusedAsync(() => visitor.Line.CallAsync("Rate", new { score = 5 })));
        await agent.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "Done", status = "resolved", clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);
        Assert.Equal("score_invalid", await RefusedAsync(() => visitor.Line.CallAsync("Rate", new { score = 6 })));
        Assert.Equal("comment_invalid", await RefusedAsync(() => visitor.Line.CallAsync("Rate", new { score = 4, comment = new string('x', 2_001) })));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.Line.CallAsync("Rate", new { score = 2 })));
        await visitor.Line.CallAsync("Rate", new { score = 4, comment = "Quick, thank you" });
        var ticket = await OpenAsync(number);
        Assert.Equal(4, ticket.GetProperty("rating").GetProperty("score").GetInt32());
        Assert.Equal("Quick, thank you", ticket.GetProperty("rating").GetProperty("comment").GetString());
        Assert.Equal("resolved", ticket.GetProperty("status").GetString());
        Assert.Equal(agent.AgentId, await hub.ScalarAsync<long>("select agent from ratings where ticket = $1", number));
        var events = (await administrator.GetAsync($"/api/v1/tickets/{number}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .Where(m => m.GetProperty("kind").GetString() == "event" && m.GetProperty("event").GetProperty("type").GetString() == "rating").ToList();
        Assert.Equal(2, events.Count);
        await using var again = await Visitor.OpenAsync(hub, visitor.Token);
        Assert.Equal(4, again.Started.GetProperty("reception").GetProperty("rated").GetInt32());
        Assert.DoesNotContain("rating", string.Join('\n', again.Started.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("kind").GetString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_promised_time_is_what_three_of_four_chats_really_waited()
    {
        await using var other = await HubApp.StartAsync();
        await using var gate = await HubSocket.OpenDeskAsync(other, await other.SignInAsync(Role.Agent));
        await using (var early = await Visitor.OpenAsync(other))
            if (!early.Started.GetProperty("open").GetBoolean()) await early.Line.ExpectAsync("State", a => a[0].GetProperty("open").GetBoolean());
        for (var i = 0; i < 8; i++)
        {
            await using var visitor = await Visitor.OpenAsync(other);
            await visitor.SendAsync("Hello");
        }
        await other.ExecuteAsync("update tickets set first_response_at = created_at + make_interval(secs => case when number <= 6 then 200 else 9000 end), version = version + 1");
        // What was found before is kept for five minutes.
        other.Time.Advance(TimeSpan.FromMinutes(6));
        await using var late = await Visitor.OpenAsync(other);
        Assert.Equal(300, late.Started.GetProperty("reception").GetProperty("replyWithin").GetInt32());

        // Who was never answered counts as well, once it is plain that they were not.
        await other.ExecuteAsync("update tickets set created_at = created_at - interval '2 days', first_response_at = case when number <= 4 then first_response_at - interval '2 days' end, version = version + 1");
        other.Time.Advance(TimeSpan.FromMinutes(6));
        await using var ignored = await Visitor.OpenAsync(other);
        Assert.False(ignored.Started.GetProperty("reception").TryGetProperty("replyWithin", out _));
    }

    [Fact]
    public async Task When_the_next_hours_begin_is_told_anew_when_others_are_the_next()
    {
        using var agent = await hub.SignInAsync(Role.Agent);
        await using var desk = await HubSocket.OpenDeskAsync(hub, agent);
        var day = hub.Time.GetUtcNow().AddDays(2);
        var week = Enumerable.Range(0, 7).Select(n => n == ((int)day.DayOfWeek + 6) % 7 ? new[] { "09:00-12:00", "14:00-18:00" } : []).ToArray();
        await SetAsync(new { hours = new { zone = "UTC", week } });
        await using var one = await Visitor.OpenAsync(hub);
        await using var two = await Visitor.OpenAsync(hub);
        await Task.Delay(4_000);
        // Nobody was ever here: it is closed before and after, and yet another time is promised.
        hub.Time.Advance(day.Date.AddHours(13) - hub.Time.GetUtcNow().UtcDateTime);
        foreach (var visitor in new[] { one, two })
            await visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("opensAt", out var at) && at.GetDateTimeOffset().UtcDateTime == day.Date.AddHours(14));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_with_its_field()
    {
        await RefuseAsync(new { form = new { when = "always", fields = Array.Empty<object>() } }, "form_invalid");
        await RefuseAsync(new { form = new { when = "often", fields = new[] { new { key = "a", kind = "text", labels = new { en = "A" } } } } }, "form_invalid");
        await RefuseAsync(new { form = new { when = "always", fields = new[] { new { key = "a b", kind = "text", labels = new { en = "A" } } } } }, "form_invalid");
        await RefuseAsync(new { form = new { when = "always", fields = new[] { new { key = "a", kind = "topic", labels = new { en = "A" } } } } }, "form_invalid");
        await RefuseAsync(new { form = new { when = "always", fields = new[] { new { key = "a", kind = "text" } } } }, "form_invalid");
        await RefuseAsync(new { consent = new { en = "" } }, "consent_invalid");
        await RefuseAsync(new { hours = new { zone = "Europe/Nowhere", week = Array.Empty<string[]>() } }, "hours_invalid");
        using var agent = await hub.SignInAsync(Role.Agent);
        await agent.SendAsync(HttpMethod.Put, path, new { rates = false }).ExpectProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await administrator.SendAsync(HttpMethod.Put, "/api/v1/sites/999999/reception", new { rates = false }).ExpectProblemAsync(HttpStatusCode.NotFound, "site_unknown");

        Task RefuseAsync(object input, string code) => administrator.SendAsync(HttpMethod.Put, path, input).ExpectProblemAsync(HttpStatusCode.BadRequest, code);
    }

    private Task<JsonElement> SetAsync(object reception) => administrator.SendAsync(HttpMethod.Put, path, reception).ExpectAsync(HttpStatusCode.OK);

    private Task<JsonElement> OpenAsync(long number) => administrator.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);

    private static Task<JsonElement> AnswerAsync(Visitor visitor, object answers) => visitor.Line.CallAsync("Identify", new { answers });

    private static async Task<string> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<HubRefusal>(call)).Code;

    private static bool Has(JsonElement reception, string name) => reception.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    private static int? Queue(JsonElement arguments) => arguments[0].TryGetProperty("queue", out var place) && place.ValueKind is JsonValueKind.Number ? place.GetInt32() : null;
}
