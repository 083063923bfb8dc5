using System.Text.Json;

namespace Hub.Screens;

/// <summary>The demo's shop with its chat: closed, open, talking, and with an address left.</summary>
internal sealed class ShopScreens(DemoServer hub, Camera camera)
{
    private const string SetReception = """
        async (reception) => {
          const token = decodeURIComponent(document.cookie.match(/XSRF-TOKEN=([^;]*)/)[1]);
          const headers = { "Content-Type": "application/json", "X-XSRF-TOKEN": token };
          for (const { id } of (await (await fetch("/api/v1/sites")).json()).items) {
            const answer = await fetch(`/api/v1/sites/${id}/reception`, { method: "PUT", headers, body: reception });
            if (!answer.ok) throw new Error(await answer.text());
          }
        }
        """;

    // Closed on all days but one.
    private static readonly string Reception = JsonSerializer.Serialize(new
    {
        form = new
        {
            when = "always",
            fields = new object[]
            {
                new { key = "name", kind = "name", required = true },
                new { key = "email", kind = "email", required = false },
                new
                {
                    key = "topic",
                    kind = "topic",
                    required = true,
                    labels = new { en = "What is it about?", fr = "De quoi s’agit-il ?" },
                    options = new[] { new { key = "delivery", labels = new { en = "A delivery", fr = "Une livraison" } }, new { key = "repair", labels = new { en = "A repair", fr = "Une réparation" } } },
                },
                new { key = "order", kind = "text", required = false, labels = new { en = "Number of the order", fr = "Numéro de commande" } },
            },
        },
        consent = new { en = "I agree that my messages are kept to answer me.", fr = "J’accepte que mes messages soient conservés pour me répondre." },
        hours = new { zone = "Europe/Paris", week = Enumerable.Range(0, 7).Select(day => day == (int)TimeProvider.System.GetUtcNow().AddDays(2).DayOfWeek ? new[] { "09:00-18:00" } : []).ToArray() },
    });

    private static readonly Dictionary<string, (string Question, string Answer, string Thanks, string Files)> words = new()
    {
        ["en"] = ("Hello, does Orion fit under a ceiling of 2.10 m?", "Hello! Yes: it stands 1.86 m high, shade included. Shall I put one aside for you in opal?", "Yes please, I come on Saturday.", "Here are my bill and the place for it."),
        ["fr"] = ("Bonjour, est-ce qu’Orion passe sous un plafond de 2,10 m ?", "Bonjour ! Oui : il fait 1,86 m de haut, abat-jour compris. Je vous en mets un de côté, en opale ?", "Oui merci, je passe samedi.", "Voici ma facture et la place pour elle."),
    };

    public async Task TakeAsync(Look look)
    {
        var chat = new Chat(await camera.SeatAsync(hub.Address, look));
        var visitor = chat.Person;
        var (question, answer, thanks, _) = words[look.Language];
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
        await Expect(chat.Frame.Locator(".log > p.note")).ToBeVisibleAsync();
        await camera.TakeAsync(visitor, "chat-address-left", look);
        await MenuAsync(chat, look);
        await FilesAsync(chat, look);
        await RateAsync(chat, agent, look);
        await LoseTheLineAsync(chat, look);
        await visitor.Profile.CloseAsync();
        await agent.Profile.CloseAsync();
        await ReceiveAsync(look);
    }

    /// <summary>The menu, and the panel that asks for an address and its code.</summary>
    private async Task MenuAsync(Chat chat, Look look)
    {
        var more = chat.Frame.Locator(".menu-place > button");
        await more.ClickAsync();
        var menu = chat.Frame.GetByRole(AriaRole.Menu);
        await Expect(menu).ToBeVisibleAsync();
        await camera.TakeAsync(chat.Person, "chat-menu", look);
        var entries = menu.GetByRole(AriaRole.Menuitem);
        // Without a server for mail the demo offers neither codes nor copies by mail.
        if (await entries.CountAsync() > 2)
        {
            await entries.First.ClickAsync();
            var field = chat.Frame.Locator(".panel input");
            await Expect(field).ToBeVisibleAsync();
            await camera.TakeAsync(chat.Person, "chat-code-address", look);
            // One each: an address gets few codes an hour.
            await field.FillAsync($"camille.{look}@example.org");
            await field.PressAsync("Enter");
            await Expect(chat.Frame.Locator(".panel input[autocomplete=one-time-code]")).ToBeVisibleAsync();
            await camera.TakeAsync(chat.Person, "chat-code", look);
            await chat.Frame.Locator(".head button").First.ClickAsync();
        }
        else await more.ClickAsync();
        await Expect(menu).ToHaveCountAsync(0);
    }

