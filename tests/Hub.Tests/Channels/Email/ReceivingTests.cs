using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

public sealed class ReceivingTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task A_mail_becomes_a_ticket_with_what_the_person_wrote()
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var post = new Postman(hub);
        var mail = Postman.Mail("Anna Keller <Anna@Shop.test>", "=?utf-8?Q?O=C3=B9_est_mon_colis_=3F?=", "Bonjour,\n\noù est mon colis ?\n\nLe 3 mai 2026 à 10:00, Support <support@localhost> a écrit :\n> Bonjour\n> Merci");
        Assert.StartsWith("250", (await post.DeliverAsync(mail))[0], StringComparison.Ordinal);

        var entry = await EntryAsync(desk, "from=anna@shop.test");
        Assert.Equal("ticket", entry.GetProperty("disposition").GetString());
        var number = entry.GetProperty("ticket").GetInt64();
        var ticket = await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("Où est mon colis ?", ticket.GetProperty("subject").GetString());
        Assert.Equal("open", ticket.GetProperty("status").GetString());
        Assert.Equal(["email"], ticket.GetProperty("channels").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("Anna Keller", ticket.GetProperty("customer").GetProperty("name").GetString());
        Assert.Equal("anna@shop.test", ticket.GetProperty("replyTo").GetProperty("address").GetString());
        Assert.True(ticket.TryGetProperty("waitingSince", out _));
        var message = (await MessagesAsync(desk, number))[0];
        Assert.Equal("Bonjour,\n\noù est mon colis ?", message.GetProperty("text").GetString()!.Trim());
        Assert.Contains("> Merci", message.GetProperty("quoted").GetString(), StringComparison.Ordinal);
        Assert.Equal("email", message.GetProperty("channel").GetProperty("kind").GetString());
        Assert.Equal("Anna Keller", message.GetProperty("author").GetProperty("name").GetString());

        using var raw = await desk.GetAsync($"/api/v1/mail/received/{entry.GetProperty("id").GetInt64()}/raw");
        Assert.Equal(mail, await raw.Content.ReadAsStringAsync());
        Assert.Equal("attachment", raw.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_mail_larger_than_memory_holds_is_kept_from_the_disk_with_its_file_and_one_in_its_text()
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var content = new byte[700_000];
        new Random(1).NextBytes(content);
        var mail = Postman.Mail("large@shop.test", "Large",
            $"--b\r\nContent-Type: text/plain\r\n\r\nSee both.\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n--b\r\nContent-Type: application/pdf; name=large.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n--b--\r\n",
            ("Content-Type", "multipart/mixed; boundary=b"));
        var post = new Postman(hub);
        await post.DeliverAsync(mail);
        await post.DeliverAsync(mail);
        var message = (await MessagesAsync(desk, (await EntryAsync(desk, "from=large@shop.test&disposition=ticket")).GetProperty("ticket").GetInt64()))[0];
        Assert.Equal("See both.", message.GetProperty("text").GetString()!.Trim());
        Assert.Equal(["cat.txt", "large.pdf"], message.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        byte[][] expected = ["Cat"u8.ToArray(), content];
        for (var i = 0; i < 2; i++)
        {
            using var fetched = await desk.GetAsync($"/api/v1/files/{message.GetProperty("files")[i].GetProperty("id").GetInt64()}");
            Assert.Equal(expected[i], await fetched.Content.ReadAsByteArrayAsync());
        }
        Assert.Equal("duplicate", (await EntryAsync(desk, "from=large@shop.test&disposition=duplicate")).GetProperty("disposition").GetString());
    }

    [Fact]
    public async Task Files_of_a_mail_are_kept_byte_for_byte_and_fetched_by_agents_only()
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var content = Convert.ToBase64String([0, 1, 2, 250, 255], Base64FormattingOptions.InsertLineBreaks);
        var mail = Postman.Mail("files@shop.test", "With a file",
            $"--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--b\r\nContent-Type: text/html; name=\"../../evil.html\"\r\nContent-Disposition: attachment; filename=\"../../evil.html\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{content}\r\n--b--\r\n",
            ("Content-Type", "multipart/mixed; boundary=b"));
        await new Postman(hub).DeliverAsync(mail);
        var number = (await EntryAsync(desk, "from=files@shop.test")).GetProperty("ticket").GetInt64();
        var file = (await MessagesAsync(desk, number))[0].GetProperty("files")[0];
        Assert.Equal("evil.html", file.GetProperty("name").GetString());
        Assert.Equal(5, file.GetProperty("size").GetInt64());
        using var fetched = await desk.GetAsync($"/api/v1/files/{file.GetProperty("id").GetInt64()}");
        Assert.Equal([0, 1, 2, 250, 255], await fetched.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", fetched.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", fetched.Content.Headers.ContentDisposition!.DispositionType);
        using var anybody = hub.OpenBrowser();
        await anybody.GetAsync($"/api/v1/files/{file.GetProperty("id").GetInt64()}").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Theory]
    [InlineData("no-headers", "just some words\r\nand more\r\n")]
    [InlineData("no-from", "Subject: x\r\n\r\nHello\r\n")]
    [InlineData("nothing", "\r\n")]
    [InlineData("broken-mime", "From: b@broken.test\r\nContent-Type: multipart/mixed; boundary=\"x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nCut off")]
    [InlineData("nul", "From: n@broken.test\r\nSubject: a\0b\r\n\r\nBefore\0after\r\n")]
    [InlineData("old-date", "From: d@broken.test\r\nDate: Mon, 1 Jan 0001 00:00:00 +1400\r\n\r\nOld\r\n")]
    [InlineData("far-date", "From: f@broken.test\r\nDate: Fri, 31 Dec 9999 23:59:59 -1200\r\n\r\nFar\r\n")]
    [InlineData("bad-charset", "From: c@broken.test\r\nContent-Type: text/plain; charset=klingon\r\n\r\nHäh\r\n")]
    public async Task A_mail_that_breaks_every_rule_is_kept_and_becomes_a_ticket(string what, string mail)
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, $"{what}@bad.test", []))[0], StringComparison.Ordinal);
        var entry = (await desk.GetAsync("/api/v1/mail/received?limit=1").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.True(entry.GetProperty("disposition").GetString() == "ticket", entry.ToString());
        Assert.NotEmpty((await MessagesAsync(desk, entry.GetProperty("ticket").GetInt64())).ToArray());
    }

    [Fact]
    public async Task Ten_thousand_recipients_in_the_header_are_no_trouble()
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var many = string.Join(",\r\n ", Enumerable.Range(0, 10_000).Select(n => $"person{n}@many.test"));
        await new Postman(hub).DeliverAsync(Postman.Mail("many@shop.test", "To all", "Hello all", ("To", many)));
        var message = (await MessagesAsync(desk, (await EntryAsync(desk, "from=many@shop.test")).GetProperty("ticket").GetInt64()))[0];
        Assert.InRange(message.GetProperty("mail").GetProperty("to").GetArrayLength(), 1, 1_000);
    }

    [Fact]
    public async Task The_same_mail_in_two_mailboxes_and_once_more_is_one_message()
    {
        using var desk = await hub.SignInAsync(Role.Administrator);
        await desk.PostAsync("/api/v1/mailboxes", new { name = "Sales", address = "sales@localhost" }).ExpectAsync(HttpStatusCode.Created);
        var mail = Postman.Mail("twice@shop.test", "Twice", "Hello");
        var post = new Postman(hub);
        Assert.All(await post.DeliverAsync(mail, "support@localhost", "sales@localhost"), r => Assert.StartsWith("250", r, StringComparison.Ordinal));
        await post.DeliverAsync("Received: from elsewhere\r\nDelivered-To: sales@localhost\r\n" + mail, "sales@localhost");
        await post.DeliverAsync(mail);
        var entries = (await desk.GetAsync("/api/v1/mail/received?from=twice@shop.test").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["duplicate", "duplicate", "ticket"], entries.Select(e => e.GetProperty("disposition").GetString()));
        Assert.Single(entries.Select(e => e.GetProperty("ticket").GetInt64()).Distinct());
        Assert.Equal(1, await hub.ScalarAsync<int>("select last_seq from tickets where number = $1", entries[0].GetProperty("ticket").GetInt64()));
    }

    [Fact]
    public async Task The_same_message_id_with_other_content_is_another_message_and_marked()
    {
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var post = new Postman(hub);
        await post.DeliverAsync(Postman.Mail("sameid@shop.test", "One", "First words", ("Message-ID", "<same@client.test>")));
        await post.DeliverAsync(Postman.Mail("sameid@shop.test", "Two", "Other words", ("Message-ID", "<same@client.test>")));
        var entries = (await desk.GetAsync("/api/v1/mail/received?messageId=same@client.test").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["ticket", "ticket"], entries.Select(e => e.GetProperty("disposition").GetString()));
        Assert.Equal(["sameMessageId"], (await MessagesAsync(desk, entries[0].GetProperty("ticket").GetInt64()))[0].GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(entries.Select(e => e.GetProperty("ticket").GetInt64()).Distinct().Count(), entries.Count);
        Assert.Single((await Task.WhenAll(entries.Select(async e => (await desk.GetAsync($"/api/v1/tickets/{e.GetProperty("ticket").GetInt64()}").ExpectAsync(HttpStatusCode.OK)).GetProperty("customer").GetProperty("id").GetInt64()))).Distinct());
    }

    [Fact]
    public async Task Unknown_recipients_are_refused_one_by_one()
    {
        var replies = await new Postman(hub).DeliverAsync(Postman.Mail("r@shop.test", "x", "y"), "nobody@localhost", "support@localhost", "support@elsewhere.test", "support+anything@localhost");
        Assert.Equal(["550", "250", "550", "250"], replies.Select(r => r[..3]));
        Assert.Contains("5.1.1", replies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_simultaneous_first_mails_of_one_person_make_one_customer_and_two_tickets()
    {
        var post = new Postman(hub);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => post.DeliverAsync(Postman.Mail("rush@shop.test", $"Matter {n}", $"Words {n}"))));
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(distinct t.customer)::int from tickets t join mails l on l.ticket = t.number where l.sender = 'rush@shop.test'"));
        Assert.Equal(8, await hub.ScalarAsync<int>("select count(distinct l.ticket)::int from mails l where l.sender = 'rush@shop.test'"));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from customers c where not exists (select from identities i where i.customer = c.id)"));
    }

    [Fact]
    public async Task More_than_two_hundred_mails_an_hour_of_one_sender_go_to_quarantine_and_can_be_replayed()
    {
        await using var own = await HubApp.StartAsync("--Hub:Mail:SenderLimit=5");
        using var desk = await own.SignInAsync(Role.Supervisor);
        var post = new Postman(own);
        for (var n = 0; n < 7; n++) Assert.StartsWith("250", (await post.DeliverAsync(Postman.Mail("loud@shop.test", $"Loud {n}", $"Words {n}")))[0], StringComparison.Ordinal);
        var quarantined = (await desk.GetAsync("/api/v1/quarantine").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["Loud 6", "Loud 5"], quarantined.Select(q => q.GetProperty("subject").GetString()));
        Assert.StartsWith("flood", quarantined[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        var replayed = await desk.PostAsync($"/api/v1/quarantine/{quarantined[0].GetProperty("id").GetInt64()}/replay").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("ticket", replayed.GetProperty("disposition").GetString());
        await desk.PostAsync($"/api/v1/quarantine/{quarantined[0].GetProperty("id").GetInt64()}/replay").ExpectProblemAsync(HttpStatusCode.NotFound, "quarantine_unknown");
        own.Time.Advance(TimeSpan.FromHours(2));
        await post.DeliverAsync(Postman.Mail("loud@shop.test", "Later", "Calm"));
        Assert.Equal("ticket", (await EntryAsync(desk, "from=loud@shop.test")).GetProperty("disposition").GetString());
    }

    [Fact]
    public async Task A_mail_that_fails_three_times_waits_in_quarantine_and_a_crash_between_raw_and_intake_loses_nothing()
    {
        await using var own = await HubApp.StartAsync("--Hub:Mail:Lease=2");
        using var desk = await own.SignInAsync(Role.Supervisor);
        // What a kill after the raw commit leaves behind: received, with a lease that nobody renews.
        await own.ExecuteAsync("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '22000'; end $$");
        await own.ExecuteAsync("create trigger refuse before insert on tickets for each row execute function refuse()");
        await new Postman(own).DeliverAsync(Postman.Mail("poison@shop.test", "Poison", "Words"));
        Assert.Equal("pending", (await EntryAsync(desk, "from=poison@shop.test")).GetProperty("disposition").GetString());
        for (var n = 0; n < 20 && (await EntryAsync(desk, "from=poison@shop.test")).GetProperty("disposition").GetString() == "pending"; n++)
        {
            own.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(500);
        }
        var entry = await EntryAsync(desk, "from=poison@shop.test");
        Assert.Equal("quarantine", entry.GetProperty("disposition").GetString());
        await own.ExecuteAsync("drop trigger refuse on tickets");
        var replayed = await desk.PostAsync($"/api/v1/quarantine/{entry.GetProperty("id").GetInt64()}/replay").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("ticket", replayed.GetProperty("disposition").GetString());
    }

    internal static async Task<JsonElement> EntryAsync(Browser desk, string query) =>
        (await desk.GetAsync($"/api/v1/mail/received?{query}&limit=1").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];

    internal static async Task<IReadOnlyList<JsonElement>> MessagesAsync(Browser desk, long number) =>
        [.. (await desk.GetAsync($"/api/v1/tickets/{number}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
}
