namespace Hub.Screens;

/// <summary>The demo's shop with its chat: closed, open, talking, and with an address left.</summary>
internal sealed class ShopScreens(DemoServer hub, Camera camera)
{
    private static readonly Dictionary<string, (string Question, string Answer, string Thanks)> words = new()
    {
        ["en"] = ("Hello, does Orion fit under a ceiling of 2.10 m?", "Hello! Yes: it stands 1.86 m high, shade included. Shall I put one aside for you in opal?", "Yes please, I come on Saturday."),
        ["fr"] = ("Bonjour, est-ce qu’Orion passe sous un plafond de 2,10 m ?", "Bonjour ! Oui : il fait 1,86 m de haut, abat-jour compris. Je vous en mets un de côté, en opale ?", "Oui merci, je passe samedi."),
    };

    public async Task TakeAsync(Look look)
    {
        var chat = new Chat(await camera.SeatAsync(hub.Address, look));
        var visitor = chat.Person;
        var (question, answer, thanks) = words[look.Language];
        await chat.Page.GotoAsync($"/demo?lang={look.Language}", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await camera.TakeAsync(visitor, "shop", look);
        await chat.OpenAsync();
        await camera.TakeAsync(visitor, "chat-open", look);
        await chat.SendAsync(question);
        var email = chat.Frame.Locator("input[type=email]");
        await Expect(email).ToBeVisibleAsync();
        await camera.TakeAsync(visitor, "chat-asks-address", look);
        var agent = await AnswerAsync(look, answer);
        await Expect(chat.Said(answer)).ToBeVisibleAsync();
        await chat.SendAsync(thanks);
        await camera.TakeAsync(visitor, "chat-talking", look);
        await email.FillAsync("camille@example.org");
        await email.PressAsync("Enter");
        var name = chat.Frame.Locator("input[autocomplete=name]");
        await name.FillAsync("Camille");
        await name.PressAsync("Enter");
        await Expect(chat.Frame.Locator("p.note")).ToBeVisibleAsync();
        await camera.TakeAsync(visitor, "chat-address-left", look);
        await visitor.Profile.CloseAsync();
        await agent.Profile.CloseAsync();
    }

    /// <summary>An agent answers the newest ticket, and stays at the desk.</summary>
    private async Task<Person> AnswerAsync(Look look, string answer)
    {
        var agent = await camera.SeatAsync(hub.Address, look with { Width = 1440 });
        await agent.Page.GotoAsync("/");
        await DeskScreens.SignInAsync(agent, "manon@aubelune.example", hub.Password);
        var number = await agent.Page.EvaluateAsync<long>("async () => (await (await fetch('/api/v1/tickets?status=open&limit=1')).json()).items[0].number");
        await agent.Page.GotoAsync($"/views/open/tickets/{number}");
        await agent.Page.GetByRole(AriaRole.Textbox, new() { Name = "Réponse", Exact = true }).FillAsync(answer);
        await agent.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(agent.Page.GetByRole(AriaRole.Log).GetByText(answer, new() { Exact = true })).ToBeVisibleAsync();
        return agent;
    }
}
