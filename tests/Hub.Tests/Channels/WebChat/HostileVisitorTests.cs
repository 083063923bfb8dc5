using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.WebChat;

public sealed class HostileVisitorTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory]
    [InlineData("", "text_empty")]
    [InlineData("  \n ", "text_empty")]
    [InlineData("a\0b", "text_invalid")]
    public async Task A_text_that_is_none_is_refused_and_the_connection_lives_on(string text, string code)
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var refused = await Assert.ThrowsAsync<HubRefusal>(() => visitor.SendAsync(text));
        Assert.Equal(code, refused.Code);
        Assert.Equal(1, (await visitor.SendAsync("still here")).GetProperty("seq").GetInt32());
    }

    [Theory]
    [InlineData("e")]
    [InlineData("é")]
    [InlineData("🙂")]
    public async Task Twenty_thousand_characters_pass_and_one_more_does_not(string character)
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var longest = string.Concat(Enumerable.Repeat(character, 20_000));
        await visitor.SendAsync(longest);
        Assert.Equal(longest, (await visitor.TextsAsync()).Single());
        Assert.Equal("text_too_long", (await Assert.ThrowsAsync<HubRefusal>(() => visitor.SendAsync(longest + character))).Code);
        await visitor.SendAsync("still here");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("' or '1'='1")]
    [InlineData("a\0")]
    public async Task An_unknown_site_key_is_refused(string? siteKey)
    {
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        Assert.Equal("site_unknown", (await Assert.ThrowsAsync<HubRefusal>(() => line.CallAsync("Start", new { siteKey }))).Code);
        await line.CallAsync("Start", new { siteKey = await hub.ScalarAsync<string>("select key from sites limit 1") });
    }

    [Fact]
    public async Task A_forged_a_foreign_and_an_old_token_are_refused()
    {
        await using var own = await HubApp.StartAsync();
        await using var visitor = await Visitor.OpenAsync(own);
        await visitor.SendAsync("secret words");
        var token = visitor.Token;
        foreach (var forged in new[] { "x", token[..^1] + (token[^1] == 'A' ? 'Q' : 'A'), token + "A", new string('A', token.Length), "é\0'" })
            Assert.Equal("token_invalid", (await Assert.ThrowsAsync<HubRefusal>(() => Visitor.OpenAsync(own, forged))).Code);

        // Another site of the same hub.
        await own.ExecuteAsync("with c as (insert into channels (kind, name, created_at) values ('chat', 'Other', now()) returning id) insert into sites (channel, key) select id, 'other' from c");
        await using var line = await HubSocket.OpenAsync(own.Address, "/hubs/visitor");
        Assert.Equal("token_invalid", (await Assert.ThrowsAsync<HubRefusal>(() => line.CallAsync("Start", new { siteKey = "other", token }))).Code);

        own.Time.Advance(TimeSpan.FromDays(400));
        Assert.Equal("token_invalid", (await Assert.ThrowsAsync<HubRefusal>(() => Visitor.OpenAsync(own, token))).Code);
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.SendAsync("Hello");
        await hub.ExecuteAsync("update visitor_sessions set revoked_at = now() where name is null");
        Assert.Equal("token_invalid", (await Assert.ThrowsAsync<HubRefusal>(() => Visitor.OpenAsync(hub, visitor.Token))).Code);
    }

    [Fact]
    public async Task Nothing_can_be_done_before_Start()
    {
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        foreach (var call in new Func<Task>[]
        {
            () => line.CallAsync("Send", new { clientId = "1", text = "x" }), () => line.CallAsync("After", 0), () => line.CallAsync("Before", 1),
            () => line.CallAsync("Identify", new { name = "x" }), () => line.CallAsync("Seen", 1),
        })
            Assert.Equal("not_started", (await Assert.ThrowsAsync<HubRefusal>(call)).Code);
    }

    [Fact]
    public async Task A_visitor_cannot_call_the_desks_methods_or_name_another_ticket()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.SendAsync("Hello");
        foreach (var method in new[] { "Watch", "List", "Unwatch" })
            await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync(method, 1));
        // A ticket number in the request is nobody's business: it is not part of it.
        var sent = await visitor.Line.CallAsync("Send", new { clientId = "c", text = "x", ticket = 1, session = 1, audience = "internal" });
        Assert.Equal(2, sent.GetProperty("seq").GetInt32());
    }

    [Theory]
    [InlineData("Robert'); drop table messages;--")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>")]
    [InlineData("{{constructor.constructor('x')()}} ${7*7} %s %n \\u0000 ../../etc/passwd")]
    [InlineData("\u202Eevil\u2066 \uFEFF \u200B ﷽")]
    public async Task Hostile_words_are_words(string text)
    {
        using var browser = await hub.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync(text)).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { name = text.Trim() });
        Assert.Equal(text, (await visitor.TextsAsync()).Single());
        var messages = await browser.GetAsync($"/api/v1/tickets/{number}/messages").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(text, messages.GetProperty("items")[0].GetProperty("text").GetString());
        Assert.Equal(text.Trim(), messages.GetProperty("items")[0].GetProperty("author").GetProperty("name").GetString());
        await browser.GetAsync($"/api/v1/tickets?q={Uri.EscapeDataString(text)}").ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Malformed_calls_are_refused_and_the_connection_lives_on()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        foreach (var arguments in new object?[][] { [], [null], [1], ["x"], [new { }], [new { clientId = 7, text = new[] { 1 } }], [new { clientId = "", text = "x" }], [new { clientId = new string('k', 101), text = "x" }] })
            await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync("Send", arguments));
        await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync("After", "x"));
        await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync("NoSuchMethod", 1));
        await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync("Identify", new { email = "not an address" }));
        await visitor.Line.CallAsync("Seen", int.MaxValue);
        await visitor.Line.CallAsync("Seen", -1);
        Assert.Equal(1, (await visitor.SendAsync("still here")).GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        await visitor.Line.SendRawAsync("{\"type\":1,\"invocationId\":\"x\",\"target\":\"Send\",\"arguments\":[{\"clientId\":\"h\",\"text\":\"a\\ud83d\"}]}\u001e");
        Assert.Equal(1, (await visitor.SendAsync("still here", "other")).GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Frames_that_are_no_protocol_close_that_connection_and_harm_nobody_else()
    {
        await using var neighbour = await Visitor.OpenAsync(hub);
        await neighbour.SendAsync("before");
        byte[][] frames = [[.. "{\"type\":1,\u001e"u8], [0xC3, 0x28, 0x1E], [.. "not json at all\u001e"u8], [.. Encoding.UTF8.GetBytes(new string('x', 300_000)), 0x1E]];
        foreach (var frame in frames)
        {
            var visitor = await Visitor.OpenAsync(hub);
            await visitor.SendAsync("accepted before the bad frame");
            await visitor.Line.SendRawAsync(frame);
            await visitor.Line.ExpectClosedAsync();
            await using var again = await Visitor.OpenAsync(hub, visitor.Token);
            Assert.Equal(["accepted before the bad frame"], await again.TextsAsync());
            await visitor.DisposeAsync();
        }
        await neighbour.SendAsync("after");
    }

    [Fact]
    public async Task Too_many_messages_are_refused_with_a_kind_word_and_pass_later()
    {
        await using var own = await HubApp.StartAsync("--Hub:Limits:Visitor=6000", "--Hub:Limits:VisitorBurst=3");
        await using var visitor = await Visitor.OpenAsync(own);
        var refused = 0;
        for (var i = 0; i < 40; i++)
        {
            try
            {
                await visitor.SendAsync($"{i}");
            }
            catch (HubRefusal refusal)
            {
                Assert.Equal("rate_limited", refusal.Code);
                refused++;
            }
        }
        Assert.True(refused > 0);
        await Wait.UntilAsync("the bucket to fill again", async () =>
        {
            try
            {
                await visitor.SendAsync("at last");
                return true;
            }
            catch (HubRefusal)
            {
                return false;
            }
        });
        Assert.Equal(41 - refused, (await visitor.TextsAsync()).Length);
    }
}
