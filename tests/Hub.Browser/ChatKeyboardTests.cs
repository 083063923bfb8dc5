using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

/// <summary>A visitor without a mouse does everything that the chat can do, and always sees where they are.</summary>
public sealed class ChatKeyboardTests(PostStage stage) : BrowserTests<PostStage>(stage)
{
    // What has the focus is something to press or to read from, is in sight, and shows that it has it: by a line around it or around its box.
    private const string Visible = """
        () => {
          const it = document.activeElement;
          if (!it || it === document.body) return "nothing has the focus";
          const { width, height, top, bottom } = it.getBoundingClientRect();
          const boxes = [it, it.parentElement, it.nextElementSibling].filter(Boolean);
          if (width * height === 0 || bottom < 0 || top > innerHeight) return `out of sight: ${it.outerHTML}`;
          return boxes.some((box) => getComputedStyle(box).outlineStyle !== "none") ? "" : `shows nothing of it: ${it.outerHTML}`;
        }
        """;

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Everything_can_be_done_by_keyboard_alone(int width, int height)
    {
        using var administrator = await Server.SignInAsync(Role.Administrator);
        var site = new ReceptionDesk(administrator, await Server.ScalarAsync<long>("select channel from sites order by channel limit 1"));
        var address = $"anna{width}@shop.test";
        Assert.StartsWith("250", (await new Postman(Server).DeliverAsync(Postman.Mail($"Anna Keller <{address}>", "My order", "Where is it?"), "support@hub.test"))[0], StringComparison.Ordinal);
        await site.SetAsync(new { form = ReceptionDesk.Form, consent = ReceptionDesk.Consent });
        var chat = await VisitAsync(new(width, height));
        var (page, keys) = (chat.Page, chat.Page.Keyboard);

        await page.GoToAsync(chat.Launcher);
        await keys.PressAsync("Enter");
        await FillInAsync(chat);
        await Expect(chat.Field).ToBeFocusedAsync();
        await keys.TypeAsync("A first line");
        await keys.PressAsync("Shift+Enter");
        await keys.TypeAsync($"and a second of {width}");
        await AttachAsync(chat);
        await keys.PressAsync("Enter");
        await Expect(chat.Said($"A first line and a second of {width}")).ToBeVisibleAsync();
        await Expect(chat.Unsent).ToHaveCountAsync(0);
        await Expect(chat.Field).ToBeFocusedAsync();
        await Expect(chat.Field).ToHaveValueAsync("");

        await page.GoToAsync(chat.Conversation.GetByRole(AriaRole.Button, new() { Name = "Picture lamp.png" }), "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(chat.Frame.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await SeesAsync(chat, "a picture alone");
        await keys.PressAsync("Escape");
        await Expect(chat.Frame.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(chat.Conversation.GetByRole(AriaRole.Button, new() { Name = "Picture lamp.png" })).ToBeFocusedAsync();

        await MenuAsync(chat);
        await ProveAsync(chat, address);
        await RateAsync(chat, width);
        await LeaveAsync(chat);
        await site.SetAsync(new { });
    }

    private static async Task FillInAsync(Chat chat)
    {
        var keys = chat.Page.Keyboard;
        await Expect(chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Email address" })).ToBeFocusedAsync();
        await SeesAsync(chat, "the first question");
        await keys.PressAsync("Enter");
        // The first that is missing has the focus, and says why.
        var topic = chat.Frame.GetByRole(AriaRole.Combobox);
        await Expect(topic).ToBeFocusedAsync();
        await Expect(topic).ToHaveAccessibleDescriptionAsync("Something is missing here.");
        await SeesAsync(chat, "what is missing");
        await keys.TypeAsync("A rep");
        await Expect(topic).ToHaveValueAsync("repair");
        foreach (var box in await chat.Frame.GetByRole(AriaRole.Checkbox).AllAsync())
        {
            await chat.Page.GoToAsync(box);
            await keys.PressAsync("Space");
            await SeesAsync(chat, "a box to tick");
        }
        await chat.Page.GoToAsync(chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Start the chat" }));
        await SeesAsync(chat, "the button of the questions");
        await keys.PressAsync("Enter");
    }

    /// <summary>Two files, one of which goes again.</summary>
    private static async Task AttachAsync(Chat chat)
    {
        // Begun early: the browser needs a moment to hand its dialogs over.
        var choosing = chat.Page.WaitForFileChooserAsync();
        await chat.Page.GoToAsync(chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Attach files" }), "Shift+Tab");
        await SeesAsync(chat, "the button for files");
        await chat.Page.Keyboard.PressAsync("Enter");
        await (await choosing).SetFilesAsync(
        [
            new FilePayload { Name = "lamp.png", MimeType = "image/png", Buffer = PictureServer.Png },
            new FilePayload { Name = "wrong.txt", MimeType = "text/plain", Buffer = "wrong"u8.ToArray() },
        ]);
        await Expect(chat.Field).ToBeFocusedAsync();
        await chat.Page.GoToAsync(chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Remove wrong.txt" }), "Shift+Tab");
        await SeesAsync(chat, "what removes a file");
        await chat.Page.Keyboard.PressAsync("Enter");
        await Expect(chat.Frame.GetByText("wrong.txt")).ToHaveCountAsync(0);
        await Expect(chat.Field).ToBeFocusedAsync();
    }

    private static async Task MenuAsync(Chat chat)
    {
        var keys = chat.Page.Keyboard;
        var more = chat.Frame.GetByRole(AriaRole.Button, new() { Name = "More" });
        var sound = chat.Frame.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Sound for answers" });
        await chat.Page.GoToAsync(more, "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(sound).ToBeFocusedAsync();
        await SeesAsync(chat, "the menu");
        await keys.PressAsync("ArrowUp");
        await Expect(chat.Frame.GetByRole(AriaRole.Menuitem).Last).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(sound).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await Expect(more).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(sound).ToBeCheckedAsync();
        await keys.PressAsync("Escape");
        await Expect(more).ToBeFocusedAsync();
    }

    private async Task ProveAsync(Chat chat, string address)
    {
        var keys = chat.Page.Keyboard;
        await keys.PressAsync("Enter");
        await Expect(chat.Frame.GetByRole(AriaRole.Menuitemcheckbox).First).ToBeFocusedAsync();
        for (var entry = chat.Frame.GetByRole(AriaRole.Menuitem, new() { Name = "Find my earlier conversations" }); !await entry.EvaluateAsync<bool>("it => it === document.activeElement");) await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(chat.Frame.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await SeesAsync(chat, "the address to prove");
        await keys.TypeAsync(address);
        await keys.PressAsync("Enter");
        await Expect(chat.Frame.GetByLabel("Six-digit code")).ToBeFocusedAsync();
        await keys.TypeAsync(await Stage.CodeAsync(address));
        var earlier = chat.Frame.GetByRole(AriaRole.Button, new() { Name = "My order" });
        await Expect(chat.Frame.GetByRole(AriaRole.Heading, new() { Name = "Earlier conversations" })).ToBeFocusedAsync();
        await chat.Page.GoToAsync(earlier);
        await SeesAsync(chat, "the list");
        await keys.PressAsync("Enter");
        await Expect(chat.Frame.GetByText("Where is it?")).ToBeVisibleAsync();
        await Expect(chat.Frame.GetByRole(AriaRole.Heading, new() { Name = "My order" })).ToBeFocusedAsync();
        await SeesAsync(chat, "an earlier conversation");
        await keys.PressAsync("Escape");
        await Expect(chat.Field).ToBeFocusedAsync();
    }

    private async Task RateAsync(Chat chat, int width)
    {
        var keys = chat.Page.Keyboard;
        using var agent = await Server.SignInAsync(Role.Agent, "Léa Moreau");
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text like '%a second of ' || $1", $"{width}");
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Thank you.", status = "resolved", clientId = $"thanks {width}" }).ExpectAsync(HttpStatusCode.Created);
        var stars = chat.Frame.GetByRole(AriaRole.Radio);
        await Expect(stars).ToHaveCountAsync(5);
        // A group of radios is one stop; backwards it is entered at its end.
        await chat.Page.GoToAsync(stars.Last, "Shift+Tab");
        await keys.PressAsync("Space");
        await keys.PressAsync("ArrowLeft");
        await Expect(stars.Nth(3)).ToBeCheckedAsync();
        await SeesAsync(chat, "the stars");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("Quick");
        await keys.PressAsync("Tab");
        await SeesAsync(chat, "the button of the rating");
        await keys.PressAsync("Enter");
        await Expect(chat.Frame.GetByText("You gave 4 of 5", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Change it" })).ToBeFocusedAsync();
        await SeesAsync(chat, "the rating given");
    }

    /// <summary>By Escape and by the button; each time the launcher has the focus again.</summary>
    private static async Task LeaveAsync(Chat chat)
    {
        var keys = chat.Page.Keyboard;
        await keys.PressAsync("Escape");
        await Expect(chat.Launcher).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await Expect(chat.Field).ToBeFocusedAsync();
        await chat.Page.GoToAsync(chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }), "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(chat.Launcher).ToBeFocusedAsync();
    }

    private static async Task SeesAsync(Chat chat, string where)
    {
        var wrong = await chat.Page.Frames[1].EvaluateAsync<string>(Visible);
        Assert.True(wrong.Length == 0, $"{where}: {wrong}");
    }
}
