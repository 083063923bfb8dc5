using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>Ways round entitlement: what a sender may become part of, and what an answer may be led away to.</summary>
public sealed class EntitlementTests : IAsyncLifetime
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
    public async Task Whatever_an_agent_writes_from_his_own_mail_program_is_a_note_the_second_time_too_and_on_copy()
    {
        var (_, email) = await hub.AddAgentAsync(Role.Agent, "Hugo");
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        var reference = ("References", $"<{sent.Read().MessageId}>");
        await DeliverAsync(Postman.Mail(email, "Re: Hello", "zebra one", reference));
        await DeliverAsync(Postman.Mail(email, "Re: Hello", "zebra two", reference));
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "With Hugo on copy", reference, ("Cc", email)));
        await DeliverAsync(Postman.Mail(email, "Re: Hello", "zebra three", reference));
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal(["inbound", "reply", "note", "note", "inbound", "note"], messages.Select(m => m.GetProperty("kind").GetString()));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from mail_messages where text like '%zebra%'"));
    }

    [Fact]
    public async Task Whom_a_forged_agent_copies_in_is_no_part_of_the_ticket()
    {
        var (_, email) = await hub.AddAgentAsync(Role.Agent, "Hugo");
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        var reference = ("References", $"<{sent.Read().MessageId}>");
        await DeliverAsync(Postman.Mail(email, "Re: Hello", "Add my friend", reference, ("Cc", "mallory@evil.test"), ("Reply-To", "mallory2@evil.test")));
        await DeliverAsync(Postman.Mail("mallory@evil.test", "Re: Hello", "Here I am", reference));
        await DeliverAsync(Postman.Mail("mallory2@evil.test", "Re: Hello", "Me too", reference));
        Assert.Equal(["inbound", "reply", "note"], (await ReceivingTests.MessagesAsync(desk, number)).Select(m => m.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task The_reply_address_itself_as_sender_joins_nothing()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        var token = sent.Read().ReplyTo[0].Address;
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "My answer", ("To", token)), token);
        await DeliverAsync(Postman.Mail(token, "Re: Hello", "From your own address", ("Reply-To", "mallory@evil.test"), ("To", token)), token);
        Assert.Equal(3, (await ReceivingTests.MessagesAsync(desk, number)).Count);
        var ticket = await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("anna@shop.test", ticket.GetProperty("replyTo").GetProperty("address").GetString());
    }

    [Fact]
    public async Task The_answer_to_a_forged_mail_goes_to_its_sender_and_not_to_the_forger()
    {
        var (number, sent) = await AnsweredAsync("anna@shop.test");
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Hello", "Tell me the code again", ("References", $"<{sent.Read().MessageId}>"),
            ("Reply-To", "mallory@evil.test"), ("Authentication-Results", "mx.hub.test;\r\n\tdmarc=fail\r\n\theader.from=shop.test")));
        Assert.Equal(["unverified"], (await ReceivingTests.MessagesAsync(desk, number))[^1].GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        await SendingTests.ReplyAsync(desk, number, "The code is 4711");
        await smart.ReceivedAsync("anna@shop.test", 2);
        Assert.DoesNotContain(smart.Mails, m => m.To.Contains("mallory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_on_copy_whom_nobody_knew_stays_out_of_the_chat_from_the_first_word()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "anna@shop.test" });
        await SendingTests.ReplyAsync(desk, number, "We will write to you");
        hub.Time.Advance(TimeSpan.FromMinutes(2));
        var mail = (await smart.ReceivedAsync("anna@shop.test")).Read();
        var token = mail.ReplyTo[0].Address;
        await SendingTests.StateAsync(desk, number, "We will", "sent", d => d.GetProperty("via").GetString() == "email");
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re", "My lawyer reads along", ("Cc", "bob@law.test"), ("References", $"<{mail.MessageId}>")), token);
        await DeliverAsync(Postman.Mail("bob@law.test", "Re", "secret-of-bob-1", ("References", $"<{mail.MessageId}>")), token);
        await DeliverAsync(Postman.Mail("bob@law.test", "Re", "secret-of-bob-2", ("References", $"<{mail.MessageId}>")), token);
        Assert.Equal(["Hello", "We will write to you", "My lawyer reads along"], await visitor.TextsAsync());
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal([false, false, false, true, true], messages.Select(m => m.GetProperty("marks").EnumerateArray().Any(k => k.GetString() == "apart")));
    }

    private async Task<(long Number, SentMail Sent)> AnsweredAsync(string from)
    {
        await DeliverAsync(Postman.Mail(from, "Hello", "Hello"));
        var number = await hub.ScalarAsync<long>("select max(number) from tickets");
        await SendingTests.ReplyAsync(desk, number, "An answer");
        var sent = await smart.ReceivedAsync(from);
        await SendingTests.StateAsync(desk, number, "An answer", "sent");
        return (number, sent);
    }

    private async Task DeliverAsync(string mail, string to = "support@localhost") => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, to))[0], StringComparison.Ordinal);
}
