using System.Net;
using Hub.Browser.Support;

namespace Hub.Browser.Mail;

/// <summary>One conversation, whether it is held in the chat or by mail.</summary>
public sealed class ContinuityTests(MailStage stage) : MailTests(stage)
{
    private const string Secret = "zebra-7731";

    [Fact]
    public async Task A_visitor_who_left_goes_on_by_mail_and_comes_back_to_one_conversation()
    {
        const string nina = $"nina@{MailWorld.Elsewhere}", question = "Does the opal lamp come in green?";
        var desk = await WorkAsync();
        await desk.ChooseViewAsync("Open");
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync(question);
        await LeaveAddressAsync(chat, nina);
        await chat.Page.CloseAsync();

        await desk.OpenAsync(question);
        await desk.NoteAsync($"She asks that every week: {Secret}");
        await desk.AnswerAsync("It comes in sage green.");
        var ticket = await KeptAsync("It comes in sage green.");
        await Expect(desk.Said("It comes in sage green.")).ToBeVisibleAsync();
        LetTimePass();
        var mail = await World.ExpectMailAsync(nina, "It comes in sage green.");
        ExpectAnswer(mail, nina, question);

        await World.SendMailAsync(nina, mail.ReplyTo, Answering(mail, "Nina", nina, "Sage is perfect, thank you!\n\nPlease put one aside for me."));
        await Expect(desk.Timeline.GetByText("Please put one aside for me.")).ToBeVisibleAsync();
        Assert.Equal(ticket, await KeptAsync("Please put one aside for me."));
        var hers = await MessageAsync(ticket, "Sage is perfect, thank you!\n\nPlease put one aside for me.");
        Assert.Equal("inbound", hers.GetProperty("kind").GetString());
        Assert.Equal("email", hers.GetProperty("channel").GetProperty("kind").GetString());
        Assert.Contains("It comes in sage green.", hers.GetProperty("quoted").GetString(), StringComparison.Ordinal);

        var again = await ComeBackAsync(chat);
        await again.OpenAsync();
        await Expect(again.Conversation.GetByText("Please put one aside for me.")).ToBeVisibleAsync();
        await Expect(again.Conversation.GetByText("by email", new() { Exact = true })).ToHaveCountAsync(1);
        foreach (var text in new[] { question, "It comes in sage green.", "Please put one aside for me." })
            await Expect(again.Conversation.GetByText(text)).ToHaveCountAsync(1);
        await Expect(again.Conversation.GetByText("wrote:")).ToHaveCountAsync(0);

        await again.SendAsync("I pick it up on Friday.");
        await Expect(desk.Said("I pick it up on Friday.")).ToBeVisibleAsync();
        Assert.Equal(ticket, await KeptAsync("I pick it up on Friday."));
        await desk.ChooseViewAsync("Open");
        await Expect(desk.Row(question)).ToHaveCountAsync(1);
        await Expect(desk.Row("Our answer to your message")).ToHaveCountAsync(0);
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from tickets where customer = (select customer from tickets where number = $1)", ticket));
        Assert.DoesNotContain(again.Person.Heard, frame => frame.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_known_who_left_proves_the_address_and_then_reads_in_the_chat_what_went_by_mail()
    {
        const string olga = $"olga@{MailWorld.Elsewhere}", question = "Is my jade lamp ready?";
        await World.SendMailAsync(olga, MailWorld.Support, Letter("Olga", olga, MailWorld.Support, "My repair", "The jade lamp flickers."));
        await KeptAsync("The jade lamp flickers.");
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync(question);
        await LeaveAddressAsync(chat, olga);
        await chat.Page.CloseAsync();
        await ReplyAsync(await KeptAsync(question), "It is ready.");
        LetTimePass();
        var mail = await World.ExpectMailAsync(olga, "It is ready.");
        await World.SendMailAsync(olga, mail.ReplyTo, Answering(mail, "Olga", olga, "I come for it tomorrow."));
        await KeptAsync("I come for it tomorrow.");

        var again = await ComeBackAsync(chat);
        await again.OpenAsync();
        await Expect(again.Said("It is ready.")).ToBeVisibleAsync();
        // Anybody may have typed that address: what its owner wrote by mail is shown to whoever proves it.
        await Expect(again.Conversation.GetByText("I come for it tomorrow.")).ToHaveCountAsync(0);
        await again.Frame.GetByRole(AriaRole.Button, new() { Name = "Show what was said there" }).ClickAsync();
        await Expect(again.Frame.GetByLabel("Email address")).ToHaveValueAsync(olga);
        await again.Page.ExpectAccessibleAsync("proving an address");
        await again.Frame.GetByLabel("Email address").PressAsync("Enter");
        await Expect(again.Frame.GetByLabel("Six-digit code")).ToBeFocusedAsync();
        await again.Frame.GetByLabel("Six-digit code").FillAsync("000000");
        await Expect(again.Frame.GetByRole(AriaRole.Alert)).ToContainTextAsync("not right");
        var code = (await World.ExpectMailAsync(olga, "Your code:")).Text.Split("Your code: ")[1][..6];
        await again.Frame.GetByLabel("Six-digit code").FillAsync($"{code[..3]} {code[3..]}");
        await Expect(again.Conversation.GetByText("I come for it tomorrow.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_answer_that_was_seen_in_the_chat_does_not_come_by_mail_too()
    {
        const string olga = $"olga@{MailWorld.Elsewhere}";
        var desk = await WorkAsync();
        await desk.ChooseViewAsync("Open");
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync("Do you deliver to Brest?");
        await LeaveAddressAsync(chat, olga);

        await desk.OpenAsync("Do you deliver to Brest?");
        await desk.AnswerAsync("Every Tuesday.");
        await Expect(chat.Said("Every Tuesday.")).ToBeVisibleAsync();
        var ticket = await KeptAsync("Every Tuesday.");
        await Wait.UntilAsync("the answer to count as read", async () => (await MessageAsync(ticket, "Every Tuesday.")).GetProperty("delivery").GetProperty("state").GetString() == "read");
        LetTimePass();

        await ExpectNoMoreMailAsync(olga, known: 0);
        var delivery = (await MessageAsync(ticket, "Every Tuesday.")).GetProperty("delivery");
        Assert.Equal(("read", "chat"), (delivery.GetProperty("state").GetString(), delivery.GetProperty("via").GetString()));
        await Expect(chat.Frame.GetByText("by email", new() { Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_answer_behind_a_closed_panel_was_not_seen_and_comes_by_mail()
    {
        const string rosa = $"rosa@{MailWorld.Elsewhere}";
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.SendAsync("Is the blue one back?");
        await LeaveAddressAsync(chat, rosa);
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }).ClickAsync();
        await Expect(chat.Launcher).ToBeFocusedAsync();

        await ReplyAsync(await KeptAsync("Is the blue one back?"), "Since this morning.");
        LetTimePass();
        await World.ExpectMailAsync(rosa, "Since this morning.");

        await chat.OpenAsync();
        await Expect(chat.Said("Since this morning.")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_address_of_somebody_else_opens_nothing_of_hers_to_who_typed_it()
    {
        const string mara = $"mara@{MailWorld.Elsewhere}";
        string[] hers = ["quokka-4410", "numbat-2207", "wombat-9923", "Vandenberg"];
        await World.SendMailAsync(mara, MailWorld.Support, Letter("Mara Vandenberg", mara, MailWorld.Support, "My contract", "My contract has the number quokka-4410."));
        var contract = await KeptAsync("quokka-4410");

        var attacker = await VisitAsync();
        await attacker.OpenAsync();
        await attacker.SendAsync("I forgot my contract number.");
        await LeaveAddressAsync(attacker, mara);
        await attacker.Page.CloseAsync();
        var ticket = await KeptAsync("I forgot my contract number.");
        Assert.NotEqual(contract, ticket);
        await ReplyAsync(ticket, "Please write to us from your own address.");
        LetTimePass();
        var mail = await World.ExpectMailAsync(mara, "Please write to us from your own address.");
        Assert.DoesNotContain("quokka", mail.Everything, StringComparison.OrdinalIgnoreCase);

        var watching = await ComeBackAsync(attacker);
        await watching.OpenAsync();
        await World.SendMailAsync(mara, mail.ReplyTo, Answering(mail, "Mara Vandenberg", mara, "That was not I. My customer number is numbat-2207."));
        var answered = await KeptAsync("numbat-2207");
        await ReplyAsync(answered, "Thank you, we keep an eye on wombat-9923.", "email");
        await World.ExpectMailAsync(mara, "we keep an eye on wombat-9923.");

        // Whatever was on its way is there when a later message is.
        await ReplyAsync(ticket, "Is there anything else?");
        await Expect(watching.Said("Is there anything else?")).ToBeVisibleAsync();
        await ExpectNothingOfAsync(watching, hers);
        await watching.Page.ReloadAsync();
        await watching.OpenAsync();
        await Expect(watching.Said("Is there anything else?")).ToBeVisibleAsync();
        await Expect(watching.Said("I forgot my contract number.")).ToHaveCountAsync(1);
        await ExpectNothingOfAsync(watching, hers);
        await watching.SendAsync("So what is my number?");
        await ReplyAsync(ticket, "We cannot tell you here.");
        await Expect(watching.Said("We cannot tell you here.")).ToBeVisibleAsync();
        await ExpectNothingOfAsync(watching, hers);
    }

    [Fact]
    public async Task This_was_not_me_takes_a_press_of_the_button_and_then_ends_the_mails()
    {
        const string paul = $"paul@{MailWorld.Elsewhere}";
        var ticket = await AskAndLeaveAsync("Can I have a catalogue?", paul);
        await ReplyAsync(ticket, "It is on its way.");
        LetTimePass();
        var link = (await World.ExpectMailAsync(paul, "It is on its way.")).NotMePath;

        // Programs that look behind each link of a mail do it so.
        using (var scanner = Server.OpenBrowser())
            for (var look = 0; look < 2; look++)
                using (var answer = await scanner.GetAsync(link)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var person = await ArriveAsync();
        await person.Page.GotoAsync(link);
        await person.Page.ExpectAccessibleAsync("this was not me");
        await ReplyAsync(ticket, "It left Lille this morning.");
        LetTimePass();
        await World.ExpectMailAsync(paul, "It left Lille this morning.");

        await person.Page.GetByRole(AriaRole.Button, new() { Name = "This was not me" }).ClickAsync();
        await Wait.UntilAsync("the ticket to tell of it", async () => (await MessagesAsync(ticket)).Any(message =>
            message.TryGetProperty("event", out var told) && told.GetProperty("type").GetString() == "address" && told.GetProperty("from").GetString() == paul));
        await Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "This was not me" })).ToHaveCountAsync(0);
        await person.Page.ExpectAccessibleAsync("this was not me, said");
        await ReplyAsync(ticket, "Did it arrive?");
        LetTimePass();
        await ExpectNoMoreMailAsync(paul, known: 2);
    }

    /// <summary>A continuation as DECISIONS 3.6 wants it: the answer and what was asked, a way to answer and a way out, and nothing else.</summary>
    private static void ExpectAnswer(ReceivedMail mail, string address, string question)
    {
        Assert.Equal((MailWorld.Support, address), (mail.From, mail.To));
        Assert.Matches(@"^support\+t\d+\.[a-z2-7]+@shop\.test$", mail.ReplyTo);
        Assert.True(mail.ReplyTo.IndexOf('@', StringComparison.Ordinal) <= 64, "The local part is longer than RFC 5321 allows.");
        Assert.EndsWith($"@{MailWorld.Domain}>", mail.MessageId, StringComparison.Ordinal);
        Assert.Contains(question, mail.Text, StringComparison.Ordinal);
        Assert.StartsWith("/mail/not-me/", mail.NotMePath, StringComparison.Ordinal);
        Assert.NotEqual("", mail.Subject);
        Assert.DoesNotContain("zebra", mail.Everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("every week", mail.Everything, StringComparison.Ordinal);
        foreach (var header in new[] { "Cc", "Bcc", "Auto-Submitted" }) Assert.Equal("", mail.Header(header));
    }

    /// <summary>Neither what the browser was told, nor what it shows or keeps, has any of the words.</summary>
    private static async Task ExpectNothingOfAsync(Chat chat, string[] words)
    {
        Assert.NotEmpty(chat.Person.Heard);
        var held = new List<string>(chat.Person.Heard);
        foreach (var frame in chat.Page.Frames)
            held.Add(await frame.ContentAsync() + await frame.EvaluateAsync<string>("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"));
        foreach (var word in words)
            Assert.DoesNotContain(held, text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A mail as a person's mail program writes it.</summary>
    private static string Letter(string name, string from, string to, string subject, string text, string threading = "") => $"""
        From: {name} <{from}>
        To: {to}
        Subject: {subject}
        Date: {TimeProvider.System.GetUtcNow():r}
        Message-ID: <{Guid.CreateVersion7():N}.{from}>
        {threading}MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        {text}
        """;

    /// <summary>An answer with the other's mail quoted below.</summary>
    private static string Answering(ReceivedMail mail, string name, string from, string text) => Letter(
        name, from, mail.ReplyTo, $"Re: {mail.Subject}",
        $"{text}\n\nOn 23 Nov 2026, at 10:00, Support <{mail.From}> wrote:\n\n{string.Join('\n', mail.Text.TrimEnd('\n').Split('\n').Select(line => $"> {line}"))}",
        $"In-Reply-To: {mail.MessageId}\nReferences: {mail.MessageId}\n");
}
