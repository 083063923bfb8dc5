using System.Net;
using System.Text.Json;
using Hub.Browser.Support;

namespace Hub.Browser.Mail;

/// <summary>Tests that play people with browsers and with mail programs. As in <see cref="BrowserTests"/>, no page may end with trouble.</summary>
public abstract class MailTests(MailStage stage) : IClassFixture<MailStage>, IAsyncLifetime
{
    private readonly List<Person> people = [];
    private int markers;

    protected HubApp Server => stage.Server;

    protected MailWorld World => stage.World;

    /// <summary>A browser in which an agent is signed in, for what is not to be tried at the desk.</summary>
    protected Tests.Support.Browser Agent { get; private set; } = null!;

    protected async Task<Person> ArriveAsync(Screen? screen = null)
    {
        var person = await Person.OpenAsync(stage.Chromium, Server.Address, screen ?? new());
        people.Add(person);
        return person;
    }

    /// <summary>A visitor on the demonstration page.</summary>
    protected async Task<Chat> VisitAsync()
    {
        var chat = new Chat(await ArriveAsync());
        await chat.Page.GotoAsync("/demo");
        return chat;
    }

    /// <summary>The same visitor, who opens the page anew.</summary>
    protected static async Task<Chat> ComeBackAsync(Chat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        var again = new Chat(chat.Person, await chat.Person.OpenTabAsync());
        await again.Page.GotoAsync("/demo");
        return again;
    }

    /// <summary>An agent at the desk.</summary>
    protected async Task<Desk> WorkAsync()
    {
        var (_, email) = await Server.AddAgentAsync(name: "Léa Moreau");
        var desk = new Desk(await ArriveAsync());
        await desk.SignInAsync(email);
        return desk;
    }

    /// <summary>The visitor leaves an address in the card, but no name.</summary>
    protected static async Task LeaveAddressAsync(Chat chat, string address)
    {
        ArgumentNullException.ThrowIfNull(chat);
        await chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Email address" }).FillAsync(address);
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await Expect(chat.Frame.GetByText($"the answer also comes to {address}, and you can simply reply to it")).ToBeVisibleAsync();
    }

    /// <summary>Somebody asks in the chat, leaves an address, and goes.</summary>
    /// <returns>The ticket.</returns>
    protected async Task<long> AskAndLeaveAsync(string question, string address)
    {
        await using var visitor = await Visitor.OpenAsync(Server);
        var receipt = await visitor.SendAsync(question);
        await visitor.Line.CallAsync("Identify", new { email = address });
        return receipt.GetProperty("ticket").GetInt64();
    }

    /// <summary>An agent answers.</summary>
    /// <param name="ticket">What.</param>
    /// <param name="text">How.</param>
    /// <param name="channel">By which way, <c>chat</c> or <c>email</c>.</param>
    protected Task<JsonElement> ReplyAsync(long ticket, string text, string channel = "chat") =>
        Agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text, clientId = $"{ticket} {text}", channel }).ExpectAsync(HttpStatusCode.Created);

    /// <summary>What agents see of a ticket: messages and events.</summary>
    protected async Task<JsonElement[]> MessagesAsync(long ticket) =>
        [.. (await Agent.GetAsync($"/api/v1/tickets/{ticket}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    /// <summary>What agents see of the one message with exactly this text.</summary>
    protected async Task<JsonElement> MessageAsync(long ticket, string text) =>
        (await MessagesAsync(ticket)).Single(message => message.TryGetProperty("text", out var said) && said.GetString() == text);

    /// <summary>Waits until a message that has this in its text, and only one, is kept.</summary>
    /// <returns>Its ticket.</returns>
    protected async Task<long> KeptAsync(string words)
    {
        await Wait.UntilAsync($"a message with \"{words}\"", async () => await CountAsync() > 0);
        Assert.Equal(1, await CountAsync());
        return await Server.ScalarAsync<long>("select ticket from messages where strpos(text, $1) > 0", words);

        Task<long> CountAsync() => Server.ScalarAsync<long>("select count(*) from messages where strpos(text, $1) > 0", words);
    }

    /// <summary>Turns the clock on, past the moment when an answer that nobody saw goes out by mail.</summary>
    protected void LetTimePass() => Server.Time.Advance(MailStage.ContinueAfter + TimeSpan.FromSeconds(1));

    /// <summary>Lets time pass, and shows that no more mail comes to an address: whatever was due is there when the mail of a later answer to somebody else is.</summary>
    protected async Task ExpectNoMoreMailAsync(string address, int known)
    {
        var marker = $"marker{++markers}.{GetType().Name}@{MailWorld.Elsewhere}".ToLowerInvariant();
        for (var round = 1; round <= 2; round++)
        {
            var ticket = await AskAndLeaveAsync($"Question {round} of {marker}", marker);
            await ReplyAsync(ticket, $"Answer {round} to {marker}");
            LetTimePass();
            await World.ExpectMailAsync(marker, $"Answer {round} to {marker}");
        }
        var mails = await World.ReadMailAsync(address);
        Assert.True(mails.Count == known, $"{known} mails were to be at {address}, but there are:\n{string.Join("\n\n", mails.Select(mail => mail.Raw))}");
    }

    public async Task InitializeAsync() => Agent = await Server.SignInAsync();

    public async Task DisposeAsync()
    {
        Agent?.Dispose();
        foreach (var person in people) await person.Profile.CloseAsync();
        Assert.Empty(people.SelectMany(person => person.TakeTrouble()));
    }
}
