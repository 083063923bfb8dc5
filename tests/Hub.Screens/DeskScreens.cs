namespace Hub.Screens;

/// <summary>The desk: an agent's views and tickets, the administrator's settings, and what one sees before signing in.</summary>
internal sealed class DeskScreens(DemoServer hub, Camera camera)
{
    private static readonly string[] views = ["mine", "unassigned", "open", "pending", "resolved", "failed", "spam", "trash"];
    private static readonly string[] settings = ["profile", "people", "teams", "web-chat", "mailboxes", "received"];

    private static readonly string[] siteParts = ["general", "appearance", "texts", "reception", "installation"];

    // Of each kind the ticket that shows most: the longest, or one with a note near its end.
    private const string Find = """
        async () => {
          const get = async (path) => (await (await fetch(`/api/v1/tickets${path}`)).json()).items;
          const messages = (row) => get(`/${row.number}/messages?before=2147483647&limit=100`);
          const best = async (query, fits, count) => {
            const rows = (await get(`?${query}&limit=100`)).filter(fits).slice(0, 40);
            const counted = await Promise.all(rows.map(async (row) => ({ number: row.number, count: count(await messages(row)) })));
            return counted.reduce((most, row) => (row.count > most.count ? row : most), { count: -1 }).number;
          };
          const kind = async (name) => (await get(`?q=${encodeURIComponent(`Mail ${name}`)}`))[0]?.number;
          const only = (channel) => (row) => row.channels.length === 1 && row.channels[0] === channel;
          const notes = (all) => all.slice(-3).filter((message) => message.kind === "note").length * 100 + Math.min(all.length, 50);
          return {
            chat: await best("status=open", only("chat"), (all) => all.length),
            mail: await best("status=open", only("email"), (all) => all.length),
            note: await best("status=open,pending", () => true, notes),
            both: await best("status=open,pending,resolved", (row) => row.channels.length > 1, notes),
            failed: await best("delivery=failed", () => true, notes),
            newsletter: await kind("newsletter"),
            signed: await kind("signed"),
            encrypted: await kind("encrypted"),
            invitation: await kind("invitation"),
            cancelled: await kind("cancelled"),
          };
        }
        """;

    /// <summary>Numbers of tickets to open, by what they show; the same on every picture.</summary>
    private Dictionary<string, long?>? tickets;

    public async Task TakeAsync(Look look)
    {
        await WorkAsync(look);
        await AdministerAsync(look);
    }

    private async Task WorkAsync(Look look)
    {
        var agent = await camera.SeatAsync(hub.Address, look);
        await ShowAsync(agent, "/", "sign-in", look);
        await SignInAsync(agent, look.Language == "fr" ? "manon@aubelune.example" : "tom@aubelune.example", hub.Password);
        if (tickets is null) await DeliverAsync();
        tickets ??= await agent.Page.EvaluateAsync<Dictionary<string, long?>>(Find);
        foreach (var view in views) await ShowAsync(agent, $"/views/{view}", $"view-{view}", look);
        foreach (var (kind, number) in tickets)
        {
            if (number is null) continue;
            await ShowAsync(agent, $"/views/open/tickets/{number}", $"ticket-{kind}", look);
            if (!look.IsPhone) continue;
            await agent.Page.Locator("header .who").ClickAsync();
            await camera.TakeAsync(agent, $"customer-{kind}", look);
        }
        await ShowAsync(agent, $"/views/mine/tickets/{tickets["chat"]}", look: look);
        await agent.Page.Keyboard.PressAsync("n");
        await camera.TakeAsync(agent, "ticket-note-mode", look);
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.EvaluateAsync("document.activeElement.blur()");
        await agent.Page.Keyboard.PressAsync("?");
        await Expect(agent.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await camera.TakeAsync(agent, "keys", look);
        await ShowAsync(agent, "/docs/api", "docs-api", look);
        await agent.Profile.CloseAsync();
    }

    private async Task AdministerAsync(Look look)
    {
        var administrator = await camera.SeatAsync(hub.Address, look);
        var page = administrator.Page;
        await page.GotoAsync("/");
        await SignInAsync(administrator, DemoServer.Administrator, DemoServer.AdministratorPassword);
        await page.GotoAsync("/settings/profile");
        // The box itself is hidden; the page speaks the other language once the server has kept it.
        await page.GetByText(look.Language == "fr" ? "Français" : "English", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator($"html[lang={look.Language}]")).ToBeAttachedAsync();
        if (look.IsPhone) await ShowAsync(administrator, "/settings", "settings", look);
        foreach (var section in settings) await ShowAsync(administrator, $"/settings/{section}", $"settings-{section}", look);
        var site = await page.EvaluateAsync<long>("async () => (await (await fetch('/api/v1/sites')).json()).items[0].id");
        foreach (var part in siteParts) await ShowAsync(administrator, $"/settings/web-chat/{site}/{part}", $"site-{part}", look);
        await ShowAsync(administrator, "/settings/web-chat#signingKeys", "settings-identity", look);
        await ShowAsync(administrator, "/settings/received?show=quarantine", "settings-quarantine", look);
        await ShowAsync(administrator, "/settings/mailboxes#address", "settings-mailbox", look);
        await ShowAsync(administrator, "/settings/teams", look: look);
        await page.Locator(".settings-head .btn.main").ClickAsync();
        await camera.TakeAsync(administrator, "settings-team", look);
        await ShowAsync(administrator, "/settings/people", look: look);
        await page.Locator("#invite button").ClickAsync();
        await camera.TakeAsync(administrator, "settings-invite", look);
        await administrator.Profile.CloseAsync();
    }

    /// <summary>A mail of each kind that is shown in a way of its own.</summary>
    private async Task DeliverAsync()
    {
        foreach (var mail in KindsOfMail.All.Values) await new Postman(hub.LmtpPort).DeliverAsync(mail, "support@aubelune.example");
    }

    public static async Task SignInAsync(Person person, string email, string password)
    {
        var page = person.Page;
        await page.Locator("input[name=email]").FillAsync(email);
        await page.Locator("input[type=password]").FillAsync(password);
        await page.Locator("input[type=password]").PressAsync("Enter");
        await Expect(page.Locator(".app")).ToBeVisibleAsync();
    }

    /// <summary>Goes there, waits until nothing is loading, and takes the picture if it has a name.</summary>
    private async Task ShowAsync(Person person, string address, string? screen = null, Look? look = null)
    {
        await person.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(person.Page.Locator(".ghost, [aria-busy=true]")).ToHaveCountAsync(0);
        if (screen is not null) await camera.TakeAsync(person, screen, look!);
    }
}
