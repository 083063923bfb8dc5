using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>Who may join a ticket: whatever a mail names, only those who are part of the conversation.</summary>
public sealed class ThreadingTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:TrustedAuthservIds=mx.hub.test");
        desk = await hub.SignInAsync(Role.Supervisor);
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task A_stranger_joins_with_nothing_and_the_new_ticket_names_the_suspected_one()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        var (token, id) = (sent.Read().ReplyTo[0].Address, sent.Read().MessageId);
        await DeliverAsync(Postman.Mail("mallory@evil.test", $"Re: [#{number}] Hello", "With the number"));
        Assert.Null(await SuspectedAsync(await NewestAsync()));
        await DeliverAsync(Postman.Mail("mallory@evil.test", "Re: Hello", "With the token"), token);
        Assert.Equal(number, await SuspectedAsync(await NewestAsync()));
        await DeliverAsync(Postman.Mail("mallory2@evil.test", "Re: Hello", "With the reference", ("References", $"<{id}>")));
        Assert.Equal(number, await SuspectedAsync(await NewestAsync()));
        await DeliverAsync(Postman.Mail("mallory2@evil.test", "Re: Hello", "With a token of my own", ("References", "<1.1.aaaaaaaaaaaaaaaaaa@localhost>")), $"support+t{number}.aaaaaaaaaaaaaaaaaa@localhost");
        Assert.Null(await SuspectedAsync(await NewestAsync()));
        Assert.Equal(2, (await ReceivingTests.MessagesAsync(desk, number)).Count);
    }

    [Fact]
    public async Task Somebody_on_copy_who_answers_all_joins_without_any_token()
    {
        await DeliverAsync(Postman.Mail("anna@shop.test", "Lamp", "Hello", ("Message-ID", "<lamp@shop.test>"), ("Cc", "Bob <bob@shop.test>, carol@shop.test")));
        var number = await NewestAsync();
        await DeliverAsync(Postman.Mail("bob@shop.test", "Re: Lamp", "I agree", ("In-Reply-To", "<lamp@shop.test>")));
        await DeliverAsync(Postman.Mail("dave@shop.test", "Re: Lamp", "I was not asked", ("In-Reply-To", "<lamp@shop.test>")));
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal(["Hello", "I agree"], messages.Select(m => m.GetProperty("text").GetString()!.Trim()));
        Assert.Equal("bob@shop.test", messages[1].GetProperty("author").GetProperty("name").GetString());
        var ticket = await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("anna@shop.test", ticket.GetProperty("customer").GetProperty("address").GetString());
        Assert.Equal(["bob@shop.test", "carol@shop.test"], ticket.GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("address").GetString()).Order());
    }

    [Fact]
    public async Task A_forged_sender_joins_marked_and_changes_no_identity()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "Pay here instead", ("References", $"<{sent.Read().MessageId}>"),
            ("Cc", "accomplice@evil.test"), ("Authentication-Results", "mx.hub.test; spf=fail; dkim=none; dmarc=fail (p=reject) header.from=shop.test")));
        var forged = (await ReceivingTests.MessagesAsync(desk, number))[^1];
        Assert.Equal(["unverified"], forged.GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from identities where verified_at is not null"));
        // Whom the forger copied in is no part of it.
        await DeliverAsync(Postman.Mail("accomplice@evil.test", "Re: Hello", "Me too", ("References", $"<{sent.Read().MessageId}>")));
        Assert.Equal(3, (await ReceivingTests.MessagesAsync(desk, number)).Count);
        // What somebody else claims to have found out counts for nothing.
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "Truly me", ("References", $"<{sent.Read().MessageId}>"), ("Authentication-Results", "mx.evil.test; dmarc=fail")));
        Assert.Empty((await ReceivingTests.MessagesAsync(desk, number))[^1].GetProperty("marks").EnumerateArray());
    }

    [Fact]
    public async Task An_agents_answer_from_his_own_mail_program_becomes_a_note()
    {
        var (_, email) = await hub.AddAgentAsync(Role.Agent, "Hugo");
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        await DeliverAsync(Postman.Mail(email, "Re: Hello", "zebra: tell her tomorrow", ("References", $"<{sent.Read().MessageId}>")));
        var note = (await ReceivingTests.MessagesAsync(desk, number))[^1];
        Assert.Equal(("note", "internal"), (note.GetProperty("kind").GetString(), note.GetProperty("audience").GetString()));
        Assert.Contains("unverified", note.GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        Assert.Single(smart.Mails);
    }

    [Fact]
    public async Task A_mail_to_a_closed_ticket_opens_a_follow_up_and_to_a_resolved_one_reopens_it()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        await desk.PatchAsync($"/api/v1/tickets/{number}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
        hub.Time.Advance(TimeSpan.FromDays(9));
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "Not solved", ("References", $"<{sent.Read().MessageId}>")));
        Assert.Equal("open", (await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
        await desk.PatchAsync($"/api/v1/tickets/{number}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "Still not", ("References", $"<{sent.Read().MessageId}>")));
        var follow = await desk.GetAsync($"/api/v1/tickets/{await NewestAsync()}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(number, follow.GetProperty("follows").GetInt64());
        // The token keeps leading to the closed one; a second mail joins neither but follows again, or joins what follows by its own reference.
        Assert.NotEqual(number, follow.GetProperty("number").GetInt64());
    }

    [Fact]
    public async Task Mail_without_evidence_is_always_a_new_ticket_of_the_same_customer()
    {
        await DeliverAsync(Postman.Mail("anna@shop.test", "One", "First matter"));
        await DeliverAsync(Postman.Mail("anna@shop.test", "One", "Second matter"));
        Assert.Equal(2, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from customers"));
    }

    [Fact]
    public async Task A_mailbox_without_plus_addressing_puts_the_token_into_the_subject()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        await admin.PatchAsync("/api/v1/mailboxes/" + await hub.ScalarAsync<long>("select channel from mailboxes"), new { plusAddressing = false }).ExpectAsync(HttpStatusCode.OK);
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        var mail = sent.Read();
        Assert.Empty(mail.ReplyTo);
        Assert.Equal("support@localhost", sent.From);
        Assert.Matches($@"^Re: Hello \[t{number}\.[a-z2-7]{{17}}\]$", mail.Subject);
        await DeliverAsync(Postman.Mail("anna@shop.test", mail.Subject.ToUpperInvariant(), "By a tracker that drops references"));
        Assert.Equal(3, (await ReceivingTests.MessagesAsync(desk, number)).Count);
        await SendingTests.ReplyAsync(desk, number, "Again");
        Assert.Equal(1, (await smart.ReceivedAsync("anna@shop.test", 2)).Read().Subject.Split('[').Length - 1);
    }

    [Fact]
    public async Task An_out_of_office_reply_is_kept_and_marked_and_reopens_nothing()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        await desk.PatchAsync($"/api/v1/tickets/{number}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
        await DeliverAsync(Postman.Mail("anna@shop.test", "Absente", "Je suis absente", ("Auto-Submitted", "auto-replied"), ("In-Reply-To", $"<{sent.Read().MessageId}>")));
        var ticket = await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("resolved", ticket.GetProperty("status").GetString());
        Assert.False(ticket.TryGetProperty("waitingSince", out _));
        Assert.Equal(["auto"], (await ReceivingTests.MessagesAsync(desk, number))[^1].GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal("autoReply", (await ReceivingTests.EntryAsync(desk, "from=anna@shop.test")).GetProperty("disposition").GetString());
    }

    [Fact]
    public async Task Our_own_mail_that_comes_back_is_noted_once_and_changes_nothing()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        await DeliverAsync(sent.Raw);
        await DeliverAsync(sent.Raw);
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal(["inbound", "reply", "event"], messages.Select(m => m.GetProperty("kind").GetString()));
        Assert.Equal("returned", messages[2].GetProperty("event").GetProperty("type").GetString());
        var entry = (await desk.GetAsync("/api/v1/mail/received?limit=1").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.Equal(("duplicate", number), (entry.GetProperty("disposition").GetString()!, entry.GetProperty("ticket").GetInt64()));
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
    }

    [Fact]
    public async Task More_than_twenty_mails_an_hour_on_a_ticket_are_marked()
    {
        await using var own = await HubApp.StartAsync("--Hub:Mail:TicketLimit=3");
        using var agent = await own.SignInAsync();
        var post = new Postman(own);
        await post.DeliverAsync(Postman.Mail("loop@shop.test", "Loop", "0", ("Message-ID", "<loop@shop.test>")));
        for (var n = 1; n < 5; n++) await post.DeliverAsync(Postman.Mail("loop@shop.test", "Loop", $"{n}", ("References", "<loop@shop.test>")));
        var messages = await ReceivingTests.MessagesAsync(agent, 1);
        Assert.Equal([false, false, false, true, true], messages.Select(m => m.GetProperty("marks").EnumerateArray().Any(k => k.GetString() == "flood")));
    }

    [Fact]
    public async Task An_erased_mail_does_not_come_back()
    {
        var mail = Postman.Mail("erased@shop.test", "Erase me", "Personal words");
        await DeliverAsync(mail);
        // As an erasure will leave it: the message is gone, its receipt (a keyed hash) stays.
        var number = await NewestAsync();
        await hub.ExecuteAsync("delete from mails where ticket = $1", number);
        await hub.ExecuteAsync("update raw_payloads set message = null where message in (select id from messages where ticket = $1)", number);
        await hub.ExecuteAsync("delete from messages where ticket = $1", number);
        await DeliverAsync(mail);
        var entry = await ReceivingTests.EntryAsync(desk, "from=erased@shop.test");
        Assert.Equal(("duplicate", "erased"), (entry.GetProperty("disposition").GetString(), entry.GetProperty("reason").GetString()));
        Assert.Equal(number, await NewestAsync());
    }

    private async Task<(long Number, SentMail Sent)> AnsweredAsync(string from)
    {
        await DeliverAsync(Postman.Mail(from, "Hello", "Hello"));
        var number = await NewestAsync();
        await SendingTests.ReplyAsync(desk, number, "An answer");
        var sent = await smart.ReceivedAsync(from);
        await SendingTests.StateAsync(desk, number, "An answer", "sent");
        return (number, sent);
    }

    private async Task DeliverAsync(string mail, string to = "support@localhost") => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, to))[0], StringComparison.Ordinal);

    private Task<long> NewestAsync() => hub.ScalarAsync<long>("select max(number) from tickets");

    private async Task<long?> SuspectedAsync(long number) =>
        (await ReceivingTests.MessagesAsync(desk, number)).Where(m => m.TryGetProperty("event", out var e) && e.GetProperty("type").GetString() == "suspected")
            .Select(m => (long?)m.GetProperty("event").GetProperty("to").GetInt64()).SingleOrDefault();
}
