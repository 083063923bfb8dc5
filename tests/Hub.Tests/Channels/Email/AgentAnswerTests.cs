using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Channels.Email.Notifying;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Channels.Email;

/// <summary>Agents who are told by mail, and answer from their own mail program.</summary>
public sealed class AgentAnswerTests : IAsyncLifetime
{
    private const string Pass = "mx.hub.test; spf=pass smtp.mailfrom=hub.test; dmarc=pass (p=none) header.from=hub.test";
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;
    private string email = "";

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:TrustedAuthservIds=mx.hub.test");
        desk = await hub.SignInAsync(Role.Supervisor, "Hugo Petit");
        email = await hub.ScalarAsync<string>("select email from agents where id = $1", desk.AgentId);
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_with_token_and_pass_is_that_agents_public_answer_without_what_it_quotes()
    {
        var (number, told) = await ToldAsync("always");
        Assert.Equal(("", "auto-generated"), (told.From, told.Read().AutoSubmitted));
        Assert.Matches(@"^support\+a1\.[a-z2-7]{17}@localhost$", told.Read().ReplyTo[0].Address);
        Assert.Contains("Where is my lamp?", told.Read().TextBody, StringComparison.Ordinal);
        await AnswerAsync(told, email, "Tomorrow at noon.\n\n" + Quote(told), ("Authentication-Results", Pass));
        var sent = await smart.ReceivedAsync("anna@shop.test");
        Assert.StartsWith("Tomorrow at noon.", sent.Read().TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("##-##", sent.Read().TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("+a1", sent.Raw, StringComparison.Ordinal);
        var answer = (await MessagesAsync(number))[^1];
        Assert.Equal(("reply", "Tomorrow at noon.", desk.AgentId), (answer.GetProperty("kind").GetString(), answer.GetProperty("text").GetString(), answer.GetProperty("author").GetProperty("id").GetInt64()));
        Assert.Equal(["ownProgram"], Marks(answer));
        Assert.Equal("pending", (await TicketAsync(number)).GetProperty("status").GetString());
        // A rule of the agent's mailbox sends the notification back to us.
        var tickets = await hub.ScalarAsync<int>("select count(*)::int from tickets");
        await DeliverAsync(told.Raw, "support@localhost");
        Assert.Equal("ours", (await ReceivingTests.EntryAsync(desk, "from=support@localhost")).GetProperty("code").GetString());
        Assert.Equal(tickets, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
        Assert.Equal("agentAnswer", (await ReceivingTests.EntryAsync(desk, $"from={email}")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("noPass", "")]
    [InlineData("noPass", "mx.evil.test; dmarc=pass header.from=hub.test")]
    [InlineData("noPass", "mx.hub.test; spf=pass smtp.mailfrom=hub.test; dkim=pass")]
    [InlineData("noPass", "mx.hub.test; dmarc=pass header.from=evil.test")]
    [InlineData("noPass", "mx.hub.test; spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=hub.test\"@evil.test; dmarc=none")]
    [InlineData("noPass", "mx.hub.test; dmarc=none (x; dmarc=pass header.from=hub.test)")]
    [InlineData("noPass", "mx.hub.test; dmarc=fail header.from=hub.test")]
    [InlineData("noPass", "mx.hub.test; dmarc=pass (p=none)")]
    [InlineData("noPass", "mx.hub.test; spf=pass smtp.mailfrom==?utf-8?Q?x=3B_dmarc=3Dpass_header=2Efrom=3Dhub=2Etest?=@evil.test")]
    [InlineData("noPass", "mx.hub.test; spf=pass smtp.mailfrom=\"=?utf-8?Q?=22=3B_dmarc=3Dpass_header=2Efrom=3Dhub=2Etest=3B_=22?=\"@evil.test")]
    [InlineData("otherAddress", Pass, "hugo@home.test")]
    [InlineData("auto", Pass, null, "auto-replied")]
    public async Task Whatever_is_not_proved_stays_a_note_that_says_why(string why, string results, string? from = null, string auto = "no")
    {
        var (number, told) = await ToldAsync("always");
        await AnswerAsync(told, from ?? email, "zebra: tomorrow", ("Authentication-Results", results), ("Auto-Submitted", auto));
        var note = (await MessagesAsync(number))[^1];
        Assert.Equal(("note", "internal"), (note.GetProperty("kind").GetString(), note.GetProperty("audience").GetString()));
        Assert.Contains(why, Marks(note));
        Assert.Equal("open", (await TicketAsync(number)).GetProperty("status").GetString());
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from deliveries"));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from mail_messages where text like '%zebra%'"));
    }

    [Fact]
    public async Task Files_and_pictures_of_an_answer_go_along_but_for_those_of_its_signature_and_its_quotation()
    {
        var (number, told) = await ToldAsync("always");
        // As Gmail writes it: every file has a Content-ID, and those in the text stand beside it.
        static string File(string type, string name, string disposition, string id) =>
            $"Content-Type: {type}; name=\"{name}\"\nContent-Disposition: {disposition}; filename=\"{name}\"\nContent-Transfer-Encoding: base64\nX-Attachment-Id: {id}\nContent-ID: <{id}>\n\nAAEC\n";
        var html = "<div dir=\"ltr\">Look:<br><img src=\"cid:ii_photo\" alt=\"photo.png\"><br><br>-- <br><div dir=\"ltr\" class=\"gmail_signature\" data-smartmail=\"gmail_signature\">Hugo<br><img src=\"cid:ii_logo\"></div></div><br>"
            + "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Sun, Nov 22, 2026 at 10:00 AM Support &lt;support@localhost&gt; wrote:<br></div>"
            + "<blockquote class=\"gmail_quote\">Where is my lamp?<img src=\"cid:ii_theirs\"></blockquote></div>";
        var body = "--m\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: multipart/alternative; boundary=a\n\n"
            + "--a\nContent-Type: text/plain; charset=utf-8\n\nLook:\n[image: photo.png]\n\n-- \nHugo\n\nOn Sun, Nov 22, 2026 at 10:00 AM Support <support@localhost> wrote:\n> Where is my lamp?\n"
            + $"--a\nContent-Type: text/html; charset=utf-8\n\n{html}\n--a--\n--r\n{File("image/png", "photo.png", "inline", "ii_photo")}--r\n{File("image/png", "logo.png", "inline", "ii_logo")}"
            + $"--r\n{File("image/png", "theirs.png", "inline", "ii_theirs")}--r--\n--m\n{File("application/pdf", "bill.pdf", "attachment", "f_bill")}--m\n{File("image/jpeg", "lamp.jpg", "attachment", "f_lamp")}--m--\n";
        await AnswerAsync(told, email, body, ("Authentication-Results", Pass), ("Content-Type", "multipart/mixed; boundary=m"));
        var answer = (await MessagesAsync(number))[^1];
        Assert.Equal(["ownProgram"], Marks(answer));
        Assert.Equal(["photo.png", "bill.pdf", "lamp.jpg"], answer.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(["photo.png", "bill.pdf", "lamp.jpg"], (await smart.ReceivedAsync("anna@shop.test")).Read().Attachments.Select(a => a.FileName));
    }

    [Fact]
    public async Task A_token_is_worth_nothing_to_anybody_else_and_nothing_where_no_answer_can_go()
    {
        var (number, told) = await ToldAsync("always");
        var (_, colleague) = await hub.AddAgentAsync(Role.Agent, "Inès");
        await AnswerAsync(told, colleague, "From a colleague", ("Authentication-Results", Pass));
        Assert.Contains("otherAddress", Marks((await MessagesAsync(number))[^1]));
        // Without the token, but proved, and with references to the customer's own mail.
        await DeliverAsync(Postman.Mail(email, "Re: Lamp", "No token", ("References", "<lamp@shop.test>"), ("Authentication-Results", Pass)), "support@localhost");
        Assert.Equal(["noToken"], Marks((await MessagesAsync(number))[^1]));
        // The customer who was given it is heard as the customer.
        await AnswerAsync(told, "anna@shop.test", "From the customer");
        Assert.Equal("inbound", (await MessagesAsync(number))[^1].GetProperty("kind").GetString());
        await desk.PatchAsync($"/api/v1/tickets/{number}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await AnswerAsync(told, email, "Too late", ("Authentication-Results", Pass));
        Assert.Equal(["notSent"], Marks((await MessagesAsync(number))[^1]));
        // A closed account takes its tokens with it.
        await hub.ExecuteAsync("update agents set disabled_at = created_at where id = $1", desk.AgentId);
        var before = await hub.ScalarAsync<int>("select count(*)::int from messages where ticket = $1", number);
        await AnswerAsync(told, email, "Still me", ("Authentication-Results", Pass));
        Assert.Equal(before, await hub.ScalarAsync<int>("select count(*)::int from messages where ticket = $1", number));
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from deliveries"));
    }

    [Fact]
    public async Task Several_messages_are_told_once_and_together_whichever_process_looks()
    {
        await using var other = await hub.StartAnotherAsync();
        var (number, told) = await ToldAsync("always");
        foreach (var n in new[] { "two", "three" }) await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Lamp", n, ("References", "<lamp@shop.test>")), "support@localhost");
        hub.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, await Sweep(hub).DecideAsync(default) + await Sweep(other).DecideAsync(default));
        hub.Time.Advance(TimeSpan.FromMinutes(6));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Sweep(n % 2 == 0 ? hub : other).DecideAsync(default)));
        var second = await smart.ReceivedAsync(email, 2);
        Assert.Contains("three", second.Read().TextBody, StringComparison.Ordinal);
        Assert.Contains("two", second.Read().TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Where is my lamp", second.Read().TextBody, StringComparison.Ordinal);
        Assert.NotEqual(told.Read().ReplyTo[0].Address, second.Read().ReplyTo[0].Address);
        // What was answered is told to nobody.
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Lamp", "four", ("References", "<lamp@shop.test>")), "support@localhost");
        await SendingTests.ReplyAsync(desk, number, "All is well");
        hub.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(0, await Sweep(hub).DecideAsync(default));
        Assert.Equal(2, await hub.ScalarAsync<int>("select count(*)::int from mailings"));
    }

    [Fact]
    public async Task Nobody_is_told_unasked_nor_while_the_desk_is_open_nor_of_what_was_there_before()
    {
        await DeliverAsync(Postman.Mail("anna@shop.test", "Lamp", "Before", ("Message-ID", "<lamp@shop.test>")), "support@localhost");
        await desk.PatchAsync("/api/v1/tickets/1", new { assignee = desk.AgentId }).ExpectAsync(HttpStatusCode.OK);
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Sweep(hub).DecideAsync(default));
        await desk.PatchAsync("/api/v1/session", new { notify = "sometimes" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "notify_unknown");
        Assert.Equal("away", (await desk.PatchAsync("/api/v1/session", new { notify = "away" }).ExpectAsync(HttpStatusCode.OK)).GetProperty("user").GetProperty("notify").GetString());
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Sweep(hub).DecideAsync(default));
        await using (var line = await HubSocket.OpenDeskAsync(hub, desk))
        {
            await Wait.UntilAsync("the agent to be there", () => Task.FromResult(hub.Services.GetRequiredService<global::Hub.Notices.Presence>().Here.Agents.ContainsKey(desk.AgentId)));
            await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Lamp", "Seen live", ("References", "<lamp@shop.test>")), "support@localhost");
            hub.Time.Advance(TimeSpan.FromMinutes(1));
            await Sweep(hub).DecideAsync(default);
        }
        await Wait.UntilAsync("the agent to be gone", () => Task.FromResult(!hub.Services.GetRequiredService<global::Hub.Notices.Presence>().Here.Agents.ContainsKey(desk.AgentId)));
        await DeliverAsync(Postman.Mail("anna@shop.test", "Absent", "I am away", ("References", "<lamp@shop.test>"), ("Auto-Submitted", "auto-replied")), "support@localhost");
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        await Sweep(hub).DecideAsync(default);
        Assert.Equal(0, await hub.ScalarAsync<int>("select count(*)::int from mailings"));
        await DeliverAsync(Postman.Mail("anna@shop.test", "Re: Lamp", "While away", ("References", "<lamp@shop.test>")), "support@localhost");
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        var told = (await smart.ReceivedAsync(email)).Read();
        Assert.Contains("While away", told.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Seen live", told.TextBody, StringComparison.Ordinal);
    }

    /// <summary>A customer's mail on this agent's ticket, and the mail that tells of it.</summary>
    private async Task<(long Number, SentMail Told)> ToldAsync(string notify)
    {
        await desk.PatchAsync("/api/v1/session", new { notify }).ExpectAsync(HttpStatusCode.OK);
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        await DeliverAsync(Postman.Mail("Anna <anna@shop.test>", "Lamp", "Where is my lamp?", ("Message-ID", "<lamp@shop.test>")), "support@localhost");
        var number = await hub.ScalarAsync<long>("select max(number) from tickets");
        await desk.PatchAsync($"/api/v1/tickets/{number}", new { assignee = desk.AgentId }).ExpectAsync(HttpStatusCode.OK);
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        // Not waited for: whoever looks first decides.
        await Sweep(hub).DecideAsync(default);
        return (number, await smart.ReceivedAsync(email));
    }

    private static string Quote(SentMail told) => "On Sun, Nov 22, 2026 at 10:00 AM Support <support@localhost> wrote:\n\n" + string.Join('\n', told.Read().TextBody!.Split('\n').Select(line => "> " + line));

    private Task AnswerAsync(SentMail told, string from, string text, params (string, string)[] headers) =>
        DeliverAsync(Postman.Mail(from, "Re: " + told.Read().Subject, text, [("In-Reply-To", $"<{told.Read().MessageId}>"), .. headers]), told.Read().ReplyTo[0].Address);

    private static NotificationSweep Sweep(HubApp app) => app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<NotificationSweep>().Single();

    private static List<string?> Marks(JsonElement message) => [.. message.GetProperty("marks").EnumerateArray().Select(m => m.GetString())];

    private Task<JsonElement> TicketAsync(long number) => desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(HttpStatusCode.OK);

    private Task<IReadOnlyList<JsonElement>> MessagesAsync(long number) => ReceivingTests.MessagesAsync(desk, number);

    private async Task DeliverAsync(string mail, string to) => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, to))[0], StringComparison.Ordinal);
}
