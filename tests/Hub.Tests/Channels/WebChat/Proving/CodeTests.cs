using System.Net;
using System.Text.RegularExpressions;
using Hub.Agents;
using Hub.Tests.Channels.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.WebChat.Proving;

/// <summary>"This is my phone, here is my history": a code by mail.</summary>
public sealed partial class CodeTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:ContinueAfter=60", "--Hub:PublicUrl=http://help.shop.test", "--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        desk = await hub.SignInAsync(Role.Supervisor, "Léa Bonnet");
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task The_code_opens_what_came_before_and_the_old_token_dies()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("Anna Keller <anna@shop.test>", "My order", "Where is it?"));
        await new Postman(hub).DeliverAsync(Postman.Mail("Eve <eve@shop.test>", "Eves order", "secret-of-eve"));
        var mailed = await hub.ScalarAsync<long>("select number from tickets where subject = 'My order'");
        await SendingTests.ReplyAsync(desk, mailed, "On its way.");
        await desk.PostAsync($"/api/v1/tickets/{mailed}/messages", new { kind = "note", text = "zebra-note", clientId = "n" }).ExpectAsync(HttpStatusCode.Created);
        // What was said to somebody else alone is not for her, although it stands on her ticket.
        await desk.PostAsync($"/api/v1/tickets/{mailed}/messages", new { kind = "reply", text = "words-for-the-carrier", clientId = "c", to = new[] { "carrier@post.test" } }).ExpectAsync(HttpStatusCode.Created);
        await smart.ReceivedAsync("carrier@post.test");

        await using var visitor = await Visitor.OpenAsync(hub);
        var chat = (await visitor.SendAsync("Hello, I am Anna")).GetProperty("ticket").GetInt64();
        await using var tab = await Visitor.OpenAsync(hub, visitor.Token);
        var code = await CodeAsync(visitor, " Anna@Shop.test ");
        var raw = smart.Mails.Single(m => m.To == "anna@shop.test" && m.Raw.Contains(code, StringComparison.Ordinal)).Raw;
        Assert.DoesNotContain("I am Anna", raw, StringComparison.Ordinal);
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from codes c where to_jsonb(c)::text like '%' || $1 || '%'", code) + await hub.ScalarAsync<int>("select count(*)::int from mailings where coalesce(reason, '') like '%' || $1 || '%'", code));

        var old = visitor.Token;
        var token = (await visitor.Line.CallAsync("EnterCode", new { email = "anna@shop.test", code = $"{code[..3]} {code[3..]}" })).GetProperty("token").GetString()!;
        Assert.NotEqual(old, token);
        await tab.Line.ExpectAsync("Resync", _ => true);
        await Assert.ThrowsAnyAsync<Exception>(() => tab.Line.CallAsync("After", 0));
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("Send", new { clientId = "x", text = "With the dead token" }));
        await Assert.ThrowsAnyAsync<Exception>(() => Visitor.OpenAsync(hub, old));
        await visitor.StartAsync(hub, token);
        Assert.True(visitor.Started.GetProperty("identity").GetProperty("verified").GetBoolean());
        Assert.Equal(1, visitor.Started.GetProperty("earlier").GetInt32());
        var list = (await visitor.Line.CallAsync("Conversations")).EnumerateArray().ToList();
        Assert.Equal(["Hello, I am Anna", "My order"], list.Select(c => c.GetProperty("subject").GetString()));
        var read = (await visitor.Line.CallAsync("Earlier", new { ticket = mailed })).GetProperty("messages").ToString();
        Assert.Contains("Where is it?", read, StringComparison.Ordinal);
        Assert.Contains("On its way.", read, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", read, StringComparison.Ordinal);
        Assert.DoesNotContain("words-for-the-carrier", read, StringComparison.Ordinal);
        var eves = await hub.ScalarAsync<long>("select number from tickets where subject = 'Eves order'");
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("Earlier", new { ticket = eves }));

        // One customer, verified, with both tickets; nobody is left over.
        var ticket = await desk.GetAsync($"/api/v1/tickets/{chat}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("Anna Keller", ticket.GetProperty("customer").GetProperty("name").GetString());
        var customer = await desk.GetAsync($"/api/v1/customers/{ticket.GetProperty("customer").GetProperty("id").GetInt64()}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(2, customer.GetProperty("tickets").GetArrayLength());
        Assert.Contains(customer.GetProperty("identities").EnumerateArray(), i => i.GetProperty("address").GetString() == "anna@shop.test" && i.GetProperty("verified").GetBoolean());
        Assert.Equal(2, await hub.ScalarAsync<int>("select count(*)::int from customers"));
        // That agents join customers opens nothing.
        await hub.ExecuteAsync("update tickets set customer = (select customer from tickets where number = $1), version = version + 1 where number = $2", chat, eves);
        var again = await CodeAsync(visitor, "anna@shop.test");
        await visitor.StartAsync(hub, (await visitor.Line.CallAsync("EnterCode", new { email = "anna@shop.test", code = again })).GetProperty("token").GetString());
        Assert.Equal(2, (await visitor.Line.CallAsync("Conversations")).GetArrayLength());
    }

    [Fact]
    public async Task A_mail_reply_of_somebody_known_whose_address_was_only_typed_stays_out_of_the_chat_until_the_chat_proves_it()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("Vera <vera@shop.test>", "From another year", "her-words-4711"));
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("I am Vera")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "vera@shop.test" });
        await visitor.DisposeAsync();
        await SendingTests.ReplyAsync(desk, number, "What is it about?");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = (await smart.ReceivedAsync("vera@shop.test")).Read();
        await new Postman(hub).DeliverAsync(Postman.Mail("Vera <vera@shop.test>", mail.Subject, "her-words-0815", ("References", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        await SendingTests.ReplyAsync(desk, number, "answer-to-her-2342");
        await smart.ReceivedAsync("vera@shop.test", 2);
        Assert.Equal(["apart"], (await ReceivingTests.MessagesAsync(desk, number))[2].GetProperty("marks").EnumerateArray().Select(m => m.GetString()));

        await using var back = await Visitor.OpenAsync(hub, visitor.Token);
        Assert.True(back.Started.GetProperty("wentByMail").GetBoolean());
        Assert.Equal(["I am Vera", "What is it about?"], await back.TextsAsync());
        // Another address of the attacker's own is no help.
        var own = await CodeAsync(back, "mallory@shop.test");
        await back.StartAsync(hub, (await back.Line.CallAsync("EnterCode", new { email = "mallory@shop.test", code = own })).GetProperty("token").GetString());
        Assert.Equal(["I am Vera", "What is it about?"], await back.TextsAsync());
        Assert.Single((await back.Line.CallAsync("Conversations")).EnumerateArray());
        // The owner of the address, in another browser: all of it, live.
        await using var vera = await Visitor.OpenAsync(hub);
        var code = await CodeAsync(vera, "vera@shop.test");
        await vera.StartAsync(hub, (await vera.Line.CallAsync("EnterCode", new { email = "vera@shop.test", code })).GetProperty("token").GetString());
        Assert.Equal(["From another year"], (await vera.Line.CallAsync("Conversations")).EnumerateArray().Select(c => c.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task What_was_said_by_mail_joins_the_chat_that_proves_the_address()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("Omar <omar@shop.test>", "Known", "I have bought here before"));
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("It is me")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "omar@shop.test" });
        await SendingTests.ReplyAsync(desk, number, "Hello Omar");
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = (await smart.ReceivedAsync("omar@shop.test")).Read();
        await new Postman(hub).DeliverAsync(Postman.Mail("Omar <omar@shop.test>", mail.Subject, "By mail now", ("References", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        await SendingTests.ReplyAsync(desk, number, "By mail too");
        await smart.ReceivedAsync("omar@shop.test", 2);
        Assert.Equal(["It is me", "Hello Omar"], await visitor.TextsAsync());
        var code = await CodeAsync(visitor, "omar@shop.test");
        await visitor.StartAsync(hub, (await visitor.Line.CallAsync("EnterCode", new { email = "omar@shop.test", code })).GetProperty("token").GetString());
        Assert.Equal(["It is me", "Hello Omar", "By mail now", "By mail too"], await visitor.TextsAsync());
        Assert.False(visitor.Started.GetProperty("wentByMail").GetBoolean());
        // From now on both ways are live: what comes by mail is in the chat at once.
        await new Postman(hub).DeliverAsync(Postman.Mail("Omar <omar@shop.test>", mail.Subject, "One more by mail", ("References", $"<{mail.MessageId}>")), mail.ReplyTo[0].Address);
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "One more by mail");
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from customers"));
    }

    [Fact]
    public async Task Whose_answer_was_lost_on_the_way_finds_the_conversation_by_their_own_word_and_nobody_by_another()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("I prove it in a tunnel")).GetProperty("ticket").GetInt64();
        var (old, renewal, siteKey) = (visitor.Token, "a-word-of-the-browsers-own", await hub.SiteKeyAsync());
        var code = await CodeAsync(visitor, "tunnel@shop.test");
        await visitor.Line.CallAsync("EnterCode", new { email = "tunnel@shop.test", code, renewal });

        // The answer never came: all that the browser has is the old token and its word.
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        foreach (var wrong in new[] { null, "", "short", "another-word-of-nobody-at-all", new string('x', 200) })
            await Assert.ThrowsAnyAsync<Exception>(() => line.CallAsync("Start", new { siteKey, token = old, renewal = wrong }));
        var found = await line.CallAsync("Start", new { siteKey, token = old, renewal });
        Assert.Equal(number, found.GetProperty("ticket").GetInt64());
        Assert.True(found.GetProperty("identity").GetProperty("verified").GetBoolean());
        hub.Time.Advance(TimeSpan.FromMinutes(61));
        await Assert.ThrowsAnyAsync<Exception>(() => line.CallAsync("Start", new { siteKey, token = old, renewal }));
        Assert.Equal(number, (await line.CallAsync("Start", new { siteKey, token = found.GetProperty("token").GetString() })).GetProperty("ticket").GetInt64());
    }

    [Fact]
    public async Task Of_many_guesses_five_count_and_of_two_who_enter_it_at_once_one_gets_in()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var sent = await CodeAsync(visitor, "brute@shop.test");
        var wrong = sent[..5] + (char)('0' + ((sent[5] - '0' + 1) % 10));
        foreach (var guess in new[] { wrong, wrong, "", "12345", "１２３４５６", wrong, "abcdef", wrong })
            Assert.Contains("code_wrong", (await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("EnterCode", new { email = "brute@shop.test", code = guess }))).Message, StringComparison.Ordinal);
        // What is no code at all cost nothing: one attempt is left, and another address is one too.
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("EnterCode", new { email = "brute@shop.test", code = wrong }));
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("EnterCode", new { email = "brute@shop.test", code = sent }));
        var resent = await CodeAsync(visitor, "brute@shop.test");
        // Not in another browser.
        await using var other = await Visitor.OpenAsync(hub);
        await other.SendAsync("Hi");
        await Assert.ThrowsAnyAsync<Exception>(() => other.Line.CallAsync("EnterCode", new { email = "brute@shop.test", code = resent }));
        await using var tab = await Visitor.OpenAsync(hub, visitor.Token);
        var both = await Task.WhenAll(new[] { visitor, tab }.Select(async v =>
        {
            try
            {
                return (await v.Line.CallAsync("EnterCode", new { email = "brute@shop.test", code = resent })).GetProperty("token").GetString();
            }
            catch (Exception refused) when (refused is not TimeoutException)
            {
                return null;
            }
        }));
        Assert.Single(both.OfType<string>());
        await visitor.StartAsync(hub, both.OfType<string>().Single());
        Assert.True(visitor.Started.GetProperty("identity").GetProperty("verified").GetBoolean());
        // Ten minutes later it would not have counted.
        var late = await CodeAsync(visitor, "late@shop.test");
        hub.Time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("EnterCode", new { email = "late@shop.test", code = late }));
    }

    [Fact]
    public async Task Codes_are_few_and_the_answer_tells_nothing_of_the_address()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("Known <known@shop.test>", "Hi", "Known here"));
        await using var visitor = await Visitor.OpenAsync(hub);
        var known = await visitor.Line.CallAsync("RequestCode", new { email = "known@shop.test" });
        Assert.Contains("codes_too_many", await RefusedAsync(visitor, "known@shop.test"), StringComparison.Ordinal);
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(known.ToString(), (await visitor.Line.CallAsync("RequestCode", new { email = "nobody@shop.test" })).ToString());
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        // To ourselves nothing goes, and nobody learns whose address that is.
        await hub.ExecuteAsync("update mailboxes set address = 'ours@shop.test'");
        Assert.Equal(known.ToString(), (await visitor.Line.CallAsync("RequestCode", new { email = "ours@shop.test" })).ToString());
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from mailings where address = 'ours@shop.test'"));
        foreach (var bad in new[] { "", "nobody", "a@b", "a b@shop.test", "a@shop.test\nBcc: b@shop.test", "\"x\" <a@shop.test>" })
            Assert.Contains("email_invalid", await RefusedAsync(visitor, bad), StringComparison.Ordinal);
        for (var n = 4; n <= 5; n++)
        {
            hub.Time.Advance(TimeSpan.FromSeconds(61));
            await visitor.Line.CallAsync("RequestCode", new { email = $"n{n}@shop.test" });
        }
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Contains("codes_too_many", await RefusedAsync(visitor, "n6@shop.test"), StringComparison.Ordinal);
        for (var n = 2; n <= 6; n++)
        {
            await using var other = await Visitor.OpenAsync(hub);
            if (n <= 5) await other.Line.CallAsync("RequestCode", new { email = "known@shop.test" });
            else Assert.Contains("codes_too_many", await RefusedAsync(other, "known@shop.test"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_transcript_goes_to_a_proved_address_only_and_holds_no_note()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("My lamp flickers")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "stranger@shop.test" });
        Assert.Contains("address_unproved", (await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("MailTranscript"))).Message, StringComparison.Ordinal);
        var code = await CodeAsync(visitor, "lou@shop.test");
        await visitor.StartAsync(hub, (await visitor.Line.CallAsync("EnterCode", new { email = "lou@shop.test", code })).GetProperty("token").GetString());
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "note", text = "zebra-note", clientId = "n" }).ExpectAsync(HttpStatusCode.Created);
        await SendingTests.ReplyAsync(desk, number, "Is it the switch?");
        await visitor.Line.ExpectAsync("Message", _ => true);
        Assert.Equal("lou@shop.test", (await visitor.Line.CallAsync("MailTranscript")).GetProperty("email").GetString());
        var mail = (await smart.ReceivedAsync("lou@shop.test", 2)).Read();
        Assert.Matches("(?s)My lamp flickers.*Léa.*Is it the switch", mail.TextBody);
        Assert.DoesNotContain("zebra", mail.TextBody, StringComparison.Ordinal);
        await visitor.Line.CallAsync("MailTranscript");
        await visitor.Line.CallAsync("MailTranscript");
        Assert.Contains("transcripts_too_many", (await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("MailTranscript"))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(smart.Mails, m => m.To == "stranger@shop.test");
    }

    private static async Task<string> RefusedAsync(Visitor visitor, string email) => (await Assert.ThrowsAnyAsync<Exception>(() => visitor.Line.CallAsync("RequestCode", new { email }))).Message;

    /// <summary>Asks for a code, after the pause before another, and reads it in the mail.</summary>
    private async Task<string> CodeAsync(Visitor visitor, string email)
    {
        var address = email.Trim().ToLowerInvariant();
        var before = Codes(address).Count;
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        await visitor.Line.CallAsync("RequestCode", new { email });
        await Wait.UntilAsync("the mail with the code", () => Task.FromResult(Codes(address).Count > before));
        return SixDigits().Match(Codes(address)[^1]).Value;
    }

    private List<string> Codes(string address) => [.. smart.Mails.Where(m => m.To == address).Select(m => m.Read().TextBody!).Where(t => t.StartsWith("Your code", StringComparison.Ordinal))];

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
