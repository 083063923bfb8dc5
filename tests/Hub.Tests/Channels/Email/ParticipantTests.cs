using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>Who takes part in a ticket by mail, and who gets the answer.</summary>
public sealed class ParticipantTests : IAsyncLifetime
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
    public async Task Somebody_on_copy_who_wrote_last_is_answered_together_with_the_customer_and_never_in_their_place()
    {
        var number = await WriteAsync("Anna Keller <anna@shop.test>", ("Cc", "Bob Law <bob@law.test>, carol@shop.test"), ("Message-ID", "<lamp@shop.test>"));
        await DeliverAsync(Postman.Mail("Bob Law <bob@law.test>", "Re: Lamp", "I agree", ("In-Reply-To", "<lamp@shop.test>"), ("Cc", "anna@shop.test")));
        var recipients = (await TicketAsync(number)).GetProperty("recipients");
        Assert.Equal(["anna@shop.test", "bob@law.test"], Addresses(recipients, "reply", "to"));
        Assert.Equal(["Anna Keller", "Bob Law"], recipients.GetProperty("reply").GetProperty("to").EnumerateArray().Select(p => p.GetProperty("name").GetString()));

        await SendingTests.ReplyAsync(desk, number, "To both of you");
        var (anna, bob) = (await smart.ReceivedAsync("anna@shop.test"), await smart.ReceivedAsync("bob@law.test"));
        Assert.Equal(anna.Read().MessageId, bob.Read().MessageId);
        Assert.All([anna, bob], mail => Assert.Equal(["anna@shop.test", "bob@law.test"], mail.Read().To.Select(t => t.Address)));
        Assert.NotEqual(anna.From, bob.From);
        // Carol was not asked, and both have the mail that is quoted.
        Assert.DoesNotContain(smart.Mails, m => m.To == "carol@shop.test");
        Assert.Contains("> I agree", anna.Read().TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_quoted_that_one_of_the_recipients_has_not_seen()
    {
        var number = await WriteAsync("anna@shop.test", ("Cc", "bob@law.test"), ("Message-ID", "<lamp@shop.test>"));
        await DeliverAsync(Postman.Mail("bob@law.test", "Re: Lamp", "zebra: between us", ("In-Reply-To", "<lamp@shop.test>")));
        await SendingTests.ReplyAsync(desk, number, "To both of you");
        var mail = (await smart.ReceivedAsync("anna@shop.test")).Read();
        Assert.DoesNotContain("zebra", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("> Hello", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_all_reaches_everybody_on_the_mail_but_our_own_addresses()
    {
        var number = await WriteAsync("anna@shop.test", ("To", "support@localhost, dave@shop.test, Support+T1.abc@localhost"), ("Cc", "Bob <bob@law.test>, SUPPORT@localhost"));
        var recipients = (await TicketAsync(number)).GetProperty("recipients");
        Assert.Equal(["anna@shop.test"], Addresses(recipients, "reply", "to"));
        Assert.Equal(["anna@shop.test", "dave@shop.test"], Addresses(recipients, "all", "to"));
        Assert.Equal(["bob@law.test"], Addresses(recipients, "all", "cc"));
        await SayAsync(number, "To all", ["anna@shop.test", "Dave@shop.test"], ["bob@law.test", "new@shop.test"]);
        var mail = (await smart.ReceivedAsync("new@shop.test")).Read();
        Assert.Equal(["anna@shop.test", "dave@shop.test"], mail.To.Select(t => t.Address));
        Assert.Equal(["Bob <bob@law.test>", "new@shop.test"], mail.Cc.Select(c => c.Name is null ? c.Address : $"{c.Name} <{c.Address}>"));
        foreach (var to in new[] { "anna@shop.test", "dave@shop.test", "bob@law.test" }) await smart.ReceivedAsync(to);
        // Whoever was written to takes part, and may answer.
        await DeliverAsync(Postman.Mail("new@shop.test", "Re: Lamp", "Here I am", ("References", $"<{mail.MessageId}>")));
        Assert.Equal("Here I am", (await ReceivingTests.MessagesAsync(desk, number))[^1].GetProperty("text").GetString()!.Trim());
        // By that they are no part of her: a person of their own, on copy, and she is still answered.
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from identities where address = 'new@shop.test' and customer = (select customer from tickets where number = $1)", number));
        Assert.Contains("new@shop.test", await ParticipantsAsync(number));
        Assert.Equal("anna@shop.test", (await TicketAsync(number)).GetProperty("customer").GetProperty("address").GetString());
        Assert.Contains("anna@shop.test", Addresses((await TicketAsync(number)).GetProperty("recipients"), "all", "to"));
    }

    [Theory]
    [InlineData("recipient_ours", "anna@shop.test", "support+x@localhost")]
    [InlineData("recipient_invalid", "anna@shop.test", "no address")]
    [InlineData("recipients_missing", null, "bob@law.test")]
    public async Task Recipients_are_checked(string code, string? to, string cc)
    {
        var number = await WriteAsync("anna@shop.test");
        await desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text = "Hello", clientId = "c", to = to is null ? Array.Empty<string>() : [to], cc = new[] { cc } }).ExpectProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Whom_an_agent_removes_does_not_join_and_is_not_answered_until_somebody_writes_to_them_again()
    {
        var number = await WriteAsync("anna@shop.test", ("Cc", "bob@law.test"), ("Message-ID", "<lamp@shop.test>"));
        await DeliverAsync(Postman.Mail("bob@law.test", "Re: Lamp", "I agree", ("In-Reply-To", "<lamp@shop.test>")));
        Assert.Equal(["bob@law.test"], await ParticipantsAsync(number));
        await desk.DeleteAsync($"/api/v1/tickets/{number}/participants/anna@shop.test").ExpectProblemAsync(HttpStatusCode.NotFound, "participant_unknown");
        await desk.DeleteAsync($"/api/v1/tickets/{number}/participants/Bob@law.test").ExpectAsync(HttpStatusCode.NoContent);
        Assert.Empty(await ParticipantsAsync(number));
        Assert.Equal(["anna@shop.test"], Addresses((await TicketAsync(number)).GetProperty("recipients"), "all", "to"));
        // The customer's mail program still has them on copy: that takes nobody in again.
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Lamp", "And?", ("In-Reply-To", "<lamp@shop.test>"), ("Cc", "bob@law.test")));
        await DeliverAsync(Postman.Mail("bob@law.test", "Re: Lamp", "Yes?", ("In-Reply-To", "<lamp@shop.test>")));
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal(["inbound", "inbound", "event", "inbound"], messages.Select(m => m.GetProperty("kind").GetString()));
        Assert.Equal("bob@law.test", messages[2].GetProperty("event").GetProperty("from").GetString());
        Assert.Empty(Addresses((await TicketAsync(number)).GetProperty("recipients"), "all", "cc"));
        await SayAsync(number, "Come back", ["bob@law.test"], []);
        await smart.ReceivedAsync("bob@law.test");
        await DeliverAsync(Postman.Mail("bob@law.test", "Re: Lamp", "Back", ("In-Reply-To", "<lamp@shop.test>")));
        Assert.Equal("Back", (await ReceivingTests.MessagesAsync(desk, number))[^1].GetProperty("text").GetString()!.Trim());
    }

    [Fact]
    public async Task An_answer_that_one_of_several_has_cannot_be_taken_back()
    {
        smart.OnRecipient = to => to == "bob@law.test" ? "451 4.3.0 later" : null;
        var number = await WriteAsync("anna@shop.test");
        var said = await SayAsync(number, "To both", ["anna@shop.test"], ["bob@law.test"]);
        await smart.ReceivedAsync("anna@shop.test");
        await SendingTests.StateAsync(desk, number, "To both", "queued", d => d.GetProperty("attempts").GetInt32() > 0);
        await desk.PostAsync($"/api/v1/tickets/{number}/messages/{said.GetProperty("id").GetInt64()}/cancel").ExpectProblemAsync(HttpStatusCode.Conflict, "delivery_gone");
        Assert.Equal("pending", (await TicketAsync(number)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_form_speaks_for_the_person_in_its_reply_to_who_joins_nothing_by_that()
    {
        await DeliverAsync(Postman.Mail("Shop <no-reply@shop.test>", "Contact", "I am Anna", ("Reply-To", "Anna <anna@home.test>"), ("Message-ID", "<f1@shop.test>")));
        await DeliverAsync(Postman.Mail("Shop <no-reply@shop.test>", "Contact", "I am Bob", ("Reply-To", "bob@home.test")));
        await DeliverAsync(Postman.Mail("support@localhost", "Contact", "I am Carol", ("Reply-To", "carol@home.test")));
        for (var number = 1; number <= 3; number++)
        {
            var ticket = await TicketAsync(number);
            var address = new[] { "anna@home.test", "bob@home.test", "carol@home.test" }[number - 1];
            Assert.Equal((address, address), (ticket.GetProperty("customer").GetProperty("address").GetString(), ticket.GetProperty("replyTo").GetProperty("address").GetString()));
            Assert.Empty(ticket.GetProperty("participants").EnumerateArray());
            Assert.Equal(["form"], (await ReceivingTests.MessagesAsync(desk, number))[0].GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        }
        Assert.Equal("Anna", (await ReceivingTests.MessagesAsync(desk, 1))[0].GetProperty("author").GetProperty("name").GetString());
        await SendingTests.ReplyAsync(desk, 1, "Hello Anna");
        var sent = (await smart.ReceivedAsync("anna@home.test")).Read();
        // Whoever can type a Reply-To, with a domain of their own that passes every check, is not that person.
        await DeliverAsync(Postman.Mail("noreply@evil.test", "Re: Contact", "Me again", ("Reply-To", "anna@home.test"), ("References", $"<{sent.MessageId}>"), ("Authentication-Results", "mx.hub.test; dmarc=pass header.from=evil.test")), sent.ReplyTo[0].Address);
        Assert.Equal(2, (await ReceivingTests.MessagesAsync(desk, 1)).Count);
        Assert.Equal("form", (await ReceivingTests.EntryAsync(desk, "from=noreply@evil.test")).GetProperty("code").GetString());
        await DeliverAsync(Postman.Mail("anna@home.test", "Re: Contact", "Thank you", ("References", $"<{sent.MessageId}>")));
        Assert.Equal(3, (await ReceivingTests.MessagesAsync(desk, 1)).Count);
        // A tracker that has part in a ticket by its own address goes on in it.
        var tracker = await WriteAsync("no-reply@tracker.test", ("Message-ID", "<t1@tracker.test>"));
        await DeliverAsync(Postman.Mail("no-reply@tracker.test", "Re: Lamp", "Comment", ("Reply-To", "reply+1@tracker.test"), ("References", "<t1@tracker.test>")));
        Assert.Equal(2, (await ReceivingTests.MessagesAsync(desk, tracker)).Count);
    }

    [Fact]
    public async Task The_same_mail_in_two_mailboxes_is_one_message_that_names_both()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        foreach (var name in new[] { "sales", "billing" }) await admin.PostAsync("/api/v1/mailboxes", new { name, address = $"{name}@localhost" }).ExpectAsync(HttpStatusCode.Created);
        var mail = Postman.Mail("anna@shop.test", "Lamp", "Hello", ("To", "support@localhost, sales@localhost, billing@localhost"));
        await new Postman(hub).DeliverAsync(mail, "support@localhost", "sales@localhost");
        await DeliverAsync("Received: from elsewhere\r\n" + mail, "billing@localhost");
        await DeliverAsync(mail);
        var message = Assert.Single(await ReceivingTests.MessagesAsync(desk, 1));
        Assert.Equal(["billing@localhost", "sales@localhost"], message.GetProperty("mail").GetProperty("alsoIn").EnumerateArray().Select(a => a.GetString()));
        var log = (await desk.GetAsync("/api/v1/mail/received?from=anna@shop.test").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([("again", "support@localhost"), ("otherMailbox", "billing@localhost"), ("opened", "support@localhost")], log.Select(e => (e.GetProperty("code").GetString(), e.GetProperty("mailbox").GetString())));
        Assert.All(log, e => Assert.Equal(1, e.GetProperty("ticket").GetInt64()));
    }

    private async Task<long> WriteAsync(string from, params (string, string)[] headers)
    {
        await DeliverAsync(Postman.Mail(from, "Lamp", "Hello", headers));
        return await hub.ScalarAsync<long>("select max(number) from tickets");
    }

    private Task<JsonElement> SayAsync(long number, string text, string[] to, string[] cc) =>
        desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text, clientId = text, to, cc }).ExpectAsync(HttpStatusCode.Created);

    private Task<JsonElement> TicketAsync(long number) => desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);

    private async Task<List<string?>> ParticipantsAsync(long number) => [.. (await TicketAsync(number)).GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("address").GetString())];

    private static List<string?> Addresses(JsonElement recipients, string kind, string field) => [.. recipients.GetProperty(kind).GetProperty(field).EnumerateArray().Select(p => p.GetProperty("address").GetString())];

    private async Task DeliverAsync(string mail, string to = "support@localhost") => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, to))[0], StringComparison.Ordinal);
}