    /// <summary>Files that wait, of which one is refused; sent; and a picture alone.</summary>
    private async Task FilesAsync(Chat chat, Look look)
    {
        var first = true;
        var release = new TaskCompletionSource();
        await chat.Page.RouteAsync("**/api/v1/visitor/files", async route =>
        {
            if (!first)
            {
                await route.ContinueAsync();
                return;
            }
            first = false;
            await release.Task;
            await route.FulfillAsync(new() { Status = 500, Body = "{\"type\":\"urn:hub:problem:file_empty\"}", ContentType = "application/problem+json" });
        });
        var picture = await chat.Page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Clip = new() { X = 0, Y = 0, Width = Math.Min(look.Width, 720), Height = 480 } });
        var field = chat.Frame.Locator("input[type=file]").First;
        await field.SetInputFilesAsync([
            new FilePayload { Name = "facture-2026-11-lampe-orion-opale.pdf", MimeType = "application/pdf", Buffer = new byte[240_000] },
            new FilePayload { Name = "salon.jpg", MimeType = "image/jpeg", Buffer = picture },
        ]);
        var chips = chat.Frame.Locator(".chip");
        await Expect(chips).ToHaveCountAsync(2);
        await camera.TakeAsync(chat.Person, "chat-files-waiting", look);
        release.SetResult();
        await Expect(chat.Frame.Locator(".chip.bad")).ToBeVisibleAsync();
        await Expect(chat.Frame.Locator(".chip[aria-busy=true]")).ToHaveCountAsync(0);
        await camera.TakeAsync(chat.Person, "chat-files-failed", look);
        await chips.First.Locator(".word").ClickAsync();
        await Expect(chat.Frame.Locator(".chip.bad, .chip[aria-busy=true]")).ToHaveCountAsync(0);
        await chat.SendAsync(words[look.Language].Files);
        await Expect(chat.Frame.Locator("button.picture img")).ToBeVisibleAsync();
        await camera.TakeAsync(chat.Person, "chat-files-sent", look);
        await chat.Frame.Locator("button.picture").ClickAsync();
        await Expect(chat.Frame.Locator("dialog.light")).ToBeVisibleAsync();
        await camera.TakeAsync(chat.Person, "chat-picture", look);
        await chat.Page.Keyboard.PressAsync("Escape");
    }

    private async Task RateAsync(Chat chat, Person agent, Look look)
    {
        await agent.Page.EvaluateAsync("document.activeElement.blur()");
        await agent.Page.Keyboard.PressAsync("e");
        var stars = chat.Frame.Locator(".stars label");
        await Expect(stars).ToHaveCountAsync(5);
        await camera.TakeAsync(chat.Person, "chat-rating", look);
        await stars.Nth(3).ClickAsync();
        await chat.Frame.Locator(".rating .button").ScrollIntoViewIfNeededAsync();
        await camera.TakeAsync(chat.Person, "chat-rating-chosen", look);
        await chat.Frame.Locator(".rating .button").ClickAsync();
        await Expect(chat.Frame.Locator(".rating")).ToHaveCountAsync(0);
        await camera.TakeAsync(chat.Person, "chat-rated", look);
    }

    private async Task LoseTheLineAsync(Chat chat, Look look)
    {
        await chat.Person.Profile.SetOfflineAsync(true);
        await chat.WriteAsync(words[look.Language].Thanks);
        await Expect(chat.Frame.Locator(".banner p")).ToBeVisibleAsync();
        await camera.TakeAsync(chat.Person, "chat-reconnecting", look);
    }

    /// <summary>What the site asks first, what is missing, and the chat outside the hours.</summary>
    private async Task ReceiveAsync(Look look)
    {
        var administrator = await camera.SeatAsync(hub.Address, look with { Width = 1440 });
        await administrator.Page.GotoAsync("/");
        await DeskScreens.SignInAsync(administrator, DemoServer.Administrator, DemoServer.AdministratorPassword);
        await administrator.Page.EvaluateAsync(SetReception, Reception);
        var chat = new Chat(await camera.SeatAsync(hub.Address, look));
        await chat.Page.GotoAsync($"/demo?lang={look.Language}", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await chat.Launcher.ClickAsync();
        var begin = chat.Frame.Locator(".asking .button");
        await Expect(begin).ToBeVisibleAsync();
        await camera.TakeAsync(chat.Person, "chat-asking", look);
        await chat.Frame.Locator(".asking input").First.FillAsync("Camille");
        await begin.ClickAsync();
        await Expect(chat.Frame.Locator(".asking .trouble")).Not.ToBeEmptyAsync();
        await camera.TakeAsync(chat.Person, "chat-asking-missing", look);
        await chat.Frame.Locator(".asking select").SelectOptionAsync("repair");
        await chat.Frame.Locator(".asking input[type=checkbox]").Last.CheckAsync();
        await begin.ClickAsync();
        await Expect(chat.Field).ToBeVisibleAsync();
        await camera.TakeAsync(chat.Person, "chat-away", look);
        await administrator.Page.EvaluateAsync(SetReception, "{}");
        await chat.Person.Profile.CloseAsync();
        await administrator.Profile.CloseAsync();
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
