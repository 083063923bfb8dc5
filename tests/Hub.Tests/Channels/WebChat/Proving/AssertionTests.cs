using System.Net;
using System.Text.Json.Nodes;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.WebChat.Proving;

/// <summary>The site's signed word about its visitor: what is believed, and what is not.</summary>
public sealed class AssertionTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Who_is_signed_in_finds_the_conversation_on_every_device_and_both_are_live()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(hub, admin);
        await using var phone = await Visitor.OpenAsync(hub, null, shop.Jwt("device-1", ("name", "Anna Keller"), ("email", "anna@device.test"), ("email_verified", true)));
        Assert.Null(phone.Problem);
        Assert.True(phone.Started.GetProperty("identity").GetProperty("signedIn").GetBoolean());
        Assert.True(phone.Started.GetProperty("identity").GetProperty("verified").GetBoolean());
        await using var laptop = await Visitor.OpenAsync(hub, null, shop.Fields(shop.Claims("device-1", ("name", "Anna Keller"))));
        Assert.Null(laptop.Problem);
        var number = (await phone.SendAsync("From the phone")).GetProperty("ticket").GetInt64();
        await laptop.Line.ExpectAsync("Resync", _ => true);
        await laptop.StartAsync(hub, laptop.Token, shop.Jwt("device-1"));
        Assert.Equal(number, laptop.Started.GetProperty("ticket").GetInt64());
        Assert.Equal(number, (await laptop.SendAsync("From the laptop")).GetProperty("ticket").GetInt64());
        await phone.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "From the laptop");
        await phone.SendAsync("And back");
        await laptop.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "And back");

        var ticket = await admin.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        var customer = await admin.GetAsync($"/api/v1/customers/{ticket.GetProperty("customer").GetProperty("id").GetInt64()}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("Anna Keller", customer.GetProperty("name").GetString());
        Assert.Equal("anna@device.test", customer.GetProperty("address").GetString());
        Assert.Equal(["email anna@device.test True", "external device-1 True"],
            customer.GetProperty("identities").EnumerateArray().Where(i => i.GetProperty("kind").GetString() != "visitor").Select(i => $"{i.GetProperty("kind")} {i.GetProperty("address")} {i.GetProperty("verified")}").Order());
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(distinct customer)::int from identities where address in ('anna@device.test', '1:device-1') or (kind = 'visitor' and address in (select session::text from session_proofs p join identities i on i.id = p.identity where i.address = '1:device-1'))"));
    }

    [Fact]
    public async Task What_is_forged_is_not_believed_and_the_chat_goes_on_without_it()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(hub, admin);
        var now = hub.Time.GetUtcNow().ToUnixTimeSeconds();
        (string Code, object Identity)[] bad =
        [
            ("identity_signature", shop.With(secret: "another-secret-of-the-same-length-as-the-real").Jwt("1")),
            ("identity_invalid", shop.Jwt(shop.Claims("1"), signature: "")),
            ("identity_signature", shop.Jwt("1")[..^4] + "AAAA"),
            ("identity_algorithm", shop.Jwt(shop.Claims("1"), "none", "")),
            ("identity_algorithm", shop.Jwt(shop.Claims("1"), "None")),
            ("identity_algorithm", shop.Jwt(shop.Claims("1"), "RS256")),
            ("identity_algorithm", shop.Jwt(shop.Claims("1"), "ES256")),
            ("identity_algorithm", shop.Jwt(shop.Claims("1"), "HS512")),
            ("identity_key_unknown", shop.With(kid: "k000000000000").Jwt("1")),
            ("identity_audience", shop.With(siteKey: "another-site").Jwt("1")),
            ("identity_audience", shop.Jwt("1", ("aud", null))),
            ("identity_no_expiry", shop.Jwt("1", ("exp", null))),
            ("identity_invalid", shop.Jwt("1", ("exp", "tomorrow"))),
            ("identity_expired", shop.Jwt("1", ("exp", now - 121), ("iat", now - 400))),
            ("identity_expired", shop.Jwt("1", ("exp", now - 86_000), ("iat", now - 86_400))),
            ("identity_clock", shop.Jwt("1", ("exp", now + 86_700), ("iat", now + 86_400))),
            ("identity_too_long", shop.Jwt("1", ("exp", now + 90_000))),
            ("identity_too_long", shop.Jwt("1", ("exp", now * 1000))),
            ("identity_sub", shop.Jwt("1", ("sub", null))),
            ("identity_sub", shop.Jwt("a\nb")),
            ("identity_sub", shop.Jwt(new string('x', 201))),
            ("identity_invalid", "not.a.token"),
            ("identity_invalid", "x"),
            ("identity_invalid", new string('a', 5_000)),
            ("identity_invalid", 42),
            ("identity_invalid", Array.Empty<int>()),
            ("identity_invalid", new { sub = "1" }),
            ("identity_signature", Changed(shop.Fields(shop.Claims("1")), "sub", "2")),
            ("identity_signature", Changed(shop.Fields(shop.Claims("1")), "email_verified", true)),
            ("identity_signature", shop.With(siteKey: "another-site").Fields(shop.Claims("1"))),
            ("identity_invalid", shop.Fields(shop.Claims("1", ("name", "a\nb")))),
        ];
        await using var visitor = await Visitor.OpenAsync(hub);
        foreach (var (code, identity) in bad)
        {
            await visitor.StartAsync(hub, null, identity);
            Assert.True(code == visitor.Problem, $"{identity}: expected {code}, got {visitor.Problem}");
            Assert.False(visitor.Started.TryGetProperty("identity", out _));
        }
        Assert.Contains("24 hours", Message(await visitor.StartAsync(hub, null, shop.Jwt("1", ("exp", now + 86_700), ("iat", now + 86_400)))), StringComparison.Ordinal);
        await visitor.SendAsync("It works all the same");
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from identities where kind = 'external' and address = '1:1'"));

        static JsonObject Changed(JsonObject fields, string name, JsonNode value)
        {
            fields[name] = value;
            return fields;
        }

        static string Message(System.Text.Json.JsonElement started) => started.GetProperty("identityProblem").GetProperty("message").GetString()!;
    }

    [Fact]
    public async Task An_assertion_serves_the_browser_that_used_it_first_and_no_other()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(hub, admin);
        foreach (var jwt in new[] { shop.Jwt("replay-1"), shop.Jwt("replay-1", ("jti", null)) })
        {
            await using var owner = await Visitor.OpenAsync(hub);
            var before = owner.Token;
            await owner.StartAsync(hub, before, jwt);
            Assert.Null(owner.Problem);
            Assert.NotEqual(before, owner.Token);
            var number = (await owner.SendAsync("Mine")).GetProperty("ticket").GetInt64();
            // A reload of the same page.
            await using var reloaded = await Visitor.OpenAsync(hub, owner.Token, jwt);
            Assert.Equal((null, number), (reloaded.Problem, reloaded.Started.GetProperty("ticket").GetInt64()));
            // Whoever has copied it has not the token.
            await using var thief = await Visitor.OpenAsync(hub, null, jwt);
            Assert.Equal("identity_replayed", thief.Problem);
            Assert.False(thief.Started.TryGetProperty("ticket", out _));
            await using var another = await Visitor.OpenAsync(hub);
            await another.SendAsync("Somebody");
            await another.StartAsync(hub, another.Token, jwt);
            Assert.Equal("identity_replayed", another.Problem);
            Assert.NotEqual(number, another.Started.GetProperty("ticket").GetInt64());
            // The answer with the new token was lost on its way: the old one and the same assertion find it again. The old one alone is dead.
            await using var cut = await Visitor.OpenAsync(hub, before, jwt);
            Assert.Equal(number, cut.Started.GetProperty("ticket").GetInt64());
            await Assert.ThrowsAnyAsync<Exception>(() => Visitor.OpenAsync(hub, before));
            await Assert.ThrowsAnyAsync<Exception>(() => Visitor.OpenAsync(hub, before, shop.Jwt("replay-1")));
        }
    }

    [Fact]
    public async Task A_word_that_the_site_did_not_sign_opens_nothing_of_the_person_whom_it_names()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(hub, admin);
        await using var owner = await Visitor.OpenAsync(hub, null, shop.Jwt("same-1"));
        var number = (await owner.SendAsync("Mine")).GetProperty("ticket").GetInt64();
        var now = hub.Time.GetUtcNow().ToUnixTimeSeconds();
        object[] unsigned =
        [
            shop.With(secret: "made-up-made-up-made-up-made-up-").Jwt("same-1"), shop.With(secret: "made-up").Jwt("same-1", ("exp", now - 400), ("iat", now - 800)), shop.With(kid: "k000000000000").Jwt("same-1"),
            shop.Jwt(shop.Claims("same-1"), "none", ""), shop.With(siteKey: "another-site").Jwt("same-1"), shop.Jwt("same-1", ("exp", null)), shop.With(secret: "made-up").Fields(shop.Claims("same-1")),
            shop.With(secret: "made-up").Fields(shop.Claims("same-1", ("exp", now - 400))),
        ];
        foreach (var identity in unsigned)
        {
            await using var next = await Visitor.OpenAsync(hub, owner.Token, identity);
            Assert.NotNull(next.Problem);
            Assert.False(next.Started.TryGetProperty("ticket", out _), $"{identity} opened it");
            Assert.NotEqual(owner.Token, next.Token);
        }
        // A page that stayed open for longer than its assertion lasts goes on.
        await using (var stale = await Visitor.OpenAsync(hub, owner.Token, shop.Jwt("same-1", ("exp", now - 400), ("iat", now - 800))))
            Assert.Equal(number, stale.Started.GetProperty("ticket").GetInt64());
        await admin.DeleteAsync($"/api/v1/sites/{shop.Site}/signing-keys/{shop.Kid}").ExpectAsync(HttpStatusCode.NoContent);
        await using var revoked = await Visitor.OpenAsync(hub, owner.Token, shop.Jwt("same-1", ("exp", now - 400), ("iat", now - 800)));
        Assert.False(revoked.Started.TryGetProperty("ticket", out _));
    }

    [Fact]
    public async Task A_site_that_has_a_new_key_believes_what_its_server_still_signs_for_the_old_one()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var made = await admin.PostAsync("/api/v1/sites", new { name = "Rotated" }).ExpectAsync(HttpStatusCode.Created);
        var (site, old) = (made.GetProperty("id").GetInt64(), made.GetProperty("key").GetString()!);
        var signing = await admin.PostAsync($"/api/v1/sites/{site}/signing-keys", new { }).ExpectAsync(HttpStatusCode.Created);
        var shop = (await ShopServer.OpenAsync(hub, admin)).With(signing.GetProperty("kid").GetString(), signing.GetProperty("secret").GetString(), old);
        var key = (await admin.PostAsync($"/api/v1/sites/{site}/keys").ExpectAsync(HttpStatusCode.OK)).GetProperty("key").GetString()!;
        Assert.NotEqual(old, key);
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        async Task<string?> ProblemAsync(string siteKey, object identity) =>
            (await line.CallAsync("Start", new { siteKey, locale = "en", identity })).TryGetProperty("identityProblem", out var problem) ? problem.GetProperty("code").GetString() : null;
        foreach (var page in new[] { old, key })
            foreach (var server in new[] { shop, shop.With(siteKey: key) })
            {
                Assert.Null(await ProblemAsync(page, server.Jwt("r1")));
                Assert.Null(await ProblemAsync(page, server.Fields(server.Claims("r1"))));
            }
        await admin.DeleteAsync($"/api/v1/sites/{site}/keys/{old}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("identity_audience", await ProblemAsync(key, shop.Jwt("r1")));
        Assert.Equal("identity_signature", await ProblemAsync(key, shop.Fields(shop.Claims("r1"))));
    }

    [Fact]
    public async Task Whoever_signs_out_leaves_nothing_behind_for_the_next_person_at_the_computer()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(hub, admin);
        await using var anna = await Visitor.OpenAsync(hub, null, shop.Jwt("seat-anna"));
        var hers = (await anna.SendAsync("secret-of-anna")).GetProperty("ticket").GetInt64();
        // Nobody is signed in: her token alone shows nothing.
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Visitor.OpenAsync(hub, anna.Token));
        Assert.Contains("identity_needed", refused.Message, StringComparison.Ordinal);
        // Somebody else signs in, or says so.
        await using var bob = await Visitor.OpenAsync(hub, anna.Token, shop.Jwt("seat-bob"));
        Assert.NotEqual(anna.Token, bob.Token);
        Assert.Empty(bob.Started.GetProperty("messages").EnumerateArray());
        Assert.Empty((await bob.Line.CallAsync("Conversations")).EnumerateArray());
        await Assert.ThrowsAnyAsync<Exception>(() => bob.Line.CallAsync("Earlier", new { ticket = hers }));
        await using var liar = await Visitor.OpenAsync(hub, anna.Token, shop.With(secret: "made-up").Jwt("seat-bob"));
        Assert.Equal("identity_signature", liar.Problem);
        Assert.False(liar.Started.TryGetProperty("ticket", out _));
        await bob.SendAsync("Hello from Bob");
        // She comes back and has hers; also with a page that stayed open for longer than her assertion lasts.
        var old = shop.Jwt("seat-anna");
        await using var back = await Visitor.OpenAsync(hub, null, old);
        Assert.Equal(hers, back.Started.GetProperty("ticket").GetInt64());
        hub.Time.Advance(TimeSpan.FromMinutes(10));
        await using var late = await Visitor.OpenAsync(hub, back.Token, old);
        Assert.Equal((null, hers), (late.Problem, late.Started.GetProperty("ticket").GetInt64()));
    }

    [Fact]
    public async Task An_anonymous_conversation_becomes_the_persons_and_nothing_else_does()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(hub, admin);
        await new Postman(hub).DeliverAsync(Postman.Mail("Vera <vera@merge.test>", "My order", "By mail, long ago"));
        await using var visitor = await Visitor.OpenAsync(hub);
        var chat = (await visitor.SendAsync("Not signed in yet")).GetProperty("ticket").GetInt64();
        var before = visitor.Token;
        // An address that the company has not verified opens nothing.
        await using (var unproved = await Visitor.OpenAsync(hub, null, shop.Jwt("merge-other", ("email", "vera@merge.test"))))
        {
            Assert.False(unproved.Started.TryGetProperty("ticket", out _));
            Assert.False(unproved.Started.GetProperty("identity").GetProperty("verified").GetBoolean());
        }
        await visitor.StartAsync(hub, before, shop.Jwt("merge-vera", ("email", "Vera@merge.test"), ("email_verified", true)));
        Assert.Null(visitor.Problem);
        var customers = await hub.ScalarAsync<int>("select count(distinct t.customer)::int from tickets t join session_tickets s on s.ticket = t.number join session_proofs p on p.session = s.session join identities i on i.id = p.identity and i.address = '1:merge-vera'");
        Assert.Equal(1, customers);
        Assert.Equal(["My order", "Not signed in yet"], (await visitor.Line.CallAsync("Conversations")).EnumerateArray().Select(c => c.GetProperty("subject").GetString()).Order());
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from customers c where not exists (select from identities i where i.customer = c.id)"));
        // The same family mailbox, another person: neither gets the other's.
        await using var sister = await Visitor.OpenAsync(hub, null, shop.Jwt("merge-sister", ("email", "vera@merge.test"), ("email_verified", true)));
        Assert.Null(sister.Problem);
        Assert.False(sister.Started.TryGetProperty("ticket", out _));
        Assert.NotEqual(chat, (await sister.SendAsync("I am her sister")).GetProperty("ticket").GetInt64());
    }

    [Fact]
    public async Task Keys_are_shown_once_count_together_and_end_at_once()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        using var supervisor = await hub.SignInAsync(Role.Supervisor);
        var old = await ShopServer.OpenAsync(hub, admin);
        var soon = hub.Time.GetUtcNow().AddHours(1);
        var next = await ShopServer.OpenAsync(hub, admin, new { expiresAt = soon });
        var keys = $"/api/v1/sites/{old.Site}/signing-keys";
        Assert.DoesNotContain(old.Secret, (await admin.GetAsync(keys).ExpectAsync(HttpStatusCode.OK)).ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from signing_keys where secret like '%' || $1 || '%'", old.Secret));
        await supervisor.PostAsync(keys, new { }).ExpectAsync(HttpStatusCode.Forbidden);
        await admin.PostAsync(keys, new { expiresAt = hub.Time.GetUtcNow().AddMinutes(-1) }).ExpectProblemAsync(HttpStatusCode.BadRequest, "expires_at_invalid");
        await admin.PostAsync("/api/v1/sites/999999/signing-keys", new { }).ExpectProblemAsync(HttpStatusCode.NotFound, "site_unknown");

        await using var visitor = await Visitor.OpenAsync(hub);
        foreach (var shop in new[] { old, next })
        {
            await visitor.StartAsync(hub, null, shop.Jwt("rotation"));
            Assert.Null(visitor.Problem);
        }
        await admin.DeleteAsync($"{keys}/{old.Kid}").ExpectAsync(HttpStatusCode.NoContent);
        await admin.DeleteAsync($"{keys}/k-unknown").ExpectProblemAsync(HttpStatusCode.NotFound, "key_unknown");
        await visitor.StartAsync(hub, null, old.Jwt("rotation"));
        Assert.Equal("identity_key_unknown", visitor.Problem);
        await visitor.StartAsync(hub, null, next.Jwt("rotation"));
        Assert.Null(visitor.Problem);
        hub.Time.Advance(TimeSpan.FromHours(1));
        await visitor.StartAsync(hub, null, next.Jwt("rotation"));
        Assert.Equal("identity_key_unknown", visitor.Problem);
    }
}
